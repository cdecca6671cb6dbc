"""A programme while it is put together: what is placed, and where the next session may go."""

from copy import copy
from functools import lru_cache

from programs.solver.problem import Problem, Session, Window


@lru_cache(maxsize=4096)
def starts(free: int, length: int) -> tuple[int, ...]:
    """Slots from which `length` consecutive slots of the mask `free` are free."""
    runs = free
    for shift in range(1, length):
        runs &= free >> shift
    return tuple(s for s in range(runs.bit_length()) if runs >> s & 1)


class Board:
    """Sessions placed in one window so far, with what they take.

    The rules that hold for a single placement are kept here: one base a day, no overlap, calendars,
    the hours of a day, pins, and `after` in both directions. Totals are judged by `faults`.
    """

    def __init__(self, problem: Problem, window: int):
        self.problem, self.index = problem, window
        self.window: Window = problem.windows[window]
        days = len(self.window.days)
        self.sessions: dict[int, Session] = {}  # by course
        self.free = [problem.full_day] * days
        self.left = [problem.day_cap] * days
        self.base: list[int | None] = [None] * days
        self.on_day = [0] * days
        self.taught: dict[tuple[int, int], int] = {}
        self.total = self.cost = 0
        self.held = [0] * len(problem.quotas)
        self.pins: dict[int, list] = {}
        for pin in problem.pins:
            self.pins.setdefault(pin.course, []).append(pin)

    def copy(self) -> "Board":
        """An independent board with the same sessions."""
        other = copy(self)
        other.sessions, other.taught = dict(self.sessions), dict(self.taught)
        other.free, other.left = list(self.free), list(self.left)
        other.base, other.on_day = list(self.base), list(self.on_day)
        other.held = list(self.held)
        return other

    def add(self, session: Session) -> None:
        """Put a session down; it must be allowed."""
        p = self.problem
        offer = p.offers[session.offer]
        self.sessions[offer.course] = session
        day = session.day
        if self.base[day] is None:
            self.base[day] = offer.base
            self.cost += p.bases[offer.base].day_cost
        self.on_day[day] += 1
        self._count(offer, session, 1)

    def remove(self, course: int) -> None:
        """Take a session away."""
        p = self.problem
        session = self.sessions.pop(course)
        offer, day = p.offers[session.offer], session.day
        self.on_day[day] -= 1
        if not self.on_day[day]:
            self.base[day] = None
            self.cost -= p.bases[offer.base].day_cost
        self._count(offer, session, -1)

    def _count(self, offer, session: Session, sign: int) -> None:
        day = session.day
        self.free[day] ^= ((1 << offer.slots) - 1) << session.slot
        self.left[day] -= sign * offer.hours
        key = (offer.teacher, day)
        self.taught[key] = self.taught.get(key, 0) + sign * offer.slots
        self.total += sign * offer.hours
        self.cost += sign * offer.fee
        for i in self.problem.quotas_of[session.offer]:
            self.held[i] += sign * offer.hours

    def days_for(self, offer_index: int) -> list[int]:
        """Days on which an offer may be held, those where its base already is first."""
        base = self.problem.offers[offer_index].base
        closed = self.window.closed.get(base, 0)
        mine, new = [], []
        for day, there in enumerate(self.base):
            if there == base:
                mine.append(day)
            elif there is None and not closed >> day & 1:
                new.append(day)
        return mine + self._near(new, mine)

    def _near(self, new: list[int], mine: list[int]) -> list[int]:
        """Empty days, those beside a day at the same base first, so that bases change seldom."""
        if not mine:
            return new
        return sorted(new, key=lambda day: (min(abs(day - m) for m in mine), day))

    def place(self, offer_index: int) -> Session | None:
        """Where an offer may be held next, or None. O(days · slots)."""
        p = self.problem
        offer = p.offers[offer_index]
        if not p.bases[offer.base].fits or not p.pinned(offer.course, offer):
            return None
        earliest, latest = self._span(offer.course)
        for day in self.days_for(offer_index):
            if offer.hours > self.left[day] or not self._teacher_can(offer, day):
                continue
            masks = self.window.busy.get(offer.teacher)
            free = self.free[day] & ~masks[day] if masks else self.free[day]
            for slot in starts(free, offer.slots):
                at = day * p.slots + slot
                if not earliest <= at <= latest - offer.slots:
                    continue
                if self._pins_allow(offer.course, day, slot):
                    return Session(offer_index, day, slot)
        return None

    def _teacher_can(self, offer, day: int) -> bool:
        limit = self.problem.limits[offer.teacher]
        limit = self.window.room.get((offer.teacher, day), limit)
        return self.taught.get((offer.teacher, day), 0) + offer.slots <= limit

    def _pins_allow(self, course: int, day: int, slot: int) -> bool:
        return all(
            (pin.day is None or pin.day == self.window.labels[day])
            and (pin.slot is None or pin.slot == slot)
            for pin in self.pins.get(course, ())
        )

    def _span(self, course: int) -> tuple[int, int]:
        """Times between which a course must lie for its neighbours in `after`."""
        p = self.problem
        if not p.courses[course].after and not p.followers[course]:
            return 0, len(self.free) * p.slots
        ends = [
            s.day * p.slots + s.slot + p.courses[a].slots
            for a in p.courses[course].after
            if (s := self.sessions.get(a))
        ]
        begins = [
            s.day * p.slots + s.slot for f in p.followers[course] if (s := self.sessions.get(f))
        ]
        return max(ends, default=0), min(begins, default=len(self.free) * p.slots)

    def affordable(self, session: Session) -> bool:
        """Whether a session keeps within the budget."""
        p = self.problem
        if p.budget is None:
            return True
        offer = p.offers[session.offer]
        day = 0 if self.base[session.day] is not None else p.bases[offer.base].day_cost
        return self.cost + offer.fee + day <= p.budget

    def valid(self) -> bool:
        """Whether all totals are as demanded: what must be held is, hours, shares, budget."""
        p = self.problem
        return (
            p.must <= self.sessions.keys()
            and self._has_wanted()
            and p.least <= self.total <= p.most
            and (p.budget is None or self.cost <= p.budget)
            and all(
                low[1] * held >= low[0] * self.total
                and (high is None or high[1] * held <= high[0] * self.total)
                for held, (low, high) in zip(self.held, p.bounds, strict=True)
            )
        )

    def _has_wanted(self) -> bool:
        """Whether the teachers and bases asked for are in the programme."""
        offers = [self.problem.offers[s.offer] for s in self.sessions.values()]
        return all(
            any(getattr(offer, kind) == index for offer in offers)
            for kind, index in self.problem.wanted
        )
