"""A second, independent model: time-indexed mixed-integer programming through scipy (HiGHS).

Its variables are `held[offer, day, slot]`, `at[base, day]`, `moved[day]`: nothing is put together
and nothing left to be ordered afterwards, so that it proves the CP-SAT model right. It is slower
and answers where ortools is missing. One window only is modelled at a time.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from programs.solver.problem import Plan, Problem, Session

GAP = 1e-9
FEASIBLE, LIMIT, INFEASIBLE = 0, 1, 2  # scipy's status


@dataclass(frozen=True)
class Proof:
    """Status (optimal, feasible, infeasible, unknown), plan, and bound in 1/`unit`."""

    status: str
    plan: Plan | None
    bound: int | None


@dataclass
class Matrix:
    """Rows low <= a x <= high, collected one by one."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: dict[int, float], low: float, high: float) -> None:
        """Add a row."""
        for column, value in terms.items():
            if value:
                self.rows.append(len(self.low))
                self.columns.append(column)
                self.values.append(value)
        self.low.append(low)
        self.high.append(high)


class TimeIndexed:
    """The model of one window."""

    def __init__(self, problem: Problem, window: int):
        self.problem, self.index = problem, window
        self.window = problem.windows[window]
        self.days = range(len(self.window.days))
        self.held: dict[tuple[int, int, int], int] = {}
        self.matrix = Matrix()
        self._columns()
        self.count = len(self.held)
        self.at = {
            (k, d): self.count + n
            for n, (k, d) in enumerate((k, d) for k in range(len(problem.bases)) for d in self.days)
        }
        self.count += len(self.at)
        self.stay = {key: self.count + n for n, key in enumerate(self.at)}
        self.count += len(self.stay)
        self.moved = {d: self.count + d - 1 for d in self.days if d}
        self.count += len(self.moved)
        self._courses()
        self._places()
        self._time()
        self._sequence()
        self._totals()

    def _columns(self) -> None:
        p, w = self.problem, self.window
        for i, offer in enumerate(p.offers):
            if not p.bases[offer.base].fits:
                continue
            for d in self.days:
                if w.closed.get(offer.base, 0) >> d & 1:
                    continue
                for s in range(p.slots - offer.slots + 1):
                    if self._allowed(i, d, s):
                        self.held[i, d, s] = len(self.held)

    def _allowed(self, i: int, d: int, s: int) -> bool:
        p, offer = self.problem, self.problem.offers[i]
        taken = ((1 << offer.slots) - 1) << s
        if self.window.busy.get(offer.teacher, (0,) * len(self.days))[d] & taken:
            return False
        for pin in p.pins:
            if pin.course == offer.course:
                wanted = (pin.format, pin.teacher, pin.base, pin.slot)
                mine = (offer.format, offer.teacher, offer.base, s)
                if any(a not in (None, b) for a, b in zip(wanted, mine, strict=True)):
                    return False
                if pin.day is not None and pin.day != self.window.labels[d]:
                    return False
        return True

    def _courses(self) -> None:
        p = self.problem
        self.of_course: dict[int, dict[int, float]] = defaultdict(dict)
        for (i, _, _), column in self.held.items():
            self.of_course[p.offers[i].course][column] = 1.0
        pinned = {pin.course for pin in p.pins}
        for c, course in enumerate(p.courses):
            low = 1.0 if course.required or c in pinned else 0.0
            self.matrix.add(dict(self.of_course[c]), low, 1.0)

    def _places(self) -> None:
        p = self.problem
        load: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        for (i, d, _), column in self.held.items():
            offer = p.offers[i]
            load[offer.base, d][column] = float(offer.hours)
            self.matrix.add({column: 1.0, self.at[offer.base, d]: -1.0}, -np.inf, 0.0)
        for key, terms in load.items():
            self.matrix.add({**terms, self.at[key]: -float(p.day_cap)}, -np.inf, 0.0)
        for d in self.days:
            bases = range(len(p.bases))
            self.matrix.add({self.at[k, d]: 1.0 for k in bases}, 0.0, 1.0)
            self.matrix.add({self.stay[k, d]: 1.0 for k in bases}, 1.0, 1.0)
            for k in bases:
                self.matrix.add({self.at[k, d]: 1.0, self.stay[k, d]: -1.0}, -np.inf, 0.0)
                if d:
                    came = {self.stay[k, d]: 1.0, self.stay[k, d - 1]: -1.0, self.moved[d]: -1.0}
                    self.matrix.add(came, -np.inf, 0.0)

    def _time(self) -> None:
        p = self.problem
        cover: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        taught: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        for (i, d, s), column in self.held.items():
            for t in range(s, s + p.offers[i].slots):
                cover[d, t][column] = 1.0
            taught[p.offers[i].teacher, d][column] = float(p.offers[i].slots)
        for terms in cover.values():
            self.matrix.add(terms, 0.0, 1.0)
        for (t, d), terms in taught.items():
            limit = self.window.room.get((t, d), p.limits[t])
            if limit < p.slots:
                self.matrix.add(terms, 0.0, float(limit))

    def _sequence(self) -> None:
        """By time τ a course has begun only if those before it have ended."""
        p = self.problem
        for c, course in enumerate(p.courses):
            for a in course.after:
                for tau in range(len(self.days) * p.slots):
                    terms: dict[int, float] = {}
                    for (i, d, s), column in self.held.items():
                        begins = d * p.slots + s
                        if p.offers[i].course == c and begins <= tau:
                            terms[column] = 1.0
                        elif p.offers[i].course == a and begins + p.offers[i].slots <= tau:
                            terms[column] = -1.0
                    self.matrix.add(terms, -np.inf, 0.0)

    def _totals(self) -> None:
        p = self.problem
        hours = {column: float(p.offers[i].hours) for (i, _, _), column in self.held.items()}
        self.matrix.add(hours, float(p.least), float(p.most))
        for q, (low, high) in enumerate(p.bounds):
            mine = {
                column: float(p.offers[i].hours)
                for (i, _, _), column in self.held.items()
                if p.counts(p.quotas[q], p.offers[i])
            }
            self._share(mine, hours, low, (0.0, np.inf))
            if high is not None:
                self._share(mine, hours, high, (-np.inf, 0.0))
        if p.budget is not None:
            self.matrix.add(self.costs(), 0.0, float(p.budget))

    def _share(self, mine, hours, share: tuple[int, int], ends: tuple[float, float]) -> None:
        h, t = share
        terms = {column: t * mine.get(column, 0.0) - h * n for column, n in hours.items()}
        self.matrix.add(terms, *ends)

    def costs(self) -> dict[int, float]:
        """Cost by column."""
        p = self.problem
        terms = {column: float(p.offers[i].fee) for (i, _, _), column in self.held.items()}
        return terms | {column: float(p.bases[k].day_cost) for (k, _), column in self.at.items()}

    def losses(self) -> np.ndarray:
        """What is minimised: the score, negated."""
        p = self.problem
        c = np.zeros(self.count)
        for (i, _, _), column in self.held.items():
            c[column] = -p.offers[i].gain
        for (k, _), column in self.at.items():
            c[column] = p.bases[k].loss
        for column in self.moved.values():
            c[column] = p.change
        return c

    def solve(self, seconds: float, losses: np.ndarray | None = None):
        """Run HiGHS; answers scipy's result."""
        m = self.matrix
        shape = (len(m.low), self.count)
        a = csr_array((m.values, (m.rows, m.columns)), shape=shape)
        return milp(
            self.losses() if losses is None else losses,
            constraints=LinearConstraint(a, m.low, m.high),
            integrality=np.ones(self.count),
            bounds=Bounds(0, 1),
            options={"time_limit": max(seconds, 0.05), "mip_rel_gap": GAP},
        )

    def plan(self, x: np.ndarray) -> Plan:
        """Read a plan from a solution."""
        chosen = [Session(*key) for key, column in self.held.items() if x[column] > 0.5]
        return self.problem.plan(self.index, chosen)


def best(problem: Problem, seconds: float) -> Proof:
    """The best plan over all windows, proved where time allows."""
    plans, bounds, proved = [], [], True
    left = len(problem.windows)
    for window in range(len(problem.windows)):
        model = TimeIndexed(problem, window)
        result = model.solve(seconds / left)
        proved &= result.status in (FEASIBLE, INFEASIBLE)
        if result.x is not None:
            plans.append(model.plan(result.x))
        if result.status != INFEASIBLE:
            bound = getattr(result, "mip_dual_bound", None)
            bounds.append(None if bound is None else -bound)
    if not plans:
        return Proof("infeasible" if proved else "unknown", None, None)
    top = max(plans, key=lambda plan: plan.score)
    if proved:
        return Proof("optimal", top, top.score)
    known = [b for b in bounds if b is not None]
    whole = len(known) == len(bounds) and all(np.isfinite(known))
    return Proof("feasible", top, int(np.floor(max(known) + 1e-6)) if whole else None)
