"""The resources as JSON."""

from resources.api.calendar import BookingViewSet, FreeViewSet
from resources.api.catalogue import (
    BaseViewSet,
    CodeField,
    CourseViewSet,
    RoomViewSet,
    TeacherViewSet,
)

ROUTES = [
    ("courses", CourseViewSet),
    ("teachers", TeacherViewSet),
    ("bases", BaseViewSet),
    ("rooms", RoomViewSet),
    ("bookings", BookingViewSet),
    ("free", FreeViewSet),
]

__all__ = ["ROUTES", "CodeField"]
