"""Holding a programme: start, attendance, results, end."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from programs.choices import AttendanceStatus
from programs.choices import EnrolmentState as S
from programs.flow import PROGRAM
from programs.models import Attendance, Enrolment, Program, Session
from programs.operations.enrolment import ENROLMENT
from programs.rules import enrolment as rules
from programs.rules.program import may_confirm

PLACED = (S.NOMINATED, S.COMPLETED, S.FAILED)
PASS_SCORE = 60
OUTCOMES = {S.COMPLETED: "complete", S.FAILED: "fail"}


class NobodyNamed(Refusal):
    """A programme without people cannot begin."""

    code = "nobody_named"
    message = _("Nobody has been named yet. The owner of the programme names the trainees first.")


class UnknownPerson(Refusal):
    """A record about somebody who has no place in the programme."""

    code = "unknown_person"
    message = _("Somebody on this page no longer has a place. Load the page again.")


@operation(may_confirm, on="program")
def start(*, actor: Actor, program: Program) -> Program:
    """Begin the programme. Raises `NobodyNamed`, `WrongState`, `Denied`."""
    if not program.enrolments.filter(state__in=PLACED).exists():
        raise NobodyNamed
    PROGRAM.move(program, "start", actor=actor)
    return program


@operation(rules.may_record_attendance, on="session")
def record_attendance(*, actor: Actor, session: Session, statuses: dict[int, str]) -> Session:
    """Write who was there: enrolment key → status; an empty status takes the record back.

    Raises `UnknownPerson`, `Denied`.
    """
    _placed(session.program, statuses)
    Session._base_manager.select_for_update().only("pk").get(pk=session.pk)  # one at a time
    known = {mark.enrolment_id: mark for mark in session.attendance.all()}
    changed = [pk for pk, status in statuses.items() if status != _status(known.get(pk))]
    session.attendance.filter(enrolment__in=changed).delete()
    Attendance.objects.bulk_create(
        Attendance(
            enrolment_id=pk,
            session=session,
            status=AttendanceStatus(statuses[pk]),
            member=actor.member,
        )
        for pk in changed
        if statuses[pk]
    )
    return session


@operation(rules.may_record, on="program")
def record_results(*, actor: Actor, program: Program, results: dict[int, dict]) -> Program:
    """Write score, grade and remark: enrolment key → {score, grade, remark, outcome}.

    `outcome` is "completed", "failed" or empty: then the end of the programme decides.
    Fields that are not named stay. Raises `UnknownPerson`, `Denied`.
    """
    placed = _placed(program, results)
    for pk, values in results.items():
        written = dict(values)
        outcome = written.pop("outcome", "")
        if written:
            Enrolment._base_manager.filter(pk=pk).update(**written)
        if outcome and outcome != placed[pk].state:
            ENROLMENT.move(placed[pk], OUTCOMES[outcome])
    return program


@operation(may_confirm, on="program")
def close(*, actor: Actor, program: Program) -> Program:
    """End the programme: who has no outcome yet gets one, the waiting list ends.

    Completed is who was not scored below the pass score. Raises `WrongState`, `Denied`.
    """
    PROGRAM.move(program, "close", actor=actor)
    below = Q(score__lt=PASS_SCORE)
    for enrolment in program.enrolments.filter(below, state=S.NOMINATED):
        ENROLMENT.move(enrolment, "fail")
    for enrolment in program.enrolments.filter(state=S.NOMINATED):
        ENROLMENT.move(enrolment, "complete")
    for enrolment in program.enrolments.filter(state=S.WAITING):
        ENROLMENT.move(enrolment, "lapse")
    return program


def _status(mark) -> str:
    return mark.status if mark else ""


def _placed(program, keys) -> dict[int, Enrolment]:
    """The enrolments of these keys; all of them must have a place here."""
    rows = program.enrolments.filter(pk__in=list(keys), state__in=PLACED).in_bulk()
    if len(rows) < len(keys):
        raise UnknownPerson
    return rows
