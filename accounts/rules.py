"""Who may do what to organisations, members and trainees."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import Role
from accounts.models import Organisation


def may_manage(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of the organisation or of one above it."""
    if actor.has(Role.MANAGER) and actor.organisation.is_above(organisation):
        return YES
    return Answer(_("Only a manager of the organisation, or of one above it, may do this."))


def may_keep_people(actor: Actor, organisation: Organisation) -> Answer:
    """A manager or data steward of the organisation or of one above it."""
    if actor.has(Role.MANAGER, Role.STEWARD) and actor.organisation.is_above(organisation):
        return YES
    return Answer(
        _(
            "Only a manager or data steward of the organisation, or of one above it, keeps these data."
        )
    )


def may_keep(actor: Actor, row) -> Answer:
    """The same, asked about a row that belongs to an organisation."""
    return may_keep_people(actor, row.organisation)


def is_own(actor: Actor, row) -> Answer:
    """Something that belongs to the asking member alone."""
    if row.member_id == actor.member.pk:
        return YES
    return Answer(_("This belongs to another member."))


def may_manage_row(actor: Actor, row) -> Answer:
    """A manager of the organisation that the row belongs to, or of one above it."""
    return may_manage(actor, row.organisation)


def is_self(actor: Actor, member) -> Answer:
    """The asking member himself."""
    if member.pk == actor.member.pk:
        return YES
    return Answer(_("Only the person himself may do this."))


def may_see_people(actor: Actor, organisation: Organisation) -> Answer:
    """Staff of the organisation or of one above it; persons see their own page only."""
    if not actor.is_personal and actor.organisation.is_above(organisation):
        return YES
    return Answer(_("Lists of people are for the staff of the organisation."))


def may_read_audit(actor: Actor, organisation: Organisation) -> Answer:
    """Managers and data stewards read the audit trail."""
    if actor.has(Role.MANAGER, Role.STEWARD) and actor.organisation.is_above(organisation):
        return YES
    return Answer(_("Only managers and data stewards read the audit trail."))
