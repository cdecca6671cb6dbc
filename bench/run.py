"""Run benchmarks and write each one's table into its own section of `docs/bench.md`.

`python -m bench.run` runs all, `python -m bench.run compose` one. A benchmark is a module of
this package with a function `main() -> str` that measures and returns its section as Markdown,
without the heading. What it compares, it measures in the same run: the ratios carry over to
other machines, the seconds do not.
"""

import importlib
import os
import platform
import re
import sys
import time
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "bench.md"
ALL = ("intake", "catalogue", "compose", "meter", "match", "production")


def machine() -> str:
    """Say when and on what a section was measured."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    name = model.group(1) if model else platform.machine()
    today = time.strftime("%Y-%m-%d")
    return f"{today}, {os.cpu_count()} cores, {name}, Python {platform.python_version()}"


def write(name: str, text: str) -> None:
    """Replace the section of one benchmark."""
    page = PAGE.read_text("utf-8")
    section = f"<!-- {name} -->\n_{machine()}_\n\n{text.strip()}\n<!-- /{name} -->"
    found = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.S)
    if not found.search(page):
        raise SystemExit(f"{PAGE.name} has no section {name}")
    PAGE.write_text(found.sub(lambda _m: section, page), "utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or ALL:
        write(wanted, importlib.import_module(f"bench.{wanted}").main())
