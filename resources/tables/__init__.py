from resources.tables.adoption import Changes
from resources.tables.catalogue import Bases, Courses, Rooms, Teachers
from resources.tables.quality import Reviews
from resources.tables.ready import ReadyPrograms

__all__ = ["Bases", "Changes", "Courses", "ReadyPrograms", "Reviews", "Rooms", "Teachers"]
