"""What the solvers read: a programme in whole numbers and indexes, with its windows.

A single programme has exactly one window; a programme of a year's plan may have many. Slots are
counted from 0 in a day; a set of slots is a bit mask, bit s for slot s. Teaching hours are whole
numbers of `grain` hours, scores of 1/`unit`, money of 1/`cent` yuan, so that sums and comparisons
are exact. Slots say when something is held; hours, shares and fees count the true hours, which
may leave part of the last slot free.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from programs.solver.numbers import largest_share, smallest_share


@dataclass(frozen=True, slots=True)
class Course:
    """`after` are indexes of the courses that must be held before it."""

    id: str
    category: str
    slots: int
    hours: int
    required: bool
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to hold a course. `gain` is its part of the score, `fee` what its teacher costs."""

    course: int
    format: str
    teacher: int
    base: int
    slots: int
    hours: int
    gain: int
    fee: int


@dataclass(frozen=True, slots=True)
class Way:
    """A course in a format by a teacher, and the bases where it is offered so.

    Score and fee do not depend on the base, so the models choose a way and the day's base apart.
    `offers` maps base to offer.
    """

    course: int
    format: str
    teacher: int
    slots: int
    hours: int
    gain: int
    fee: int
    offers: dict[int, int]
    quotas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """`fits` says whether it holds the cohort, `loss` is what a day takes from the score."""

    id: str
    fits: bool
    day_cost: int
    loss: int


@dataclass(frozen=True, slots=True)
class Quota:
    """Least and most percent of all hours for one category or one format."""

    kind: str
    code: str
    least: Fraction
    most: Fraction | None


@dataclass(frozen=True, slots=True)
class Pin:
    """What is fixed of a course; `day` is the day's index or date as the JSON names it."""

    course: int
    format: str | None
    teacher: int | None
    base: int | None
    day: int | str | None
    slot: int | None


@dataclass(frozen=True)
class Window:
    """Days on which a programme can be held, and what is taken on them.

    days : (n_days,) dates.  labels : (n_days,) what busy lists and pins call them.
    busy : teacher -> (n_days,) masks of slots he is busy; a free teacher is absent.
    closed : base -> mask of the days on which it is taken.
    room : (teacher, day) -> slots he may still teach, where fewer than his own limit.
    """

    days: tuple[str, ...]
    labels: tuple[Any, ...]
    busy: dict[int, tuple[int, ...]]
    closed: dict[int, int]
    room: dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Session:
    """An offer held on a day of the window, from a slot on."""

    offer: int
    day: int
    slot: int


@dataclass(frozen=True)
class Plan:
    """One programme: its window, its sessions in order of time, its score in 1/`unit`."""

    window: int
    sessions: tuple[Session, ...]
    score: int


