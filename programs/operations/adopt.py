"""Adopting a ready-made programme: a draft of one's own with its lines, to be adapted."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.models import Code
from core.errors import Refusal
from programs.models import Program
from programs.operations.compose import create_program, set_lines
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
