"""What a programme takes of the shared calendar, from the first choice to the end.

Choosing holds a teacher, base and room for 48 hours; every further choice of the programme
renews that. A submitted programme holds them until it is decided; approved, they are firm.
"""

from collections.abc import Iterable

from django.utils import timezone

from accounts.access import key
from programs.choices import ProgramState as S
from programs.models import Program, Session
from resources import bookings
from resources.choices import SLOT_NAMES, BookingState

FIRM = (S.APPROVED, S.RUNNING, S.CLOSED)
WITH_OTHERS = (S.SUBMITTED, S.ACCEPTED)


def wants(program: Program, lines: Iterable[Session]) -> list[bookings.Want]:
    """What the lines of a programme take; a line without a time takes nothing."""
    return [
        bookings.Want(
            organisation_id=program.organisation_id,
            source=key(line),
            holder=key(program),
            label=program.name,
            label_en=program.name_en,
            on=line.on,
            slots=range(line.slots.start, min(line.slots.stop, len(SLOT_NAMES))),
            teacher=line.teacher,
            base=line.base,
            room=line.room if line.room and line.room.base_id == line.base_id else None,
        )
        for line in lines
        if line.on and line.slots and (line.teacher or line.base)
    ]


def lines_of(program: Program, *changed: Session) -> list[Session]:
    """The lines of a programme, with `changed` in place of what the database holds of them."""
    rows = program.sessions.select_related("course", "teacher", "base", "room")
    new = {line.pk: line for line in changed}
    return [new.pop(line.pk, line) for line in rows.order_by("position", "pk")] + list(new.values())


def hold(program: Program, *changed: Session) -> None:
    """Hold what the programme chose, as far as it is free; before `changed` are saved."""
    chosen = wants(program, lines_of(program, *changed))
    bookings.hold(chosen, holder=key(program), until=timezone.now() + bookings.HOLD)


def book(program: Program, lines: list[Session]) -> None:
    """Take all of it until it is decided. Raises `resources.bookings.Taken`."""
    bookings.book(wants(program, lines), holder=key(program))


def settle(program: Program) -> None:
    """Follow the state that the programme has come to; call it after every move."""
    if program.state in FIRM:
        bookings.settle(key(program))
    elif program.state == S.RETURNED:
        until = timezone.now() + bookings.HOLD
        bookings.settle(key(program), state=BookingState.HELD, until=until)
    elif program.state not in WITH_OTHERS:
        bookings.release(holder=key(program))
