"""Spreadsheets of courses, teachers, bases and rooms: cleaned rows in, one audit entry a batch."""

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, Denied, operation
from accounts.choices import CodeKind
from accounts.models import Organisation
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from resources import materials, queries, rules, versions
from resources.models import Base, Course, Room, Teacher
from resources.operations.upsert import Shape

COURSES = Shape(
    model=Course,
    key="code",
    required=("name", "category", "hours", "formats"),
    ones={"category": CodeKind.CATEGORY},
    sets={"formats": CodeKind.FORMAT, "levels": CodeKind.LEVEL},
    graded={"competences": CodeKind.COMPETENCE},
    links={"prerequisites": queries.courses},
    texts={"materials": (materials.lines, materials.parsed)},
    only={"current": None},
    around=versions.kept,
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
    owner="base",
    required=("name", "capacity"),
    ones={"kind": CodeKind.ROOM_KIND},
    sets={"facilities": CodeKind.FACILITY},
    flags={"air_conditioning": ("facilities", "air_conditioning")},
)


class UnknownBase(Refusal):
    """A row names a base that the organisation does not have."""

    code = "unknown_base"
    message = _("There is no base with the number “{word}”.")
    status = 422


class NotBelow(Refusal):
    """A row names an organisation that is not below the one that the sheet was taken for."""

    code = "not_below"
    message = _("“{word}” is not below the organisation that this sheet belongs to.")
    status = 422


def _by_owner(rows: Iterable[dict], owner_of: Callable, load: Callable) -> Loaded:
    """Load rows of several owners, owner by owner; the outcomes keep the order of the rows."""
    rows = [dict(row) for row in rows]
    places: dict[Model, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(owner_of(row), []).append(place)
    outcomes: list = [None] * len(rows)
    for owner, own in places.items():
        loaded = load(owner, [rows[place] for place in own])
        for place, outcome in zip(own, loaded.outcomes, strict=True):
            outcomes[place] = outcome
    return Loaded(outcomes)


def _of_organisation(
    shape: Shape, actor: Actor, organisation: Organisation, rows: Iterable[dict]
) -> Loaded:
    """Load rows of an organisation; a row may name another `organisation` below it by its code.

    Departments get one list for all their institutes.
    """
    rows = list(rows)
    codes = {row["organisation"] for row in rows if row.get("organisation")}
    below = Organisation.objects.visible_to(actor).filter(path__startswith=organisation.path)
    known = {one.code: one for one in below.filter(code__in=codes)}
    for one in known.values():
        if not (answer := rules.may_bring_in(actor, one)):
            raise Denied(answer.reason)

    def owner_of(row: dict) -> Organisation:
        code = row.pop("organisation", "")
        if code and code not in known:
            raise NotBelow(word=code)
        return known[code] if code else organisation

    return _by_owner(
        rows, owner_of, lambda owner, own: shape.upsert(actor, {"organisation": owner}, own)
    )


@operation(rules.may_bring_in, on="organisation")
def save_courses(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Create or update courses. Raises `MissingValue`, `UnknownCode`, `NotBelow`."""
    return _of_organisation(COURSES, actor, organisation, rows)


@operation(rules.may_bring_in, on="organisation")
def save_teachers(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Create or update teachers. Raises `MissingValue`, `NotBelow`."""
    return _of_organisation(TEACHERS, actor, organisation, rows)


@operation(rules.may_bring_in, on="organisation")
def save_bases(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Create or update bases. Raises `MissingValue`, `UnknownCode`, `NotBelow`."""
    return _of_organisation(BASES, actor, organisation, rows)


@operation(rules.may_keep, on="base")
def save_rooms(*, actor: Actor, base: Base, rows: Iterable[dict], reason="") -> Loaded:
    """Create or update rooms by their number.

    A row may name another `base` of the same organisation by its number: room lists of schools
    hold all campuses in one sheet. Raises `MissingValue`, `UnknownCode`, `UnknownBase`.
    """
    bases = {one.code: one for one in Base._base_manager.filter(organisation=base.organisation_id)}

    def owner_of(row: dict) -> Base:
        code = row.pop("base", "")
        if code and code not in bases:
            raise UnknownBase(word=code)
        return bases[code] if code else base

    return _by_owner(rows, owner_of, lambda own, some: ROOMS.upsert(actor, {"base": own}, some))


def _below(organisation: Organisation) -> dict:
    return {"organisation__path__startswith": organisation.path}


@operation(rules.may_bring_in, on="organisation")
def undo_courses(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_courses`, as far as nothing else depends on it."""
    return COURSES.take_back(actor, _below(organisation), outcomes)


@operation(rules.may_bring_in, on="organisation")
def undo_teachers(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_teachers`, as far as nothing else depends on it."""
    return TEACHERS.take_back(actor, _below(organisation), outcomes)


@operation(rules.may_bring_in, on="organisation")
def undo_bases(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_bases`, as far as nothing else depends on it."""
    return BASES.take_back(actor, _below(organisation), outcomes)


@operation(rules.may_keep, on="base")
def undo_rooms(*, actor: Actor, base: Base, outcomes: Iterable[Outcome], reason="") -> Loaded:
    """Undo a batch of `save_rooms`, as far as nothing else depends on it."""
    return ROOMS.take_back(actor, {"base__organisation": base.organisation_id}, outcomes)
