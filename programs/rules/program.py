"""Who may compose, submit, confirm, approve and hold a programme."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation
from programs.choices import EDITABLE
from programs.models import Program, Session

ORDERING = (OrganisationKind.UNIT, OrganisationKind.DEPARTMENT)


def may_create(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of the unit or department for which the programme is composed."""
    if organisation.pk == actor.organisation.pk and actor.at(*ORDERING) and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of a unit or department composes its programmes."))


def may_submit(actor: Actor, program: Program) -> Answer:
    """A manager of the organisation that owns the programme."""
    if program.organisation_id == actor.organisation.pk and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the organisation that owns the programme may do this."))


def may_edit(actor: Actor, program: Program) -> Answer:
    """The same, while nobody else is deciding about it."""
    if program.state not in EDITABLE:
        return Answer(
            _("A programme is changed only as a draft or after it was returned. Withdraw it first.")
        )
    return may_submit(actor, program)


def may_confirm(actor: Actor, program: Program) -> Answer:
    """A manager of the institute that is to hold it."""
    if program.institute_id == actor.organisation.pk and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the institute that holds the programme may do this."))


def may_approve(actor: Actor, program: Program) -> Answer:
    """An approver of a department above the owner; the topmost approves its own programmes.

    Never the person who submitted it: two people stand behind every approved programme.
    """
    owner = program.organisation
    own = owner.pk == actor.organisation.pk
    above = actor.organisation.is_above(owner) and (not own or owner.parent_id is None)
    if not (above and actor.has(Role.APPROVER) and actor.at(OrganisationKind.DEPARTMENT)):
        return Answer(_("Only an approver of the department above the owner decides about it."))
    if actor.user.pk == submitter(program):
        return Answer(_("You submitted this programme yourself: another approver has to decide."))
    return YES


def submitter(program: Program) -> int | None:
    """The key of the user who submitted the latest version."""
    return program.versions.values_list("member__user_id", flat=True).first()


def may_create_for(actor: Actor, program: Program) -> Answer:
    """The same as `may_create`, asked about a programme that is being begun."""
    return may_create(actor, program.organisation)


def may_edit_line(actor: Actor, line: Session) -> Answer:
    """Whoever edits the programme edits its lines."""
    return may_edit(actor, line.program)
