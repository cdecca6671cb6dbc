"""The list of courses with 200 and with 20,000 of them: statements and time of a page.

Two processes hold a database each and answer in turns, so that both meet the same machine; see
`bench.catalogue_page`. Measured on SQLite, and on the MariaDB server at `BENCH_DATABASES`
(`mysql://root@127.0.0.1:3306` unless told) where one answers. The courses are the public Texas
list multiplied, where it lies beside the checkout; otherwise names made of the same kind of words.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.catalogue_page import INSTITUTES, ROOT, TEXAS

SERVER = os.environ.get("BENCH_DATABASES", "mysql://root@127.0.0.1:3306")
FEW, MANY, ROUNDS, LIMIT = 200, 20_000, 7, 1.5
PAGES = {
    "first page": "",
    "page 3": "?page=3",
    "page 500": "?page=500",
    "last page": "?page=9999",
    "by name": "?sort=name",
    "by category": "?sort=category",
    "longest first": "?sort=-hours",
    "best rated first": "?sort=-rating",
    "most teachers first": "?sort=-teachers",
    "fewest teachers first": "?sort=teachers",
    "by owner": "?sort=owner",
    "one category": "?category={category}",
    "one format": "?format={format}",
    "search by name": "?q=technician",
    "search by two words": "?q=medical+assistant",
    "search without a hit": "?q=zzzz",
}
VIEWERS = {"department": "sees them as those of its institutes", "unit": "sees them as shared"}


class Side:
    """One process with its database."""

    def __init__(self, count: int, folder: Path, database: str):
        env = os.environ | {"VAR_DIR": str(folder), "DATABASE_URL": database, "REDIS_URL": ""}
        env |= {"DJANGO_SETTINGS_MODULE": "trainportal.settings"}
        command = [sys.executable, "-m", "bench.catalogue_page", str(count)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, **pipes)

    def read(self) -> dict:
        """Return its next answer."""
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a process of the measurement has ended")
        return json.loads(line)

    def ask(self, viewer: str, query: str) -> dict:
        """Let it answer one page."""
        self.process.stdin.write(json.dumps([viewer, query]) + "\n")
        self.process.stdin.flush()
        return self.read()

    def end(self) -> None:
        """Let it go."""
        self.process.stdin.close()
        self.process.wait(30)


def main() -> str:
    """Measure on every database that is here; return the section."""
    texts = [_table("SQLite", _rows(dict.fromkeys((FEW, MANY), "")))]
    server = _server()
    if server:
        with _databases(server) as addresses:
            texts.append(_table("MariaDB", _rows(addresses)))
    else:
        texts.append(f"MariaDB: no server answered at `{SERVER}`.")
    return _intro() + "\n\n" + "\n\n".join(texts)


def _server():
    """Return a connection to the server that keeps the databases of the measurement, or None."""
    try:
        import MySQLdb  # noqa: PLC0415

        at = urlsplit(SERVER)
        return MySQLdb.connect(
            host=at.hostname, port=at.port, user=at.username, password=at.password or ""
        )
    except ImportError:
        return None
    except MySQLdb.Error:
        return None


@contextmanager
def _databases(server):
    """Two empty databases on the server, gone afterwards; yield their addresses by count."""
    names = {count: f"bench_catalogue_{count}" for count in (FEW, MANY)}
    cursor = server.cursor()
    for name in names.values():
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    try:
        yield {count: f"{SERVER}/{name}" for count, name in names.items()}
    finally:
        for name in names.values():
            cursor.execute(f"DROP DATABASE {name}")
        server.close()


def _rows(addresses: dict[int, str]) -> list:
    """Ask every page of both sides."""
    with tempfile.TemporaryDirectory() as folder:
        sides = [Side(count, Path(folder) / str(count), at) for count, at in addresses.items()]
        for side in sides:
            side.read()
        rows = [
            (viewer, page, *_both(sides, viewer, query))
            for viewer in VIEWERS
            for page, query in PAGES.items()
        ]
        for side in sides:
            side.end()
    return rows


def _both(sides: list[Side], viewer: str, query: str) -> list[dict]:
    """Return for each side the median time and the statements; the first round warms up."""
    found = [[side.ask(viewer, query) for side in sides] for _round in range(ROUNDS + 1)][1:]
    return [
        {
            "ms": statistics.median(one["ms"] for one in answers),
            "statements": max(one["statements"] for one in answers),
        }
        for answers in zip(*found, strict=True)
    ]


def _intro() -> str:
    source = "the Texas list, multiplied" if TEXAS.exists() else "made names"
    seen = "; ".join(f"the {name} {how}" for name, how in VIEWERS.items())
    return (
        f"The page of courses with {FEW} and with {MANY:,} courses ({source}), {INSTITUTES}"
        f" institutes, two offers each; {seen}. Median of {ROUNDS}, in turns, processor time"
        " of the whole answer with that of the database."
    )


def _table(database: str, rows: list) -> str:
    lines = [
        f"| {database}: who looks | page | statements at {FEW} | at {MANY:,} | ms at {FEW}"
        f" | at {MANY:,} | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for viewer, page, few, many in rows:
        lines.append(
            f"| {viewer} | {page} | {few['statements']} | {many['statements']} |"
            f" {few['ms']:.1f} | {many['ms']:.1f} | {many['ms'] / few['ms']:.2f} |"
        )
    over = [f"{p} ({v})" for v, p, few, many in rows if many["ms"] > LIMIT * few["ms"]]
    same = all(few["statements"] == many["statements"] for _v, _p, few, many in rows)
    return (
        "\n".join(lines) + f"\n\n{database}: statements {'the same' if same else 'NOT the same'};"
        f" over {LIMIT} times the time at {FEW}: {', '.join(over) or 'none'}."
    )
