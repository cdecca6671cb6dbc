"""What taken means: the one rule by which page, meter, API, search and booking see a clash.

Pure: days, double hours and keys in, clashes out. Whoever asks first reads the bookings
(`resources.queries.calendar.taken` for a person, `resources.bookings` behind its locks).
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

HELD, FIRM, BLOCKED, CLOSED = "held", "firm", "blocked", "closed"


@dataclass(frozen=True)
class Booking:
    """Double hours of one day that are taken of a teacher, a base, a room.

    `key` is what they are taken for: all bookings of one programme have the same. `label` names
    it where the asker may see it and is empty where he may not. `state` is held (until
    `until`), firm, blocked by the owner, or closed: outside the hours that can be booked.
    """

    key: Hashable
    label: str
    on: date
    slots: range
    teacher: int | None = None
    base: int | None = None
    room: int | None = None
    state: str = FIRM
    until: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody else took it; otherwise its owner does not give it at all."""
        return self.state in (HELD, FIRM)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be taken: double hours of one day, of a teacher, a base, a room."""

    key: Hashable
    on: date
    slots: range
    teacher: int | None = None
    base: int | None = None
    room: int | None = None
    groups: int = 1


@dataclass(frozen=True)
class Clash:
    """Why a wish cannot be met: of which thing, and what stands in the way.

    `what` is teacher, room or base; `others` counts the programmes that fill a base.
    """

    what: str
    booking: Booking
    others: int = 0


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


def base_closed(base: int | None, slots: range, booked: Iterable[Booking]) -> Booking | None:
    """Find what closes a whole base; `booked` are the bookings of that day."""
    closing = (b for b in booked if base and b.base == base and not b.room and not b.open)
    return next((b for b in closing if meet(b.slots, slots)), None)


def base_full(base: int | None, groups: int, booked: Iterable[Booking]) -> int:
    """Count the other programmes that fill a base on a day; 0 while it has room for one more."""
    others = {b.key for b in booked if base and b.base == base and b.open}
    return len(others) if len(others) >= max(groups, 1) else 0


def clashes(wish: Wish, booked: Iterable[Booking]) -> list[Clash]:
    """Everything that stands in the way of a wish; `booked` are the bookings of its day.

    What is booked under the wish's own key takes teacher and room, but no second place of the
    base: one programme is one group. O(n) for n bookings.
    """
    booked = list(booked)
    found = []
    if taken := teacher_taken(wish.teacher, wish.slots, booked):
        found.append(Clash("teacher", taken))
    if taken := room_taken(wish.room, wish.slots, booked):
        found.append(Clash("room", taken))
    if taken := base_closed(wish.base, wish.slots, booked):
        found.append(Clash("base", taken))
    others = [b for b in booked if b.key != wish.key]
    if count := base_full(wish.base, wish.groups, others):
        first = next(b for b in others if b.base == wish.base and b.open)
        found.append(Clash("base", first, count))
    return found
