"""What the steps of choosing have in common: the choices, and all that they are judged by."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.access import Actor
from programs import meter
from programs.models import Program, Session
from programs.queries.calendar import bookings
from programs.queries.compose import booked_by
from resources.choices import SLOT_NAMES, slots_of
from resources.models import Room
from resources.queries import bases, offers_for

LONGEST = 62  # days of which times are offered


@dataclass(frozen=True)
class Choice:
    """One radio button: `reason` says why it cannot be chosen, or what is wrong with it."""

    value: str
    label: str
    more: str = ""
    reason: str = ""
    chosen: bool = False

    @property
    def off(self) -> bool:
        """Cannot be chosen."""
        return bool(self.reason) and not self.chosen

    @property
    def broken(self) -> bool:
        """Was chosen, and no longer fits."""
        return bool(self.reason) and self.chosen


@dataclass(frozen=True)
class Step:
    """One column of the cascade; `hidden` counts what is left out of `choices`."""

    name: str
    label: str
    choices: list[Choice] = field(default_factory=list)
    said: str = ""
    hidden: int = 0

    @property
    def off(self) -> int:
        """How many of the choices shown cannot be chosen."""
        return sum(choice.off for choice in self.choices)

    @property
    def note(self) -> str:
        """What stands beside the name of the column."""
        if self.said:
            return self.said
        good = sum(not choice.reason for choice in self.choices)
        return _("%(fit)s of %(all)s") % {"fit": good, "all": len(self.choices)}


@dataclass
class Desk:
    """What all steps look at, read once."""

    actor: Actor
    program: Program
    line: Session

    @cached_property
    def offers(self):
        """Who gives the course in which format."""
        return list(offers_for(self.actor, [self.line.course_id]))

    @cached_property
    def others(self):
        """The other lines of the programme."""
        rows = self.program.sessions.select_related("course").exclude(pk=self.line.pk)
        return list(rows.order_by("position", "pk"))

    @cached_property
    def bases(self):
        """All bases the actor sees, and the one chosen."""
        rows = bases(self.actor).prefetch_related(None).prefetch_related("formats")
        found = {base.pk: base for base in rows}
        if self.line.base:
            found.setdefault(self.line.base.pk, self.line.base)
        return list(found.values())

    @cached_property
    def rooms(self):
        """Rooms in use, by base."""
        rows = Room.objects.visible_to(self.actor).filter(active=True, base__in=self.bases)
        found: dict[int, list[Room]] = {}
        for room in rows.order_by("base_id", "code"):
            found.setdefault(room.base_id, []).append(room)
        return found

    @cached_property
    def days(self) -> list[date]:
        """The days of the programme."""
        first, last = self.program.starts_on, self.program.ends_on
        if not (first and last):
            return []
        return [first + timedelta(n) for n in range(min((last - first).days + 1, LONGEST))]

    @cached_property
    def booked(self) -> dict[date, list[meter.Booking]]:
        """What other programmes have taken, by day."""
        found: dict[date, list[meter.Booking]] = {}
        teachers = {offer.teacher_id for offer in self.offers} | {self.line.teacher_id}
        places = {base.pk for base in self.bases}
        days = {*self.days, *([self.line.on] if self.line.on else [])}
        taken = bookings(self.actor, self.program, days=days, teachers=teachers, bases=places)
        for booking in taken:
            found.setdefault(booking.on, []).append(booking)
        return found

    def slots(self, slot: int = 0) -> range:
        """The double hours the line would take from `slot` on."""
        return slots_of(slot, self.line.course.hours)

    def taken(self, booking: meter.Booking) -> str:
        """Say when and by whom something is taken, or that its owner does not give it then."""
        when = f"{booking.on:%m-%d} {SLOT_NAMES[booking.slots.start]}"
        if not booking.open:
            return _("%(when)s: cannot be booked") % {"when": when}
        words = {"when": when, "program": booked_by(self.actor, booking.label)}
        if booking.state == meter.HELD:
            return _("%(when)s: held for %(program)s") % words
        return _("%(when)s: taken by %(program)s") % words
