"""Spreadsheets of courses, teachers, bases and rooms: cleaned rows in, one audit entry a batch."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Organisation
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from resources import rules
from resources.models import Base, Course, Room, Teacher
from resources.operations.upsert import Shape

COURSES = Shape(
    model=Course,
    key="code",
    required=("name", "category", "hours", "formats"),
    ones={"category": CodeKind.CATEGORY},
    sets={"formats": CodeKind.FORMAT, "levels": CodeKind.LEVEL},
)
TEACHERS = Shape(model=Teacher, key="number", required=("name",))
BASES = Shape(
    model=Base,
    key="code",
    required=("name", "capacity"),
    sets={"formats": CodeKind.FORMAT, "facilities": CodeKind.FACILITY},
)
ROOMS = Shape(
    model=Room,
    key="code",
    required=("name", "capacity"),
    ones={"kind": CodeKind.ROOM_KIND},
    sets={"facilities": CodeKind.FACILITY},
    flags={"air_conditioning": ("facilities", "air_conditioning")},
)


class UnknownBase(Refusal):
    """A row names a base that the organisation does not have."""

    code = "unknown_base"
    message = _("There is no base with the number “{code}”.")
    status = 422


@operation(rules.may_offer, on="organisation")
def save_courses(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Create or update courses by their number. Raises `MissingValue`, `UnknownCode`."""
    return COURSES.upsert(actor, {"organisation": organisation}, rows)


@operation(rules.may_offer, on="organisation")
def save_teachers(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Create or update teachers by their number. Raises `MissingValue`."""
    return TEACHERS.upsert(actor, {"organisation": organisation}, rows)


@operation(rules.may_offer, on="organisation")
def save_bases(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Create or update bases by their number. Raises `MissingValue`, `UnknownCode`."""
    return BASES.upsert(actor, {"organisation": organisation}, rows)


@operation(rules.may_keep, on="base")
def save_rooms(*, actor: Actor, base: Base, rows: Iterable[dict], reason="") -> Loaded:
    """Create or update rooms by their number.

    A row may name another `base` of the same organisation by its number: room lists of schools
    hold all campuses in one sheet. Raises `MissingValue`, `UnknownCode`, `UnknownBase`.
    """
    rows = [dict(row) for row in rows]
    bases = _bases(base)
    by_base: dict[Base, list[int]] = {}
    for number, row in enumerate(rows):
        by_base.setdefault(_base_of(row, base, bases), []).append(number)
    outcomes: list = [None] * len(rows)
    for own, numbers in by_base.items():
        loaded = ROOMS.upsert(actor, {"base": own}, [rows[number] for number in numbers])
        for number, outcome in zip(numbers, loaded.outcomes, strict=True):
            outcomes[number] = outcome
    return Loaded(outcomes)


def _bases(base: Base) -> dict[str, Base]:
    rows = Base._base_manager.filter(organisation=base.organisation_id)
    return {one.code: one for one in rows}


def _base_of(row: dict, base: Base, bases: dict[str, Base]) -> Base:
    code = row.pop("base", None)
    if not code:
        return base
    if code not in bases:
        raise UnknownBase(code=code)
    return bases[code]


@operation(rules.may_offer, on="organisation")
def undo_courses(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_courses`, as far as nothing else depends on it."""
    return COURSES.take_back({"organisation": organisation}, outcomes)


@operation(rules.may_offer, on="organisation")
def undo_teachers(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_teachers`, as far as nothing else depends on it."""
    return TEACHERS.take_back({"organisation": organisation}, outcomes)


@operation(rules.may_offer, on="organisation")
def undo_bases(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_bases`, as far as nothing else depends on it."""
    return BASES.take_back({"organisation": organisation}, outcomes)


@operation(rules.may_keep, on="base")
def undo_rooms(*, actor: Actor, base: Base, outcomes: Iterable[Outcome], reason="") -> Loaded:
    """Undo a batch of `save_rooms`, as far as nothing else depends on it."""
    return ROOMS.take_back({"base__organisation": base.organisation_id}, outcomes)
