"""What a reviewer would approve: his proposed changes in words, and what they add up to."""

from copy import copy
from dataclasses import dataclass
from datetime import date

from accounts.access import Actor
from programs.choices import ChangeKind
from programs.diff import Cell, Change
from programs.models import Program, ProposedChange, Session
from programs.queries import compose
from programs.queries.review import Entry, line_entry
from resources.models import Course

KINDS = {ChangeKind.SET: "changed", ChangeKind.REMOVE: "removed", ChangeKind.ADD: "added"}
UNTOLD = ("id", "fee_yuan")


@dataclass(frozen=True)
class Proposed:
    """One proposed change and how it reads."""

    change: ProposedChange
    entry: Entry


def proposed(actor: Actor, program: Program) -> list[Proposed]:
    """What was proposed about the latest version, and the actor's own drafts; one statement."""
    rows = ProposedChange.objects.visible_to(actor).filter(program=program)
    rows = rows.filter(version=program.version).select_related(
        "member__user", "member__organisation", "answered_by__user", "program__organisation"
    )
    return [
        Proposed(row, _entry(actor, row))
        for row in rows
        if row.sent or row.member_id == actor.member.pk
    ]


def _entry(actor: Actor, row: ProposedChange) -> Entry:
    names = [name for name in (row.new or row.old) if name not in UNTOLD]
    cells = ()
    if row.kind == ChangeKind.SET:
        pairs = (Cell(name, row.old.get(name), row.new.get(name)) for name in names)
        cells = tuple(cell for cell in pairs if cell.old != cell.new)
    change = Change(kind=KINDS[row.kind], id=row.line or 0, old=row.old, new=row.new, cells=cells)
    return line_entry(actor, change)


def with_all(actor: Actor, program: Program, changes: list[ProposedChange]):
    """The meter of the programme as it would be with all these changes."""
    sessions = {s.pk: s for s in compose.lines(actor, program)}
    added = []
    for change in changes:
        if change.kind == ChangeKind.REMOVE:
            sessions.pop(change.line, None)
        elif change.kind == ChangeKind.ADD:
            course = Course.objects.visible_to(actor).get(pk=change.values["course"])
            added.append(Session(program=program, course=course))
        elif change.line in sessions:
            sessions[change.line] = _changed(sessions[change.line], change.values)
    return compose.measured(actor, program, [*sessions.values(), *added])


def _changed(session: Session, values: dict) -> Session:
    """A copy of a line with other choices; what they name is read again."""
    other = copy(session)
    other._state = copy(session._state)
    other._state.fields_cache = dict(session._state.fields_cache)
    for name, value in values.items():
        field = Session._meta.get_field(name)
        if name == "on" and value:
            value = date.fromisoformat(value)
        setattr(other, field.attname, value)
    return other
