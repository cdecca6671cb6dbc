"""What a programme adds up to, and what stands in its way: one pure function for every asker.

The page, its fragments, the API and the submission all call `measure`, so they cannot disagree.
Hours are teaching hours (45 min), money is whole yuan, percentages are of all hours held.
Sentences are not made here: an `Issue` carries a code and the values that fill its sentence.
"""

from programs.meter.checks import issues, when
from programs.meter.costs import cost
from programs.meter.shapes import Carried, Cost, Issue, Line, Meter, Problem, Quota, Share
from programs.meter.shares import Candidate, Way, carried, shares, shortest_ways
from resources.calendar import (
    HELD,
    Booking,
    Clash,
    Wish,
    base_closed,
    base_full,
    clashes,
    meet,
    room_taken,
    teacher_taken,
)

__all__ = [
    "HELD",
    "Booking",
    "Candidate",
    "Carried",
    "Clash",
    "Cost",
    "Issue",
    "Line",
    "Meter",
    "Problem",
    "Quota",
    "Share",
    "Way",
    "Wish",
    "base_closed",
    "base_full",
    "carried",
    "clashes",
    "cost",
    "measure",
    "meet",
    "room_taken",
    "shares",
    "shortest_ways",
    "teacher_taken",
    "when",
]


def measure(problem: Problem) -> Meter:
    """Measure a programme.

    O(n log n + b + k) for n lines, b bookings and k pairs that share a day.
    """
    lines = problem.lines
    return Meter(
        lines=lines,
        shares=shares(problem.quotas, ((line.category, line.hours) for line in lines)),
        format_shares=shares(problem.format_quotas, ((line.format, line.hours) for line in lines)),
        hours=sum(line.hours for line in lines),
        complete=sum(not line.missing for line in lines),
        days=len({line.on for line in lines if line.on}),
        cost=cost(lines, problem.places),
        smallest=min((x for x in lines if x.capacity is not None), key=_capacity, default=None),
        issues=issues(problem),
    )


def _capacity(line: Line) -> int:
    return line.capacity or 0
