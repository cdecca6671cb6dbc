"""Run every test on SQLite, and those of locks and jobs again on MariaDB + Redis.

What cannot run here is named at the end. `--require-all` makes a gap a failure.
"""

import os
import shutil
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
MYSQL = os.environ.get("TEST_DATABASE_URL", "mysql://root@127.0.0.1:3306/trainportal")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")

# What a server database decides differently: locks, races, jobs. The rest runs on SQLite.
SECOND = (
    "tests/core/test_jobs.py",
    "tests/programs/test_concurrency.py",
    "tests/programs/test_enrolment_operations.py",
    "tests/programs/test_delivery_operations.py",
)


def answers(url: str) -> bool:
    """Whether something listens at the address of a URL."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=1).close()
    except OSError:
        return False
    return True


def browser() -> str | None:
    """The Chromium of this machine, if it has one."""
    return (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )


def gaps() -> dict[str, str]:
    """What this machine lacks, and what is therefore left out."""
    found = {}
    if not (find_spec("MySQLdb") and answers(MYSQL)):
        found["MariaDB"] = "the second pass on MariaDB + Redis"
    if not answers(REDIS):
        found["Redis"] = "the second pass on MariaDB + Redis"
    if browser() is None:
        found["Chromium"] = "the tests in a real browser"
    return found


def pytest(label: str, *arguments: str, **environment: str) -> int:
    """Run pytest once and return its exit code."""
    sys.stdout.write(f"\n=== {label}\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:randomly", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment).returncode


def main(arguments: list[str]) -> int:
    """Run the passes this machine allows."""
    missing = gaps()
    left = [] if browser() else ["-m", "not browser"]
    codes = [pytest("SQLite, no broker", "-n", "2", *left, DATABASE_URL="", REDIS_URL="")]
    if not {"MariaDB", "Redis"} & missing.keys():
        codes.append(pytest("MariaDB + Redis", *SECOND, DATABASE_URL=MYSQL, REDIS_URL=REDIS))
    for name, what in missing.items():
        sys.stdout.write(f"LEFT OUT, because {name} was not found here: {what}\n")
    if missing and "--require-all" in arguments:
        sys.stdout.write("Everything is required here, so this run has failed.\n")
        return 1
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
