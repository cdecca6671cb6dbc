"""Changing what was approved: little things at once, everything else by a new version."""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from programs import bookings
from programs.choices import KEEPS_APPROVAL
from programs.flow import PROGRAM
from programs.models import Program, Session
from programs.queries import compose as queries
from programs.rules import program as rules
from resources.models import Room


class NeedsApproval(Refusal):
    """An edit that the approval does not cover."""

    code = "needs_approval"
    message = _("This changes what was approved. Choose “Change what was approved” instead.")
    status = 422


class RoomDoesNotFit(Refusal):
    """A room of the same base that is too small or taken."""

    code = "room_does_not_fit"
    message = _("This room does not fit. {issues}")
    status = 422


@operation(rules.may_amend, on="program")
def amend(*, actor: Actor, program: Program, values: dict[str, str]) -> Program:
    """Change name or aim; the approval stays. Raises `NeedsApproval`."""
    if values.keys() - set(KEEPS_APPROVAL):
        raise NeedsApproval
    Program._base_manager.filter(pk=program.pk).update(**values)
    program.refresh_from_db(fields=list(values))
    return program


@operation(rules.may_amend_line, on="line")
def move_room(*, actor: Actor, line: Session, room: Room) -> Session:
    """Hold a session in another room of the same base; the approval stays.

    Raises `NeedsApproval`, `RoomDoesNotFit`.
    """
    if room.base_id != line.base_id:
        raise NeedsApproval
    program = line.program
    Program._base_manager.select_for_update().only("pk").get(pk=program.pk)
    before = {(issue.code, issue.line) for issue in queries.measured(actor, program).blocking}
    line.room = room
    bookings.book(program, bookings.lines_of(program, line))
    bookings.settle(program)
    line.save(update_fields=["room"])
    after = queries.measured(actor, program).blocking
    if fresh := [issue for issue in after if (issue.code, issue.line) not in before]:
        raise RoomDoesNotFit(issues=" ".join(queries.said(actor, x).text for x in fresh))
    return line


@operation(rules.may_submit, on="program")
def reopen(*, actor: Actor, program: Program, reason: str = "") -> Program:
    """Take an approved programme back to change more of it: it is approved anew.

    Raises `WrongState`.
    """
    PROGRAM.move(program, "reopen", actor=actor, note=reason.strip())
    bookings.settle(program)
    return program
