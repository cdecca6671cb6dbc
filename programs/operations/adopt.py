"""Adopting a ready-made programme: a draft of one's own with its lines, to be adapted.

When the ready-made programme changes, whoever adopted it is asked which of its changes he takes
over: sessions that came, went or were moved. What he has added himself is never touched.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.models import Code
from core.errors import Refusal
from programs.models import Program
from programs.operations.compose import (
    add_line,
    create_program,
    remove_line,
    save_basics,
    set_line,
    set_lines,
)
from programs.queries.adoption import differences
from programs.rules import program as rules
from resources.models import ReadyProgram
from resources.queries import courses, teachers
from resources.queries.ready import ready_lines


class NothingToAdopt(Refusal):
    """A ready-made programme none of whose courses the adopter sees."""

    code = "nothing_to_adopt"
    message = _("None of its courses is shared with you. Ask “{owner}” to share them.")
    status = 422


@operation(rules.may_create_for, on="program")
def adopt_ready(
    *, actor: Actor, program: Program, ready: ReadyProgram, levels: Iterable[Code] = ()
) -> Program:
    """Begin a programme with the sessions of a ready-made one; it remembers which version.

    Sessions whose course the actor does not see are left out; a teacher he does not see is left
    open. Raises `NothingToAdopt`, `UpsideDown`.
    """
    rows = list(ready_lines(actor, ready))
    seen = set(
        courses(actor).filter(pk__in={r.course_id for r in rows}).values_list("pk", flat=True)
    )
    known = teachers(actor).filter(pk__in={r.teacher_id for r in rows if r.teacher_id})
    known = set(known.values_list("pk", flat=True))
    rows = [row for row in rows if row.course_id in seen]
    if not rows:
        raise NothingToAdopt(owner=ready.organisation.label)
    program.taken_from, program.taken_version = ready, ready.version
    create_program(actor=actor, program=program, levels=levels)
    lines = [_line(row, program, row.teacher_id in known) for row in rows]
    return set_lines(actor=actor, program=program, lines=lines)


def _line(row, program: Program, has_teacher: bool) -> dict:
    on = program.starts_on and program.starts_on + timedelta(days=row.day - 1)
    time = {"on": on, "slot": row.slot} if on else {}
    teacher = row.teacher if has_teacher else None
    return {"course": row.course, "format": row.format, "teacher": teacher} | time


@operation(rules.may_edit, on="program")
def follow_ready(*, actor: Actor, program: Program, chosen: Iterable[str]) -> Program:
    """Take changes of the ready-made programme over; the programme is of its version from now on.

    `chosen` are keys of `differences`; those that are gone meanwhile are passed over.
    """
    wanted = set(chosen)
    taken = [one for one in differences(actor, program) if one.key in wanted]
    asked = {one.theirs.teacher_id for one in taken if one.theirs and one.theirs.teacher_id}
    known = set(teachers(actor).filter(pk__in=asked).values_list("pk", flat=True))
    for mine, theirs in taken:
        if theirs is None:
            remove_line(actor=actor, line=mine)
            continue
        values = _line(theirs, program, theirs.teacher_id in known)
        course = values.pop("course")
        if mine is None:
            add_line(actor=actor, program=program, course=course, values=values)
        else:
            set_line(actor=actor, line=mine, values=values)
    program.taken_version = program.taken_from.version
    return save_basics(actor=actor, program=program)
