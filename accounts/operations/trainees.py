"""One trainee at a time: kept, shown in full, given an account, erased."""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key, operation
from accounts.choices import Role
from accounts.joining import let_in
from accounts.models import AuditEntry, Trainee, User
from accounts.rules import may_erase, may_keep, may_open_account
from core import events
from core.errors import Refusal

# What tells who somebody is. Erasing empties it; the rest stays for the statistics.
IDENTIFYING = ("name_latin", "id_number", "phone", "post", "post_en")


class NumberTaken(Refusal):
    """An organisation gives each staff number once."""

    code = "number_taken"
    message = _("Somebody else in this organisation has the staff number “{number}”.")


class HasAccount(Refusal):
    """A trainee has one account at most."""

    code = "has_account"
    message = _("{name} has an account already.")


@operation(may_keep, on="trainee")
def save_trainee(*, actor: Actor, trainee: Trainee) -> Trainee:
    """Create or change one trainee. Raises `NumberTaken`."""
    same = Trainee._base_manager.filter(organisation=trainee.organisation, number=trainee.number)
    if same.exclude(pk=trainee.pk).exists():
        raise NumberTaken(number=trainee.number)
    trainee.save()
    return trainee


@operation(may_keep, on="trainee")
def reveal(*, actor: Actor, trainee: Trainee, reason: str) -> Trainee:
    """Show identity number and telephone in full; the audit entry is the point."""
    return trainee


@operation(may_keep, on="trainee")
def link_account(*, actor: Actor, trainee: Trainee, user: User) -> Trainee:
    """Join a trainee with the account he signs in with, and make him a member as trainee."""
    trainee.user = user
    trainee.save(update_fields=["user"])
    let_in(trainee.organisation, user, Role.TRAINEE)
    return trainee


@operation(may_open_account, on="trainee")
def open_account(*, actor: Actor, trainee: Trainee) -> Trainee:
    """Make an account under the staff number; it opens with a new-password link.

    Raises `HasAccount`.
    """
    if trainee.user_id:
        raise HasAccount(name=trainee.label)
    user = User(username=_free_name(trainee), name=trainee.name, name_latin=trainee.name_latin)
    user.set_unusable_password()
    user.save()
    return link_account(actor=actor, trainee=trainee, user=user)


def _free_name(trainee: Trainee) -> str:
    """The staff number, made longer where another organisation uses the same."""
    names = [trainee.number, f"{trainee.organisation.code}-{trainee.number}", f"t{trainee.pk}"]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return next(name for name in names if name not in taken)


@operation(may_erase, on="trainee")
def erase_trainee(*, actor: Actor, trainee: Trainee, reason: str) -> Trainee:
    """Forget who the person is, in the row and in the trail; what he took part in stays counted.

    Higher apps hear of it as `accounts.trainee_erased` and clear what they hold.
    """
    trainee.audit_hidden = Trainee.audit_hidden | {"name", "name_sort", "number", "search_text"}
    trainee.audit_hidden |= {*IDENTIFYING, "born_on", "extra"}
    if user := trainee.user:
        user.members.filter(organisation=trainee.organisation, role=Role.TRAINEE).update(
            active=False
        )
    trainee.user, trainee.active, trainee.extra = None, False, {}
    trainee.number = trainee.name = f"—{trainee.pk}"
    for name in IDENTIFYING:
        setattr(trainee, name, "")
    if trainee.born_on:  # the year is enough for statistics of age
        trainee.born_on = trainee.born_on.replace(month=1, day=1)
    trainee.save()
    _forget_trail(trainee)
    events.publish("accounts.trainee_erased", pk=trainee.pk)
    return trainee


def _forget_trail(trainee: Trainee) -> None:
    """The trail keeps that something was changed and by whom, not the personal values."""
    entries = AuditEntry.objects.unscoped(reason="every entry about the erased person")
    entries.filter(target=key(trainee)).update(before={}, after={}, target_label=trainee.name)
