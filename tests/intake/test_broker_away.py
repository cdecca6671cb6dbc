"""The broker is away: what people ask for is kept, and done when it is back."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests.intake.crashing import HERE, Launcher, Scratch

SCRATCH = Scratch(settings.DATABASES["default"])
WITHIN_SECONDS = 90  # the sweeper comes round every 15 seconds


@pytest.fixture
def database():
    SCRATCH.sql("DROP DATABASE IF EXISTS")
    SCRATCH.sql("CREATE DATABASE")
    yield SCRATCH.url
    SCRATCH.sql("DROP DATABASE IF EXISTS")


def test_a_broker_that_refuses_costs_neither_the_job_nor_much_time(tmp_path, database):
    launcher = Launcher(tmp_path, database, REDIS_URL="redis://127.0.0.1:1/0")
    launcher.say("build")

    batch = launcher.say("begin", kind="rooms")

    assert launcher.say("nudged", job=batch["job"])["seconds"] < 1.5
    assert launcher.say("job", job=batch["job"])["state"] == "queued"
    assert launcher.say("sweep")["found"] == 1
    launcher.say("run", job=batch["job"])
    assert launcher.say("job", job=batch["job"])["state"] == "done"
    launcher.close()


def test_a_real_worker_does_what_was_asked_while_the_broker_was_away(tmp_path, database):
    launcher = Launcher(tmp_path, database)
    launcher.say("build")
    queue = tmp_path / "queue"
    queue.rename(tmp_path / "away")
    queue.write_text("no folder")
    batch = launcher.say("begin", kind="rooms")
    assert launcher.say("job", job=batch["job"])["state"] == "queued"
    assert not list((tmp_path / "away").rglob("*.msg"))
    queue.unlink()
    (tmp_path / "away").rename(queue)

    worker = _worker(tmp_path, database)
    try:
        until = time.monotonic() + WITHIN_SECONDS
        while launcher.say("job", job=batch["job"])["state"] != "done":
            assert time.monotonic() < until, launcher.say("job", job=batch["job"])
            time.sleep(1)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    assert launcher.say("books", kind="rooms", batch=batch["batch"])["state"] == "checked"
    launcher.close()


def _worker(folder, database) -> subprocess.Popen:
    """A worker with its clock, as an installation runs it."""
    env = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    env |= {"VAR_DIR": str(folder), "DATABASE_URL": database}
    command = [sys.executable, "-m", "celery", "-A", "trainportal", "worker", "--beat"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command, "--pool", "solo"], env=env, cwd=HERE, **quiet)
