"""The last two steps of choosing for a line: where and when."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Actor
from programs import meter
from programs.models import Session
from programs.queries.desk import Choice, Desk, Step
from resources.choices import SLOT_NAMES

LUNCH = 2  # the first double hour after it
SATURDAY = 5


@dataclass(frozen=True)
class Seat:
    """Where a line can be held: a room, or a base of which no room is chosen."""

    base: object
    room: object = None
    capacity: int = 0

    @property
    def value(self) -> str:
        """Base and room in one word."""
        return f"{self.base.pk}-{self.room.pk if self.room else ''}"


def place_step(actor: Actor, desk: Desk) -> Step:
    """Where the line can be held: rooms, and bases without rooms."""
    line = desk.line
    choices = []
    used = {other.base_id for other in desk.others}
    for base in sorted(desk.bases, key=lambda base: (base.pk not in used, base.code, base.pk)):
        if reason := _base_reason(desk, base):
            choices.append(_place(desk, Seat(base, _chosen_room(line, base), 0), reason, used))
            continue
        seats = _seats(desk, base)
        choices += [_place(desk, seat, _seat_reason(desk, seat), used) for seat in seats]
    return Step("place", _("Base/room"), choices)


def _chosen_room(line: Session, base):
    return line.room if line.base_id == base.pk else None


def _base_reason(desk: Desk, base) -> str:
    """Why no room of a base will do."""
    line = desk.line
    if not base.active:
        return _("Taken out of use")
    if line.format and line.format_id not in {form.pk for form in base.formats.all()}:
        return _("Not equipped for this format")
    if line.on and (n := meter.base_full(base.pk, base.groups, desk.booked.get(line.on, ()))):
        text = ngettext(
            "%(on)s: hosts %(n)s other programme",
            "%(on)s: hosts %(n)s other programmes",
            n,
        )
        return text % {"on": f"{line.on:%m-%d}", "n": n}
    if line.on and (taken := meter.base_closed(base.pk, line.slots, desk.booked.get(line.on, ()))):
        return desk.taken(taken)
    return ""


def _seats(desk: Desk, base) -> list[Seat]:
    line, rooms = desk.line, desk.rooms.get(base.pk, [])
    seats = [Seat(base, room, room.capacity) for room in rooms]
    chosen = line.base_id == base.pk
    if chosen and line.room and line.room_id not in {room.pk for room in rooms}:
        seats.insert(0, Seat(base, line.room, line.room.capacity))
    if not rooms or (chosen and not line.room):
        seats.insert(0, Seat(base, None, base.capacity))
    return seats


def _seat_reason(desk: Desk, seat: Seat) -> str:
    line = desk.line
    if seat.room and seat.room.base_id != seat.base.pk:
        return _("Not a room of this base")
    if seat.capacity < desk.program.places:
        return _("Holds %(capacity)s, you have %(places)s") % {
            "capacity": seat.capacity,
            "places": desk.program.places,
        }
    if not (seat.room and line.on and line.slots):
        return ""
    taken = meter.room_taken(seat.room.pk, line.slots, desk.booked.get(line.on, ()))
    return desk.taken(taken) if taken else ""


def _place(desk: Desk, seat: Seat, reason: str, used: set) -> Choice:
    line = desk.line
    room = seat.room.pk if seat.room else None
    more = [_("Holds %(n)s") % {"n": seat.capacity}] if seat.capacity else []
    if seat.base.pk in used:
        more.append(_("same base"))
    return Choice(
        seat.value,
        f"{seat.base.label} {seat.room or ''}".strip(),
        " · ".join(more),
        reason,
        (line.base_id, line.room_id) == (seat.base.pk, room),
    )


def time_step(actor: Actor, desk: Desk) -> Step:
    """When the line can begin: every day of the programme, every double hour that leaves room."""
    line, length = desk.line, len(desk.slots())
    now = (line.on, line.slot)
    starts = [s for s in range(len(SLOT_NAMES) - length + 1) if not _over_lunch(s, length)]
    moments = [(day, slot) for day in desk.days for slot in starts]
    if line.on and line.slots and now not in moments:
        moments.insert(0, now)
    choices = [
        Choice(
            f"{day.isoformat()}/{slot}",
            f"{day:%m-%d} {SLOT_NAMES[slot]} {date_format(day, 'D')}",
            _span(day, slot, length),
            _time_reason(desk, day, desk.slots(slot)),
            (day, slot) == now,
        )
        for day, slot in moments
    ]
    return Step("time", _("Time"), choices, _time_note(desk, starts))


def _time_note(desk: Desk, starts: list[int]) -> str:
    if not desk.days:
        return _("first enter the days")
    return "" if starts else _("longer than a day")


def _over_lunch(slot: int, length: int) -> bool:
    """A course of half a day or less does not begin before lunch and end after it."""
    return length <= LUNCH and slot < LUNCH < slot + length


def _span(day: date, slot: int, length: int) -> str:
    part = _("all day")
    if length <= LUNCH:
        part = _("morning") if slot < LUNCH else _("afternoon")
    return " · ".join([part, _("weekend")]) if day.weekday() >= SATURDAY else part


def _time_reason(desk: Desk, day: date, slots: range) -> str:
    if day not in desk.days:
        return _("Outside the days of the programme")
    for position, other in _numbered(desk):
        if other.on == day and meter.meet(other.slots, slots):
            return _("Line %(n)s is held then") % {"n": position}
    booked = desk.booked.get(day, ())
    return _teacher_then(desk, slots, booked) or _place_then(desk, slots, booked)


def _numbered(desk: Desk):
    """The other lines with the numbers they have in the table."""
    before = (desk.line.position, desk.line.pk)
    for i, other in enumerate(desk.others, 1):
        yield i + ((other.position, other.pk) > before), other


def _teacher_then(desk: Desk, slots: range, booked) -> str:
    teacher = desk.line.teacher
    if not meter.teacher_taken(desk.line.teacher_id, slots, booked):
        return ""
    return _("%(teacher)s teaches elsewhere") % {"teacher": teacher.label}


def _place_then(desk: Desk, slots: range, booked) -> str:
    line = desk.line
    full = line.base and meter.base_full(line.base_id, line.base.groups, booked)
    full = full or meter.base_closed(line.base_id, slots, booked)
    if full or meter.room_taken(line.room_id, slots, booked):
        return _("%(place)s is taken") % {"place": line.room or line.base}
    return ""
