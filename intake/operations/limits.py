"""The limits of an organisation, and how long rows are kept."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from intake import rules
from intake.choices import BatchState
from intake.models import Batch, Policy

ENDED = (BatchState.LOADED, BatchState.UNDONE, BatchState.FAILED)


def _older(before: datetime) -> Q:
    return Q(loaded_at__lt=before) | Q(loaded_at=None, created_at__lt=before)


class NotOver(Refusal):
    """An import that is under way, or whose time is not over."""

    code = "not_over"
    message = _("This import is not old enough, or not finished: its rows stay.")


@operation(rules.may_set_limits, on="policy")
def save_policy(*, actor: Actor, policy: Policy) -> Policy:
    """Set the limits of the actor's organisation."""
    policy.save()
    return policy


class Retention:
    """Deletes what the organisations have decided to keep no longer."""

    def __init__(self, now: datetime):
        self.now = now

    def go(self) -> int:
        """Purge import by import, in the name of who made it; returns how many."""
        rows = Policy.objects.unscoped(reason="the clock asks every organisation for its limit")
        return sum(map(self._purge, rows.exclude(keep_days=None).select_related("organisation")))

    def _purge(self, policy: Policy) -> int:
        before = self.now - timedelta(days=policy.keep_days)
        old = Batch.objects.unscoped(reason="the organisation's own imports whose time is over")
        old = old.filter(organisation=policy.organisation, state__in=ENDED, purged_at=None)
        old = old.filter(_older(before)).select_related(
            "created_by__organisation", "created_by__user"
        )
        for batch in old:
            purge(actor=Actor(batch.created_by), batch=batch, now=self.now, before=before)
        return len(old)


@operation(rules.may_purge, on="batch")
def purge(*, actor: Actor, batch: Batch, now: datetime, before: datetime) -> Batch:
    """Delete the files and rows of an old import; its figures, causes and history stay.

    Raises `NotOver`.
    """
    rows = Batch._base_manager.filter(pk=batch.pk, state__in=ENDED, purged_at=None)
    if not rows.filter(_older(before)).update(purged_at=now):
        raise NotOver
    batch.refresh_from_db()
    for file in batch.files.all():
        file.content.delete(save=False)
        file.preview = {}
        file.save(update_fields=["content", "preview"])
    batch.rows.all().delete()
    batch.packs.all().delete()
    return batch
