from resources.tables.adoption import Changes
from resources.tables.catalogue import Bases, Courses, Rooms, Teachers
from resources.tables.quality import Reviews

__all__ = ["Bases", "Changes", "Courses", "Reviews", "Rooms", "Teachers"]
