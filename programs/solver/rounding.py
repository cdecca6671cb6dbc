"""Courses that do not fill their slots: three hours taught in two double hours.

The public form counts a session as `slots × hours_per_slot`. Where a course also carries its
true `hours`, a programme that is right by slots may be short by true hours. Then the demands are
tightened by what was missing, and the problem is solved again.
"""

import copy
import math
from collections import defaultdict
from collections.abc import Callable

from programs.solver.answer import Answer
from programs.solver.build import parse
from programs.solver.reading import Faults
from programs.solver.solving import Progress, solve

ROUNDS = 4
STEP = 0.1  # percent: what a tightened share is raised beyond what was missing
TOLERANCE = 1e-6


def solve_truly(
    data: dict,
    seconds: float,
    alternatives: int,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """Solve so that shares and least hours hold by the true hours of the courses.

    Without courses that leave part of a slot empty this is `solve`, proof included. Otherwise a
    proof is one for the rounded problem only, so the answer is at most "feasible", without bound.
    At most `ROUNDS` runs share the time. Arguments as for `solve`; `data` is the JSON.
    """
    if not is_rounded(data):
        return solve(parse(data), seconds, alternatives, on_progress, stop)
    first = found = solve(parse(data), seconds / ROUNDS, alternatives, on_progress, stop)
    tight, kept = data, None
    for _round in range(ROUNDS):
        lacks = [missing(data, programme) for programme in found.programmes]
        good = tuple(p for p, lack in zip(found.programmes, lacks, strict=True) if not lack)
        if good:
            kept = Answer("feasible", good[0]["score"], None, good)
        if not any(lacks):
            break
        tight = tightened(tight, lacks)
        try:
            found = solve(parse(tight), seconds / ROUNDS, alternatives, on_progress, stop)
        except Faults:  # the raised minimums add up to more than everything
            break
    if kept or first.status in ("infeasible", "unknown"):
        return kept or first
    return Answer("feasible", first.score, None, first.programmes)


def is_rounded(data: dict) -> bool:
    """Whether a course leaves part of a slot empty."""
    return any(_hours(data, c) != c["slots"] * data["hours_per_slot"] for c in data["courses"])


def _hours(data: dict, course: dict) -> float:
    return course.get("hours", course["slots"] * data["hours_per_slot"])


def missing(data: dict, programme: dict) -> dict[tuple[str, str], float]:
    """What a programme lacks by true hours: (list, code) -> percent, ("hours", "") -> hours.

    Negative where a maximum is passed. O(sessions + shares).
    """
    courses = {c["id"]: c for c in data["courses"]}
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for s in programme["sessions"]:
        hours = _hours(data, courses[s["course"]])
        sums["hours", ""] += hours
        sums["categories", courses[s["course"]]["category"]] += hours
        sums["formats", s["format"]] += hours
    total = sums["hours", ""]
    found = {}
    for rows in ("categories", "formats"):
        for row in data.get(rows) or []:
            share = 100 * sums[rows, row["code"]] / total if total else 0.0
            if share < row.get("min_percent", 0) - TOLERANCE:
                found[rows, row["code"]] = row["min_percent"] - share
            elif share > row.get("max_percent", 100) + TOLERANCE:
                found[rows, row["code"]] = row["max_percent"] - share
    least = (data.get("hours") or {}).get("min") or 0
    if total < least:
        found["hours", ""] = least - total
    return found


def tightened(data: dict, lacks: list[dict[tuple[str, str], float]]) -> dict:
    """The problem with every demand that was missed raised by the most that was missing."""
    data, gaps = copy.deepcopy(data), {}
    for lack in lacks:
        for key, gap in lack.items():
            gaps[key] = max(gaps.get(key, 0.0), gap, key=abs)
    for (rows, code), gap in gaps.items():
        if rows == "hours":
            data["hours"]["min"] += math.ceil(gap)
            continue
        row = next(row for row in data[rows] if row["code"] == code)
        name = "min_percent" if gap > 0 else "max_percent"
        moved = row[name] + gap + math.copysign(STEP, gap)
        row[name] = round(min(100.0, max(0.0, moved)), 1)
    return data
