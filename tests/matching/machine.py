"""A small portal of its own, on a database file of its own, with workers that can be killed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parents[2]
KILLED = -signal.SIGKILL
SECONDS = 600  # after which a process that should have ended counts as stuck
ENDED = ("done", "failed", "cancelled")
# Reports of progress, in the chunk that writes everything, and after it.
POINTS = ("1", "2", "3", "4", "6", "8", "9", "10", "inside", "after")


class Machine:
    """A folder with database and queue. `member` trains, `job` is the training that waits."""

    def __init__(self, folder: Path, member: str, job: str):
        self.folder, self.member, self.job = folder, member, job

    @classmethod
    def prepared(cls, folder: Path) -> "Machine":
        """A department with one model in use and a second training queued."""
        machine = cls(folder, "", "")
        machine.member, machine.job = machine._run("prepare").stdout.split()
        return machine

    def copy(self, folder: Path) -> "Machine":
        """The same, apart."""
        shutil.copytree(self.folder, folder)
        return Machine(folder, self.member, self.job)

    def work(self, point: str) -> int:
        """Let a Celery worker take the job; it is killed at a point. Returns how it ended."""
        worker = self._start("work", point)
        try:
            return worker.wait(SECONDS)
        finally:
            worker.kill()

    def finish(self) -> str:
        """Let time pass and another worker come; returns the state the job reaches."""
        worker, began = self._start("resume"), time.monotonic()
        try:
            while (state := self._job("state")) not in ENDED and time.monotonic() - began < SECONDS:
                time.sleep(0.2)
        finally:
            worker.kill()
            worker.wait(SECONDS)
        return state

    def unguarded(self) -> int:
        """The negative control: the same without transactions. Returns how it ended."""
        return self._run("unguarded", self.job).returncode

    def serving(self) -> tuple[int, int]:
        """Number of the model that answers, 0 for none; number of half-written ones."""
        number, half = self._run("serving", self.member).stdout.split()
        return int(number), int(half)

    def stage(self) -> str:
        """The last stage the job reported."""
        return self._job("stage")

    def _job(self, column: str) -> str:
        file = f"file:{self.folder / 'portal.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True)) as rows:
            query = f"select {column} from accounts_job where id = ?"
            return rows.execute(query, [self.job]).fetchone()[0]

    def _environment(self) -> dict[str, str]:
        more = {"VAR_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "trainportal.settings"}
        here = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        return here | more

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.matching.killing", *words]

    def _start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            self._command(*words),
            env=self._environment(),
            cwd=HERE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self._command(*words),
            env=self._environment(),
            cwd=HERE,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
