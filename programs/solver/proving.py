"""Proving the best programme: what to hold, then when, and both at once only where that fails."""

from collections.abc import Callable
from dataclasses import dataclass

from programs.solver import engine
from programs.solver.engine import Clock
from programs.solver.problem import Plan, Problem

CHOICE_EFFORT, PLACE_EFFORT = 1.0, 0.3  # CP-SAT's deterministic time
Better = Callable[[Plan, int | None], None]


@dataclass(frozen=True)
class Proof:
    """Status (optimal, feasible, infeasible, unknown), plan, and bound in 1/`unit`."""

    status: str
    plan: Plan | None = None
    bound: int | None = None


def prove(
    problem: Problem,
    first: Plan | None,
    clock: Clock,
    *,
    seed: int = 0,
    workers: int = 1,
    effort: float = 0.0,
    better: Better | None = None,
) -> Proof:
    """Find the best plan and prove it.

    Parameters
    ----------
    problem : with one window or several.
    first : a plan to begin with, if there is one.
    clock, seed, workers, effort : as for `engine.run`; `effort` is that of the whole model.
    better : told of every better plan, and of every bound with the best plan so far.

    Notes
    -----
    (1) The best choice of what is held and where the days are: a bound. (2) That choice, put in
    order: a plan that reaches the bound is the best one, and mostly it does. (3) Else all in one
    model, from the better plan on. Source: logic-based Benders decomposition, Hooker and Ottosson
    (2003), with the whole model in place of cuts.
    """
    search = _Search(problem, first, clock, seed, better)
    chosen = search.choice()
    if chosen is None:
        return Proof("infeasible")
    if chosen:
        search.place(chosen)
    return search.proof() or search.whole(workers, effort)


class _Search:
    """The best plan and the bound so far."""

    def __init__(self, problem: Problem, first: Plan | None, clock: Clock, seed: int, better):
        self.problem, self.clock, self.seed = problem, clock, seed
        self.best, self.bound = first, None
        self.tell = better or (lambda *_: None)

    def proof(self) -> Proof | None:
        """The proof, where the best plan reaches the bound."""
        if self.best is None or self.bound is None or self.best.score < self.bound:
            return None
        return Proof("optimal", self.best, self.best.score)

    def learn(self, plan: Plan | None, bound: int | None) -> None:
        """Keep what is better, and tell."""
        if plan is not None and (self.best is None or plan.score > self.best.score):
            self.best = plan
        if bound is not None:
            self.bound = bound if self.bound is None else min(self.bound, bound)
        if self.best is not None:
            self.tell(self.best, self.bound)

    def choice(self) -> set[int] | None:
        """The ways of the best choice; empty if it was not found, None if there is none."""
        model = engine.Choice(self.problem)
        if self.best is not None:
            model.hint(self.best)
        model.cp.maximize(model.score)
        result = engine.run(model.cp, self.clock, seed=self.seed, effort=CHOICE_EFFORT)
        if result.status == "infeasible":
            return None
        if result.value is None:
            return set()
        self.learn(None, result.bound)
        return {w for w, x in model.given.items() if result.value(x)}

    def place(self, chosen: set[int]) -> None:
        """The best plan of these ways alone."""
        model = engine.Model(self.problem, only=sorted(chosen))
        model.cp.maximize(model.score)
        result = engine.run(model.cp, self.clock, seed=self.seed, effort=PLACE_EFFORT)
        if result.value:
            self.learn(model.plan(result.value), None)

    def whole(self, workers: int, effort: float) -> Proof:
        """The best plan of all, by the whole model; no further than the bound."""
        model = engine.Model(self.problem)
        if self.best is not None:
            model.hint(self.best)
        model.cp.maximize(model.score)
        result = engine.run(
            model.cp,
            Clock(self.clock.left, lambda: self.clock.stop() or self.proof() is not None),
            seed=self.seed,
            workers=workers,
            effort=effort,
            on_solution=lambda value, bound: self.learn(model.plan(value), _known(bound)),
        )
        if result.status == "infeasible":
            return Proof("infeasible")
        found = model.plan(result.value) if result.value else None
        self.learn(found, result.bound if found else _known(result.bound))
        return self.proof() or Proof(
            "unknown" if self.best is None else "feasible", self.best, self.bound
        )


def _known(bound: float) -> int | None:
    """A bound that an interrupted run left behind counts only if it can be one."""
    return round(bound) if 0 < abs(bound) < 1 << 50 else None
