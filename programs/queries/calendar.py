"""What others have taken of the shared calendar, as a programme sees it."""

from dataclasses import replace
from datetime import date, datetime

from accounts.access import Actor, key
from programs import meter
from programs.choices import EDITABLE
from programs.models import Program
from resources.bookings import own_holds
from resources.bookings import taken as busy


def bookings(
    actor: Actor,
    program: Program,
    *,
    days: set[date],
    teachers: set,
    bases: set,
    rooms: set = frozenset(),
) -> tuple[meter.Booking, ...]:
    """What others take of these teachers, bases and rooms on these days; four statements.

    Everybody learns that something is taken; by which programme, only who may see that one.
    """
    own = key(program)
    taken = [b for b in busy(days, teachers, bases, rooms) if b.key != own] if days else []
    names = _names_of(actor, {b.key for b in taken if b.open})
    return tuple(replace(b, label=names.get(b.key, "")) for b in taken)


def _names_of(actor: Actor, holders: set[str]) -> dict[str, str]:
    """The programmes among the holders that the actor may see, with their names."""
    prefix = f"{Program._meta.label_lower}:"
    keys = {holder.removeprefix(prefix) for holder in holders if holder.startswith(prefix)}
    seen = Program.objects.visible_to(actor).filter(pk__in=keys)
    return {key(row): row.label for row in seen.only("name", "name_en")}


def held_until(actor: Actor, program: Program) -> dict[str, datetime]:
    """Until when the lines of a programme hold what they chose; none once it is submitted."""
    return own_holds(key(program)) if program.state in EDITABLE else {}
