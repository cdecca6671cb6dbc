"""From JSON without faults to the whole numbers that the solvers read."""

import math
from fractions import Fraction
from typing import Any

from programs.solver.checks import check_programme
from programs.solver.numbers import TOLERANCE, common_grain, common_unit, exact
from programs.solver.problem import Base, Course, Offer, Pin, Problem, Quota, Window
from programs.solver.reading import Faults, Reader

WEIGHTS = {"value": 1.0, "rating": 0.2, "cost_per_1000": 0.05, "base_change": 0.5}


def parse(data: Any) -> Problem:
    """Read a single programme's problem.

    Parameters
    ----------
    data : the problem as `json.load` gives it.

    Returns
    -------
    Problem with one window.

    Raises
    ------
    Faults
        With everything that is wrong, each under its JSON path.
    """
    read = Reader()
    check_programme(data, read)
    if read.faults:
        raise Faults(read.faults)
    window = tuple(data["days"])
    return build(data, [(window, tuple(range(len(window))))])


def build(data: dict, windows: list[tuple[tuple[str, ...], tuple]], name: str = "") -> Problem:
    """Compile a checked programme; `windows` are pairs of dates and of the names of these days."""
    most_days = max((len(days) for days, _ in windows), default=0)
    slots = int(data["slots_per_day"])
    per_slot, true = exact(data["hours_per_slot"]), _true_hours(data)
    grain = common_grain([per_slot, *true])
    slot_hours = int(per_slot / grain)
    hours = data.get("hours") or {}
    given = data.get("weights")
    weights = {k: exact(v) for k, v in (WEIGHTS if given is None else given).items()}
    teachers = data["teachers"]
    index = _Index(data)
    paid = {of / per_slot for of in true}  # slots, parts of one as well, that a fee is paid for
    unit, cent = _unit(data, weights, paid), _cent(data, paid)
    day_cap = _at_most(data.get("max_hours_per_day"), grain, slots * slot_hours)
    budget = data.get("budget")
    return Problem(
        id=name,
        raw=data,
        slots=slots,
        grain=grain,
        slot_hours=slot_hours,
        least=max(0, math.ceil((exact(hours.get("min")) - TOLERANCE) / grain)),
        most=_at_most(hours.get("max"), grain, most_days * slots * slot_hours),
        day_cap=day_cap,
        budget=None if budget is None else math.floor((exact(budget) + TOLERANCE) * cent),
        quotas=_quotas(data),
        courses=tuple(
            _course(row, int(of / grain), index)
            for row, of in zip(data["courses"], true, strict=True)
        ),
        teachers=tuple(row["id"] for row in teachers),
        limits=tuple(_limit(row, slots) for row in teachers),
        bases=tuple(_base(row, data["cohort"], weights, unit, cent) for row in data["bases"]),
        offers=_offers(data, index, true, weights, (grain, unit, cent)),
        pins=tuple(_pin(row, index) for row in data.get("pinned") or []),
        windows=tuple(_window(days, labels, data, index) for days, labels in windows),
        unit=unit,
        cent=cent,
        change=round(weights.get("base_change", Fraction(0)) * unit),
    )


class _Index:
    """Positions of courses, teachers and bases by id."""

    def __init__(self, data: dict):
        self.course = {row["id"]: i for i, row in enumerate(data["courses"])}
        self.teacher = {row["id"]: i for i, row in enumerate(data["teachers"])}
        self.base = {row["id"]: i for i, row in enumerate(data["bases"])}


def _at_most(hours: float | None, grain: Fraction, most: int) -> int:
    if hours is None:
        return most
    return min(most, math.floor((exact(hours) + TOLERANCE) / grain))


def _true_hours(data: dict) -> list[Fraction]:
    """Hours of each course: its own where it leaves part of its last slot free."""
    per_slot = exact(data["hours_per_slot"])
    return [
        exact(c["hours"]) if c.get("hours") is not None else int(c["slots"]) * per_slot
        for c in data["courses"]
    ]


def _limit(teacher: dict, slots: int) -> int:
    limit = teacher.get("max_slots_per_day")
    return slots if limit is None else min(slots, int(limit))


