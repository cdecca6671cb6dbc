"""Run benchmarks and write each one's table into its own section of `docs/bench.md`.

`python -m bench.run` runs all, `python -m bench.run compose` one, `python -m bench.run
match:places` one part of one that has parts. A benchmark is a module of this package with a
function `main() -> str` that measures and returns its section as Markdown, without the heading,
or with `PARTS`, such functions by name, each with a section of its own. What it compares, it
measures in the same run: the ratios carry over to other machines, the seconds do not.
"""

import importlib
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "bench.md"
ALL = ("intake", "catalogue", "compose", "meter", "match", "production")


def machine() -> str:
    """Say when and on what a section was measured."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    name = model.group(1) if model else platform.machine()
    today = time.strftime("%Y-%m-%d")
    return f"{today}, {os.cpu_count()} cores, {name}, Python {platform.python_version()}"


def spent() -> float:
    """CPU seconds of this process and of those it has waited for."""
    return sum(os.times()[:4])


def sections(wanted: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the sections that a name on the command line stands for, and what measures each."""
    name, _colon, part = wanted.partition(":")
    module = importlib.import_module(f"bench.{name}")
    parts = getattr(module, "PARTS", None)
    if parts is None:
        yield name, module.main
        return
    for one in [part] if part else parts:
        yield f"{name}:{one}", parts[one]


def write(name: str, text: str, seconds: float) -> None:
    """Replace the section of one benchmark."""
    page = PAGE.read_text("utf-8")
    head = f"_{machine()}; took {seconds:,.0f} s of CPU_"
    section = f"<!-- {name} -->\n{head}\n\n{text.strip()}\n<!-- /{name} -->"
    found = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.S)
    if not found.search(page):
        raise SystemExit(f"{PAGE.name} has no section {name}")
    PAGE.write_text(found.sub(lambda _m: section, page), "utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or ALL:
        for name, measure in sections(wanted):
            began = spent()
            text = measure()
            write(name, text, spent() - began)
