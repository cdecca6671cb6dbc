"""Composing a whole year: a plan at once, bounds from single programmes, then neighbourhoods."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from programs.solver import engine
from programs.solver.answer import points, programme_json
from programs.solver.engine import Clock
from programs.solver.explaining import explain
from programs.solver.fallback import simple_bound
from programs.solver.problem import Plan
from programs.solver.proving import prove
from programs.solver.year import Calendar, Year
from programs.solver.year_first import by_chance, first_year

try:
    from programs.solver.joint import Joint
except ImportError:  # without ortools nothing asks for it
    Joint = None  # type: ignore[assignment,misc]

FIRST_SHARE = 0.15  # of the time goes to the first plan at most
ONE_EXPLAINED, ALL_EXPLAINED = 5.0, 20.0  # seconds for why programmes have no place
ALONE_EFFORT, INSERT_EFFORT, JOINT_EFFORT = 4.0, 2.0, 4.0  # CP-SAT's deterministic time
MOST_FREE, MOST_WINDOWS = 4, 4
EPSILON = 1e-6


@dataclass(frozen=True)
class YearAnswer:
    """A year's plan.

    status : optimal, feasible, infeasible (nothing can be placed) or unknown.
    programmes : one a placed id, in the order of the problem, with its `id` and `window`.
    unplaced : ids that were not placed, each with its reason.
    """

    status: str
    score: float
    bound: float | None
    programmes: tuple[dict, ...] = ()
    unplaced: tuple[dict, ...] = ()
    calendar: Calendar | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The public form."""
        return {
            "status": self.status,
            "score": self.score,
            "bound": self.bound,
            "programmes": list(self.programmes),
            "unplaced": list(self.unplaced),
        }


def solve_year(
    year: Year,
    seconds: float = 60.0,
    on_progress: Callable[[YearAnswer], None] | None = None,
    stop: Callable[[], bool] | None = None,
    *,
    seed: int = 0,
    workers: int = 2,
) -> YearAnswer:
    """Place as many programmes as possible, for the most points in all.

    Parameters
    ----------
    year : from `parse_year`.
    seconds, stop : as for `solve`; every plan on the way is valid, so stopping keeps the best.
    on_progress : called with the first plan and every better one or bound.
    seed : the same seed takes the same steps; how many the clock allows.
    workers : threads that solve single programmes side by side.

    Notes
    -----
    Programmes meet only in the calendars of teachers and bases, so the sum of the single optima is
    a bound, and a tight one. (1) One programme after the other by simple choices. (2) Each alone,
    to a proof: the bound, and its ideal plan. (3) Ideal plans that fit are taken, the others are
    solved again beside what is placed. (4) The programme with the most to gain and those that
    block its ideal plan are freed and solved together. Source: large-neighbourhood search, Shaw
    (1998); the bound is the Lagrangean one with prices of zero.
    """
    search = _Search(year, Clock(seconds, stop), on_progress, seed)
    search.tell()
    if not engine.AVAILABLE:
        search.improve_by_chance()
    else:
        search.alone(workers)
        search.insert_ideals()
        search.neighbourhoods()
    return search.answer(final=True)


