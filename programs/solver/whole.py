"""The rules of a programme as a whole, whichever day a session is held on.

Constraints of the CP-SAT models of `model.py` and `choice.py`, over what is held (`given`) and
where the days are (`at`). Some say in whole numbers what the others leave to the search: how many
hours a share is once all hours are known, how many days it takes, what a set of bases holds in all
its days. They follow from the rules, and prove a plan the best several times sooner.
"""

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from programs.solver.rules import Rule

if TYPE_CHECKING:
    from programs.solver.model import Model

MOST_SUMS = 80  # different sums of hours up to which each is a case of its own


def build(m: "Model") -> None:
    """Add these rules to a model whose ways and bases exist."""
    _windows(m)
    _must(m)
    _wanted(m)
    _room(m)
    _totals(m)
    _sums(m)


def _windows(m: "Model") -> None:
    """What a window lacks: days beyond its end, and days on which a base is taken."""
    for i, window in enumerate(m.problem.windows):
        for d in range(len(window.days), m.days):
            m.cp.add(m.used[d] + m.chosen[i] <= 1)
        for (k, d), here in m.at.items():
            if window.closed.get(k, 0) >> d & 1:
                m.add(here + m.chosen[i] <= 1, Rule("base_busy", k))
    for (k, _), here in m.at.items():
        if not m.problem.bases[k].fits:
            m.add(here == 0, Rule("capacity", k))


def _must(m: "Model") -> None:
    """Required and pinned courses are held, and with a course those it comes after."""
    p = m.problem
    pinned = {pin.course for pin in p.pins}
    for c, course in enumerate(p.courses):
        if course.required:
            m.add(m.is_held[c] >= 1, Rule("required", c))
        if c in pinned:
            m.add(m.is_held[c] >= 1, Rule("pinned", c))
        for a in course.after:
            m.add(m.is_held[c] <= m.is_held[a], Rule("after", c))


def _wanted(m: "Model") -> None:
    """What a question asks for is in the programme."""
    for kind, index in m.problem.wanted:
        if kind == "base":
            m.cp.add(sum(here for (k, _), here in m.at.items() if k == index) >= 1)
        else:
            ways = [x for w, x in m.given.items() if getattr(m.problem.ways[w], kind) == index]
            m.cp.add(sum(ways) >= 1)


def _room(m: "Model") -> None:
    """What is offered at some bases alone fits into the days at them."""
    p = m.problem
    by_set: dict[frozenset[int], list[tuple[Any, Any]]] = defaultdict(list)
    for w, x in m.given.items():
        by_set[m.where[w]].append((p.ways[w].slots * x, p.ways[w].hours * x))
    sets = [*by_set, *(a | b for a, b in combinations(by_set, 2)), frozenset().union(*by_set)]
    for bases in dict.fromkeys(sets):
        inside = [pair for other, xs in by_set.items() if other <= bases for pair in xs]
        days = sum(here for (k, _), here in m.at.items() if k in bases)
        m.cp.add(sum(slots for slots, _ in inside) <= p.slots * days)
        hours = sum(hours for _, hours in inside)
        m.add(hours <= p.day_cap * days, Rule("max_hours_per_day"))


def _totals(m: "Model") -> None:
    p = m.problem
    ways = [(p.ways[w], x) for w, x in m.given.items()]
    m.total = sum(way.hours * x for way, x in ways)
    m.add(m.total >= p.least, Rule("hours_min"))
    m.add(m.total <= p.most, Rule("hours_max"))
    m.shares = [
        sum(way.hours * x for way, x in ways if q in way.quotas) for q in range(len(p.quotas))
    ]
    for held, quota, (low, high) in zip(m.shares, p.quotas, p.bounds, strict=True):
        m.add(low[1] * held >= low[0] * m.total, Rule(f"{quota.kind}_min", quota.code))
        if high is not None:
            rule = Rule(f"{quota.kind}_max", quota.code)
            m.add(high[1] * held <= high[0] * m.total, rule)
    m.cost = sum(way.fee * x for way, x in ways)
    m.cost += sum(p.bases[k].day_cost * x for (k, _), x in m.at.items())
    if p.budget is not None:
        m.add(m.cost <= p.budget, Rule("budget"))
    m.score = sum(way.gain * x for way, x in ways)
    m.score -= sum(p.bases[k].loss * x for (k, _), x in m.at.items())
    m.score -= p.change * sum(m.moved)


def _sums(m: "Model") -> None:
    """For each sum of all hours, the hours of every share and the days they take."""
    p = m.problem
    step = math.gcd(*(p.ways[w].hours for w in m.given)) or 1
    least = 0 if Rule("hours_min") in m.drops else p.least
    most = p.longest if Rule("hours_max") in m.drops else p.most
    sums = range(-(-least // step) * step, most + 1, step)
    if not 0 < len(sums) <= MOST_SUMS:
        return
    m.sums = {t: m.cp.new_bool_var("") for t in sums}
    m.cp.add_exactly_one(m.sums.values())
    m.cp.add(m.total == _by_sum(m, lambda t: t))
    free = Rule("max_hours_per_day") in m.drops
    day = p.slots * p.slot_hours if free else p.day_cap
    if day:
        m.cp.add(sum(m.used) >= _by_sum(m, lambda t: -(-t // day)))
    for q, (quota, (low, high)) in enumerate(zip(p.quotas, p.bounds, strict=True)):
        rule = Rule(f"{quota.kind}_min", quota.code)

        def floor(t: int, low: tuple[int, int] = low) -> int:
            return -(-low[0] * t // (low[1] * step)) * step

        if low[0] > 0:
            m.add(m.shares[q] >= _by_sum(m, floor), rule)
            bases = frozenset().union(*(m.where[w] for w in m.given if q in p.ways[w].quotas))
            days = sum(here for (k, _), here in m.at.items() if k in bases)
            if day:
                m.add(days >= _by_sum(m, lambda t, floor=floor: -(-floor(t) // day)), rule)
        if high is not None:
            rule = Rule(f"{quota.kind}_max", quota.code)
            top = _by_sum(m, lambda t, high=high: high[0] * t // (high[1] * step) * step)
            m.add(m.shares[q] <= top, rule)


def _by_sum(m: "Model", number: Any) -> Any:
    """The expression that is `number(t)` where all hours are t."""
    return sum(number(t) * x for t, x in m.sums.items())
