"""Processes die, connections are cut, the clock runs out: nothing is lost, nothing is doubled.

Every import runs in processes of their own that really end. What is left behind is compared with
the books of the same import without any fault; each guard has a control that shows what happens
without it. `CRASH_KILLS` says at how many places of each piece of work a process dies.
"""

import os
import random
import signal
import time

import pytest
from django.conf import settings

from tests.intake.crashing import Launcher, Scratch

KILLS = int(os.environ.get("CRASH_KILLS", "2"))
KINDS = ("rooms", "trainees")
SCRATCH = Scratch(settings.DATABASES["default"])
needs_server = pytest.mark.skipif(
    not SCRATCH.is_server, reason="SQLite has no connections that could be cut"
)


class Scene:
    """One kind of data, imported again and again in one database."""

    def __init__(self, launcher: Launcher, kind: str):
        self.launcher, self.kind = launcher, kind
        self.before = launcher.say("checksums", kind=kind)
        self.lengths: dict[str, int] = {}
        batch = self.begun()
        for step in ("check", "load", "undo"):
            if step != "check":
                batch = self.asked(step, batch)
            self.lengths[step] = launcher.say("run", job=batch["job"])["statements"]
            if step == "load":
                self.loaded = self.books(batch)
        self.undone = self.books(batch)

    def begun(self) -> dict:
        """A file has been received and mapped."""
        return self.launcher.say("begin", kind=self.kind)

    def asked(self, step: str, batch: dict) -> dict:
        """Somebody has asked for loading, or for undoing."""
        do = {"load": "confirm", "undo": "undo"}[step]
        return self.launcher.say(do, kind=self.kind, batch=batch["batch"])

    def checked(self) -> dict:
        """An import that has been checked and waits for its loading."""
        batch = self.begun()
        self.launcher.say("run", job=batch["job"])
        return self.asked("load", batch)

    def books(self, batch: dict) -> dict:
        return self.launcher.say("books", kind=self.kind, batch=batch["batch"])

    def finish(self, batch: dict) -> int:
        """Let workers go on until the job has ended; return how many it took."""
        for turn in range(1, 8):
            self.launcher.say("expire", job=batch["job"])
            self.launcher.say("run", job=batch["job"])
            if self.launcher.say("job", job=batch["job"])["state"] not in ("queued", "running"):
                return turn
        raise AssertionError(self.launcher.say("job", job=batch["job"]))

    def places(self, step: str, seed: int) -> list[int]:
        """Statements of a piece of work after which something happens."""
        count = self.lengths[step]
        return sorted(random.Random(seed).sample(range(1, count + 1), min(KILLS, count)))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database whose tables are built once."""
    folder = tmp_path_factory.mktemp("crash")
    SCRATCH.sql("DROP DATABASE IF EXISTS")
    SCRATCH.sql("CREATE DATABASE")
    launcher = Launcher(folder, SCRATCH.url)
    launcher.say("build")
    yield launcher
    launcher.close()
    SCRATCH.sql("DROP DATABASE IF EXISTS")


@pytest.fixture(scope="module", params=KINDS)
def scene(request, database):
    """An import that has once gone through without any fault."""
    return Scene(database, request.param)


def test_the_import_without_any_fault_is_worth_watching(scene):
    """It creates, updates, refuses; what it wrote is undone to the last cell."""
    counts = scene.loaded["counts"]
    assert all(counts[fate] for fate in ("new", "updated", "unchanged", "error"))
    written = sum(counts[fate] for fate in ("new", "updated", "unchanged"))
    assert scene.loaded["written"] == [written, written]
    assert sum(rows for _number, rows, _undone in scene.loaded["chunks"]) == written
    assert scene.undone["state"] == "undone"
    assert scene.launcher.say("checksums", kind=scene.kind) == scene.before


@pytest.mark.parametrize("fault", ["kill", pytest.param("cut", marks=needs_server)])
@pytest.mark.parametrize("step", ["check", "load", "undo"])
def test_work_that_dies_anywhere_ends_as_if_nothing_had_happened(scene, step, fault):
    for place in scene.places(step, seed=len(step)):
        batch = scene.begun() if step == "check" else scene.checked()
        if step == "undo":
            scene.launcher.say("run", job=batch["job"])
            batch = scene.asked("undo", batch)

        died = scene.launcher.ask("run", job=batch["job"], fault=fault, at=place)

        assert died["ended"] == (-signal.SIGKILL if fault == "kill" else 0)
        scene.finish(batch)
        if step == "check":
            batch = scene.asked("load", batch)
            scene.launcher.say("run", job=batch["job"])
        if step != "undo":
            assert scene.books(batch) == scene.loaded, place
            batch = scene.asked("undo", batch)
            scene.launcher.say("run", job=batch["job"])
        assert scene.books(batch) == scene.undone, place
        assert scene.launcher.say("checksums", kind=scene.kind) == scene.before, place


def test_work_that_dies_again_and_again_still_comes_to_its_end(scene):
    batch, deaths, length = scene.checked(), 0, scene.lengths["load"]
    chance = random.Random(1)
    while scene.launcher.say("job", job=batch["job"])["state"] in ("queued", "running"):
        scene.launcher.say("expire", job=batch["job"])
        place = chance.randint(length // 4, length // 2)
        died = scene.launcher.ask("run", job=batch["job"], fault="kill", at=place)
        deaths += died["ended"] == -signal.SIGKILL
    assert deaths > 1
    assert scene.books(batch) == scene.loaded
    scene.finish(scene.asked("undo", batch))


def test_without_one_transaction_for_a_chunk_the_books_do_not_balance(scene):
    """The control: the comparison does see rows that are written and not entered."""
    wrong, length = False, scene.lengths["load"]
    for place in range(length // 3, length, 3):
        batch = scene.checked()
        scene.launcher.ask("run", job=batch["job"], fault="kill", at=place, unguarded="transaction")
        scene.finish(batch)
        wrong = scene.books(batch) != scene.loaded
        _mend(scene)
        if wrong:
            break
    assert wrong


def _mend(scene):
    """Put back what the control has left behind, so that other tests find what they expect."""
    scene.launcher.say("restore", kind=scene.kind)
    assert scene.launcher.say("checksums", kind=scene.kind) == scene.before


@pytest.mark.parametrize("step", ["check", "load"])
def test_a_worker_stopped_beyond_its_lease_writes_nothing_when_it_goes_on(scene, step):
    batch = scene.begun() if step == "check" else scene.checked()
    zombie = _stopped(scene, batch)

    scene.finish(batch)
    os.kill(zombie, signal.SIGCONT)

    assert scene.launcher.ask("join", pid=zombie)["ended"] == 0
    if step == "check":
        batch = scene.asked("load", batch)
        scene.launcher.say("run", job=batch["job"])
    assert scene.books(batch) == scene.loaded
    scene.finish(scene.asked("undo", batch))
    assert scene.launcher.say("checksums", kind=scene.kind) == scene.before


def test_without_the_fence_the_stopped_worker_goes_on_writing(scene):
    """The control: a worker that has read its rows writes them after another one has."""
    wrong, length = False, scene.lengths["load"]
    for place in range(length // 3, length, 4):
        batch = scene.checked()
        zombie = _stopped(scene, batch, fault="halt", at=place, unguarded="fence")
        scene.finish(batch)
        os.kill(zombie, signal.SIGCONT)
        ended = scene.launcher.ask("join", pid=zombie)["ended"]
        wrong = ended != 0 or scene.books(batch) != scene.loaded
        _mend(scene)
        if wrong:
            break
    assert wrong


def _stopped(scene, batch, fault="stop", at=2, **more) -> int:
    """A worker that stands still, before its second chunk or elsewhere; returns its pid."""
    words = {"job": batch["job"], "fault": fault, "at": at, "wait": False}
    pid = scene.launcher.ask("run", **words, **more)["pid"]
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with open(f"/proc/{pid}/stat") as stat:
            if stat.read().rpartition(")")[2].split()[0] == "T":
                return pid
        time.sleep(0.02)
    raise AssertionError("the worker did not stop")


def test_a_reading_child_that_is_killed_is_started_again(scene):
    batch = scene.begun()

    scene.launcher.say("run", job=batch["job"], fault="child")

    batch = scene.asked("load", batch)
    scene.launcher.say("run", job=batch["job"])
    assert scene.books(batch)["content"] == scene.loaded["content"]
    assert scene.books(batch)["counts"] == scene.loaded["counts"]
    scene.finish(scene.asked("undo", batch))
