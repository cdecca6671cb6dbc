"""What answers where ortools is missing: improvement by chance, a simple bound, and scipy's MIP."""

import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from programs.solver import mip
from programs.solver.answer import plain
from programs.solver.board import Board
from programs.solver.build import parse
from programs.solver.engine import Clock
from programs.solver.greedy import Recipe, compose, improve
from programs.solver.numbers import exact
from programs.solver.problem import Plan, Problem
from programs.solver.rules import Rule, applied, rule_json, written

CHANCE_SHARE = 0.3  # of the time goes to improvement by chance, the rest to the proof
TRIES = 200


def best(
    problem: Problem,
    first: Plan | None,
    better: Callable[[Plan, int | None], None],
    clock: Clock,
    rng: random.Random,
) -> tuple[str, int | None]:
    """Improve a first plan, then try to prove; answers status and bound in 1/`unit`."""
    bound = simple_bound(problem)
    plan = first or by_chance(problem, clock.part(clock.left * CHANCE_SHARE), rng)
    if plan is not None:
        better(plan, bound)
        part = clock.part(clock.left * CHANCE_SHARE)
        for plan in improve(problem, plan, rng, part.running):  # noqa: B020
            better(plan, bound)
    result = mip.best(problem, clock.left)
    if result.plan is not None:
        better(result.plan, result.bound)
        plan = result.plan
    if result.status in ("optimal", "infeasible"):
        return result.status, result.bound
    known = bound if result.bound is None else min(bound, result.bound)
    return ("unknown" if plan is None else "feasible"), known


def by_chance(problem: Problem, clock: Clock, rng: random.Random) -> Plan | None:
    """A valid plan from noisy orders, where the plain order found none."""
    for _ in range(TRIES):
        if not clock.running():
            break
        recipe = Recipe(problem, rng.choice((0.0, 1.0, 4.0)), rng, 1.0)
        window = rng.randrange(len(problem.windows))
        days = len(problem.windows[window].days)
        base = rng.choice([*recipe.bases(days)[:6], None])
        most = rng.randint(problem.least, max(problem.least, problem.most))
        board = Board(problem, window)
        if compose(board, recipe, base, most):
            return problem.plan(window, board.sessions.values())
    return None


def another(problem: Problem, known: list[Plan], clock: Clock, rng: random.Random) -> Plan | None:
    """A good plan that differs clearly from those known, by chance."""
    found: Plan | None = None
    part = clock.part(2.0)
    while part.running():
        plan = by_chance(problem, part, rng)
        if plan is None:
            break
        new = all(differs(problem, plan, other) for other in known)
        if new and (found is None or plan.score > found.score):
            found = plan
    return found


def differs(problem: Problem, one: Plan, other: Plan) -> bool:
    """Whether a quarter of the offers of the longer plan are not in the other."""
    mine, theirs = ({s.offer for s in plan.sessions} for plan in (one, other))
    longer = max(len(mine), len(theirs))
    return 4 * (longer - len(mine & theirs)) >= longer > 0


def simple_bound(problem: Problem) -> int:
    """What no programme can pass: the best gains an hour, up to the most hours. O(n log n)."""
    best_of: dict[int, int] = {}
    for offer in problem.offers:
        best_of[offer.course] = max(best_of.get(offer.course, 0), offer.gain)
    rows = sorted(
        ((gain, problem.courses[c].hours) for c, gain in best_of.items()),
        key=lambda row: -row[0] / row[1],
    )
    left, total = problem.most, 0
    for gain, hours in rows:
        part = min(hours, left)
        total += -(-gain * part // hours)
        left -= part
    return total


def single_drops(problem: Problem, rules: list[Rule], clock: Clock) -> list[Rule]:
    """Rules of which each alone, dropped, makes the problem feasible: one proof for each."""
    return [rule for rule in rules if clock.running() and _feasible(problem, rule, None, clock)]


def needed(problem: Problem, rule: Rule, clock: Clock) -> Any:
    """The number nearest to the given one with which the problem is feasible, by halving."""
    given = written(problem.raw, rule_json(problem, rule))
    if not isinstance(given, int | float) or isinstance(given, bool):
        return None
    step, far = _scale(problem, rule)
    near, end = exact(given) / step, far / step
    near = math.floor(near) if end > near else math.ceil(near)
    bad, good = near, math.ceil(end) if end > near else math.floor(end)
    while abs(good - bad) > 1 and clock.running():
        middle = (good + bad) // 2
        if _feasible(problem, rule, plain(middle * step), clock):
            good = middle
        else:
            bad = middle
    return plain(good * step)


def _scale(problem: Problem, rule: Rule) -> tuple[Fraction, Fraction]:
    """The step of a number, and the value beyond which it forbids nothing."""
    days = max(len(window.days) for window in problem.windows)
    if rule.kind == "budget":
        most = sum(offer.fee for offer in problem.offers)
        most += days * max((base.day_cost for base in problem.bases), default=0)
        return Fraction(1), Fraction(math.ceil(Fraction(most, problem.cent)))
    if rule.kind.startswith("hours") or rule.kind == "max_hours_per_day":
        day = problem.slots * problem.slot_hours
        most = {"hours_min": 0, "hours_max": problem.longest}.get(rule.kind, day)
        return problem.grain, most * problem.grain
    return Fraction(1, 10), Fraction(0 if rule.kind.endswith("min") else 100)


def _feasible(problem: Problem, rule: Rule, to: Any, clock: Clock) -> bool:
    change = rule_json(problem, rule) | ({} if to is None else {"to": to})
    return mip.best(parse(applied(problem.raw, change)), clock.left).plan is not None
