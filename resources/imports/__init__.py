"""The spreadsheets that fill the resources: headings, cleaning, where the rows go."""

from resources.imports.bases import BASES
from resources.imports.blocked import BLOCKED
from resources.imports.courses import COURSES
from resources.imports.offers import OFFERS
from resources.imports.rooms import ROOMS
from resources.imports.teachers import TEACHERS

__all__ = ["BASES", "BLOCKED", "COURSES", "OFFERS", "ROOMS", "TEACHERS"]
