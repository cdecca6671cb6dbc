"""The programme as a CP-SAT model: ways and bases by day, slots where they matter.

Variables, for way w (course, format, teacher), course c, base k, day d, slot s, window i:
`given[w]` the way is held; `held[w, d]` it is held on the day; `at[k, d]` the day is at the base;
`begin[c, d, s]` the course begins there; `chosen[i]` the window is taken; `place[k, d]` where the
programme is, used day or not; `sums[t]` all hours together are t. Days are counted inside the
window, so one model covers all windows. Slots enter only on days where some teacher is busy for a
part of the day or a pin names a slot: elsewhere any order of the sessions will do.
O((ways + bases + courses · slots) · days) variables.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from programs.solver import constraints, whole
from programs.solver.problem import Plan, Problem, Session, Way, Window
from programs.solver.rules import Rule


class Model:
    """Build the model of one programme.

    Parameters
    ----------
    problem : the programme.
    cp : the CP-SAT model to build into; a new one by default.
    drops : for each rule that may be dropped, the literal that says it is; rules that are not
        named always hold.
    fine : whether slots matter on every day, as they do beside other programmes.
    only : the ways that may be held; all by default.
    """

    def __init__(
        self,
        problem: Problem,
        cp=None,
        drops: dict[Rule, Any] | None = None,
        *,
        fine: bool = False,
        only: Collection[int] | None = None,
    ):
        self.problem = problem
        self.cp = cp or cp_model.CpModel()
        self.drops = drops or {}
        self.days = max((len(w.days) for w in problem.windows), default=0)
        self.only = range(len(problem.ways)) if only is None else only
        self.given: dict[int, Any] = {}
        self.open: dict[tuple[int, int], frozenset[int]] = {}
        self.held: dict[tuple[int, int], Any] = {}
        self.at: dict[tuple[int, int], Any] = {}
        self.begin: dict[tuple[int, int, int], Any] = {}
        self.place: dict[tuple[int, int], Any] = {}
        self.moved: list[Any] = []
        self.chosen: list[Any] = [1]
        self.sums: dict[int, Any] = {}
        self.ways_on: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._windows()
        self._ways()
        self._bases()
        self._changes()
        whole.build(self)
        self._when(fine)

    def _when(self, fine: bool) -> None:
        """On which day each way is held, and in which slots."""
        for w, d in self.open:
            self.held[w, d] = self.cp.new_bool_var("")
            self.ways_on[self.problem.ways[w].course, d].append(w)
        for w, x in self.given.items():
            mine = [self.held[w, d] for d in range(self.days) if (w, d) in self.held]
            self.cp.add(sum(mine) == x)
        for d in range(self.days):
            self._where_offered(d)
        constraints.build(self, fine=fine)

    def add(self, constraint: Any, rule: Rule) -> None:
        """Add a constraint that holds unless its rule is dropped."""
        added = self.cp.add(constraint)
        if rule in self.drops:
            added.only_enforce_if(~self.drops[rule])

    def may(self, kind: str, key: Any, allowed: bool) -> bool:
        """Whether a choice is open: allowed, or forbidden by a rule that may be dropped."""
        return allowed or Rule(kind, key) in self.drops

    def on(self, course: int, day: int) -> Any:
        """The expression that is 1 if a course is held on a day."""
        return sum(self.held[w, day] for w in self.ways_on.get((course, day), ()))

    @cached_property
    def is_held(self) -> list[Any]:
        """For each course the expression that is 1 if it is held."""
        ways: list[list[Any]] = [[] for _ in self.problem.courses]
        for w, x in self.given.items():
            ways[self.problem.ways[w].course].append(x)
        return [sum(mine) for mine in ways]

    # The choices themselves

    def _windows(self) -> None:
        if len(self.problem.windows) != 1:
            self.chosen = [self.cp.new_bool_var("") for _ in self.problem.windows]
            self.cp.add_exactly_one(self.chosen)

    def _ways(self) -> None:
        p = self.problem
        self.where = [self._bases_of(way) for way in p.ways]
        by_course: dict[int, list[Any]] = defaultdict(list)
        for w in self.only:
            way = p.ways[w]
            for d in range(self.days):
                bases = frozenset().union(*(self.open_in(v, w, d) for v in p.windows))
                if bases:
                    self.open[w, d] = bases
            if any((w, d) in self.open for d in range(self.days)):
                self.given[w] = self.cp.new_bool_var("")
                by_course[way.course].append(self.given[w])
        for ways in by_course.values():
            self.cp.add_at_most_one(ways)

    def _bases_of(self, way) -> frozenset[int]:
        """Bases at which a way may be held, as far as pins and capacity tell."""
        p = self.problem
        pinned = Rule("pinned", way.course) in self.drops
        return frozenset(
            k
            for k, i in way.offers.items()
            if self.may("capacity", k, p.bases[k].fits)
            and (pinned or p.pinned(way.course, p.offers[i]))
        )

    def open_in(self, window: Window, w: int, day: int) -> frozenset[int]:
        """Bases at which a window's calendars and pins allow a way on a day."""
        way = self.problem.ways[w]
        if day >= len(window.days) or way.slots > self.problem.slots:
            return frozenset()
        if not self._free(way, window, day):
            return frozenset()
        return frozenset(
            k
            for k in self.where[w]
            if self.may("base_busy", k, not window.closed.get(k, 0) >> day & 1)
        )

    def _free(self, way: Way, window: Window, day: int) -> bool:
        """Whether the teacher is free, and the pins of the course allow the day."""
        p = self.problem
        starts = constraints.good_starts(p, window, way.teacher, day, way.slots)
        pins = [pin for pin in p.pins if pin.course == way.course]
        if self.may("pinned", way.course, allowed=False):
            pins = []
        if Rule("teacher_busy", way.teacher) in self.drops:
            starts = tuple(range(p.slots - way.slots + 1))
        return bool(starts) and all(
            pin.day in (None, window.labels[day]) and (pin.slot is None or pin.slot in starts)
            for pin in pins
        )

    def _bases(self) -> None:
        p, at = self.problem, self.at
        for (_, d), bases in self.open.items():
            for k in sorted(bases):
                if (k, d) not in at:
                    at[k, d] = self.cp.new_bool_var("")
        self.used = []
        for d in range(self.days):
            here = [at[k, d] for k in range(len(p.bases)) if (k, d) in at]
            self.cp.add_at_most_one(here)
            self.used.append(sum(here))

    def _where_offered(self, d: int) -> None:
        """A way is held only where it is offered; stated for each set of bases together."""
        by_course: dict[tuple, list[Any]] = defaultdict(list)
        by_set: dict[frozenset[int], list[tuple[Any, Any]]] = defaultdict(list)
        for w, way in enumerate(self.problem.ways):
            if (w, d) in self.held:
                held, bases = self.held[w, d], self.open[w, d]
                by_course[way.course, bases].append(held)
                by_set[bases].append((way.slots * held, way.hours * held))
        for (_, bases), ways in by_course.items():
            self.cp.add(sum(ways) <= sum(self.at[k, d] for k in bases))
        for bases in dict.fromkeys([*by_set, frozenset().union(*by_set)]):
            inside = [pair for other, xs in by_set.items() if other <= bases for pair in xs]
            here = sum(self.at[k, d] for k in bases)
            self.cp.add(sum(slots for slots, _ in inside) <= self.problem.slots * here)
            hours = sum(hours for _, hours in inside)
            self.add(hours <= self.problem.day_cap * here, Rule("max_hours_per_day"))

    def _changes(self) -> None:
        """The programme moves only between used days at two bases: unused days are free."""
        bases = sorted({k for k, _ in self.at})
        if not self.problem.change or self.days < 2 or len(bases) < 2:
            return
        for d in range(self.days):
            for k in bases:
                self.place[k, d] = self.cp.new_bool_var("")
                if (k, d) in self.at:
                    self.cp.add_implication(self.at[k, d], self.place[k, d])
            self.cp.add_exactly_one(self.place[k, d] for k in bases)
        for before, d in pairwise(range(self.days)):
            moved = self.cp.new_bool_var("")
            self.moved.append(moved)
            for k in bases:
                self.cp.add(self.place[k, d] - self.place[k, before] <= moved)

    # Between the model and plans

    def hint(self, plan: Plan) -> None:
        """Tell the solver where to begin."""
        offers = [(self.problem.offers[s.offer], s) for s in plan.sessions]
        held = {(self.problem.way_of[s.offer], s.day) for s in plan.sessions}
        given = {w for w, _ in held}
        base = {s.day: o.base for o, s in offers}
        begins = {(o.course, s.day, s.slot) for o, s in offers}
        for (w, d), x in self.held.items():
            self.cp.add_hint(x, (w, d) in held)
        for w, x in self.given.items():
            self.cp.add_hint(x, w in given)
        hours = sum(o.hours for o, _ in offers)
        for t, x in self.sums.items():
            self.cp.add_hint(x, t == hours)
        for (k, d), x in self.at.items():
            self.cp.add_hint(x, base.get(d) == k)
        for key, x in self.begin.items():
            self.cp.add_hint(x, key in begins)
        if len(self.chosen) > 1:
            for i, x in enumerate(self.chosen):
                self.cp.add_hint(x, i == plan.window)
        self._hint_places(base)

    def _hint_places(self, base: dict[int, int]) -> None:
        if not self.place:
            return
        first = base[min(base)] if base else min(k for k, _ in self.place)
        now, trail = first, []
        for d in range(self.days):
            now = base.get(d, now)
            trail.append(now)
        for (k, d), x in self.place.items():
            self.cp.add_hint(x, trail[d] == k)
        for x, (a, b) in zip(self.moved, pairwise(trail), strict=True):
            self.cp.add_hint(x, a != b)

    def plan(self, value: Any) -> Plan:
        """Read a plan from a solution; `value` tells whether a literal is true."""
        window = 0
        if len(self.chosen) > 1:
            window = next(i for i, x in enumerate(self.chosen) if value(x))
        base = {d: k for (k, d), x in self.at.items() if value(x)}
        begun = {(c, d): s for (c, d, s), x in self.begin.items() if value(x)}
        by_day: dict[int, list[int]] = defaultdict(list)
        for (w, d), x in self.held.items():
            if value(x):
                by_day[d].append(self.problem.ways[w].offers[base[d]])
        sessions = [s for d, offers in by_day.items() for s in self._day(d, offers, begun)]
        return self.problem.plan(window, sessions)

    def _day(self, d: int, offers: list[int], begun: dict[tuple[int, int], int]):
        """Sessions of a day: where the model says, or one after the other."""
        p = self.problem
        rank = {c: n for n, c in enumerate(p.order)}
        slot = 0
        for i in sorted(offers, key=lambda i: rank[p.offers[i].course]):
            yield Session(i, d, begun.get((p.offers[i].course, d), slot))
            slot += p.offers[i].slots
