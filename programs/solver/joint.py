"""Several programmes of a year in one CP-SAT model, with what they share."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from programs.solver.model import Model
from programs.solver.problem import Plan
from programs.solver.year import Calendar


class Joint:
    """Programmes to be placed together, the others of the calendar staying where they are.

    Parameters
    ----------
    calendar : holds the programmes that stay; the chosen ones must have been taken out.
    windows : for each chosen programme the windows it may take.
    must : whether each of them has to be placed; else a programme may be left out, for `left_out`.

    Shared are bases (at most their concurrency on a date) and teachers (one place in a slot of a
    date, and their slots a day). O(programmes · (size of one + dates · shared teachers · slots)).
    """

    def __init__(self, calendar: Calendar, windows: dict[int, list[int]]):
        self.calendar, self.windows = calendar, windows
        self.cp = cp_model.CpModel()
        self.models: dict[int, Model] = {}
        year = calendar.year
        for i, kept in windows.items():
            self.models[i] = Model(calendar.view(i, kept), self.cp, fine=len(windows) > 1)
        scale = max(m.problem.unit for m in self.models.values())
        self.cp.maximize(
            sum(m.score * (scale // m.problem.unit) for m in self.models.values())
            if all(scale % m.problem.unit == 0 for m in self.models.values())
            else sum(m.score * (1 / m.problem.unit) for m in self.models.values())
        )
        if len(windows) > 1:
            self._bases(year)
            self._teachers(year)

    def hint(self, plans: dict[int, Plan]) -> None:
        """Tell where the programmes were."""
        for i, model in self.models.items():
            plan = plans.get(i)
            if plan is not None and plan.window in self.windows[i]:
                model.hint(replace(plan, window=self.windows[i].index(plan.window)))

    def plans(self, value: Any) -> dict[int, Plan]:
        """Read the programmes from a solution."""
        found = {i: model.plan(value) for i, model in self.models.items()}
        return {i: replace(p, window=self.windows[i][p.window]) for i, p in found.items()}

    def _and(self, model: Model, literal: Any, window: int) -> Any:
        """A literal that is true if another is and the window is taken."""
        if len(model.chosen) == 1:
            return literal
        both = self.cp.new_bool_var("")
        self.cp.add(both >= literal + model.chosen[window] - 1)
        return both

    def _dates(self) -> dict[str, list[tuple[int, int, int]]]:
        """For each date the (programme, window, day) that lie on it, if more than one programme."""
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for i, model in self.models.items():
            for w, window in enumerate(model.problem.windows):
                for d, date in enumerate(window.days):
                    found[date].append((i, w, d))
        return {date: x for date, x in found.items() if len({i for i, _, _ in x}) > 1}

    def _bases(self, year) -> None:
        for date, places in self._dates().items():
            users: dict[str, list[tuple[int, int, Any]]] = defaultdict(list)
            for i, w, d in places:
                model = self.models[i]
                for k, base in enumerate(model.problem.bases):
                    if (k, d) in model.at:
                        users[base.id].append((i, w, model.at[k, d]))
            for base, uses in users.items():
                left = year.hosts(base) - self.calendar.bases.get(date, {}).get(base, 0)
                if len({i for i, _, _ in uses}) > left:
                    self.cp.add(sum(self._and(self.models[i], x, w) for i, w, x in uses) <= left)

    def _teachers(self, year) -> None:
        for date, places in self._dates().items():
            users: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
            for i, w, d in places:
                for t in _teachers_on(self.models[i], d):
                    users[self.models[i].problem.teachers[t]].append((i, w, d, t))
            for name, uses in users.items():
                if len({i for i, *_ in uses}) > 1:
                    self._teacher(year, date, name, uses)

    def _teacher(self, year, date: str, name: str, uses) -> None:
        slots: dict[int, list[Any]] = defaultdict(list)
        for i, w, d, t in uses:
            for s, literal in self._gives(i, d, t).items():
                slots[s].append(self._and(self.models[i], literal, w))
        for literals in slots.values():
            self.cp.add(sum(literals) <= 1)
        taken = self.calendar.teachers.get(date, {}).get(name, 0).bit_count()
        limit = year.limits[name] - taken
        if limit < len(slots):
            self.cp.add(sum(x for literals in slots.values() for x in literals) <= max(0, limit))

    def _gives(self, i: int, d: int, t: int) -> dict[int, Any]:
        """For each slot of a day a literal that is true if the teacher teaches then."""
        model, p = self.models[i], self.models[i].problem
        key = (i, d, t)
        if key in self.__dict__.setdefault("_given", {}):
            return self._given[key]
        literals: dict[int, Any] = {}
        courses: dict[int, list[Any]] = defaultdict(list)
        for (w, e), x in model.held.items():
            if e == d and p.ways[w].teacher == t:
                courses[p.ways[w].course].append(x)
        for c, ways in courses.items():
            n = p.courses[c].slots
            for s in range(p.slots):
                over = [
                    model.begin[c, d, b] for b in range(max(0, s - n + 1), min(s, p.slots - n) + 1)
                ]
                if over:
                    literal = literals.setdefault(s, self.cp.new_bool_var(""))
                    self.cp.add(literal >= sum(ways) + sum(over) - 1)
        self._given[key] = literals
        return literals


def _teachers_on(model: Model, d: int) -> list[int]:
    return sorted({model.problem.ways[w].teacher for w, e in model.held if e == d})
