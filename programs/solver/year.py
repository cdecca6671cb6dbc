"""A year's plan: many programmes over shared teachers and bases."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from programs.solver.build import build, parse
from programs.solver.checks import check_programme
from programs.solver.problem import Plan, Problem, Window
from programs.solver.reading import Faults, Reader, join


@dataclass(frozen=True)
class Year:
    """Programmes with their windows, and how many a base hosts on a date (1 where not named).

    limits : teacher id -> slots he may teach a day, over all programmes.
    """

    raw: dict
    programmes: tuple[Problem, ...]
    concurrency: dict[str, int]
    limits: dict[str, int]

    def hosts(self, base: str) -> int:
        """How many programmes a base hosts on a date."""
        return self.concurrency.get(base, 1)


def parse_year(data: Any) -> Year:
    """Read a year's plan.

    Raises
    ------
    Faults
        With everything that is wrong, each under its JSON path.
    """
    read = Reader()
    if read.typed(data, "", dict) is not None:
        _check(data, read)
    if read.faults:
        raise Faults(read.faults)
    programmes = tuple(_programme(row) for row in data["programmes"])
    limits: dict[str, int] = {}
    for problem in programmes:
        for name, limit in zip(problem.teachers, problem.limits, strict=True):
            limits[name] = min(limit, limits.get(name, limit))
    shared = tuple(
        replace(p, limits=tuple(min(limits[name], p.slots) for name in p.teachers))
        for p in programmes
    )
    return Year(data, shared, data.get("base_concurrency") or {}, limits)


def parse_any(data: Any) -> Problem | Year:
    """Read a year's plan where there are `programmes`, else a single problem. Raises `Faults`."""
    return parse_year(data) if isinstance(data, dict) and "programmes" in data else parse(data)


def _programme(row: dict) -> Problem:
    windows = [(tuple(days), tuple(days)) for days in row["windows"]]
    return build(row, windows, row["id"])


def _check(data: dict, read: Reader) -> None:
    rows = list(read.rows(data, "programmes", ""))
    read.ids(rows, "id")
    bases = set()
    for path, row in rows:
        days = _windows(row, read, path)
        check_programme(row, read, path, days)
        bases |= {b.get("id") for b in row.get("bases") or [] if isinstance(b, dict)}
    if data.get("base_concurrency") is None:
        return
    named = read.typed(data["base_concurrency"], "base_concurrency", dict) or {}
    for name, value in named.items():
        at = join("base_concurrency", name)
        read.known(name, at, "base", bases)
        read.checked_number(value, at, whole=True, least=1)


def _windows(row: dict, read: Reader, path: str) -> tuple[str, ...]:
    windows = read.need(row, "windows", path, list)
    if windows == []:
        read.fault(join(path, "windows"), "empty")
    found: list[str] = []
    for index, days in enumerate(windows or []):
        found += read.days(days, f"{path}.windows[{index}]")
    return tuple(dict.fromkeys(found))


