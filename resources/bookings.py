"""Taking and giving back double hours: the only place that writes bookings.

Beside the layers, like the to-do list: operations call it inside their own transaction, after
their own rule. Whoever takes something first locks the teachers, rooms and bases it wants, in
one order, so that what it then reads is true until it commits. The unique constraints of
`Booking` stand behind that: where a lock should ever be missing, the second insert fails.

SQLite has one writer at a time and needs no lock; there the statements do nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from resources import calendar
from resources.choices import SLOT_NAMES, BookingState
from resources.models import Base, Booking, OpenHour, Period, Room, Teacher

HOLD = timedelta(hours=48)


class Taken(Refusal):
    """Somebody else has it; `clashes` are pairs of a want and what stands in its way."""

    code = "taken"
    message = _("{what} cannot be booked on {when}. Choose another time or somebody else.")

    def __init__(self, clashes=(), **params):
        self.clashes = clashes
        super().__init__(None, **params)


@dataclass(frozen=True, kw_only=True)
class Want:
    """What an organisation wants to take, and for what; see `Booking` for source and holder."""

    organisation_id: int
    source: str
    holder: str
    label: str
    label_en: str
    on: date
    slots: range
    teacher: Teacher | None = None
    base: Base | None = None
    room: Room | None = None

    def wish(self) -> calendar.Wish:
        """The same as the clash rule reads it."""
        return calendar.Wish(
            key=self.holder,
            on=self.on,
            slots=self.slots,
            teacher=self.teacher and self.teacher.pk,
            base=self.base and self.base.pk,
            room=self.room and self.room.pk,
            groups=self.base.groups if self.base else 1,
        )


def lock(wants: Iterable[Want]) -> None:
    """Lock what is wanted: teachers, rooms, bases, each by key in order, against deadlocks."""
    wants = list(wants)
    for model, name in ((Teacher, "teacher"), (Room, "room"), (Base, "base")):
        keys = {thing.pk for want in wants if (thing := getattr(want, name))}
        rows = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk")) if keys else ()


def hold(wants: Iterable[Want], *, holder: str, until: datetime | None) -> None:
    """Take what is free of the wants, and nothing else, for a holder until a moment.

    What somebody else has stays his: the page shows the clash, the wish stays as it is.
    """
    wants = list(wants)
    lock(wants)
    _give_back(Booking._base_manager.filter(holder=holder))
    booked = _others(wants)
    rows = []
    for want in wants:
        there = booked.setdefault(want.on, [])
        lost = {clash.what for clash in calendar.clashes(want.wish(), there)}
        kept = [] if want.teacher is None or "teacher" in lost else ["teacher"]
        if want.base and "base" not in lost:
            kept += ["base"] if want.room is None or "room" in lost else ["base", "room"]
        if kept:
            new = _rows(want, kept, BookingState.HELD, until)
            there += _read(new)
            rows += new
    _insert(rows)


def book(
    wants: Iterable[Want],
    *,
    holder: str,
    state: str = BookingState.HELD,
    until: datetime | None = None,
) -> None:
    """Take everything that is wanted, or nothing. Raises `Taken`."""
    wants = list(wants)
    lock(wants)
    _give_back(Booking._base_manager.filter(holder=holder))
    booked = _others(wants)
    rows: list[Booking] = []
    for want in wants:
        there = booked.setdefault(want.on, [])
        if found := calendar.clashes(want.wish(), there):
            raise _taken(want, found)
        new = _rows(want, ["teacher", "base", "room"], state, until)
        there += _read(new)
        rows += new
    _insert(rows)


def settle(holder: str, *, state: str = BookingState.FIRM, until: datetime | None = None) -> int:
    """Make what a holder has firm, or keep holding it until a moment. Returns how much it is."""
    return Booking._base_manager.filter(holder=holder).update(state=state, until=until)


def release(*, holder: str) -> int:
    """Give back everything that is taken for a holder. Returns how much it was."""
    return _give_back(Booking._base_manager.filter(holder=holder))


def block(period: Period, *, organisation_id: int) -> None:
    """Close a teacher, room or base on the days of a period. Raises `Taken`.

    What others have already taken must first be moved by them; what is blocked already stays.
    """
    name = period.thing._meta.model_name
    wants = [
        Want(
            organisation_id=organisation_id,
            source=f"{period._meta.label_lower}:{period.pk}",
            holder=f"{period._meta.label_lower}:{period.pk}",
            label=period.reason or "",
            label_en="",
            on=period.first_on + timedelta(n),
            slots=period.slots,
            **{name: period.thing},
        )
        for n in range((period.last_on - period.first_on).days + 1)
    ]
    lock(wants)
    rows, booked = [], _others(wants)
    for want in wants:
        there = [b for b in booked.get(want.on, ()) if getattr(b, name) == period.thing.pk]
        if busy := [b for b in there if b.open and calendar.meet(b.slots, want.slots)]:
            raise _taken(want, [calendar.Clash(name, busy[0])])
        shut = [b for b in there if b.state == calendar.BLOCKED and (name != "base" or not b.room)]
        closed = {slot for b in shut for slot in b.slots}
        rows += [r for r in _rows(want, [name], BookingState.BLOCKED, None) if r.slot not in closed]
    _insert(rows)


def expire(now: datetime) -> int:
    """Give back what nobody has made firm in time. Returns how much it was."""
    return _give_back(Booking._base_manager.filter(state=BookingState.HELD, until__lte=now))


def taken(
    days: set[date], teachers: set, bases: set, rooms: set = frozenset()
) -> list[calendar.Booking]:
    """Everything that stands in the way of using these on these days, whoever took it.

    Live bookings, and the hours in which they cannot be booked at all. The labels are those of
    the rows: whoever shows them asks `resources.queries.calendar` instead, which knows what the
    actor may see. Three statements.
    """
    found = _read(live(_booked(days, teachers, bases, rooms)))
    return found + _closed(days, teachers, bases, rooms)


def own_holds(holder: str) -> dict[str, datetime]:
    """Until when each source of a holder is held; what is over or has no end is left out."""
    rows = live(Booking._base_manager.filter(holder=holder).exclude(until=None))
    return dict(rows.values_list("source", "until"))


def _booked(days, teachers, bases, rooms):
    things = Q(teacher__in=teachers - {None}) | Q(base__in=bases - {None})
    things |= Q(room__in=rooms - {None})
    return Booking._base_manager.filter(things, on__in=days)


def live(rows):
    """What is still held at this moment, and all that is firm or blocked."""
    over = Q(state=BookingState.HELD, until__lte=timezone.now())
    return rows.exclude(over).order_by("on", "slot", "pk")


def _read(rows: Iterable[Booking]) -> list[calendar.Booking]:
    return [
        calendar.Booking(
            row.holder,
            row.label,
            row.on,
            range(row.slot, row.slot + 1),
            row.teacher_id,
            row.base_id,
            row.room_id,
            row.state,
            row.until,
        )
        for row in rows
    ]


def _others(wants: list[Want]) -> dict[date, list[calendar.Booking]]:
    """What others have of the wanted things, by day; what ran out of it is removed."""
    days = {want.on for want in wants}
    asked = [{w.teacher and w.teacher.pk for w in wants}, {w.base and w.base.pk for w in wants}]
    asked += [{w.room and w.room.pk for w in wants}]
    now = timezone.now()
    rows = list(_booked(days, *asked).select_for_update())
    over = {r.pk for r in rows if r.state == BookingState.HELD and r.until and r.until <= now}
    if over:
        _give_back(Booking._base_manager.filter(pk__in=over))
    found: dict[date, list[calendar.Booking]] = {}
    for one in _read(r for r in rows if r.pk not in over) + _closed(days, *asked):
        found.setdefault(one.on, []).append(one)
    return found


def _closed(days, teachers, bases, rooms) -> list[calendar.Booking]:
    """Hours outside what the owner lets be booked, as bookings without a name."""
    things = Q(teacher__in=teachers - {None}) | Q(room__in=rooms - {None})
    things |= Q(base__in=bases - {None}, room=None)
    hours: dict[tuple, set] = {}
    for row in OpenHour._base_manager.filter(things):
        hours.setdefault((row.teacher_id, row.base_id, row.room_id), set()).add(
            (row.weekday, row.slot)
        )
    if not hours:
        return []
    extra = list(Period._base_manager.filter(things, opens=True, last_on__gte=min(days)))
    return [
        calendar.Booking("closed", "", on, range(slot, slot + 1), *thing, calendar.CLOSED)
        for thing, open_hours in hours.items()
        for on in sorted(days)
        for slot in range(len(SLOT_NAMES))
        if (on.weekday(), slot) not in open_hours and not _opened(extra, thing, on, slot)
    ]


def _opened(extra: list[Period], thing: tuple, on: date, slot: int) -> bool:
    return any(
        (p.teacher_id, p.base_id, p.room_id) == thing
        and p.first_on <= on <= p.last_on
        and slot in p.slots
        for p in extra
    )


def _rows(want: Want, things: list[str], state: str, until) -> list[Booking]:
    given = {f"{name}_id": getattr(want, name) and getattr(want, name).pk for name in things}
    return [
        Booking(
            organisation_id=want.organisation_id,
            source=want.source,
            holder=want.holder,
            label=want.label[:200],
            label_en=want.label_en[:200],
            on=want.on,
            slot=slot,
            state=state,
            until=until,
            **given,
        )
        for slot in want.slots
    ]


def _insert(rows: list[Booking]) -> None:
    """Write them; the constraints have the last word. Raises `Taken`."""
    try:
        with transaction.atomic():
            Booking._base_manager.bulk_create(rows)
    except IntegrityError as fault:
        raise Taken(what=_("This teacher or room"), when=f"{rows[0].on:%m-%d}") from fault


def _give_back(rows) -> int:
    return rows.delete()[0]


def _taken(want: Want, found: list[calendar.Clash]) -> Taken:
    thing = getattr(want, found[0].what)
    when = f"{want.on:%m-%d} {SLOT_NAMES[want.slots.start]}"
    return Taken([(want, clash) for clash in found], what=str(thing), when=when)
