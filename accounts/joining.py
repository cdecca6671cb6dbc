"""How a person comes in: the link of an invitation is the only permission he has yet."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, record
from accounts.models import Invitation, Member, Organisation, User
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


def let_in(organisation: Organisation, user: User, role: str) -> Member:
    """Make or restore one membership; once more the same is no second one."""
    member, _new = Member._base_manager.update_or_create(
        organisation=organisation, user=user, role=role, defaults={"active": True}
    )
    return member


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Member:
    """Turn an invitation into a membership, once. Raises `NotValid`."""
    rows = Invitation.objects.unscoped(reason="the token in the link names its row")
    rows = rows.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not rows.filter(expires_at__gt=timezone.now()).update(accepted_at=timezone.now()):
        raise NotValid
    member = let_in(invitation.organisation, user, invitation.role)
    record(Actor(member), "accounts.accept_invitation", invitation, {}, member)
    return member


@transaction.atomic
def come_in(invitation: Invitation, *, username: str, password: str, name: str) -> Member:
    """Make an account and accept with it: both, or nothing.

    Raises `NotValid`, `NameTaken`, `ValidationError`.
    """
    return accept(invitation, new_user(username, password, name))


def new_password_path(user: User) -> str:
    """Return the address at which a person may set a new password: once, within three days.

    The key is made from the present password and the last sign-in, so either change ends it.
    """
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=parts)


def new_user(username: str, password: str, name: str) -> User:
    """Make an account. Raises `NameTaken`, `ValidationError` for a weak password."""
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken
    user = User(username=username, name=name)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user