class Calendar:
    """What the placed programmes take: slots of teachers, and bases, by date.

    Teachers and bases are known by id. A teacher's sessions never overlap, so his slots of a date
    are the bits of one mask.
    """

    def __init__(self, year: Year):
        self.year = year
        self.plans: dict[int, Plan] = {}
        self.teachers: dict[str, dict[str, int]] = defaultdict(dict)  # date -> id -> mask
        self.bases: dict[str, dict[str, int]] = defaultdict(dict)  # date -> id -> programmes

    @property
    def score(self) -> float:
        """Points of all placed programmes."""
        return sum(plan.score / self.year.programmes[i].unit for i, plan in self.plans.items())

    def copy(self) -> "Calendar":
        """An independent calendar with the same programmes."""
        other = Calendar(self.year)
        other.plans = dict(self.plans)
        other.teachers = defaultdict(dict, {d: dict(x) for d, x in self.teachers.items()})
        other.bases = defaultdict(dict, {d: dict(x) for d, x in self.bases.items()})
        return other

    def put(self, i: int, plan: Plan) -> None:
        """Place a programme, instead of where it was."""
        if i in self.plans:
            self.take(i)
        self.plans[i] = plan
        for date, teacher, mask in _teaching(self.year.programmes[i], plan):
            taken = self.teachers[date]
            taken[teacher] = taken.get(teacher, 0) | mask
        for date, base in stays(self.year.programmes[i], plan):
            self.bases[date][base] = self.bases[date].get(base, 0) + 1

    def take(self, i: int) -> Plan:
        """Take a programme out."""
        plan = self.plans.pop(i)
        for date, teacher, mask in _teaching(self.year.programmes[i], plan):
            self.teachers[date][teacher] &= ~mask
        for date, base in stays(self.year.programmes[i], plan):
            self.bases[date][base] -= 1
        return plan

    def fits(self, i: int, plan: Plan) -> bool:
        """Whether a plan clashes with no placed programme."""
        problem = self.year.programmes[i]
        asked: dict[tuple[str, str], int] = defaultdict(int)
        for date, teacher, mask in _teaching(problem, plan):
            if self.teachers[date].get(teacher, 0) & mask:
                return False
            asked[date, teacher] |= mask
        for (date, teacher), mask in asked.items():
            load = (self.teachers[date].get(teacher, 0) | mask).bit_count()
            if load > self.year.limits[teacher]:
                return False
        return all(
            self.bases[date].get(base, 0) < self.year.hosts(base)
            for date, base in stays(problem, plan)
        )

    def blockers(self, i: int, plan: Plan) -> set[int]:
        """Placed programmes that share a teacher or base with a plan on a date. O(sessions)."""
        problem = self.year.programmes[i]
        mine = {(d, t) for d, t, _ in _teaching(problem, plan)} | set(stays(problem, plan))
        found = set()
        for j, other in self.plans.items():
            theirs = self.year.programmes[j]
            places = {(d, t) for d, t, _ in _teaching(theirs, other)} | set(stays(theirs, other))
            if j != i and mine & places:
                found.add(j)
        return found

    def view(self, i: int, windows: list[int] | None = None) -> Problem:
        """A programme as it is left by the others: calendars with what they take.

        windows : the windows to keep, in this order; all by default.
        """
        problem = self.year.programmes[i]
        teachers = {name: t for t, name in enumerate(problem.teachers)}
        bases = {base.id: k for k, base in enumerate(problem.bases)}
        kept = range(len(problem.windows)) if windows is None else windows
        seen = tuple(self._window(problem, problem.windows[w], teachers, bases) for w in kept)
        return replace(problem, windows=seen)

    def _window(self, problem: Problem, window: Window, teachers, bases) -> Window:
        busy, closed = dict(window.busy), dict(window.closed)
        room = dict(window.room)
        for d, date in enumerate(window.days):
            for name, mask in self.teachers.get(date, {}).items():
                t = teachers.get(name)
                if t is None or not mask:
                    continue
                masks = busy.get(t, (0,) * len(window.days))
                busy[t] = (*masks[:d], masks[d] | mask & problem.full_day, *masks[d + 1 :])
                limit = self.year.limits[name]
                if limit < problem.slots:
                    room[t, d] = max(0, limit - mask.bit_count())
            for name, count in self.bases.get(date, {}).items():
                if name in bases and count >= self.year.hosts(name):
                    closed[bases[name]] = closed.get(bases[name], 0) | 1 << d
        return Window(window.days, window.labels, busy, closed, room)


def _teaching(problem: Problem, plan: Plan):
    """(date, teacher, mask) of each session."""
    days = problem.windows[plan.window].days
    for session in plan.sessions:
        offer = problem.offers[session.offer]
        mask = ((1 << offer.slots) - 1) << session.slot
        yield days[session.day], problem.teachers[offer.teacher], mask


def stays(problem: Problem, plan: Plan) -> dict[tuple[str, str], None]:
    """(date, base) of each used day."""
    days = problem.windows[plan.window].days
    return {
        (days[s.day], problem.bases[problem.offers[s.offer].base].id): None for s in plan.sessions
    }
