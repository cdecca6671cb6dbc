"""Composing one programme: a first plan at once, then better ones, then clearly different ones."""

from collections.abc import Callable
from random import Random
from typing import Any

from programs.solver import engine, fallback
from programs.solver.answer import Answer, points, programme_json
from programs.solver.engine import Clock
from programs.solver.explaining import explain
from programs.solver.greedy import first_plan
from programs.solver.problem import Plan, Problem
from programs.solver.proving import prove

FIRST_SHARE = 0.6  # of the time goes to the best programme, the rest to the others
Progress = Callable[[Answer], None]


def solve(
    problem: Problem,
    seconds: float = 10.0,
    alternatives: int = 3,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    *,
    seed: int = 0,
    workers: int = 1,
) -> Answer:
    """Find the best programme, prove it or say how far from it, and clearly different ones.

    Parameters
    ----------
    problem : from `parse`.
    seconds : wall time; the answer comes sooner when everything is proved.
    alternatives : how many programmes at most, the best one included; any two differ in at least
        a quarter of their sessions.
    on_progress : called with an `Answer` for the first plan and for every better one or bound.
    stop : asked about fifty times a second; true ends the work and keeps the best so far.
    seed : the same seed gives the same answer, as long as the clock does not cut in.
    workers : threads of CP-SAT; with more than one, equally good programmes may differ.

    Returns
    -------
    Answer. Its status is `infeasible` only if that is proved; then it carries the conflict and the
    relaxations. Without ortools the status is `optimal` or `infeasible` only where the slower
    second prover finishes in time.

    Notes
    -----
    Choosing courses under shares and a budget is a knapsack with side conditions: NP-hard, in
    practice 0.1 to 2 s for 60 courses. Source: requirement D5.
    """
    clock = Clock(seconds, stop)
    told = _Told(problem, on_progress)
    first = first_plan(problem)
    if first is not None:
        told.better(first, None)
    main = clock.part(seconds * FIRST_SHARE) if alternatives > 1 else clock
    status, bound = _best(problem, told, main, seed, workers)
    if status == "infeasible":
        return explain(problem, seconds=max(clock.left, seconds / 2), stop=stop, seed=seed)
    if told.best is None:
        return Answer("unknown")
    others = _others(problem, told.best, alternatives, clock, seed)
    if others and others[0].score > told.best.score:
        told.best, others = others[0], [told.best, *others[1:]]
    return answer(problem, status, [told.best, *others], bound)


def answer(problem: Problem, status: str, plans: list[Plan], bound: int | None) -> Answer:
    """The answer for plans, best first; a bound of None is not known."""
    best = plans[0]
    bound = best.score if status == "optimal" else bound
    return Answer(
        status=status,
        score=points(problem, best.score),
        bound=None if bound is None else points(problem, bound),
        programmes=tuple(programme_json(problem, plan) for plan in plans),
        plans=tuple(plans),
    )


class _Told:
    """The best plan so far; tells whoever listens."""

    def __init__(self, problem: Problem, on_progress: Progress | None):
        self.problem, self.on_progress = problem, on_progress
        self.best: Plan | None = None
        self.bound: int | None = None

    def better(self, plan: Plan, bound: int | None) -> None:
        """Keep a plan if it is better, and tell."""
        if self.best is not None and plan.score <= self.best.score and bound == self.bound:
            return
        if self.best is None or plan.score > self.best.score:
            self.best = plan
        self.bound = bound
        if self.on_progress:
            self.on_progress(answer(self.problem, "feasible", [self.best], bound))


def _best(problem: Problem, told: _Told, clock: Clock, seed: int, workers: int):
    """Prove the best plan; answers status and bound in 1/`unit`."""
    if not engine.AVAILABLE:
        return fallback.best(problem, told.best, told.better, clock, Random(seed))  # noqa: S311
    proof = prove(problem, told.best, clock, seed=seed, workers=workers, better=told.better)
    return proof.status, proof.bound


def _others(problem: Problem, best: Plan, count: int, clock: Clock, seed: int) -> list[Plan]:
    """Plans that differ clearly from the best and from each other, best first."""
    found: list[Plan] = []
    while len(found) < count - 1 and clock.running():
        part = clock.part(clock.left / (count - 1 - len(found)))
        plan = _another(problem, [best, *found], part, seed)
        if plan is None:
            break
        found.append(plan)
    return sorted(found, key=lambda plan: -plan.score)


def _another(problem: Problem, known: list[Plan], clock: Clock, seed: int) -> Plan | None:
    if not engine.AVAILABLE:
        return fallback.another(problem, known, clock, Random(seed))  # noqa: S311
    model = engine.Model(problem)
    for plan in known:
        differ(model, plan)
    model.cp.maximize(model.score)
    result = engine.run(model.cp, clock, seed=seed)
    return model.plan(result.value) if result.value else None


def differ(model: Any, plan: Plan) -> None:
    """Demand that a quarter of the (course, format, teacher, base) of the longer one are new.

    With `common` of them in both, that is `longer - common >= longer / 4`.
    """
    p, cp = model.problem, model.cp
    if not plan.sessions:
        cp.add(model.total >= 1)
        return
    kept = []
    for session in plan.sessions:
        offer = p.offers[session.offer]
        same = cp.new_bool_var("")
        kept.append(same)
        for (w, d), held in model.held.items():
            way = p.ways[w]
            alike = way.offers.get(offer.base) == session.offer
            if alike and (offer.base, d) in model.at:
                cp.add(same >= held + model.at[offer.base, d] - 1)
    new_is_longer = cp.new_bool_var("")
    length = sum(model.held.values())
    cp.add(4 * sum(kept) <= 3 * len(plan.sessions)).only_enforce_if(~new_is_longer)
    cp.add(4 * sum(kept) <= 3 * length).only_enforce_if(new_is_longer)
