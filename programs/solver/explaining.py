"""Why nothing fits: the demands that stand against each other, and the least that would do."""

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from programs.solver import engine, fallback
from programs.solver.answer import Answer, plain
from programs.solver.engine import Clock
from programs.solver.problem import Problem
from programs.solver.rules import Rule, droppable, rule_json, written


def explain(
    problem: Problem,
    *,
    seconds: float = 10.0,
    stop: Callable[[], bool] | None = None,
    seed: int = 0,
) -> Answer:
    """Explain a problem that cannot be solved.

    Parameters
    ----------
    problem : one whose infeasibility is proved.
    seconds, stop, seed : as for `solve`.

    Returns
    -------
    Answer with status `infeasible`. `conflict` are the rules of which each, dropped alone, makes
    the problem feasible. Where there is no such rule, because several conflicts stand side by
    side, it is one set of rules that is infeasible by itself and of which none can be spared;
    `relaxations` is then empty, and `together` the smallest set of rules that has to go at once.

    Notes
    -----
    One model holds a literal for each rule, true if it is dropped, at most one of them. Each
    solution names a rule that suffices; it is forbidden and the model solved again, until nothing
    is left: n + 1 runs for n such rules. Numbers are then minimised one by one.
    """
    clock = Clock(seconds, stop)
    rules = list(droppable(problem))
    if not engine.AVAILABLE:
        single = fallback.single_drops(problem, rules, clock)
    else:
        single = _single_drops(problem, rules, clock, seed)
    if single or not engine.AVAILABLE:
        conflict, together = single, []
    else:
        conflict = _core(problem, rules, clock, seed)
        together = _smallest_set(problem, rules, clock, seed)
    return Answer(
        "infeasible",
        conflict=tuple(rule_json(problem, rule) for rule in conflict),
        relaxations=tuple(_relaxations(problem, single, clock, seed)),
        together=tuple(rule_json(problem, rule) for rule in together),
    )


def _droppable_model(problem: Problem, rules: list[Rule]) -> tuple[Any, dict[Rule, Any]]:
    cp = engine.cp_model.CpModel()
    drops = {rule: cp.new_bool_var("") for rule in rules}
    return engine.Model(problem, cp, drops), drops


def _single_drops(problem: Problem, rules: list[Rule], clock: Clock, seed: int) -> list[Rule]:
    """Rules of which each alone, dropped, makes the problem feasible."""
    model, drops = _droppable_model(problem, rules)
    model.cp.add_at_most_one(drops.values())
    found: set[Rule] = set()
    while clock.running():
        result = engine.run(model.cp, clock, seed=seed)
        if result.value is None:
            break
        dropped = {rule for rule, literal in drops.items() if result.value(literal)}
        if not dropped:
            break
        found |= dropped
        for rule in dropped:
            model.cp.add(drops[rule] == 0)
    return [rule for rule in rules if rule in found]


def _core(problem: Problem, rules: list[Rule], clock: Clock, seed: int) -> list[Rule]:
    """A set of rules infeasible by itself of which none can be spared.

    Deletion: each rule is dropped in turn and stays dropped if the rest is infeasible still. A
    solution found on the way shows which rules it keeps, all others need no test again.
    """
    kept = list(rules)
    for rule in rules:
        if not clock.running():
            break
        trial = [other for other in kept if other != rule]
        if _status(problem, rules, trial, clock, seed) == "infeasible":
            kept = trial
    return kept


def _status(problem: Problem, rules, kept: list[Rule], clock: Clock, seed: int) -> str:
    model, drops = _droppable_model(problem, rules)
    keep = set(kept)
    for rule, literal in drops.items():
        model.cp.add(literal == (rule not in keep))
    return engine.run(model.cp, clock, seed=seed).status


def _smallest_set(problem: Problem, rules: list[Rule], clock: Clock, seed: int) -> list[Rule]:
    """The fewest rules that, dropped together, make the problem feasible."""
    model, drops = _droppable_model(problem, rules)
    model.cp.minimize(sum(drops.values()))
    result = engine.run(model.cp, clock, seed=seed)
    return [rule for rule, x in drops.items() if result.value and result.value(x)]


