"""How a person comes in: the link of an invitation is the only permission he has yet."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, record
from accounts.models import Invitation, Member, User
from accounts.tokens import hash_of
from core.errors import Refusal


class NotValid(Refusal):
    """An invitation that cannot be accepted any more."""

    code = "invitation_over"
    message = _("This invitation has been used, withdrawn, or is out of date. Ask for a new one.")
    status = 410


class NameTaken(Refusal):
    """Two people cannot share a sign-in name."""

    code = "name_taken"
    message = _("This sign-in name is taken. Choose another one.")


def invitation_of(token: str) -> Invitation | None:
    """The invitation a link leads to, if it still opens the door."""
    rows = Invitation.objects.unscoped(reason="the token in the link names its row")
    rows = rows.filter(token_hash=hash_of(token), accepted_at=None, withdrawn_at=None)
    return rows.filter(expires_at__gt=timezone.now()).select_related("organisation").first()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Member:
    """Turn an invitation into a membership, once. Raises `NotValid`."""
    rows = Invitation.objects.unscoped(reason="the token in the link names its row")
    rows = rows.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not rows.filter(expires_at__gt=timezone.now()).update(accepted_at=timezone.now()):
        raise NotValid
    member, _new = Member.objects.update_or_create(
        organisation=invitation.organisation,
        user=user,
        role=invitation.role,
        defaults={"active": True},
    )
    record(Actor(member), "accounts.accept_invitation", invitation, {}, member)
    return member


def new_user(username: str, password: str, name: str) -> User:
    """Make an account. Raises `NameTaken`, `ValidationError` for a weak password."""
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken
    user = User(username=username, name=name)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user
