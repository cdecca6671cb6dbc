"""The resources as JSON."""

from resources.api.calendar import BookingViewSet, FreeViewSet
from resources.api.catalogue import (
    BaseViewSet,
    CourseViewSet,
    RoomViewSet,
    TeacherViewSet,
)
from resources.api.fields import CodeField
from resources.api.quality import ReviewViewSet

ROUTES = [
    ("courses", CourseViewSet),
    ("teachers", TeacherViewSet),
    ("bases", BaseViewSet),
    ("rooms", RoomViewSet),
    ("bookings", BookingViewSet),
    ("free", FreeViewSet),
    ("reviews", ReviewViewSet),
]

__all__ = ["ROUTES", "CodeField"]
