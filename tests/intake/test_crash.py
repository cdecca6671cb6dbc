"""A worker dies in the middle: nothing is lost, nothing is doubled."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

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
KILLS, MINUTES = 3, 300


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


def test_a_process_killed_hard_between_chunks_is_taken_over(tmp_path):
    """A real process and a real kill -9, on a database file of their own."""
    env = os.environ | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "trainportal.settings"}
    env.pop("DATABASE_URL", None)
    here = Path(__file__).parents[2]

    def start(*words):
        command = [sys.executable, "-m", "tests.intake.killing", *map(str, words)]
        return subprocess.Popen(command, env=env, cwd=here, stdout=subprocess.PIPE, text=True)

    batch, job = start("prepare").communicate(timeout=MINUTES)[0].split()
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3", isolation_level=None)) as database:

        def one(question):
            return database.execute(question).fetchone()[0]

        for attempt in range(KILLS):
            worker = start("work", job)
            while one("SELECT count(*) FROM intake_chunk") < 1 + 2 * attempt:
                assert worker.poll() is None
                time.sleep(0.05)
            worker.send_signal(signal.SIGKILL)
            worker.communicate(timeout=MINUTES)
            database.execute("UPDATE accounts_job SET lease_until = '2000-01-01 00:00:00'")
        assert one(f"SELECT state FROM intake_batch WHERE id = {batch}") == "loading"
        assert 0 < one("SELECT count(*) FROM resources_room") < len(ROWS)

        start("work", job).communicate(timeout=MINUTES)

        assert one(f"SELECT state FROM intake_batch WHERE id = {batch}") == "loaded"
        assert one("SELECT count(*) FROM resources_room") == len(ROWS)
        assert one("SELECT sum(row_count) FROM intake_chunk") == len(ROWS)
        written = "SELECT count(DISTINCT target_pk) FROM intake_receivedrow WHERE chunk_id > 0"
        assert one(written) == len(ROWS)
        assert one(f"SELECT attempts FROM accounts_job WHERE id = {job}") == KILLS + 1
