"""Starting the background work of an import: one piece at a time."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import background
from accounts.access import Actor
from core.errors import Refusal
from intake.models import Batch


class Busy(Refusal):
    """Something is being done to this import right now."""

    code = "busy"
    message = _("This import is being worked on. Wait until it is done, or stop it.")


@dataclass(frozen=True)
class Work:
    """One kind of background work; `name` is its handler in `intake.tasks`."""

    name: str

    def begin(self, actor: Actor, batch: Batch) -> None:
        """Queue it and let the import point to it. A second call meanwhile changes nothing."""
        batch.job = background.enqueue(
            actor,
            self.name,
            dedupe=str(batch.pk),
            label=batch.name,
            url=batch.get_absolute_url(),
            batch=batch.pk,
        )
        batch.save(update_fields=["job"])


CHECK, LOAD, UNDO = Work("intake.check"), Work("intake.load"), Work("intake.undo")
