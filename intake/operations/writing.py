"""Rows are written together; if one is refused, exactly that one is found and left out."""

from array import array

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, Denied
from core.errors import Refusal
from core.spreadsheets.kinds import Outcome
from intake import queries, rules
from intake.models import Batch, Pack


class NotStorable(Refusal):
    """The database refuses a row that all rules let through."""

    code = "not_storable"
    message = _("The row cannot be stored: a value in it is too long or contradicts another one.")


class Writer:
    """Writes rows through the operation of their kind. Raises `Denied`."""

    def __init__(self, batch: Batch, actor: Actor):
        self.kind, self.actor, self.batch = batch.declared, actor, batch
        self.target = queries.target_of(actor, batch)
        self.reason = f"{batch.name} #{batch.pk}"
        if self.target is None:
            raise Denied(rules.may_import(actor, batch).reason or rules.NOT_YOURS)

    def write(self, rows: list[dict]) -> list[Outcome | Refusal]:
        """Write the rows; in the place of a row that is refused stands its refusal."""
        if not rows:
            return []
        try:
            with transaction.atomic():
                loaded = self.kind.write(
                    actor=self.actor,
                    target=self.target,
                    rows=[dict(row) for row in rows],
                    reason=self.reason,
                )
        except Denied:
            raise
        except (Refusal, IntegrityError, DataError) as error:
            if len(rows) == 1:
                return [error if isinstance(error, Refusal) else NotStorable()]
            middle = len(rows) // 2
            return self.write(rows[:middle]) + self.write(rows[middle:])
        return loaded.outcomes

    def add(self, pack: Pack) -> Pack | None:
        """Write the rows of a pack, all new; None, with nothing written, if one of them is not."""
        try:
            with transaction.atomic():
                loaded = self.kind.bulk.add(
                    actor=self.actor,
                    table=pack.cleaned(),
                    reason=self.reason,
                    **{self.kind.parent.name: self.target},
                )
        except Denied:
            raise
        except (Refusal, IntegrityError, DataError):
            return None
        pack.keys = array("Q", loaded.keys).tobytes()
        return pack

    def rehearse(self, rows: list[dict]) -> list[Outcome | Refusal]:
        """Do the very same, and take everything back: what is said before is what will be."""
        with transaction.atomic():
            results = self.write(rows)
            transaction.set_rollback(True)
        return results

    def take_back(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Undo rows that were written together; what a later import has changed stays."""
        new = [one.pk for one in outcomes if one.action == "created"]
        others = queries.changed_later(None, self.batch).filter(target_pk__in=new)
        later = set(others.values_list("target_pk", flat=True))
        kept = [one.action == "created" and one.pk in later for one in outcomes]
        undone = self.kind.take_back(
            actor=self.actor,
            target=self.target,
            outcomes=[one for one, stays in zip(outcomes, kept, strict=True) if not stays],
            reason=self.reason,
        )
        done = iter(undone.outcomes)
        return [
            Outcome(one.pk, "unchanged") if stays else next(done)
            for one, stays in zip(outcomes, kept, strict=True)
        ]
