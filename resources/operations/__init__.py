"""What can be done to courses, teachers, bases and rooms."""

from resources.operations.calendar import (
    PeriodUpsideDown,
    end_feed,
    make_feed,
    remove_period,
    save_period,
    set_hours,
)
from resources.operations.keeping import (
    UnknownOffer,
    record_ratings,
    restore,
    retire,
    save_base,
    save_course,
    save_room,
    save_teacher,
    set_offers,
)
from resources.operations.loading import (
    UnknownBase,
    save_bases,
    save_courses,
    save_rooms,
    save_teachers,
    undo_bases,
    undo_courses,
    undo_rooms,
    undo_teachers,
)
from resources.operations.sharing import AlreadyOwn, OutOfDate, share, withdraw
from resources.operations.upsert import MissingValue, UnknownCode

__all__ = [
    "AlreadyOwn",
    "MissingValue",
    "OutOfDate",
    "PeriodUpsideDown",
    "UnknownBase",
    "UnknownCode",
    "UnknownOffer",
    "end_feed",
    "make_feed",
    "record_ratings",
    "remove_period",
    "restore",
    "retire",
    "save_base",
    "save_bases",
    "save_course",
    "save_courses",
    "save_period",
    "save_room",
    "save_rooms",
    "save_teacher",
    "save_teachers",
    "set_hours",
    "set_offers",
    "share",
    "undo_bases",
    "undo_courses",
    "undo_rooms",
    "undo_teachers",
    "withdraw",
]
