"""A worker dies in the middle of writing; real processes: `test_crash_processes`."""

import pytest

from accounts.models import AuditEntry, Job
from core import jobs
from intake import operations
from intake.choices import BatchState
from intake.models import Batch, Chunk, ReceivedRow
from intake.operations import work
from resources.models import Room
from tests.factories import intake as make
from trainportal.demo.sheets import rooms_rows

in_database = pytest.mark.django_db
ROWS = rooms_rows()


class PowerCut(BaseException):
    """What no handler catches."""


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(work, "SIZE", 20)
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0)


def lost_lease(pk):
    """The time passes after which another worker may take the job."""
    Job.objects.filter(pk=pk).update(lease_until="2000-01-01T00:00:00Z")


def die_at(monkeypatch, times):
    """Let the worker die in the middle of writing, at each of these calls."""
    calls = {"n": 0}
    write = work.Writer.write

    def dying(self, rows):
        results = write(self, rows)
        calls["n"] += 1
        if calls["n"] in times:
            raise PowerCut
        return results

    monkeypatch.setattr(work.Writer, "write", dying)


def run_until_done(pk) -> int:
    """Run a job as often as it takes; return how often it died."""
    died = 0
    while Job.objects.get(pk=pk).state in ("queued", "running"):
        try:
            jobs.run(pk)
        except PowerCut:
            died += 1
            lost_lease(pk)
    return died


def check_books(batch) -> None:
    """Rooms, rows, ledger and audit trail tell the same story."""
    batch = Batch.objects.get(pk=batch.pk)
    assert batch.state == BatchState.LOADED
    assert sorted(Room.objects.values_list("code", flat=True)) == sorted(
        r["教室编号"] for r in ROWS
    )
    assert batch.counts == {"new": len(ROWS)}
    chunks = Chunk.objects.filter(batch=batch)
    assert [c.number for c in chunks] == list(range(1, len(chunks) + 1))
    assert sum(c.row_count for c in chunks) == len(ROWS)
    assert sum(c.rows.count() for c in chunks) == len(ROWS)
    rows = ReceivedRow.objects.filter(batch=batch).values_list("target_pk", flat=True)
    assert sorted(rows) == sorted(Room.objects.values_list("pk", flat=True))
    assert AuditEntry.objects.filter(action="resources.save_rooms").count() == len(chunks)


@in_database
def test_a_load_that_dies_three_times_ends_as_if_nothing_had_happened(
    school, base, small_chunks, monkeypatch
):
    batch = make.checked(school, base, make.uploaded(ROWS))
    operations.confirm(actor=school, batch=batch)
    die_at(monkeypatch, {2, 3, 5})

    assert run_until_done(batch.job_id) == 3

    check_books(batch)


@in_database
def test_a_check_that_dies_reads_on_where_it_was(school, base, small_chunks, monkeypatch):
    batch = make.read(school, make.received(school, base, make.uploaded(ROWS)))
    die_at(monkeypatch, {1, 4})

    assert run_until_done(batch.job_id) == 2

    batch = Batch.objects.get(pk=batch.pk)
    assert (batch.state, batch.counts) == (BatchState.CHECKED, {"new": len(ROWS)})
    assert ReceivedRow.objects.filter(batch=batch).count() == len(ROWS)


@in_database
def test_without_the_ledger_a_second_attempt_would_write_everything_again(
    school, base, small_chunks, monkeypatch
):
    """The negative control: the checks above do see it when the ledger is left out."""
    batch = make.checked(school, base, make.uploaded(ROWS))
    operations.confirm(actor=school, batch=batch)
    die_at(monkeypatch, {3})
    with pytest.raises(PowerCut):
        jobs.run(batch.job_id)
    lost_lease(batch.job_id)
    ReceivedRow.objects.filter(batch=batch).update(chunk=None)

    run_until_done(batch.job_id)

    with pytest.raises(AssertionError):
        check_books(batch)


@in_database
def test_a_worker_that_lost_its_lease_writes_nothing_more(school, base, small_chunks, monkeypatch):
    batch = make.checked(school, base, make.uploaded(ROWS))
    operations.confirm(actor=school, batch=batch)
    write, taken = work.Writer.write, []

    def overtaken(self, rows):
        if not taken:
            lost_lease(batch.job_id)
            taken.append(jobs.claim(batch.job_id))
        return write(self, rows)

    monkeypatch.setattr(work.Writer, "write", overtaken)
    jobs.run(batch.job_id)  # its next chunk is refused by the fence
    assert Room.objects.count() == 20

    lost_lease(batch.job_id)
    run_until_done(batch.job_id)

    check_books(batch)
