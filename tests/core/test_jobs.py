"""Jobs as rows: claimed once, fenced, resumed, cancelled, never lost with the broker."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.background import actor_of, enqueue
from accounts.models import Job
from core import jobs
from core.errors import Refusal

pytestmark = pytest.mark.django_db
HANDLERS = dict(jobs._handlers)


class Unwilling(Refusal):
    code = "unwilling"
    message = "No room for {n}."


@pytest.fixture
def handle(monkeypatch):
    """Register a handler for the length of one test."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    monkeypatch.setattr(jobs, "nudge", lambda pk: None)

    def register(function):
        return jobs.job("tests.work")(function)

    return register


def test_an_unknown_name_fails_at_once(cast):
    with pytest.raises(LookupError, match="no handler"):
        enqueue(cast.li, "tests.nobody")


def test_a_job_runs_once_with_the_rights_of_its_member(cast, handle):
    seen = []
    handle(lambda run, n: seen.append((actor_of(run), n)) or {"n": n})
    row = enqueue(cast.li, "tests.work", n=3)

    jobs.run(row.pk)
    jobs.run(row.pk)

    row.refresh_from_db()
    assert seen == [(cast.li, 3)]
    assert (row.state, row.result, row.attempts, row.percent) == ("done", {"n": 3}, 1, 100)


def test_a_live_lease_keeps_a_second_worker_away_and_a_dead_one_does_not(cast, handle):
    handle(lambda run: None)
    row = enqueue(cast.li, "tests.work")
    assert jobs.claim(row.pk).fence == 1
    assert jobs.claim(row.pk) is None

    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert jobs.claim(row.pk).fence == 2


def test_a_zombie_is_stopped_by_the_fence_and_writes_nothing(cast, handle):
    handle(lambda run: None)
    row = enqueue(cast.li, "tests.work")
    zombie = jobs.claim(row.pk)
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.claim(row.pk)

    with pytest.raises(jobs.LostLease), zombie.chunk(done=5):
        raise AssertionError("the chunk must not open")

    row.refresh_from_db()
    assert row.done == 0


def test_a_chunk_writes_work_and_progress_together_or_not_at_all(cast, handle):
    handle(lambda run: None)
    row = enqueue(cast.li, "tests.work")
    run = jobs.claim(row.pk)
    with run.chunk(done=1, total=2, stage="one"):
        pass
    with pytest.raises(ZeroDivisionError), run.chunk(done=2, total=2):
        _ = 1 / 0

    row.refresh_from_db()
    assert (row.done, row.total, row.stage, row.percent) == (1, 2, "one", 50)


def test_a_refusal_is_kept_as_the_sentence_and_a_bug_as_a_bug(cast, handle):
    def refuse(run):
        raise Unwilling(n=7)

    handle(refuse)
    row = enqueue(cast.li, "tests.work")
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error_code, row.error) == ("failed", "unwilling", "No room for 7.")


def test_a_cancelled_job_stops_at_the_next_chunk(cast, handle):
    done = []

    def work(run):
        for n in range(3):
            with run.chunk(done=n + 1, total=3):
                done.append(n)
            jobs.cancel(run.pk)

    handle(work)
    row = enqueue(cast.li, "tests.work")
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, done, row.done) == ("cancelled", [0], 1)


def test_the_same_dedupe_key_gives_the_same_job_until_it_has_finished(cast, handle):
    handle(lambda run: None)
    first = enqueue(cast.li, "tests.work", dedupe="x")
    assert enqueue(cast.li, "tests.work", dedupe="x") == first
    assert enqueue(cast.wang, "tests.work", dedupe="x") != first

    jobs.run(first.pk)

    assert enqueue(cast.li, "tests.work", dedupe="x") != first


def test_a_broker_that_is_down_costs_neither_the_change_nor_the_job(
    cast, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(jobs, "_handlers", {"tests.work": lambda run: None})

    def down(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr("celery.current_app.send_task", down)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        row = enqueue(cast.li, "tests.work")

    assert Job.objects.get(pk=row.pk).state == "queued"


def test_the_sweeper_wakes_waiting_and_orphaned_jobs_but_not_those_of_later(cast, monkeypatch):
    monkeypatch.setattr(jobs, "_handlers", {"tests.work": lambda run: None})
    nudged = []
    monkeypatch.setattr(jobs, "nudge", nudged.append)
    waiting = enqueue(cast.li, "tests.work")
    orphan = enqueue(cast.li, "tests.work")
    jobs.claim(orphan.pk)
    Job.objects.filter(pk=orphan.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    enqueue(cast.li, "tests.work", after=timezone.now() + timedelta(hours=1))

    assert jobs.sweep() == 2
    assert nudged == [waiting.pk, orphan.pk]


def test_a_job_that_kills_its_worker_five_times_is_given_up_and_says_so(cast, handle):
    handle(lambda run: None)
    row = enqueue(cast.li, "tests.work")
    for _attempt in range(jobs.ATTEMPTS):
        assert jobs.claim(row.pk)
        Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    jobs.run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.error_code) == ("failed", "gave_up")


def test_a_job_that_gets_on_with_every_attempt_is_not_given_up(cast, handle):
    handle(lambda run: None)
    row = enqueue(cast.li, "tests.work")
    for attempt in range(3 * jobs.ATTEMPTS):
        run = jobs.claim(row.pk)
        with run.chunk(done=attempt, total=100, stage="working"):
            pass
        Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    row.refresh_from_db()
    assert row.attempts < jobs.ATTEMPTS


def test_a_refusal_may_have_a_parameter_called_code():
    class Unknown(Refusal):
        code = "unknown"
        message = "No entry {code}."

    assert (str(Unknown(code="x9")), Unknown(code="x9").code) == ("No entry x9.", "unknown")
