"""From JSON without faults to the whole numbers that the solvers read."""

import math
from fractions import Fraction
from typing import Any

from programs.solver.checks import check_programme
from programs.solver.numbers import (
    TOLERANCE,
    common_grain,
    common_unit,
    exact,
    nearest,
    over_common,
    times,
)
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
        offers=_offers(data, index, _Worth(data, weights, true, (grain, unit, cent))),
        pins=tuple(_pin(row, index) for row in data.get("pinned") or []),
        windows=_windows(windows, data, index),
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


def money(weights: dict[str, Fraction]) -> Fraction:
    """Points that a yuan takes."""
    return weights.get("cost_per_1000", Fraction(0)) / 1000


def _unit(data: dict, weights: dict[str, Fraction], paid: set[Fraction]) -> int:
    """Parts of a point in which every addend of the score is whole."""
    yuan, zero = money(weights), Fraction(0)
    days = len(data.get("days") or ()) or max(map(len, data.get("windows") or [()]), default=0)
    each = [times(c["value"], weights.get("value", zero)) for c in data["courses"]]
    for n in {int(c["slots"]) for c in data["courses"]}:
        slots = weights.get("rating", zero) * n
        each += [times(teacher["rating"], slots) for teacher in data["teachers"]]
    for n in paid:
        slots = yuan * n
        each += [times(teacher["fee_per_slot"], slots) for teacher in data["teachers"]]
    # A day's cost and a change are whole as well, not only their multiples.
    for n in (1, max(days, 1)):
        each += [times(base["day_cost"], yuan * n) for base in data["bases"]]
        each.append(weights.get("base_change", zero) * n)
    return common_unit(each)


def _cent(data: dict, paid: set[Fraction]) -> int:
    parts = {Fraction(1), *(slots % 1 for slots in paid)}
    amounts = [times(t["fee_per_slot"], part) for t in data["teachers"] for part in parts]
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
        round(cost * money(weights) * unit),
    )


def _offers(data, index: _Index, worth: "_Worth") -> tuple[Offer, ...]:
    found: dict[tuple, Offer] = {}
    known: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in data["offers"]:
        c, t = index.course[row["course"]], index.teacher[row["teacher"]]
        if (c, t) not in known:
            known[c, t] = worth.of(c, t)
        key = (c, row["format"], t, index.base[row["base"]])
        found[key] = Offer(*key, *known[c, t])
    return tuple(found.values())


class _Worth:
    """Gain and fee of a course by a teacher, in whole numbers throughout.

    value, rating, money : points of a course, of a slot by a teacher, and what a slot's fee takes,
        over their common denominators.  fee : yuan a slot.  paid : slots that a fee is paid for.
    """

    def __init__(self, data: dict, weights: dict, true: list[Fraction], scale: tuple):
        courses, teachers = data["courses"], data["teachers"]
        self.grain, self.unit, self.cent = scale
        per_slot, zero = exact(data["hours_per_slot"]), Fraction(0)
        self.slots = [int(row["slots"]) for row in courses]
        self.hours = [int(of / self.grain) for of in true]
        points = [times(row["value"], weights.get("value", zero)) for row in courses]
        points += [times(row["rating"], weights.get("rating", zero)) for row in teachers]
        points += [times(row["fee_per_slot"], money(weights)) for row in teachers]
        points, self.part = over_common(points)
        self.value, rest = points[: len(courses)], points[len(courses) :]
        self.rating, self.money = rest[: len(teachers)], rest[len(teachers) :]
        self.fee, self.coin = over_common([exact(row["fee_per_slot"]) for row in teachers])
        self.paid, self.piece = over_common([of / per_slot for of in true])

    def of(self, c: int, t: int) -> tuple[int, int, int, int]:
        """Slots, hours in grains, gain in 1/`unit` points and fee in 1/`cent` yuan."""
        gain = self.piece * (self.value[c] + self.slots[c] * self.rating[t])
        gain -= self.paid[c] * self.money[t]
        fee = self.paid[c] * self.fee[t]
        return (
            self.slots[c],
            self.hours[c],
            nearest(gain * self.unit, self.part * self.piece),
            nearest(fee * self.cent, self.coin * self.piece),
        )


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


def _windows(windows: list[tuple], data: dict, index: _Index) -> tuple[Window, ...]:
    """The windows with what is taken in each; every calendar is read once for all of them."""
    places: dict[Any, list[tuple[int, int]]] = {}
    for w, (_, labels) in enumerate(windows):
        for d, label in enumerate(labels):
            places.setdefault(label, []).append((w, d))
    busy: list[dict[int, list[int]]] = [{} for _ in windows]
    for row in data["teachers"]:
        t = index.teacher[row["id"]]
        for day, slot in row.get("busy") or []:
            for w, d in places.get(day, ()):
                masks = busy[w].setdefault(t, [0] * len(windows[w][0]))
                masks[d] |= 1 << int(slot)
    closed = _closed(data, index, places, len(windows))
    return tuple(
        Window(days, labels, {t: tuple(m) for t, m in busy[w].items()}, closed[w], {})
        for w, (days, labels) in enumerate(windows)
    )


def _closed(data: dict, index: _Index, places: dict, count: int) -> list[dict[int, int]]:
    """For each window the days on which bases are taken, as masks."""
    closed: list[dict[int, int]] = [{} for _ in range(count)]
    for row in data["bases"]:
        k = index.base[row["id"]]
        for day in row.get("busy_days") or []:
            for w, d in places.get(day, ()):
                closed[w][k] = closed[w].get(k, 0) | 1 << d
    return closed