def _unit(data: dict, weights: dict[str, Fraction], paid: set[Fraction]) -> int:
    """Parts of a point in which every addend of the score is whole."""
    money = weights.get("cost_per_1000", Fraction(0)) / 1000
    days = len(data.get("days") or ()) or max(map(len, data.get("windows") or [()]), default=0)
    addends = [exact(c["value"]) * weights.get("value", 0) for c in data["courses"]]
    lengths = {int(c["slots"]) for c in data["courses"]}
    for teacher in data["teachers"]:
        slot = exact(teacher["rating"]) * weights.get("rating", 0)
        addends += [slot * n for n in lengths]
        addends += [exact(teacher["fee_per_slot"]) * money * n for n in paid]
    addends += [exact(base["day_cost"]) * money * max(days, 1) for base in data["bases"]]
    addends.append(weights.get("base_change", Fraction(0)) * max(days, 1))
    # A day's cost and a change are whole as well, not only their multiples.
    addends += [exact(base["day_cost"]) * money for base in data["bases"]]
    addends.append(weights.get("base_change", Fraction(0)))
    return common_unit(addends)


def _cent(data: dict, paid: set[Fraction]) -> int:
    parts = {Fraction(1), *(slots % 1 for slots in paid)}
    amounts = [exact(t["fee_per_slot"]) * part for t in data["teachers"] for part in parts]
    return common_unit(amounts + [exact(b["day_cost"]) for b in data["bases"]])


def _quotas(data: dict) -> tuple[Quota, ...]:
    return tuple(
        Quota(
            kind,
            row["code"],
            exact(row.get("min_percent")),
            None if row.get("max_percent") is None else exact(row["max_percent"]),
        )
        for kind, key in (("category", "categories"), ("format", "formats"))
        for row in data.get(key) or []
    )


def _course(row: dict, hours: int, index: _Index) -> Course:
    after = tuple(dict.fromkeys(index.course[name] for name in row.get("after") or []))
    required = bool(row.get("required"))
    return Course(row["id"], row["category"], int(row["slots"]), hours, required, after)


def _base(row: dict, cohort: int, weights: dict[str, Fraction], unit: int, cent: int) -> Base:
    cost, capacity = exact(row["day_cost"]), row.get("capacity")
    return Base(
        row["id"],
        capacity is None or capacity >= cohort,
        round(cost * cent),
        round(cost * weights.get("cost_per_1000", 0) / 1000 * unit),
    )


def _offers(data, index: _Index, true, weights, scale) -> tuple[Offer, ...]:
    found: dict[tuple, Offer] = {}
    worth: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    per_slot = exact(data["hours_per_slot"])
    grain, unit, cent = scale
    for row in data["offers"]:
        c, t = index.course[row["course"]], index.teacher[row["teacher"]]
        if (c, t) not in worth:
            course, teacher = data["courses"][c], data["teachers"][t]
            gain, fee = _worth(course, teacher, weights, true[c] / per_slot)
            hours = int(true[c] / grain)
            worth[c, t] = int(course["slots"]), hours, round(gain * unit), round(fee * cent)
        key = (c, row["format"], t, index.base[row["base"]])
        found[key] = Offer(*key, *worth[c, t])
    return tuple(found.values())


def _worth(course: dict, teacher: dict, weights, paid: Fraction) -> tuple[Fraction, Fraction]:
    """Gain in points and fee in yuan of a course by a teacher, paid for so many slots."""
    fee = exact(teacher["fee_per_slot"]) * paid
    gain = exact(course["value"]) * weights.get("value", 0)
    gain += exact(teacher["rating"]) * int(course["slots"]) * weights.get("rating", 0)
    return gain - fee / 1000 * weights.get("cost_per_1000", 0), fee


def _pin(row: dict, index: _Index) -> Pin:
    teacher, base, day = row.get("teacher"), row.get("base"), row.get("day")
    return Pin(
        index.course[row["course"]],
        row.get("format"),
        None if teacher is None else index.teacher[teacher],
        None if base is None else index.base[base],
        int(day) if isinstance(day, float) else day,
        None if row.get("slot") is None else int(row["slot"]),
    )


def _window(days: tuple[str, ...], labels: tuple, data: dict, index: _Index) -> Window:
    place = {label: i for i, label in enumerate(labels)}
    busy: dict[int, list[int]] = {}
    for row in data["teachers"]:
        for day, slot in row.get("busy") or []:
            if day in place:
                masks = busy.setdefault(index.teacher[row["id"]], [0] * len(days))
                masks[place[day]] |= 1 << int(slot)
    closed: dict[int, int] = {}
    for row in data["bases"]:
        for day in row.get("busy_days") or []:
            if day in place:
                at = index.base[row["id"]]
                closed[at] = closed.get(at, 0) | 1 << place[day]
    return Window(days, labels, {t: tuple(m) for t, m in busy.items()}, closed, {})
