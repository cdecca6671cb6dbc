from collections.abc import Iterable
from itertools import groupby

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """How far a resource is shared: read from its grants, never stored."""

    PRIVATE = "private", _("Only us")
    NAMED = "named", _("Named organisations")
    ALL = "all", _("All organisations")


class Slot(IntegerChoices):
    """The four double hours of a training day."""

    FIRST = 0, "08:30"
    SECOND = 1, "10:20"
    THIRD = 2, "14:00"
    FOURTH = 3, "15:50"


HOURS_PER_SLOT = 2

SLOT_NAMES = tuple(Slot.labels)
SLOT_ENDS = ("10:10", "12:00", "15:40", "17:30")


def slots_of(slot: int | None, hours: int) -> range:
    """The double hours that `hours` take from `slot` on; none while no time is chosen."""
    return range(0) if slot is None else range(slot, slot + -(-hours // HOURS_PER_SLOT))


def span(slots: range) -> str:
    """From when to when a run of double hours lasts."""
    return f"{SLOT_NAMES[slots.start]}–{SLOT_ENDS[slots.stop - 1]}"


def runs_of(slots: Iterable[int]) -> list[range]:
    """The same double hours as runs of neighbours."""
    numbered = enumerate(sorted(set(slots)))
    runs = [[slot for _n, slot in run] for _k, run in groupby(numbered, lambda n: n[1] - n[0])]
    return [range(run[0], run[-1] + 1) for run in runs]


class BookingState(TextChoices):
    """How firmly a double hour is taken."""

    HELD = "held", _("Held")
    FIRM = "firm", _("Firm")
    BLOCKED = "blocked", _("Blocked")


class Weekday(IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ReviewState(TextChoices):
    """How far the quality review of a course has come."""

    OPEN = "open", _("Under quality review")
    PASSED = "passed", _("Quality review passed")
    RETURNED = "returned", _("Returned by the reviewers")
    RECALLED = "recalled", _("Recalled")


class Mark(IntegerChoices):
    """What a reviewer says about one criterion."""

    MEETS = 1, _("meets it")
    SHORT = 0, _("falls short")


CRITERIA = ("fitness", "accuracy", "effect", "compliance")
CONCURRING = 2  # reviewers who must say the same before anything follows


class Mastery(IntegerChoices):
    """How far a competence goes: what a course leads to, what a demand asks for."""

    KNOWS = 1, _("1 knows it")
    APPLIES = 2, _("2 applies it")
    MASTERS = 3, _("3 masters it")
    LEADS = 4, _("4 leads others in it")


class ChangeKind(TextChoices):
    """What has become of a course that others took over."""

    VERSION = "version", _("New version")
    RECALL = "recall", _("Taken out of use")


class AdoptionState(TextChoices):
    """What somebody who took a course over says about a change of it."""

    OPEN = "open", _("Waiting for a decision")
    TAKEN = "taken", _("Change taken over")
    DECLINED = "declined", _("Left as it was")
    LAPSED = "lapsed", _("No longer shared")


class SameState(TextChoices):
    """What was decided about two courses that are probably the same."""

    OPEN = "open", _("Waiting for a decision")
    KEPT = "kept", _("Both kept")
    MERGED = "merged", _("One replaces the other")
