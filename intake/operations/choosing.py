"""What a person decides about rows that probably double somebody."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from intake import queries, rules
from intake.choices import BatchState, Do, Fate
from intake.flow import PROCESS
from intake.models import Batch, ReceivedRow
from intake.operations.starting import CHECK, Busy

BECOMES = {Do.MERGE: Fate.UPDATED, Do.KEEP: Fate.NEW, Do.SKIP: Fate.SKIPPED}
DECIDABLE = (Fate.PROBABLE, Fate.NEW, Fate.UPDATED, Fate.SKIPPED)


class NoCandidate(Refusal):
    """The row cannot be merged with something that is none of its candidates."""

    code = "no_candidate"
    message = _("Row {row} cannot be merged with this record. Choose one of those shown.")
    status = 422


@operation(rules.may_import, on="batch")
def decide(
    *,
    actor: Actor,
    batch: Batch,
    rows: Iterable[int],
    do: str,
    candidate: int = 0,
    take: Iterable[str] = (),
) -> Batch:
    """Decide about probable duplicates, by the keys of their rows.

    `do` is one of `Do`. A merge goes into the candidate at that place of the row's list, and
    brings the columns in `take`; the other columns stay as they are there. In an import that is
    loaded, the rows are checked again, to be loaded then. Raises `Busy`, `NoCandidate`.
    """
    if batch.is_busy:
        raise Busy
    found = batch.rows.filter(pk__in=rows, chunk=None, fate__in=DECIDABLE)
    chosen = [row for row in found if row.candidates]
    for row in chosen:
        row.choice = _choice(row, Do(do), candidate, take)
        row.fate = BECOMES[Do(do)]
    ReceivedRow._base_manager.bulk_update(chosen, ["choice", "fate"], batch_size=100)
    batch.counts = queries.counts(actor, batch)
    batch.save(update_fields=["counts"])
    if batch.state == BatchState.LOADED and chosen:
        PROCESS.move(batch, "correct", actor=actor)
        batch.forget_check()
        CHECK.begin(actor, batch)
    return batch


def _choice(row: ReceivedRow, do: Do, place: int, take: Iterable[str]) -> dict:
    if do != Do.MERGE:
        return {"do": do.value}
    if not 0 <= place < len(row.candidates):
        raise NoCandidate(row=row.number)
    candidate = row.candidates[place]
    other = {name: candidate[name] for name in ("row", "pk") if name in candidate}
    return {"do": do.value, "key": candidate["key"], "take": sorted(take), **other}
