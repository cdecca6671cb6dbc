"""Who may name trainees, hold a programme and keep its records."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import PERSONAL_ROLES, OrganisationKind, Role
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
    """A manager of the owner, or of a unit that has places, once the programme is approved."""
    if program.state not in NAMING:
        return Answer(_("Trainees are named after the programme is approved, until it is closed."))
    own = may_submit(actor, program)
    if own or not (program.allots and actor.has(Role.MANAGER)):
        return own
    return YES if program.allotments.filter(unit=actor.organisation).exists() else own


def may_allot(actor: Actor, program: Program) -> Answer:
    """A manager of the department that owns the programme, once it is approved."""
    if program.state not in NAMING:
        return Answer(_("Trainees are named after the programme is approved, until it is closed."))
    if not actor.at(OrganisationKind.DEPARTMENT):
        return Answer(_("Only a department allots the places of its programme to units."))
    return may_submit(actor, program)


def may_confirm_place(actor: Actor, enrolment: Enrolment) -> Answer:
    """The trainee himself, until the programme has ended."""
    own = enrolment.trainee.user_id is not None and enrolment.trainee.user_id == actor.user.pk
    if own and enrolment.program.state in NAMING:
        return YES
    return Answer(_("Only the trainee himself confirms his place, before the programme ends."))


def may_withdraw(actor: Actor, enrolment: Enrolment) -> Answer:
    """The same, about one place; a unit takes back the names of its own people."""
    own = actor.organisation.is_above(enrolment.organisation)
    if not own:
        return Answer(_("Only the unit itself or the owner takes this name back."))
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
