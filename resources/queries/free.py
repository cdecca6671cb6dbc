"""Which teachers, rooms or bases are free on some days, as far as the actor may see them."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.access import Actor
from core.search import holding, words_of
from resources import bookings, calendar
from resources.models import Base, Room, Teacher
from resources.queries.calendar import LONGEST
from resources.queries.catalogue import bases, rooms, teachers

LOOKED = 1_000  # things that one search looks at: .7 s for a month of them, half booked


@dataclass(frozen=True)
class Free:
    """How much of the days from `first` a thing is free; `days` are wholly so."""

    thing: Teacher | Room | Base
    free: int
    all: int
    days: list[date]
    first: date

    @property
    def kind(self) -> str:
        """Teacher, room or base: how the address of its calendar is named."""
        return self.thing._meta.model_name

    @property
    def label(self) -> str:
        """The name; a room with its base."""
        return f"{self.thing.base} {self.thing}" if self.kind == "room" else str(self.thing)

    @property
    def owner(self):
        """The organisation that gives it."""
        return (self.thing.base if self.kind == "room" else self.thing).organisation

    @property
    def capacity(self) -> int | None:
        """How many persons it holds; nothing for a teacher."""
        return None if self.kind == "teacher" else self.thing.capacity

    @property
    def whole(self) -> bool:
        """Free in every double hour that was asked for."""
        return self.free == self.all


def free(actor: Actor, *, what: str, first: date, last: date, slots: range, **wanted) -> list[Free]:
    """Teachers, rooms or bases by how much of the days they are free, the freest first.

    `wanted` narrows: persons, format, text. The first `LOOKED` of these are looked at; five
    statements. Time grows with things x days + bookings.
    """
    days = [first + timedelta(n) for n in range(min((last - first).days + 1, LONGEST))]
    things = list(_candidates(actor, what, **wanted)[:LOOKED])
    found = _all_taken(what, things, set(days))
    result = []
    for thing in things:
        open_slots = {d: _open(thing, found.get((thing.pk, d)), slots) for d in days}
        whole = [d for d in days if len(open_slots[d]) == len(slots)]
        count = sum(len(x) for x in open_slots.values())
        result.append(Free(thing, count, len(days) * len(slots), whole, first))
    return sorted(result, key=lambda f: (-f.free, str(f.thing)))


def _candidates(actor, what, *, persons=0, form=None, text=""):
    if what == "teacher":
        rows = teachers(actor)
        rows = rows.filter(offers__format=form).distinct() if form else rows
        return rows.filter(holding(words_of(text), "search_text"))
    if what == "base":
        rows, near = bases(actor), "search_text"
        rows = rows.filter(formats=form) if form else rows
    else:
        rows, near = rooms(actor).filter(active=True, base__active=True), "base__search_text"
        rows = rows.filter(base__formats=form) if form else rows
    rows = rows.filter(capacity__gte=persons or 0)
    return rows.filter(holding(words_of(text), near))


def _all_taken(what, things, days) -> dict[tuple[int, date], list[calendar.Booking]]:
    """What stands in the way of each thing on each day; a room is closed with its base."""
    keys = {thing.pk for thing in things}
    sets = {"teachers": set(), "bases": set(), "rooms": set()} | {f"{what}s": keys}
    within: dict[int, list[int]] = {}
    if what == "room":
        for thing in things:
            within.setdefault(thing.base_id, []).append(thing.pk)
        sets["bases"] = set(within)
    found: dict[tuple[int, date], list[calendar.Booking]] = {}
    for one in bookings.taken(days, **sets) if keys else ():
        concerned = {getattr(one, what), *within.get(one.base, ())}
        for pk in concerned & keys:
            found.setdefault((pk, one.on), []).append(one)
    return found


def _open(thing, booked: list[calendar.Booking] | None, slots: range) -> list[int]:
    """The double hours in which a booking would not be refused, by the same rule."""
    if not booked:
        return list(slots)
    parts = {"teacher": None, "room": None, "base": None, "groups": 1}
    if isinstance(thing, Teacher):
        parts["teacher"] = thing.pk
    elif isinstance(thing, Room):
        parts |= {"room": thing.pk, "base": thing.base_id, "groups": thing.base.groups}
    else:
        parts |= {"base": thing.pk, "groups": thing.groups}
    one = {"key": None, "on": date.min} | parts
    return [
        slot
        for slot in slots
        if not calendar.clashes(calendar.Wish(slots=range(slot, slot + 1), **one), booked)
    ]
