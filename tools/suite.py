"""Run every test twice: on SQLite without a broker, and on MariaDB + Redis, in random order.

The tests of all pages need a browser and no particular database: they run once, the journey twice.

What did not run is named at the end, test by test, with its reason. `--require-all` makes a gap a
failure; only what needs the data beside the checkout may be missing, where these data are missing.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from defusedxml import ElementTree

ROOT = Path(__file__).parents[1]
MYSQL = os.environ.get("TEST_DATABASE_URL", "mysql://root@127.0.0.1:3306/trainportal")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
SHARED = ROOT.parent / "shared" / "data"

# What no database decides: run once, on SQLite.
ONCE = (
    *("tests/architecture", "tests/demo", "tests/programs/solver", "tests/intake/test_texas.py"),
    *("tests/matching/test_kill.py", "tests/core/test_spreadsheets_template.py"),
    *(f"tests/matching/test_engine_{part}.py" for part in ("features", "models", "pipeline")),
    *(f"tests/matching/test_engine_{part}.py" for part in ("places", "real", "watching")),
    *(f"tests/core/test_{part}.py" for part in ("charts", "documents", "outbound", "text", "ui")),
    *(f"tests/core/test_spreadsheets_{part}.py" for part in ("clean", "hostile", "layout")),
    *(f"tests/core/test_spreadsheets_{part}.py" for part in ("malformed", "read", "write")),
)

# Long, and meant for the server: on SQLite only where there is no MariaDB.
SERVER = "tests/intake/test_crash_processes.py"


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


def say(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Suite:
    """The passes of one run, and what each test came to in any of them."""

    def __init__(self):
        self.codes: list[int] = []
        self.ran: set[str] = set()
        self.skipped: dict[str, str] = {}

    def run(self, label: str, *arguments: str, **environment: str) -> None:
        """Run pytest once."""
        say(f"\n=== {label}")
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            pytest = [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-n",
                "2",
                "--dist",
                "loadgroup",
            ]
            command = [*pytest, f"--junitxml={report}"]
            done = subprocess.run([*command, *arguments], cwd=ROOT, env=os.environ | environment)
            self.codes.append(done.returncode)
            if report.exists():
                self._read(report)

    def _read(self, report: Path) -> None:
        for case in ElementTree.parse(report).iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            skip = case.find("skipped")
            if skip is None:
                self.ran.add(name)
            else:
                self.skipped[name] = skip.get("message") or "no reason given"

    @property
    def left_out(self) -> dict[str, str]:
        """Tests that ran in no pass."""
        return {name: why for name, why in self.skipped.items() if name not in self.ran}


def main(arguments: list[str]) -> int:
    """Run the passes this machine allows."""
    missing, suite = gaps(), Suite()
    plain = [] if browser() else ["-m", "not browser"]
    server = not {"MariaDB", "Redis"} & missing.keys()
    plain += [f"--ignore={SERVER}"] if server else []
    suite.run("SQLite, no broker", *plain, DATABASE_URL="", REDIS_URL="")
    if server:
        once = [f"--ignore={path}" for path in ONCE]
        address = {"DATABASE_URL": MYSQL, "REDIS_URL": REDIS}
        chosen = "not browser or journey" if browser() else "not browser"
        suite.run("MariaDB + Redis", "-m", chosen, *once, **address)
    for name, why in sorted(suite.left_out.items()):
        say(f"LEFT OUT {name}: {why}")
    for name, what in missing.items():
        say(f"LEFT OUT, because {name} was not found here: {what}")
    unexplained = [why for why in suite.left_out.values() if SHARED.exists() or "shared" not in why]
    if "--require-all" in arguments and (missing or unexplained):
        say("Everything is required here, so this run has failed.")
        return 1
    return max(suite.codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
