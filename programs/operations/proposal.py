"""A counter-proposal: the changes with which a reviewer would approve, taken line by line."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from programs.choices import ChangeKind, ChangeState
from programs.models import Program, ProposedChange, Session
from programs.operations import compose
from programs.queries import snapshot
from programs.rules import review as rules
from resources.models import Course


class NothingProposed(Refusal):
    """A proposal that leaves the line as it is."""

    code = "nothing_proposed"
    message = _("This is how the line stands already: choose something else.")
    status = 422


class LineIsGone(Refusal):
    """The line of a proposal was taken out meanwhile."""

    code = "line_is_gone"
    message = _("This line is no longer in the programme.")


class AlreadySent(Refusal):
    """A draft that went out with the decision meanwhile."""

    code = "proposal_sent"
    message = _("This proposal has been sent with the decision: the unit now takes or leaves it.")


class AlreadyAnswered(Refusal):
    """A proposal that was taken or left before."""

    code = "already_answered"
    message = _("This proposal has been answered already.")


@operation(rules.may_propose, on="program")
def propose(*, actor: Actor, program: Program, line: Session, values: dict[str, Any]):
    """Propose other choices for one line; sent with the decision. Raises `NothingProposed`.

    There is one draft for each line: proposing again replaces it.
    """
    old = snapshot.line(actor, line)
    for name, value in values.items():
        setattr(line, name, value)
    new = snapshot.line(actor, line)
    if new == old:
        raise NothingProposed
    return _write(actor, program, ChangeKind.SET, line.pk, values, old, new)


@operation(rules.may_propose, on="program")
def propose_removal(*, actor: Actor, program: Program, line: Session) -> ProposedChange:
    """Propose to take a line out."""
    old = snapshot.line(actor, line)
    return _write(actor, program, ChangeKind.REMOVE, line.pk, {}, old, None)


@operation(rules.may_propose, on="program")
def propose_course(*, actor: Actor, program: Program, course: Course) -> ProposedChange:
    """Propose one more course; format, teacher, place and time stay with the owner."""
    new = snapshot.line(actor, Session(program=program, course=course))
    return _write(actor, program, ChangeKind.ADD, None, {"course": course}, None, new)


@operation(rules.may_take_back, on="change")
def take_back(*, actor: Actor, change: ProposedChange) -> Program:
    """Drop one's own proposal before it is sent. Raises `AlreadySent`."""
    gone, _rows = change.program.proposed_changes.filter(pk=change.pk, sent=False).delete()
    if not gone:
        raise AlreadySent
    return change.program


def _write(actor, program, kind, line, values, old, new) -> ProposedChange:
    if line is not None:
        mine = {"member": actor.member, "line": line, "sent": False}
        program.proposed_changes.filter(**mine).delete()
    return program.proposed_changes.create(
        version=program.version,
        kind=kind,
        line=line,
        values={name: _stored(value) for name, value in values.items()},
        old=old,
        new=new,
        member=actor.member,
    )


def _stored(value):
    """A key, a day or a number: what JSON holds."""
    return value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)


@operation(rules.may_answer_change, on="change")
def take(*, actor: Actor, change: ProposedChange) -> ProposedChange:
    """Take a proposed change over into the programme. Raises `AlreadyAnswered`, `LineIsGone`."""
    _answer(actor, change, ChangeState.TAKEN)
    program = change.program
    if change.kind == ChangeKind.ADD:
        course = Course._base_manager.get(pk=change.values["course"])
        compose.add_line(actor=actor, program=program, course=course)
        return change
    line = program.sessions.select_related("program", "course").filter(pk=change.line).first()
    if line is None:
        raise LineIsGone
    line.program = program
    if change.kind == ChangeKind.REMOVE:
        compose.remove_line(actor=actor, line=line)
    else:
        compose.set_line(actor=actor, line=line, values=_chosen(change.values))
    return change


@operation(rules.may_answer_change, on="change")
def leave(*, actor: Actor, change: ProposedChange) -> ProposedChange:
    """Leave the line as it was. Raises `AlreadyAnswered`."""
    return _answer(actor, change, ChangeState.LEFT)


def _answer(actor: Actor, change: ProposedChange, state: str) -> ProposedChange:
    """One conditional UPDATE: a proposal is answered once."""
    rows = ProposedChange._base_manager.filter(pk=change.pk, state=ChangeState.OPEN)
    if not rows.update(state=state, answered_by=actor.member, answered_at=timezone.now()):
        raise AlreadyAnswered
    change.refresh_from_db()
    return change


def _chosen(values: dict) -> dict[str, Any]:
    """What `set_line` takes, from what was stored."""
    found = {}
    for name, value in values.items():
        field = Session._meta.get_field(name)
        if field.is_relation and value is not None:
            found[name] = field.related_model._base_manager.get(pk=value)
        else:
            found[name] = date.fromisoformat(value) if name == "on" and value else value
    return found
