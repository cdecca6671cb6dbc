"""A process that starts others: `python -m tests.intake.crashing.launcher`.

Reads one request in a line of JSON, forks, answers in a line what became of the fork: {"ended":
its exit code or minus the signal, "said": what it said}. Every fork is a worker, or a person's
request, of its own, with its own connection, and may be killed like any other process. With
"wait": false the answer is its pid; {"do": "join", "pid": …} waits for it.
"""

import contextlib
import json
import os
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402 - the apps must be ready first

from core import jobs  # noqa: E402
from intake.operations import atonce, extracting, work  # noqa: E402
from tests.intake.crashing import faults, stage  # noqa: E402

SIZE, PACK = 15, 60
pipes: dict[int, int] = {}


def main() -> None:
    work.SIZE, work.PAUSE_SECONDS, extracting.SIZE = SIZE, 0, SIZE
    atonce.LEAST_BYTES, atonce.PACK = 1, PACK
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "join":
            answer = join(request["pid"])
        else:
            pid = start(request)
            answer = join(pid) if request.pop("wait", True) else {"pid": pid}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def start(request: dict) -> int:
    """Fork; the child does what was asked and ends."""
    ours, theirs = os.pipe()
    if pid := os.fork():
        os.close(theirs)
        pipes[pid] = ours
        return pid
    code = 1
    try:
        said = do(**request)
        os.write(theirs, json.dumps(said).encode())
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def join(pid: int) -> dict:
    """Wait for a fork; say how it ended."""
    with os.fdopen(pipes.pop(pid), "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    return {"ended": os.waitstatus_to_exitcode(status), "said": json.loads(said or "{}")}


def do(*, do: str, wait: bool = True, **words) -> dict:
    return run(**words) if do == "run" else stage.STEPS[do](**words)


def run(*, job: int, fault: str = "", at: int = 0, unguarded: str = "") -> dict:
    """Be the worker that runs a job, with a fault at the given place."""
    counted = faults.Counted(fault, at)
    with contextlib.ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(counted))
        if unguarded:
            faults.WITHOUT[unguarded]()
        if fault == "stop":
            faults.stop_before_chunk(at)
        if fault == "child":
            faults.kill_child_once()
        begun = time.monotonic()
        jobs.run(job)
    return {"statements": counted.count, "seconds": time.monotonic() - begun}


if __name__ == "__main__":
    main()
