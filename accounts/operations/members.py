"""Who may act for an organisation, and how he is told."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.choices import Role
from accounts.joining import let_in
from accounts.models import Invitation, Member, Notice, Organisation, User
from accounts.rules import may_let_in_again, may_manage, may_manage_row
from accounts.tokens import hash_of
from core.errors import Refusal

INVITATION = timedelta(days=7)


class LastManager(Refusal):
    """Nobody would be left to manage the organisation."""

    code = "last_manager"
    message = _("This is the last manager of the organisation. Name another one first.")


@operation(may_manage, on="organisation")
def invite(
    *, actor: Actor, organisation: Organisation, name: str, role: str, token: str, email: str = ""
) -> Invitation:
    """Invite a person into a role; only the hash of `token` (`tokens.new_key`) is kept."""
    return Invitation.objects.create(
        organisation=organisation,
        name=name,
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_by=actor.member,
        expires_at=timezone.now() + INVITATION,
    )


@operation(may_manage_row, on="invitation")
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Make the link useless."""
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


@operation(may_manage, on="organisation")
def add_member(*, actor: Actor, organisation: Organisation, user: User, role: str) -> Member:
    """Give a person a role; once more the same is no second one."""
    return let_in(organisation, user, role)


@operation(may_manage_row, on="member")
def set_role(*, actor: Actor, member: Member, role: str) -> Member:
    """Change a role. Raises `LastManager`."""
    if member.role == Role.MANAGER != role:
        _keep_a_manager(member)
    member.role = role
    member.save(update_fields=["role"])
    return member


@operation(may_manage_row, on="member")
def set_member_active(*, actor: Actor, member: Member, active: bool) -> Member:
    """End or restore a membership; it takes effect with the next request. Raises `LastManager`."""
    if not active and member.role == Role.MANAGER:
        _keep_a_manager(member)
    member.active = active
    member.save(update_fields=["active"])
    return member


def _keep_a_manager(member: Member) -> None:
    others = Member.objects.unscoped(reason="counts the managers of the member's own organisation")
    others = others.filter(organisation=member.organisation, role=Role.MANAGER, active=True)
    if not others.exclude(pk=member.pk).exists():
        raise LastManager


@operation(may_let_in_again, on="member")
def let_in_again(*, actor: Actor, member: Member) -> Member:
    """Allow a person a new password: the link (`joining.new_password_path`) is shown once."""
    return member


@operation(may_manage, on="organisation")
def announce(
    *,
    actor: Actor,
    organisation: Organisation,
    text: str,
    key: str,
    text_en: str = "",
    url: str = "",
) -> int:
    """Tell every staff member of an organisation and those below it something, once."""
    members = Member.objects.visible_to(actor).filter(
        organisation__path__startswith=organisation.path, active=True
    )
    rows = {
        m.user_id: Notice(
            organisation=m.organisation,
            user_id=m.user_id,
            text=text,
            text_en=text_en,
            url=url,
            key=key,
        )
        for m in members.select_related("organisation")
    }
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)
