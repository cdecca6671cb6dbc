"""What a person decides about a checked import: load it, leave rows out, stop it, undo it."""

from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from core import jobs
from core.errors import Refusal
from intake import queries, rules
from intake.choices import GOOD, BatchState, Fate
from intake.flow import PROCESS
from intake.models import Batch
from intake.operations.starting import CHECK, LOAD, UNDO, Busy

WORK = {BatchState.MAPPED: CHECK, BatchState.LOADING: LOAD, BatchState.UNDOING: UNDO}


class BadRows(Refusal):
    """All or nothing was asked for, and not all rows are good."""

    code = "bad_rows"
    message = _("Not all rows are good, so nothing is imported. Correct or skip the others first.")


class NothingGood(Refusal):
    """There is no row to load."""

    code = "nothing_good"
    message = _("No row can be imported. Correct the rows with errors first.")


class OverTheLimit(Refusal):
    """More would happen than the organisation lets an import do unasked."""

    code = "over_the_limit"
    message = _("{reason} A manager of your organisation can let it through; he says why.")


@operation(rules.may_import, on="batch")
def confirm(*, actor: Actor, batch: Batch, only_complete: bool = False, reason: str = "") -> Batch:
    """Import the good rows, or all or nothing.

    Above the limits of the organisation only for a manager who gives a `reason`. Raises
    `BadRows`, `NothingGood`, `OverTheLimit`, `WrongState`.
    """
    if only_complete and batch.count(Fate.ERROR, Fate.PROBABLE):
        raise BadRows
    if not batch.count(*GOOD):
        raise NothingGood
    if (over := queries.over_limit(actor, batch)) and not (reason and rules.may_exceed(actor)):
        raise OverTheLimit(reason=over)
    PROCESS.move(batch, "load", actor=actor, only_complete=only_complete)
    LOAD.begin(actor, batch)
    return batch


@operation(rules.may_import, on="batch")
def skip_errors(*, actor: Actor, batch: Batch) -> Batch:
    """Leave the rows with errors out for good. Raises `Busy`."""
    if batch.is_busy:
        raise Busy
    count = batch.rows.filter(fate=Fate.ERROR).update(fate=Fate.SKIPPED)
    batch.counts[Fate.SKIPPED] = batch.count(Fate.SKIPPED) + count
    batch.counts.pop(Fate.ERROR, None)
    batch.causes = []
    batch.save(update_fields=["counts", "causes"])
    process.close(batch, actor=actor, verb="fix_rows")
    return batch


@operation(rules.may_import, on="batch")
def stop(*, actor: Actor, batch: Batch) -> Batch:
    """Stop the background work at the end of its chunk; it can be gone on with."""
    if batch.job:
        jobs.cancel(batch.job.pk)
    return batch


@operation(rules.may_import, on="batch")
def resume(*, actor: Actor, batch: Batch) -> Batch:
    """Go on with work that was stopped, from where it was."""
    if batch.is_stuck:
        WORK[BatchState(batch.state)].begin(actor, batch)
    return batch


@operation(rules.may_undo, on="batch")
def undo(*, actor: Actor, batch: Batch, reason: str = "") -> Batch:
    """Take back what was loaded, as far as nothing depends on it. Raises `Busy`, `WrongState`."""
    if batch.is_busy:
        raise Busy
    PROCESS.move(batch, "undo", actor=actor, note=reason)
    UNDO.begin(actor, batch)
    return batch
