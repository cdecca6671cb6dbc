"""Background work: enqueue by name, claim with a lease, write behind a fence.

The row is written in the transaction of the change that needs the work. After commit the
broker is asked to wake a worker; if that fails, or the worker dies, the sweeper finds the
row again. A handler is written so that running it twice does no harm:

    @job("matching.train")
    def train(run: Run, *, organisation_id: int) -> dict: ...
"""

import logging
import socket
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
ATTEMPTS = 5
REDIS, PATIENCE_SECONDS = {"redis": 6379, "rediss": 6379}, 1
_handlers: dict[str, Callable] = {}


class LostLease(Exception):
    """Another worker has taken the job over: stop, and write nothing more."""


class Cancelled(Exception):
    """A person asked the job to stop; everything up to the last chunk is kept."""


def job(name: str):
    """Make a function the handler of the jobs called `name`."""

    def register(function):
        if name in _handlers:
            raise ValueError(f"two handlers for the job {name}")
        _handlers[name] = function
        return function

    return register


def known_jobs() -> set[str]:
    """Return the names that `enqueue` accepts."""
    return set(_handlers)


def rows() -> models.Manager:
    """The table of jobs (`JOB_MODEL`): core knows no organisation, the row does."""
    return apps.get_model(settings.JOB_MODEL)._base_manager


def enqueue(name: str, /, *, owner: dict, dedupe: str | None = None, after=None, **arguments):
    """Write a job row and wake a worker after commit. Unknown names fail at once.

    `owner` are the fields that the concrete row adds (organisation, member). With `dedupe`, a
    job of the same key that has not finished is returned instead of a second one. `after` is
    the moment before which it does not start.
    """
    if name not in _handlers:
        raise LookupError(f"no handler for the job {name}")
    with transaction.atomic():
        if dedupe:
            _free_key(dedupe)
        values = {"kind": name, "arguments": arguments, "next_run_at": after, **owner}
        if dedupe:
            row, _new = rows().get_or_create(dedupe_key=dedupe, defaults=values)
        else:
            row = rows().create(**values)
    transaction.on_commit(lambda: nudge(row.pk), robust=True)
    return row


def _free_key(key: str) -> None:
    """Finished jobs give their key back."""
    ended = [State().DONE, State().FAILED, State().CANCELLED]
    rows().filter(dedupe_key=key, state__in=ended).update(dedupe_key=None)


def State():  # noqa: N802 (a class, looked up late)
    """Return the states of the concrete job model."""
    return apps.get_model(settings.JOB_MODEL).State


def nudge(pk: int) -> None:
    """Wake a worker. A broker that is down costs a moment, never the job."""
    try:
        _look_for_broker()
        current_app.send_task("core.run_job", kwargs={"pk": pk}, retry=False, ignore_result=True)
    except Exception:  # noqa: BLE001 (any broker, any failure: the sweeper follows)
        log.warning("broker not reached; job %s waits for the sweeper", pk)


def _look_for_broker() -> None:
    """Raise `OSError` where nobody listens: the client of Redis would try for seven seconds."""
    there = urlsplit(settings.CELERY_BROKER_URL)
    if there.scheme in REDIS:
        port = there.port or REDIS[there.scheme]
        socket.create_connection((there.hostname, port), PATIENCE_SECONDS).close()


class Run:
    """One attempt at one job: progress, lease and fence for its handler."""

    def __init__(self, row):
        self.row = row
        self.pk, self.fence = row.pk, row.fence

    @contextmanager
    def chunk(self, *, done: int | None = None, total: int | None = None, stage: str = ""):
        """Open the transaction for one piece of work and renew the lease with it.

        The job row is locked first and the fence compared, so what is written inside is
        written by the rightful worker, together with the progress. Raises `LostLease`,
        `Cancelled`.
        """
        with transaction.atomic():
            self._renew(done=done, total=total, stage=stage)
            yield
            # a long piece of work has used up its lease: nobody is to take over what is done
            rows().filter(pk=self.pk).update(lease_until=timezone.now() + LEASE)

    def report(self, *, done: int | None = None, total: int | None = None, stage: str = "") -> None:
        """Show progress and renew the lease between chunks. Raises `LostLease`, `Cancelled`."""
        with transaction.atomic():
            self._renew(done=done, total=total, stage=stage)

    def _renew(self, *, done, total, stage):
        values: dict[str, object] = {"lease_until": timezone.now() + LEASE}
        values |= {
            k: v
            for k, v in (("done", done), ("total", total), ("stage", stage))
            if v not in (None, "")
        }
        if stage == self.row.stage and (done or 0) > self.row.done:
            values["attempts"] = 1  # it gets on: what gives a job up is dying at the same place
        mine = rows().filter(pk=self.pk, fence=self.fence, state=State().RUNNING)
        if not mine.update(**values):
            raise LostLease
        if mine.values_list("cancel_wanted", flat=True).get():
            raise Cancelled


def claim(pk: int) -> Run | None:
    """Take the job if it waits, or if its worker has let the lease run out."""
    now = timezone.now()
    free = models.Q(state=State().QUEUED) | models.Q(state=State().RUNNING, lease_until__lt=now)
    due = models.Q(next_run_at=None) | models.Q(next_run_at__lte=now)
    taken = (
        rows()
        .filter(free & due, pk=pk)
        .update(
            state=State().RUNNING,
            lease_until=now + LEASE,
            fence=models.F("fence") + 1,
            attempts=models.F("attempts") + 1,
            started_at=now,
        )
    )
    return Run(rows().get(pk=pk)) if taken else None


def run(pk: int) -> None:
    """Do one job, if it is free, and write down how it ended."""
    attempt = claim(pk)
    if attempt is None:
        return
    if attempt.row.attempts > ATTEMPTS:
        _end(attempt, "FAILED", error_code="gave_up", error=str(_("Stopped after five attempts.")))
        return
    try:
        result = _handlers[attempt.row.kind](attempt, **attempt.row.arguments)
    except Refusal as refusal:
        _end(attempt, "FAILED", error_code=refusal.code, error=str(refusal))
    except Cancelled:
        _end(attempt, "CANCELLED")
    except (LostLease, DatabaseError) as lost:
        # Taken over, or the database is away: the row stays as it is and runs again.
        log.warning("job %s stopped: %s", pk, type(lost).__name__, exc_info=lost)
    except Exception:
        log.exception("job %s failed", pk)
        _end(attempt, "FAILED", error_code="bug", error=traceback.format_exc(limit=3)[-2000:])
    else:
        _end(attempt, "DONE", result=result or {})


def _end(attempt: Run, state: str, **values) -> None:
    mine = rows().filter(pk=attempt.pk, fence=attempt.fence, state=State().RUNNING)
    mine.update(state=State()[state], finished_at=timezone.now(), lease_until=None, **values)


def sweep() -> int:
    """Wake workers for every job that waits or whose worker died. Returns how many."""
    now = timezone.now()
    waiting = rows().filter(
        models.Q(state=State().QUEUED) | models.Q(state=State().RUNNING, lease_until__lt=now),
        models.Q(next_run_at=None) | models.Q(next_run_at__lte=now),
    )
    found = list(waiting.order_by("pk").values_list("pk", flat=True)[:200])
    for pk in found:
        nudge(pk)
    return len(found)


def cancel(pk: int) -> None:
    """Ask a job to stop at its next chunk; one that has not begun ends at once."""
    rows().filter(pk=pk, state=State().QUEUED).update(
        state=State().CANCELLED, finished_at=timezone.now()
    )
    rows().filter(pk=pk, state=State().RUNNING).update(cancel_wanted=True)