@dataclass(frozen=True)
class Problem:
    """A programme to compose. `raw` is the JSON it was read from.

    grain : the hours in which all hours are whole.  slot_hours : hours of a slot, in grains.
    least, most : hours of the whole programme.  day_cap : hours of a day.
    limits : (n_teachers,) slots a teacher may teach a day.  budget : in 1/`cent` yuan, or None.
    change : what a change of base takes from the score.
    wanted : ("course" | "teacher" | "base", index) that must be in the programme, for a question.
    """

    id: str
    raw: dict
    slots: int
    grain: Fraction
    slot_hours: int
    least: int
    most: int
    day_cap: int
    budget: int | None
    quotas: tuple[Quota, ...]
    courses: tuple[Course, ...]
    teachers: tuple[str, ...]
    limits: tuple[int, ...]
    bases: tuple[Base, ...]
    offers: tuple[Offer, ...]
    pins: tuple[Pin, ...]
    windows: tuple[Window, ...]
    unit: int
    cent: int
    change: int
    wanted: tuple[tuple[str, int], ...] = ()

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Offers that differ in the base alone, put together."""
        found: dict[tuple, Way] = {}
        for i, o in enumerate(self.offers):
            key = (o.course, o.format, o.teacher)
            if key not in found:
                found[key] = Way(*key, o.slots, o.hours, o.gain, o.fee, {}, self.quotas_of[i])
            found[key].offers[o.base] = i
        return tuple(found.values())

    @cached_property
    def way_of(self) -> dict[int, int]:
        """For each offer its way."""
        return {i: w for w, way in enumerate(self.ways) for i in way.offers.values()}

    @cached_property
    def must(self) -> frozenset[int]:
        """Courses that are held in every programme: required, pinned, and what they come after."""
        open_ = [i for i, c in enumerate(self.courses) if c.required]
        open_ += [p.course for p in self.pins]
        open_ += [index for kind, index in self.wanted if kind == "course"]
        found: set[int] = set()
        while open_:
            course = open_.pop()
            if course not in found:
                found.add(course)
                open_ += self.courses[course].after
        return frozenset(found)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Courses, each later than those it comes after."""
        depth: dict[int, int] = {}
        for root in range(len(self.courses)):
            stack = [root]
            while stack:
                course = stack[-1]
                lacking = [a for a in self.courses[course].after if a not in depth]
                if lacking:
                    stack += lacking
                    continue
                after = self.courses[course].after
                depth[stack.pop()] = 1 + max((depth[a] for a in after), default=0)
        return tuple(sorted(range(len(self.courses)), key=lambda c: (depth[c], c)))

    @cached_property
    def shortest(self) -> int:
        """Hours of the shortest course: with less room than that nothing fits any more."""
        return min((course.hours for course in self.courses), default=0)

    @cached_property
    def followers(self) -> tuple[tuple[int, ...], ...]:
        """For each course those that come after it."""
        found: list[list[int]] = [[] for _ in self.courses]
        for index, course in enumerate(self.courses):
            for before in course.after:
                found[before].append(index)
        return tuple(map(tuple, found))

    @cached_property
    def quotas_of(self) -> tuple[tuple[int, ...], ...]:
        """For each offer the quotas that its hours count for."""
        return tuple(
            tuple(i for i, quota in enumerate(self.quotas) if self.counts(quota, offer))
            for offer in self.offers
        )

    @cached_property
    def bounds(self) -> tuple[tuple[tuple[int, int], tuple[int, int] | None], ...]:
        """For each quota the least and the most share as small fractions (h, t)."""
        return tuple(
            (
                smallest_share(quota.least, self.longest),
                None if quota.most is None else largest_share(quota.most, self.longest),
            )
            for quota in self.quotas
        )

    @cached_property
    def longest(self) -> int:
        """Hours that the longest window holds, in grains."""
        days = max((len(window.days) for window in self.windows), default=0)
        return days * self.slots * self.slot_hours

    @cached_property
    def full_day(self) -> int:
        """The mask of all slots of a day."""
        return (1 << self.slots) - 1

    def counts(self, quota: Quota, offer: Offer) -> bool:
        """Whether the hours of an offer belong to a quota."""
        if quota.kind == "format":
            return offer.format == quota.code
        return self.courses[offer.course].category == quota.code

    def pinned(self, course: int, offer: Offer) -> bool:
        """Whether the pins of a course allow an offer."""
        return all(
            value is None or value == mine
            for pin in self.pins
            if pin.course == course
            for value, mine in (
                (pin.format, offer.format),
                (pin.teacher, offer.teacher),
                (pin.base, offer.base),
            )
        )

    def score(self, sessions: Iterable[Session]) -> int:
        """The score of sessions in 1/`unit`. O(n log n)."""
        base_of = {s.day: self.offers[s.offer].base for s in sessions}
        days = [base_of[day] for day in sorted(base_of)]
        changes = sum(a != b for a, b in pairwise(days))
        gain = sum(self.offers[s.offer].gain for s in sessions)
        return gain - sum(self.bases[b].loss for b in days) - changes * self.change

    def cost(self, sessions: Iterable[Session]) -> int:
        """What sessions cost, in 1/`cent` yuan."""
        base_of = {s.day: self.offers[s.offer].base for s in sessions}
        fees = sum(self.offers[s.offer].fee for s in sessions)
        return fees + sum(self.bases[b].day_cost for b in base_of.values())

    def plan(self, window: int, sessions: Iterable[Session]) -> Plan:
        """A plan of these sessions, put in order and scored."""
        ordered = tuple(sorted(sessions, key=lambda s: (s.day, s.slot)))
        return Plan(window, ordered, self.score(ordered))
