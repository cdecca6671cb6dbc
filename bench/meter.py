"""How long the meter takes: the pure function, with its statements, the whole page."""

import os
import statistics
import time
from datetime import date, timedelta

from programs import meter

LINES = 60
OTHERS = 400  # double hours that other programmes take on the same days
RUNS = 200
DAY = date(2027, 3, 1)


def problem(lines: int = LINES, others: int = OTHERS) -> meter.Problem:
    """A programme of so many lines beside many others that use the same teachers and bases."""
    rows = tuple(
        meter.Line(
            id=i,
            position=i,
            course=i,
            name=f"课程{i}",
            category=i % 6,
            hours=2,
            format=i % 5,
            teacher=i % 25,
            teacher_name=f"教师{i % 25}",
            fee_per_hour_yuan=800,
            base=i % 8,
            base_name=f"基地{i % 8}",
            day_cost_yuan=3000,
            boarding_yuan_per_day=180,
            room=i % 20,
            place=f"教室{i % 20}",
            capacity=60,
            on=DAY + timedelta(i // 4),
            slots=range(i % 4, i % 4 + 1),
        )
        for i in range(1, lines + 1)
    )
    taken = tuple(
        meter.Booking(
            i, "", DAY + timedelta(i % 16), range(i % 4, i % 4 + 1), i % 60, i % 9, i % 40
        )
        for i in range(others)
    )
    return meter.Problem(
        lines=rows,
        quotas=tuple(meter.Quota(i, f"类别{i}", 10, 40) for i in range(6)),
        format_quotas=tuple(meter.Quota(i, f"形式{i}", 5) for i in range(5)),
        bookings=taken,
        places=50,
        hours_min=80,
        hours_max=160,
        budget_yuan=500_000,
        starts_on=DAY,
        ends_on=DAY + timedelta(20),
        today=DAY - timedelta(30),
    )


def timed(work, runs: int = RUNS) -> tuple[float, float]:
    """Median and 95th percentile of one call, in milliseconds of processor time.

    Of the processor, not of the clock: the machine does other things meanwhile, and SQLite works
    inside the process.
    """
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - begun))
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def main() -> str:
    """Measure the pure function and the answer of the page, and write both down."""
    rows = [("`meter.measure`, 60 lines, 400 other bookings", *timed(lambda: meter.measure(_P)))]
    half = problem(lines=30)
    rows.append(("`meter.measure`, 30 lines", *timed(lambda: meter.measure(half))))
    rows += asked_of_the_database()
    head = "| question | median ms | p95 ms |\n|---|---|---|\n"
    body = "\n".join(f"| {name} | {median:.1f} | {high:.1f} |" for name, median, high in rows)
    return (
        f"{head}{body}\n\nOne function answers the page, its fragments, the API and the submission."
    )


def asked_of_the_database() -> list[tuple[str, float, float]]:
    """The same question with its statements, on a database made for the purpose."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainportal.settings")
    import django  # noqa: PLC0415 (the pure part above runs without it)

    django.setup()
    from bench.meter_database import measured  # noqa: PLC0415 (needs the settings)

    return measured(LINES, timed)


_P = problem()
