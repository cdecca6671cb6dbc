"""The installation of `deploy/` behind nginx: what it answers, and what it survives."""

import shutil
import statistics
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from bench.production_site import NAME, Installation

SECONDS, READERS = 15, 8
PAGES = ("/", "/programs/", "/people/", "/resources/courses/")
PATIENCE = 180  # seconds until a job must have been finished by somebody


def main() -> str:
    """Measure; the section as Markdown. Raises SystemExit when a program is missing."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        raise SystemExit("This needs nginx and openssl.")
    with tempfile.TemporaryDirectory() as folder:
        site = Installation(Path(folder))
        try:
            site.build()
            site.start()
            answers, loads, jobs = the_answers(site), the_loads(site), the_jobs(site)
        finally:
            site.stop()
    return "\n".join([*answers, "", *loads, "", *jobs])


def the_answers(site: Installation) -> list[str]:
    """What a visitor and an attacker see at the door."""
    visitor = site.visitor()
    page = visitor.get("/account/login/")
    style = next(part for part in page.text.split('"') if part.endswith(".css"))
    sheet = visitor.get(style, headers={"Accept-Encoding": "gzip"})
    for _try in range(6):
        site.visitor().sign_in("unit", "wrong")
    right = site.visitor()
    right.sign_in("unit", site.password)
    seen = {
        "the sign-in page arrives over TLS, with HSTS": page.ok
        and "Strict-Transport-Security" in page.headers,
        "cookies are Secure and bound to the host": all(one.secure for one in visitor.cookies),
        "style sheets carry a hash and are compressed": sheet.ok
        and style.count(".") > 1
        and sheet.headers.get("Content-Encoding") == "gzip",
        "a host name that is not ours is refused": visitor.get(
            "/account/login/", headers={"Host": "elsewhere.example"}
        ).status_code
        == 400,
        "wrong passwords, counted across the web processes, lock the name": (
            "/account/login/" in right.get("/").url
        ),
    }
    return ["| at the door | |", "|---|---|"] + [
        f"| {what} | {'yes' if so else '**no**'} |" for what, so in seen.items()
    ]


def the_loads(site: Installation) -> list[str]:
    """Eight signed-in people read pages; then again while web processes are killed."""
    visitors = [site.visitor("department") for _reader in range(READERS)]
    read(visitors, 3)
    calm = read(visitors, SECONDS)
    one, other = site.units[:2]
    threading.Timer(SECONDS / 2, one.kill, kwargs={"child": True}).start()
    child = read(visitors, SECONDS)
    threading.Timer(SECONDS / 2, one.kill).start()
    unit = read(visitors, SECONDS)
    threading.Timer(SECONDS / 2, one.kill).start()
    threading.Timer(SECONDS / 2, other.kill).start()
    both = read(visitors, SECONDS)
    site.wait()
    rows = {
        "nobody is killed": calm,
        "the process of a web unit": child,
        "one of two web units": unit,
        "both web units": both,
    }
    return [
        f"{READERS} people read {', '.join(f'`{one}`' for one in PAGES)} for {SECONDS} s each time;"
        " clients and servers share the two cores.",
        "",
        "| `kill -9` of | pages | a second | median ms | p95 ms | not answered with 200 |",
        "|---|---|---|---|---|---|",
        *(f"| {name} | {figures(*load)} |" for name, load in rows.items()),
    ]


def read(visitors, seconds: float) -> tuple[list[float], Counter]:
    """Read pages side by side; the milliseconds of each and what was answered."""
    until, times, codes = time.monotonic() + seconds, [], Counter()

    def one(visitor) -> None:
        turn = 0
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                code = str(visitor.get(PAGES[turn % len(PAGES)]).status_code)
            except requests.RequestException as fault:
                code = type(fault).__name__
            times.append(1000 * (time.monotonic() - begun))
            codes[code] += 1
            turn += 1

    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(one, visitors))
    return times, codes


def figures(times: list[float], codes: Counter) -> str:
    """The cells of one row."""
    p95 = statistics.quantiles(times, n=20)[-1]
    bad = {code: n for code, n in codes.items() if code != "200"}
    said = ", ".join(f"{n} × {code}" for code, n in bad.items()) or "0"
    return (
        f"{len(times)} | {len(times) / SECONDS:.0f} | {statistics.median(times):.0f}"
        f" | {p95:.0f} | {said}"
    )


def the_jobs(site: Installation) -> list[str]:
    """A model is trained while workers, the clock or all of them are killed or stopped."""
    first, second, clock = site.units[2:]
    blows = {
        "nothing": [],
        "`kill -9` of both workers' processes at once": [first.kill, second.kill],
        "`kill -9` of both workers and the clock": [first.kill, second.kill, clock.kill],
        "SIGTERM to both workers, as at an update": [first.restart, second.restart],
    }
    rows = []
    for name, strikes in blows.items():
        before = models(site)
        department = site.visitor("department")
        begun = time.monotonic()
        department.fill("/matching/models/train/")
        wait(lambda: state(site)[0] == "running")
        for strike in strikes:
            strike()
        wait(lambda: state(site)[0] in {"done", "failed", "cancelled"})
        ended, attempts = state(site)
        rows.append(
            f"| {name} | {ended} | {attempts} | {models(site) - before}"
            f" | {time.monotonic() - begun:.0f} |"
        )
    return [
        "A model is trained by one of two workers; struck as soon as the job runs.",
        "",
        "| struck by | the job is | starts | models more | seconds |",
        "|---|---|---|---|---|",
        *rows,
    ]


def models(site: Installation) -> int:
    """How many models there are."""
    return site.sql(f"SELECT COUNT(*) FROM {NAME}.matching_model")[0][0]


def state(site: Installation) -> tuple[str, int]:
    """The newest training job: its state and how often it was begun."""
    return site.sql(
        f"SELECT state, attempts FROM {NAME}.accounts_job"
        " WHERE kind = 'matching.train' ORDER BY id DESC LIMIT 1"
    )[0]


def wait(until) -> None:
    """Wait for something. Raises SystemExit when patience ends."""
    for _half_second in range(2 * PATIENCE):
        if until():
            return
        time.sleep(0.5)
    raise SystemExit("It did not come to an end.")
