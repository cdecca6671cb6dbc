"""Who answers, who opens, who reads what was counted."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import STAFF_ROLES, OrganisationKind, Role
from accounts.models import Organisation
from evaluation.models import Evaluation
from programs.choices import ProgramState
from programs.models import Program


def may_answer(actor: Actor, evaluation: Evaluation) -> Answer:
    """The person who was asked; for a unit, one of its managers."""
    if evaluation.user_id is not None:
        own = evaluation.user_id == actor.user.pk
        return YES if own else Answer(_("Only the person who was asked answers this."))
    if evaluation.unit_id == actor.organisation.pk and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the unit that was asked answers for it."))


def may_open(actor: Actor, program: Program) -> Answer:
    """A manager of the institute that held it, or of a department above its owner."""
    if program.state != ProgramState.CLOSED:
        return Answer(_("A programme is evaluated when it has been closed."))
    above = actor.at(OrganisationKind.DEPARTMENT) and actor.organisation.is_above(
        program.organisation
    )
    if actor.has(Role.MANAGER) and (above or program.institute_id == actor.organisation.pk):
        return YES
    return Answer(_("Only a manager of the institute or of the department opens the evaluation."))


def may_end(actor: Actor, evaluation: Evaluation) -> Answer:
    """Whoever may ask may also end the asking."""
    return may_open(actor, evaluation.program)


def may_ensure(actor: Actor, organisation) -> Answer:
    """The standard questionnaires are the same for everybody: any staff of the tree needs them."""
    if organisation.is_above(actor.organisation) and actor.role in STAFF_ROLES:
        return YES
    return Answer(_("Only staff of the organisations below it may do this."))


def may_see_results(actor: Actor, program: Program) -> Answer:
    """Staff of all who see the programme; a teacher sees what was said about himself."""
    if program.state != ProgramState.CLOSED:
        return Answer(_("A programme is evaluated when it has been closed."))
    if actor.role in STAFF_ROLES or actor.has(Role.TEACHER):
        return YES
    return Answer(_("The results are for those who plan and hold the programme."))


def may_bring_in(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of an institute or department, in its own name."""
    own = organisation.pk == actor.organisation.pk
    at = actor.at(OrganisationKind.DEPARTMENT, OrganisationKind.INSTITUTE)
    if own and at and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the institute or of the department brings in answers."))
