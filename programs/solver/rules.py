"""The demands that can be dropped or relaxed: their names, their JSON, a problem without one."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from programs.solver.problem import Problem


@dataclass(frozen=True)
class Rule:
    """A demand that can be dropped; `key` is the code or the index it is about."""

    kind: str
    key: Any = None


ABOUT = {  # what the JSON of a rule is about, and the list in which its row lies
    "category_min": ("code", "categories"),
    "category_max": ("code", "categories"),
    "format_min": ("code", "formats"),
    "format_max": ("code", "formats"),
    "required": ("course", "courses"),
    "pinned": ("course", "courses"),
    "after": ("course", "courses"),
    "capacity": ("base", "bases"),
    "base_busy": ("base", "bases"),
    "teacher_busy": ("teacher", "teachers"),
}
FIELDS = {  # where in its row a rule is written
    "category_min": "min_percent",
    "category_max": "max_percent",
    "format_min": "min_percent",
    "format_max": "max_percent",
    "required": "required",
    "after": "after",
    "capacity": "capacity",
    "base_busy": "busy_days",
    "teacher_busy": "busy",
}
NUMBERS = ("budget", "hours_min", "hours_max", "max_hours_per_day")


def droppable(problem: Problem) -> Iterator[Rule]:
    """The rules of a problem that forbid anything at all. O(size of the problem)."""
    for quota in problem.quotas:
        if quota.least > 0:
            yield Rule(f"{quota.kind}_min", quota.code)
        if quota.most is not None:
            yield Rule(f"{quota.kind}_max", quota.code)
    for kind, bites in (
        ("budget", problem.budget is not None),
        ("hours_min", problem.least > 0),
        ("hours_max", problem.most < problem.longest),
        ("max_hours_per_day", problem.day_cap < problem.slots * problem.slot_hours),
    ):
        if bites:
            yield Rule(kind)
    yield from _course_rules(problem)
    yield from _calendar_rules(problem)


def _course_rules(problem: Problem) -> Iterator[Rule]:
    pinned = {pin.course for pin in problem.pins}
    for c, course in enumerate(problem.courses):
        if course.required:
            yield Rule("required", c)
        if c in pinned:
            yield Rule("pinned", c)
        if course.after:
            yield Rule("after", c)


def _calendar_rules(problem: Problem) -> Iterator[Rule]:
    bases = {offer.base for offer in problem.offers}
    for k in sorted(bases):
        if not problem.bases[k].fits:
            yield Rule("capacity", k)
        if any(window.closed.get(k) for window in problem.windows):
            yield Rule("base_busy", k)
    for t in sorted({offer.teacher for offer in problem.offers}):
        if any(any(window.busy.get(t, ())) for window in problem.windows):
            yield Rule("teacher_busy", t)


def rule_json(problem: Problem, rule: Rule) -> dict[str, Any]:
    """A rule in the public form."""
    if rule.kind not in ABOUT:
        return {"kind": rule.kind}
    about, rows = ABOUT[rule.kind]
    name = rule.key if about == "code" else problem.raw[rows][rule.key]["id"]
    return {"kind": rule.kind, about: name}


def written(data: dict, rule: dict) -> Any:
    """The value that a problem's JSON gives to a rule in the public form."""
    kind = rule["kind"]
    if kind in ("hours_min", "hours_max"):
        return (data.get("hours") or {}).get(kind[-3:])
    if kind in NUMBERS:
        return data.get(kind)
    return _row(data, rule).get(FIELDS[kind])


def applied(data: dict, rule: dict) -> dict:
    """A copy of a problem's JSON in which a rule is relaxed to its `to`, or dropped without one."""
    data = copy.deepcopy(data)
    kind, to = rule["kind"], rule.get("to")
    if kind in ("hours_min", "hours_max"):
        data["hours"] = {**(data.get("hours") or {}), kind[-3:]: to}
    elif kind in NUMBERS:
        data[kind] = to
    elif kind == "pinned":
        data["pinned"] = [p for p in data.get("pinned") or [] if p["course"] != rule["course"]]
    else:
        _row(data, rule)[FIELDS[kind]] = to
    return data


def _row(data: dict, rule: dict) -> dict:
    about, rows = ABOUT[rule["kind"]]
    key = "code" if about == "code" else "id"
    return next(row for row in data.get(rows) or [] if row[key] == rule[about])
