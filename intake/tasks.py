"""Background work of an import. Each is safe to run twice: the state says what is left."""

from accounts.background import actor_of
from core.errors import Refusal
from core.jobs import Run, job
from intake import operations, queries
from intake.choices import BatchState
from intake.flow import PROCESS


@job("intake.check")
def check(run: Run, *, batch: int) -> dict:
    """Read, clean and rehearse the whole file."""
    return _work(run, batch, BatchState.MAPPED, operations.Check)


@job("intake.load")
def load(run: Run, *, batch: int) -> dict:
    """Write the good rows; with "all or nothing", a row turned bad takes back what was written."""
    return _work(run, batch, BatchState.LOADING, operations.Load)


@job("intake.undo")
def undo(run: Run, *, batch: int) -> dict:
    """Take back what was loaded."""
    return _work(run, batch, BatchState.UNDOING, operations.TakeBack)


def _work(run: Run, pk: int, state: str, stage: type) -> dict:
    actor = actor_of(run)
    batch = queries.batches(actor).get(pk=pk)
    if batch.state != state:
        return batch.counts  # an earlier attempt has done it all and died before it could say so
    try:
        return stage(run, actor, batch).go()
    except Refusal as refusal:
        if isinstance(refusal, operations.BadRows):
            operations.TakeBack(run, actor, batch).forget()
        if state != BatchState.UNDOING:
            with run.chunk():
                PROCESS.move(batch, "fail", actor=actor, note=str(refusal))
        raise
