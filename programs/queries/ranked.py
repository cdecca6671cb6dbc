"""What is ranked: a need, an entry, and the reasons that its points are the sum of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from programs import meter
from programs.models import Plan
from resources.models.shared import USUAL


@dataclass(frozen=True)
class Reason:
    """What an entry gets points for, in words; 0 points where it gets none for it."""

    points: float
    words: str

    @classmethod
    def rated(cls, thing, most: float) -> "Reason":
        """Points for the rating of a course, a teacher or a base."""
        if not thing.rating:
            return cls(most * (USUAL - 1) / 4, _("not rated yet"))
        words = _("rated %(rating)s by %(n)s") % {"rating": thing.rating, "n": thing.rating_count}
        return cls(most * (float(thing.rating) - 1) / 4, words)


@dataclass(frozen=True)
class Entry:
    """One ranked thing; `url` is the page about it, `begin` begins a programme with it."""

    thing: Any
    url: str
    reasons: list[Reason]
    begin: str = ""

    @property
    def kind(self) -> str:
        """Course, teacher, base, program or readyprogram."""
        return self.thing._meta.model_name

    @property
    def points(self) -> float:
        """The sum of its reasons."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Need:
    """What is looked for, read from a plan or a programme.

    lacking : hours that each category lacks, by key.  wanted : keys of the formats asked for.
    competences : how far each competence asked for must be reached, by key.
    """

    plan: Plan | None
    levels: frozenset[int]
    themes: frozenset[int]
    quotas: dict[str, tuple[meter.Quota, ...]]
    people: int
    days: list[date]
    lacking: dict[int, int] = field(default_factory=dict)
    held: frozenset[int] = frozenset()

    competences: dict[int, int] = field(default_factory=dict)

    @property
    def wanted(self) -> set[int]:
        """Formats of which a share is asked."""
        return {q.key for q in self.quotas["format_quotas"] if q.minimum}

    def fits_levels(self, mine: set[int], most: float) -> Reason:
        """Points for the levels that something is for."""
        if not mine or not self.levels:
            return Reason(most * 0.7, _("for every level"))
        if mine & self.levels:
            return Reason(most, _("for the levels asked for"))
        return Reason(0, _("meant for other levels"))