def _relaxations(problem: Problem, single: list[Rule], clock: Clock, seed: int) -> list[dict]:
    """Each rule relaxed no further than needed, cheapest first, drops after numbers."""
    found = []
    for rule in single:
        shown = rule_json(problem, rule)
        to = _needed(problem, rule, clock, seed)
        if to is not None:
            shown |= {"from": written(problem.raw, shown), "to": to}
        found.append(shown)
    return sorted(found, key=_price)


def _price(relaxation: dict) -> tuple[bool, float]:
    if "to" not in relaxation:
        return True, 0.0
    before, after = relaxation["from"], relaxation["to"]
    return False, abs(after - before) / before if before else math.inf


def _needed(problem: Problem, rule: Rule, clock: Clock, seed: int) -> Any:
    """The number nearest to the given one with which the problem is feasible; None: no number."""
    if rule.kind == "capacity":
        return problem.raw["cohort"]
    if not engine.AVAILABLE:
        return fallback.needed(problem, rule, clock)
    best = LEAST.get(rule.kind)
    return best(problem, rule, clock, seed) if best else None


def _budget(problem: Problem, _rule: Rule, clock: Clock, seed: int) -> int | None:
    model = engine.Model(replace(problem, budget=None))
    model.cp.minimize(model.cost)
    result = engine.run(model.cp, clock, seed=seed)
    return math.ceil(Fraction(result.objective, problem.cent)) if result.value else None


def _hours_min(problem: Problem, _rule: Rule, clock: Clock, seed: int) -> Any:
    model = engine.Model(replace(problem, least=0))
    model.cp.maximize(model.total)
    result = engine.run(model.cp, clock, seed=seed)
    return plain(result.objective * problem.grain) if result.value else None


def _hours_max(problem: Problem, _rule: Rule, clock: Clock, seed: int) -> Any:
    model = engine.Model(replace(problem, most=problem.longest))
    model.cp.minimize(model.total)
    result = engine.run(model.cp, clock, seed=seed)
    return plain(result.objective * problem.grain) if result.value else None


def _day_hours(problem: Problem, _rule: Rule, clock: Clock, seed: int) -> Any:
    whole = problem.slots * problem.slot_hours
    model = engine.Model(replace(problem, day_cap=whole))
    longest = model.cp.new_int_var(0, whole, "")
    for day in range(model.days):
        ways = [(w, x) for (w, d), x in model.held.items() if d == day]
        model.cp.add(sum(problem.ways[w].hours * x for w, x in ways) <= longest)
    model.cp.minimize(longest)
    result = engine.run(model.cp, clock, seed=seed)
    return plain(result.objective * problem.grain) if result.value else None


def _share(problem: Problem, rule: Rule, clock: Clock, seed: int) -> float | None:
    """The extreme share that can be reached, cut to a tenth of a percent.

    Dinkelbach's method for ratios: with the share h/t of a solution, maximise h_ * t - h * t_;
    a positive maximum is a better share, zero proves it. It takes two to four runs.
    """
    kind, end = rule.kind.rsplit("_", 1)
    sign = 1 if end == "min" else -1
    q = next(i for i, x in enumerate(problem.quotas) if (x.kind, x.code) == (kind, rule.key))
    free = replace(problem.quotas[q], **({"least": Fraction(0)} if sign > 0 else {"most": None}))
    quotas = (*problem.quotas[:q], free, *problem.quotas[q + 1 :])
    model = engine.Model(replace(problem, quotas=quotas))
    h, t = (0, 1) if sign > 0 else (1, 1)
    while True:
        model.cp.maximize(sign * (t * model.shares[q] - h * model.total))
        result = engine.run(model.cp, clock, seed=seed)
        if result.value is None or result.number is None:
            return None
        share = result.number(model.shares[q]), result.number(model.total)
        if not share[1] or result.objective <= 0:
            break
        h, t = share
    tenths = 1000 * Fraction(h, t)
    return plain(Fraction(math.floor(tenths) if sign > 0 else math.ceil(tenths), 10))


LEAST: dict[str, Callable[[Problem, Rule, Clock, int], Any]] = {
    "budget": _budget,
    "hours_min": _hours_min,
    "hours_max": _hours_max,
    "max_hours_per_day": _day_hours,
    "category_min": _share,
    "category_max": _share,
    "format_min": _share,
    "format_max": _share,
}
