"""Whether a teacher, a room or a base is free: asked by the meter and by the choices offered."""

from collections.abc import Iterable

from programs.meter.shapes import Booking


def meet(one: range, other: range) -> bool:
    """Whether two runs of double hours share one."""
    return max(one.start, other.start) < min(one.stop, other.stop)


def teacher_taken(teacher: int | None, slots: range, booked: Iterable[Booking]) -> Booking | None:
    """Find what keeps a teacher busy; `booked` are the bookings of that day."""
    found = (b for b in booked if teacher and b.teacher == teacher and meet(b.slots, slots))
    return next(found, None)


def room_taken(room: int | None, slots: range, booked: Iterable[Booking]) -> Booking | None:
    """Find what fills a room; `booked` are the bookings of that day."""
    return next((b for b in booked if room and b.room == room and meet(b.slots, slots)), None)


def base_full(base: int | None, groups: int, booked: Iterable[Booking]) -> int:
    """Count the other programmes that fill a base on a day; 0 while it has room for one more."""
    others = {b.key for b in booked if base and b.base == base}
    return len(others) if len(others) >= max(groups, 1) else 0
