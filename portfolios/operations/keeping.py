"""One post or earlier training at a time, as a clerk enters it by hand."""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.models import Trainee
from accounts.rules import may_keep
from core.errors import Refusal
from portfolios.models import EarlierTraining, Post
from portfolios.operations.records import EndsBeforeItBegins


class AlreadyOnRecord(Refusal):
    """A person has one line for the same post or training from the same day."""

    code = "already_on_record"
    message = _("“{what}” from {day} is on the record of this person already. Change that line.")


@operation(may_keep, on="entry")
def save_entry(*, actor: Actor, entry: Post | EarlierTraining) -> Post | EarlierTraining:
    """Add or change a line of a person's record. Raises `EndsBeforeItBegins`, `AlreadyOnRecord`."""
    what = getattr(entry, entry.named)
    Trainee._base_manager.select_for_update().get(pk=entry.trainee_id)  # a button pressed twice
    if entry.ends_on and entry.ends_on < entry.starts_on:
        raise EndsBeforeItBegins(what=what)
    same = {"trainee": entry.trainee, "starts_on": entry.starts_on, f"{entry.named}__iexact": what}
    if type(entry)._base_manager.filter(**same).exclude(pk=entry.pk).exists():
        raise AlreadyOnRecord(what=what, day=entry.starts_on)
    entry.save()
    return entry


@operation(may_keep, on="entry")
def remove_entry(*, actor: Actor, entry: Post | EarlierTraining) -> None:
    """Take a line off a person's record; the trail keeps what stood there."""
    entry.delete()
