"""Who may name trainees, hold a programme and keep its records."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import PERSONAL_ROLES, Role
from programs.choices import NAMING, ProgramState
from programs.models import Enrolment, Program, Session
from programs.rules.program import may_confirm, may_submit

HELD = (ProgramState.RUNNING, ProgramState.CLOSED)


def may_see_people(actor: Actor, program: Program) -> Answer:
    """Staff, and the teachers of the programme; a trainee sees his own place only."""
    if actor.role in PERSONAL_ROLES and not is_teaching(actor, program):
        return Answer(_("The list of names is for the staff and the teachers of a programme."))
    return YES


def may_name(actor: Actor, program: Program) -> Answer:
    """A manager of the organisation that owns the programme, once it is approved."""
    if program.state not in NAMING:
        return Answer(_("Trainees are named after the programme is approved, until it is closed."))
    return may_submit(actor, program)


def may_withdraw(actor: Actor, enrolment: Enrolment) -> Answer:
    """The same, about one place."""
    return may_name(actor, enrolment.program)


def may_record(actor: Actor, program: Program) -> Answer:
    """A manager of the institute that holds the programme, from its start on."""
    if program.state not in HELD:
        return Answer(_("Attendance and results are recorded once the programme has started."))
    return may_confirm(actor, program)


def may_record_attendance(actor: Actor, session: Session) -> Answer:
    """The same, and the teacher of the session."""
    own = session.teacher is not None and session.teacher.user_id == actor.user.pk
    if own and actor.has(Role.TEACHER) and session.program.state in HELD:
        return YES
    return may_record(actor, session.program)


def is_teaching(actor: Actor, program: Program) -> bool:
    """Whether the actor gives a session of the programme."""
    own = program.sessions.filter(teacher__user=actor.user)
    return actor.has(Role.TEACHER) and own.exists()
