from resources.tables.adoption import Changes
from resources.tables.catalogue import Bases, Courses, Rooms, Teachers
from resources.tables.free import FreeTeachers, FreeThings
from resources.tables.quality import Reviews
from resources.tables.ready import ReadyPrograms
from resources.tables.same import SamePairs

__all__ = [
    "Bases",
    "Changes",
    "Courses",
    "FreeTeachers",
    "FreeThings",
    "ReadyPrograms",
    "Reviews",
    "Rooms",
    "SamePairs",
    "Teachers",
]
