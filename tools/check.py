"""Everything that can be checked without running the tests, side by side, in seconds."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PYTHON = str(BIN / "python")
# Where one app meets another: who may, who asks, what runs later, what is refused.
SEAMS = (
    *("core/errors.py", "core/events.py", "core/flow.py", "core/jobs.py", "core/panels.py"),
    *("core/api.py", "core/text.py", "accounts/access.py", "accounts/tenancy.py"),
    *("accounts/background.py", "accounts/process.py", "accounts/tokens.py"),
    *(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("*/rules.py"))),
    *(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("*/rules/*.py"))),
)
CHECKS = {
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "types": [str(BIN / "mypy"), "--follow-imports=silent", *SEAMS],
    "contracts": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "templates"],
    "settings": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "spelling": [
        str(BIN / "codespell"),
        "core",
        "accounts",
        "programs",
        "resources",
        "docs",
        "README.md",
    ],
    "dependencies": [str(BIN / "deptry"), "."],
}


def run(name: str) -> tuple[str, float, int, str]:
    """Run one check and return its name, seconds, exit code and output."""
    begun = time.monotonic()
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True)
    return name, time.monotonic() - begun, done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(CHECKS)
    start = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(run, wanted))
    for name, seconds, code, output in results:
        sys.stdout.write(f"{'ok  ' if code == 0 else 'FAIL'} {name:<13}{seconds:5.1f} s\n")
        if code:
            sys.stdout.write(output + "\n")
    sys.stdout.write(f"{time.monotonic() - start:.1f} s in all\n")
    sys.exit(any(code for _n, _s, code, _o in results))
