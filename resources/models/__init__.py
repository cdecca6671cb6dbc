"""What is offered together: courses, teachers, bases, and who gives what where."""

from resources.models.calendar import Booking, Feed, OpenHour, Period
from resources.models.content import CourseChange, CourseCompetence
from resources.models.photos import Photo
from resources.models.places import Base, BaseGrant, Room
from resources.models.quality import Review, Verdict
from resources.models.ready import ReadyLine, ReadyProgram, ReadyProgramGrant, ReadyVersion
from resources.models.same import SamePair
from resources.models.shared import Resource, ResourceGrant, ResourceQuerySet, shrunk_mean
from resources.models.teaching import Course, CourseGrant, Offer, Teacher, TeacherGrant

__all__ = [
    "Base",
    "BaseGrant",
    "Booking",
    "Course",
    "CourseChange",
    "CourseCompetence",
    "CourseGrant",
    "Feed",
    "Offer",
    "OpenHour",
    "Period",
    "Photo",
    "ReadyLine",
    "ReadyProgram",
    "ReadyProgramGrant",
    "ReadyVersion",
    "Resource",
    "ResourceGrant",
    "ResourceQuerySet",
    "Review",
    "Room",
    "SamePair",
    "Teacher",
    "TeacherGrant",
    "Verdict",
    "shrunk_mean",
]
