"""The calendar of a teacher, room or base, and what is free: as far as the actor may know it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import Actor
from resources import bookings, calendar
from resources.choices import SLOT_NAMES, runs_of, span
from resources.models import Booking, OpenHour, Period, Room, Teacher

WEEK = timedelta(days=7)
LONGEST = 62  # days that one search looks through


@dataclass(frozen=True)
class Entry:
    """Double hours of one day that are taken, in words; `state` says how the mark looks."""

    slots: range
    state: str
    who: str

    @property
    def time(self) -> str:
        """From when to when."""
        return span(self.slots)


@dataclass(frozen=True)
class Cell:
    """One day, or one double hour of a day."""

    on: date
    entries: list[Entry] = field(default_factory=list)
    off: bool = False
    now: bool = False


@dataclass(frozen=True)
class Sheet:
    """Rows of a heading and seven cells; `busy`: the days with entries, for narrow screens."""

    view: str
    title: str
    days: list[str]
    rows: list[tuple[str, list[Cell]]]
    busy: list[Cell]
    before: date
    after: date


def _of(thing) -> dict[str, set[int]]:
    """The sets of keys by which the bookings of one thing are read."""
    sets = {"teachers": set(), "bases": set(), "rooms": set()}
    if isinstance(thing, Teacher):
        sets["teachers"] = {thing.pk}
    elif isinstance(thing, Room):
        sets["rooms"], sets["bases"] = {thing.pk}, {thing.base_id}
    else:
        sets["bases"] = {thing.pk}
    return sets


def _concerns(thing, one: calendar.Booking) -> bool:
    """Whether a booking keeps the thing busy: a room is also closed with its base."""
    if isinstance(thing, Teacher):
        return one.teacher == thing.pk
    if isinstance(thing, Room):
        return one.room == thing.pk or (one.base == thing.base_id and not one.room and not one.open)
    return one.base == thing.pk


def told(actor: Actor, found: Iterable[calendar.Booking]) -> dict[str, str]:
    """By holder, who it is that took something: the organisation, or the programme itself.

    Its name is for the organisation that booked and its superiors, and for the owner of what
    is booked as soon as the booking is firm. Others learn that it is taken, and no more.
    """
    holders = {one.key for one in found if one.state != calendar.CLOSED}
    rows = Booking.objects.visible_to(actor).filter(holder__in=holders)
    words = {}
    for row in rows.select_related("organisation"):
        own = actor.organisation.is_above(row.organisation) or actor.is_personal
        open_to_owner = own or row.until is None
        words[row.holder] = row.shown if open_to_owner else row.organisation.label
    return words


def entries(actor: Actor, thing, first: date, last: date) -> dict[date, list[Entry]]:
    """What is taken of a thing, by day, neighbouring double hours joined; four statements."""
    days = {first + timedelta(n) for n in range((last - first).days + 1)}
    found = [one for one in bookings.taken(days, **_of(thing)) if _concerns(thing, one)]
    words = told(actor, found)
    by_day: dict[date, dict[tuple[str, str], set[int]]] = {}
    for one in found:
        taken = by_day.setdefault(one.on, {})
        taken.setdefault((one.state, _who(one, words)), set()).update(one.slots)
    return {on: _entries(taken) for on, taken in by_day.items()}


def _entries(taken: dict[tuple[str, str], set[int]]) -> list[Entry]:
    """The same as runs; an hour that is blocked is not also said to be outside the hours."""
    shut = [slots for (state, _who), slots in taken.items() if state == calendar.BLOCKED]
    blocked = set().union(*shut)
    found = [
        Entry(run, state, who)
        for (state, who), slots in taken.items()
        for run in runs_of(slots - blocked if state == calendar.CLOSED else slots)
    ]
    return sorted(found, key=lambda entry: entry.slots.start)


def _who(one: calendar.Booking, words: dict[str, str]) -> str:
    if one.state == calendar.CLOSED:
        return _("not bookable")
    if one.state == calendar.BLOCKED:
        return words.get(one.key) or _("blocked")
    name = words.get(one.key)
    if one.state == calendar.HELD:
        return _("kept for %(name)s") % {"name": name} if name else _("kept for others")
    return name or _("taken")


def sheet(actor: Actor, thing, *, view: str, on: date) -> Sheet:
    """The week or month around a day; four statements."""
    return _week(actor, thing, on) if view == "week" else _month(actor, thing, on)


def _week(actor, thing, on) -> Sheet:
    monday = on - timedelta(days=on.weekday())
    days = [monday + timedelta(n) for n in range(7)]
    found, today = entries(actor, thing, days[0], days[-1]), timezone.localdate()
    rows = [
        (
            name,
            [
                Cell(d, [e for e in found.get(d, []) if slot in e.slots], now=d == today)
                for d in days
            ],
        )
        for slot, name in enumerate(SLOT_NAMES)
    ]
    title = f"{days[0]:%Y-%m-%d} – {days[-1]:%m-%d}"
    heads = [f"{date_format(d, 'D')} {d:%m-%d}" for d in days]
    busy = [Cell(d, found[d], now=d == today) for d in days if d in found]
    return Sheet("week", title, heads, rows, busy, monday - WEEK, monday + WEEK)


def _month(actor, thing, on) -> Sheet:
    first = on.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    weeks = -(-(after - monday).days // 7)
    found = entries(actor, thing, monday, monday + weeks * WEEK)
    today = timezone.localdate()
    rows = [
        (
            "",
            [
                Cell(d, found.get(d, []), off=d.month != on.month, now=d == today)
                for d in (monday + n * WEEK + timedelta(k) for k in range(7))
            ],
        )
        for n in range(weeks)
    ]
    heads = [date_format(monday + timedelta(k), "D") for k in range(7)]
    before = (first - timedelta(days=1)).replace(day=1)
    busy = [cell for _head, cells in rows for cell in cells if cell.entries and not cell.off]
    title = date_format(first, "YEAR_MONTH_FORMAT")
    return Sheet("month", title, heads, rows, busy, before, after)


def periods(actor: Actor, thing):
    """The exceptions in the calendar of a thing, from today on."""
    rows = Period.objects.visible_to(actor).filter(**{_name(thing): thing})
    return rows.filter(last_on__gte=timezone.localdate())


def period(actor: Actor, pk: int):
    """One exception, by key, as rows to find it in."""
    return (
        Period.objects.visible_to(actor)
        .select_related("teacher__organisation", "base__organisation", "room__base__organisation")
        .filter(pk=pk)
    )


def open_hours(actor: Actor, thing) -> set[tuple[int, int]]:
    """Pairs (weekday, double hour) in which a thing can be booked; empty means always."""
    rows = OpenHour.objects.visible_to(actor).filter(**{_name(thing): thing})
    return set(rows.values_list("weekday", "slot"))


def _name(thing) -> str:
    return thing._meta.model_name


def bookings_of(actor: Actor):
    """The bookings that concern the actor: made by his side, or of what his side owns."""
    rows = Booking.objects.visible_to(actor).select_related("organisation")
    return rows.order_by("on", "slot", "pk")