class _Search:
    """The best calendar so far, the bounds, and the steps that better them."""

    def __init__(self, year: Year, clock: Clock, on_progress, seed: int):
        self.year, self.clock, self.on_progress = year, clock, on_progress
        self.rng = random.Random(seed)  # noqa: S311
        self.seed = seed
        self.best = first_year(year, Clock(clock.seconds * FIRST_SHARE).running)
        self.bounds = {i: simple_bound(p) for i, p in enumerate(year.programmes)}
        self.ideals: dict[int, Plan] = {}
        self.impossible: set[int] = set()

    # What is known

    def gap(self, i: int) -> float:
        """Points that a programme may still gain."""
        problem = self.year.programmes[i]
        if i not in self.best.plans:
            return float("inf")
        return points(problem, self.bounds[i] - self.best.plans[i].score)

    @property
    def bound(self) -> float:
        """What the year cannot pass."""
        possible = set(range(len(self.year.programmes))) - self.impossible
        return sum(points(self.year.programmes[i], self.bounds[i]) for i in possible)

    def done(self) -> bool:
        """Whether nothing can be gained, or the time is up."""
        placed = len(self.best.plans) + len(self.impossible) == len(self.year.programmes)
        proved = placed and self.bound - self.best.score <= EPSILON
        return proved or not self.clock.running()

    def tell(self) -> None:
        """Tell whoever listens."""
        if self.on_progress:
            self.on_progress(self.answer())

    def offer(self, calendar: Calendar) -> bool:
        """Keep a calendar if it is better."""
        new = (len(calendar.plans), calendar.score)
        if new <= (len(self.best.plans), self.best.score + EPSILON):
            return False
        self.best = calendar
        self.tell()
        return True

    # Steps

    def improve_by_chance(self) -> None:
        """Without ortools: ruin and recreate until the time is up."""
        for calendar in by_chance(self.best, self.rng, self.clock.running):
            self.offer(calendar)

    def alone(self, workers: int) -> None:
        """Solve each programme as if it were the only one, those without a place first.

        What comes back is used at once: an ideal plan that fits beside the others is taken, and a
        programme without a place gets one.
        """
        order = sorted(self.bounds, key=lambda i: (i in self.best.plans, -self.gap(i), i))
        with ThreadPoolExecutor(workers) as pool:
            for i, found in zip(order, pool.map(self._alone, order), strict=True):
                self._learn(i, *found)

    def _learn(self, i: int, status: str, plan: Plan | None, bound: int | None) -> None:
        if status == "infeasible":
            self.impossible.add(i)
        if bound is not None:
            self.bounds[i] = min(self.bounds[i], bound)
            self.tell()
        if plan is None:
            return
        self.ideals[i] = plan
        if self.gap(i) > EPSILON and self.clock.running():
            self._better_alone(i, exact=i not in self.best.plans)

    def _alone(self, i: int) -> tuple[str, Plan | None, int | None]:
        if not self.clock.running():
            return "unknown", None, None
        problem = self.year.programmes[i]
        first = self.best.plans.get(i)
        proof = prove(problem, first, self.clock, seed=self.seed, effort=ALONE_EFFORT)
        return proof.status, proof.plan, proof.bound

    def insert_ideals(self) -> None:
        """Give each programme its ideal plan where it fits, else the best beside the others."""
        for i in sorted(range(len(self.year.programmes)), key=lambda i: (-self.gap(i), i)):
            if self.done():
                return
            if i not in self.impossible and self.gap(i) > EPSILON:
                self._better_alone(i)

    def _better_alone(self, i: int, *, exact: bool = True) -> bool:
        new = self.best.copy()
        if i in new.plans:
            new.take(i)
        ideal = self.ideals.get(i)
        if ideal is not None and new.fits(i, ideal):
            new.put(i, ideal)
            return self.offer(new)
        if not exact:
            return False
        first = self.best.plans.get(i)
        proof = prove(new.view(i), first, self.clock, seed=self.seed, effort=INSERT_EFFORT)
        if proof.plan is None:
            return False
        new.put(i, proof.plan)
        return self.offer(new)

    def neighbourhoods(self) -> None:
        """Free the programme with the most to gain and what blocks it, again and again."""
        tired: dict[int, int] = {}
        while not self.done():
            open_ = [
                i
                for i in range(len(self.year.programmes))
                if i not in self.impossible and self.gap(i) > EPSILON
            ]
            if not open_:
                return
            i = min(open_, key=lambda i: (tired.get(i, 0) - min(self.gap(i), 99) / 100, i))
            tired[i] = tired.get(i, 0) + 1
            freed = self._freed(i, tired[i])
            new = self.best.copy()
            for j in freed:
                if j in new.plans:
                    new.take(j)
            if self._solved(new, {j: self._windows(j) for j in freed}):
                tired[i] = 0

    def _freed(self, i: int, turn: int) -> list[int]:
        """The programme, some that block its ideal plan, and, when that did not help, chance."""
        ideal = self.ideals.get(i)
        near = sorted(self.best.blockers(i, ideal)) if ideal is not None else []
        self.rng.shuffle(near)
        count = min(MOST_FREE, 2 + turn // 2)
        others = [j for j in self.best.plans if j != i and j not in near]
        self.rng.shuffle(others)
        return [i, *(near + others)[: count - 1]]

    def _windows(self, j: int) -> list[int]:
        """Some windows of a programme: where it is, where it is ideal, and by chance."""
        first = [plan.window for x in (self.best.plans, self.ideals) if (plan := x.get(j))]
        rest = list(range(len(self.year.programmes[j].windows)))
        self.rng.shuffle(rest)
        return list(dict.fromkeys([*first, *rest]))[:MOST_WINDOWS]

    def _solved(self, new: Calendar, windows: dict[int, list[int]]) -> bool:
        """Place the freed programmes of a calendar together; answers whether that is better."""
        joint = Joint(new, windows)
        joint.hint(self.best.plans)
        result = engine.run(joint.cp, self.clock, seed=self.seed, effort=JOINT_EFFORT)
        if result.value is None:
            return False
        for i, plan in joint.plans(result.value).items():
            new.put(i, plan)
        return self.offer(new)

    # The answer

    def answer(self, *, final: bool = False) -> YearAnswer:
        """The best so far; reasons are looked for at the end alone."""
        programmes = []
        for i, plan in sorted(self.best.plans.items()):
            problem = self.year.programmes[i]
            days = list(problem.windows[plan.window].days)
            programmes.append({"id": problem.id, "window": days} | programme_json(problem, plan))
        count = len(self.year.programmes)
        lost = [i for i in range(count) if i not in self.best.plans]
        patience = engine.Clock(ALL_EXPLAINED if final else 0, self.clock.stop)
        proved = set(lost) <= self.impossible and self.bound - self.best.score <= EPSILON
        status = "optimal" if proved else "feasible"
        if count and len(self.impossible) == count:
            status = "infeasible"
        elif count and not programmes:
            status = "unknown"
        return YearAnswer(
            status,
            self.best.score,
            max(self.bound, self.best.score),
            tuple(programmes),
            tuple(self._reason(i, patience) for i in lost),
            self.best,
        )

    def _reason(self, i: int, patience: engine.Clock) -> dict[str, Any]:
        """Why a programme is not placed: impossible by itself, taken by others, or no time."""
        problem = self.year.programmes[i]
        if i in self.impossible:
            why: dict[str, Any] = {"id": problem.id, "reason": "impossible_alone"}
            if patience.running():
                seconds = min(ONE_EXPLAINED, patience.left)
                found = explain(problem, seconds=seconds, stop=self.clock.stop).as_json()
                why |= {key: found[key] for key in ("conflict", "relaxations")}
            return why
        if i in self.ideals:
            blocked = sorted(self.best.blockers(i, self.ideals[i]))
            names = [self.year.programmes[j].id for j in blocked]
            return {"id": problem.id, "reason": "taken", "by": names}
        return {"id": problem.id, "reason": "no_time"}
