"""What happens to a worker, and the guards that can be left out to see that they are needed."""

import contextlib
import os
import signal
import subprocess
from importlib import import_module

from django.db import connection

from core import jobs


class Counted:
    """Counts statements; after the one at the given place the process, or its connection, dies."""

    def __init__(self, fault: str, at: int):
        self.fault, self.at, self.count = fault, at, 0

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        self.count += 1
        if self.count == self.at and self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "halt" and self.count >= self.at and _holds_nothing(sql):
            self.fault = ""
            os.kill(os.getpid(), signal.SIGSTOP)
        if self.count == self.at and self.fault == "cut":
            cut_connection()
        return result


def _holds_nothing(sql: str) -> bool:
    """Whether a process that stands still here has no lock that keeps the others waiting."""
    return sql.startswith("SELECT") and not connection.in_atomic_block


def server(there: dict):
    """Another connection to the server of a database."""
    return import_module("MySQLdb").connect(  # only where the driver is built
        host=there["HOST"],
        port=int(there["PORT"] or 3306),
        user=there["USER"],
        password=there["PASSWORD"],
    )


def cut_connection() -> None:
    """Let the server end this worker's connection, as a restart or an operator does."""
    other = server(connection.settings_dict)
    with contextlib.closing(other), other.cursor() as cursor:
        cursor.execute(f"KILL {connection.connection.thread_id()}")


def stop_before_chunk(place: int) -> None:
    """Stop the process, as SIGSTOP does, before it opens its nth chunk."""
    chunk, opened = jobs.Run.chunk, []

    def stopping(self, **more):
        opened.append(self)
        if len(opened) == place:
            os.kill(os.getpid(), signal.SIGSTOP)
        return chunk(self, **more)

    jobs.Run.chunk = stopping


def kill_child_once() -> None:
    """Kill the first process that is started to read a file."""
    popen, killed = subprocess.Popen, []

    class Dying(popen):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            if not killed:
                killed.append(self.pid)
                self.kill()

    subprocess.Popen = Dying


def without_one_transaction() -> None:
    """Each statement of a chunk is committed by itself."""

    @contextlib.contextmanager
    def chunk(self, **more):
        self._renew(**{"done": None, "total": None, "stage": "", **more})
        yield

    jobs.Run.chunk = chunk


def without_fence() -> None:
    """A worker does not ask whether the job is still its own, and locks nothing."""

    @contextlib.contextmanager
    def chunk(self, **_more):
        yield

    jobs.Run.chunk = chunk


WITHOUT = {"transaction": without_one_transaction, "fence": without_fence}
