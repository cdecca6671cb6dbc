"""What the meter reads and what it answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from resources.calendar import Booking


@dataclass(frozen=True, kw_only=True)
class Line:
    """One session. Keys of what is not chosen yet are None; `position` counts from 1.

    `slots` are the double hours of its day that it takes. `offered` says whether the teacher
    gives the course in this format, `hosted` whether the base has the format. `held_until` is
    when others may take what it has chosen.
    """

    id: int
    position: int
    course: int
    name: str
    category: int
    hours: int
    format: int | None = None
    teacher: int | None = None
    teacher_name: str = ""
    rating: float | None = None
    fee_per_hour_yuan: int = 0
    base: int | None = None
    base_name: str = ""
    groups: int = 1
    day_cost_yuan: int = 0
    boarding_yuan_per_day: int = 0
    room: int | None = None
    place: str = ""
    capacity: int | None = None
    on: date | None = None
    slots: range = range(0)
    held_until: datetime | None = None
    offered: bool = True
    hosted: bool = True
    room_fits_base: bool = True

    @property
    def fee_yuan(self) -> int:
        """The teacher's fee for the whole session."""
        return self.fee_per_hour_yuan * self.hours if self.teacher else 0

    @property
    def timed(self) -> bool:
        """Whether day and double hour are chosen."""
        return self.on is not None and bool(self.slots)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to be chosen, in the order of choosing; a room may stay open."""
        parts = (("format", self.format), ("teacher", self.teacher), ("base", self.base))
        return (
            *(name for name, value in parts if value is None),
            *(() if self.timed else ("time",)),
        )


@dataclass(frozen=True)
class Quota:
    """The least and the most part of all hours, in percent, that one category may have.

    `eased` when the programme may do with less, or more, than its plan says.
    """

    key: int
    name: str
    minimum: int = 0
    maximum: int | None = None
    eased: bool = False


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A programme as the meter reads it; a budget of None has no upper limit."""

    lines: tuple[Line, ...]
    quotas: tuple[Quota, ...] = ()
    format_quotas: tuple[Quota, ...] = ()
    bookings: tuple[Booking, ...] = ()
    places: int
    hours_min: int
    hours_max: int
    budget_yuan: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    has_institute: bool = True
    slot_names: tuple[str, ...] = ("1", "2", "3", "4")
    today: date
    now: datetime | None = None


@dataclass(frozen=True)
class Issue:
    """Something that stands in the way (`blocking`) or is worth a thought; `line` is its key."""

    code: str
    blocking: bool
    line: int | None = None
    position: int | None = None
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """How a quota stands.

    `missing_hours` is the least whole number of hours to add so that the minimum is met,
    `excess_hours` the least to take out so that the maximum is; both count that the total
    changes with them. `shown` is a whole percentage that never rounds a miss into a hit.
    """

    quota: Quota
    hours: int
    total: int
    missing_hours: int
    excess_hours: int
    shown: int

    @property
    def percent(self) -> float:
        """The exact percentage; 0 while nothing is held."""
        return 100 * self.hours / self.total if self.total else 0.0

    @property
    def state(self) -> str:
        """Short, over or ok."""
        return "short" if self.missing_hours else "over" if self.excess_hours else "ok"


@dataclass(frozen=True)
class Carried:
    """One quota from the plan to what was really held; None where there are no hours yet.

    `kind` names what the quota is of: a category or a format.
    """

    kind: str
    quota: Quota
    planned: Share | None = None
    approved: Share | None = None
    held: Share | None = None


@dataclass(frozen=True)
class Cost:
    """Yuan by kind."""

    teaching: int
    bases: int
    boarding: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.teaching + self.bases + self.boarding


@dataclass(frozen=True, kw_only=True)
class Meter:
    """The answer: every figure of the programme, and its issues, blocking ones first."""

    lines: tuple[Line, ...]
    shares: tuple[Share, ...]
    format_shares: tuple[Share, ...]
    hours: int
    complete: int
    days: int
    cost: Cost
    smallest: Line | None
    issues: tuple[Issue, ...]

    @property
    def all_shares(self) -> tuple[Share, ...]:
        """Shares of categories, then of formats."""
        return self.shares + self.format_shares

    @property
    def blocking(self) -> tuple[Issue, ...]:
        """What forbids submitting."""
        return tuple(issue for issue in self.issues if issue.blocking)

    @property
    def advice(self) -> tuple[Issue, ...]:
        """What is worth a thought."""
        return tuple(issue for issue in self.issues if not issue.blocking)

    @property
    def ready(self) -> bool:
        """Whether the programme may be submitted."""
        return not self.blocking
