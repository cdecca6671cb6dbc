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
        _("Only a manager or data steward of the organisation, or above, keeps these data.")
    )


def may_keep(actor: Actor, row) -> Answer:
    """The same, asked about a row that belongs to an organisation."""
    return may_keep_people(actor, row.organisation)


def may_hide_code(actor: Actor, code) -> Answer:
    """A keeper of an organisation below the owner of a code decides for his own, and below."""
    if code.organisation_id == actor.organisation.pk:
        return Answer(_("Your organisation keeps this entry itself: end it instead."))
    return may_keep_people(actor, actor.organisation)


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


def may_govern(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of an organisation above: nobody closes his own."""
    if actor.organisation.pk != organisation.pk and may_manage(actor, organisation):
        return YES
    return Answer(_("Only a manager of an organisation above may do this."))


def may_let_in_again(actor: Actor, member) -> Answer:
    """A manager above every organisation the person acts for: a new password opens them all."""
    if not (answer := may_manage(actor, member.organisation)):
        return answer
    places = member.user.members.filter(active=True).select_related("organisation")
    if member.user.is_superuser or not all(
        actor.organisation.is_above(place.organisation) for place in places
    ):
        return Answer(
            _("This person also acts elsewhere. Only a manager above all these places may do this.")
        )
    return YES


def may_open_account(actor: Actor, trainee) -> Answer:
    """A manager makes accounts; data stewards keep data."""
    return may_manage(actor, trainee.organisation)


def may_erase(actor: Actor, trainee) -> Answer:
    """Erasing a person is for managers."""
    return may_manage(actor, trainee.organisation)


def is_own_notice(actor: Actor, notice) -> Answer:
    """A notice belongs to the person it was sent to."""
    if notice.user_id == actor.user.pk:
        return YES
    return Answer(_("This belongs to another member."))
