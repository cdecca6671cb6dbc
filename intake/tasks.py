"""Background work of an import. Each is safe to run twice: the state says what is left."""

from celery import shared_task
from django.utils import timezone

from accounts.background import actor_of
from core.errors import Refusal
from core.jobs import Run, job
from intake import operations, queries
from intake.choices import BatchState
from intake.flow import PROCESS


@job("intake.check")
def check(run: Run, *, batch: int) -> dict:
    """Read, clean and rehearse the whole file; what a source brought may be loaded at once."""
    counts = _work(run, batch, BatchState.MAPPED, operations.Check)
    actor = actor_of(run)
    checked = queries.batches(actor).get(pk=batch)
    if checked.feed_id:
        with run.chunk():
            operations.load_by_itself(actor=actor, batch=checked)
    return counts


@job("intake.load")
def load(run: Run, *, batch: int) -> dict:
    """Write the good rows; with "all or nothing", a row turned bad takes back what was written."""
    return _work(run, batch, BatchState.LOADING, operations.Load)


@job("intake.undo")
def undo(run: Run, *, batch: int) -> dict:
    """Take back what was loaded."""
    return _work(run, batch, BatchState.UNDOING, operations.TakeBack)


@job("intake.poll")
def poll(run: Run, *, feed: int) -> dict:
    """Ask a source, and begin an import with each file that is new."""
    actor = actor_of(run)
    return operations.Polling(run, actor, queries.feeds(actor).get(pk=feed)).go()


@job("intake.read_attachment")
def read_attachment(run: Run, *, attachment: int) -> dict:
    """Find the words in an attached file."""
    actor = actor_of(run)
    found = queries.attachments(actor).filter(pk=attachment).first()
    if found:  # it may have been taken off meanwhile
        operations.Words(found).find()
    return {}


@shared_task(name="intake.ask_feeds")
def ask_feeds() -> int:
    """Queue the visits that are due."""
    return operations.Due(timezone.now()).go()


@shared_task(name="intake.retention")
def retention() -> int:
    """Delete files and rows whose time is over, as the organisations have decided."""
    return operations.Retention(timezone.now()).go()


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
