"""Need research: who is asked, how many have answered, and what they said by group."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Avg, Count, Q

from accounts.access import Actor, key
from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.models import Code, Organisation
from accounts.queries import members, organisations, trainees
from surveys.choices import About, AskedState, Audience, Kind
from surveys.models import Answer, Asked, Inquiry
from surveys.queries.questionnaire import Part, Subject, parts

GROUPS = {"unit": "sheet__unit", "level": "sheet__level"}


@dataclass(frozen=True)
class Target:
    """One who is asked: a user (with the group he is counted in) or a unit."""

    user: int | None = None
    unit: int | None = None
    group: int | None = None
    level: int | None = None


@dataclass(frozen=True)
class Cell:
    """What one group said to one question; `mean` is None where too few answered."""

    n: int
    mean: float | None


@dataclass(frozen=True)
class Cross:
    """Means of every question (and subject) by group."""

    groups: list[str]
    rows: list[tuple[str, list[Cell]]]


def inquiries(actor: Actor):
    """Need research of the actor's organisation and those below it, with how many answered."""
    rows = Inquiry.objects.visible_to(actor).select_related("organisation", "questionnaire")
    return rows.annotate(
        asked_count=Count("asked", distinct=True),
        sent_count=Count("asked", filter=Q(asked__state=AskedState.SENT), distinct=True),
    )


def to_answer(actor: Actor):
    """What the actor is asked: himself, or his unit."""
    mine = Q(user=actor.user)
    if actor.has(Role.MANAGER):
        mine |= Q(unit=actor.organisation)
    rows = Asked.objects.unscoped(reason="the filter names the person or unit that was asked")
    rows = rows.filter(mine).select_related(
        "inquiry__questionnaire", "inquiry__organisation", "unit", "group", "level"
    )
    return rows.order_by("state", "inquiry__due_on", "pk")


def asked_by_link(actor: Actor, token: str) -> Asked | None:
    """The actor's own request behind a link; None for somebody who was not asked."""
    return to_answer(actor).filter(inquiry__token=token).first()


def askable(actor: Actor):
    """Organisations whose people can be asked."""
    kinds = (OrganisationKind.UNIT, OrganisationKind.INSTITUTE, OrganisationKind.DEPARTMENT)
    return organisations(actor, *kinds).filter(active=True).order_by("path")


def targets(actor: Actor, inquiry: Inquiry) -> list[Target]:
    """Everybody a need research reaches; two or three statements."""
    paths = list(inquiry.units.values_list("path", flat=True))
    levels = list(inquiry.levels.values_list("pk", flat=True))
    if inquiry.audience == Audience.UNITS:
        rows = organisations(actor, OrganisationKind.UNIT).filter(active=True)
        rows = rows.filter(_under(paths, "path"))
        keys = rows.order_by("path").values_list("pk", flat=True)
        return [Target(unit=pk, group=pk) for pk in keys]
    if inquiry.audience == Audience.TEACHERS:
        rows = members(actor).filter(_under(paths), role=Role.TEACHER, active=True)
        found = rows.order_by("pk").values_list("user", "organisation")
        return list({user: Target(user=user, group=group) for user, group in found}.values())
    rows = trainees(actor).filter(_under(paths)).exclude(user=None)
    rows = rows.filter(level__in=levels) if levels else rows
    found = rows.order_by("pk").values_list("user", "organisation", "level")
    return [Target(user=user, group=group, level=level) for user, group, level in found]


def _under(paths: list[str], name: str = "organisation__path") -> Q:
    """At or below one of the organisations; everywhere if none is named."""
    found = Q()
    for path in paths:
        found |= Q(**{f"{name}__startswith": path})
    return found


def subjects(actor: Actor, inquiry: Inquiry) -> list[Subject]:
    """What the questions are asked about: every category in use, and the courses chosen."""
    owner = inquiry.organisation
    rows = Code._base_manager.filter(kind=CodeKind.CATEGORY, active=True)
    rows = rows.filter(organisation__in=owner.ancestors).order_by("order", "pk")
    found = [Subject(About.CATEGORY, row.pk, row.label, key(row)) for row in rows]
    courses = inquiry.courses.order_by("category__order", "code")
    return found + [Subject(About.COURSE, row.pk, row.label, key(row)) for row in courses]


def pages(actor: Actor, inquiry: Inquiry) -> list[Part]:
    """The parts of a need research; three statements."""
    return parts(actor, inquiry.questionnaire, subjects(actor, inquiry))


def cross(actor: Actor, inquiry: Inquiry, by: str) -> Cross:
    """Means by unit or level; groups of too few are not shown, nor what would give them away.

    Where exactly one group is hidden, its mean could be had from the whole: then the smallest
    of the others is hidden with it. Three statements.
    """
    path = GROUPS[by]
    rows = Answer.objects.unscoped(reason="means of groups; no sheet can be read off")
    rows = rows.filter(sheet__target=key(inquiry), question__kind__in=(Kind.SCALE, Kind.SCORE))
    rows = (
        rows.order_by()
        .values("question", "subject", path)
        .annotate(mean=Avg("value"), n=Count("sheet", distinct=True))
    )
    cells: dict[tuple, dict[int | None, Cell]] = {}
    for row in rows:
        place = cells.setdefault((row["question"], row["subject"]), {})
        place[row[path]] = Cell(row["n"], row["mean"])
    groups = _groups(by, {pk for place in cells.values() for pk in place})
    labels = _labels(actor, inquiry)
    least = inquiry.questionnaire.min_answers
    told = {place: _veiled(found, least) for place, found in cells.items()}
    return Cross(
        [label for _pk, label in groups],
        [
            (label, [told[place].get(pk, Cell(0, None)) for pk, _label in groups])
            for place, label in labels.items()
            if place in told
        ],
    )


def _veiled(found: dict, least: int) -> dict:
    hidden = {pk for pk, cell in found.items() if cell.n < least}
    shown = sorted(found.keys() - hidden, key=lambda pk: found[pk].n)
    if len(hidden) == 1 and shown:
        hidden.add(shown[0])
    return {pk: replace(c, mean=None) if pk in hidden else c for pk, c in found.items()}


def _groups(by: str, keys: set) -> list[tuple[int | None, str]]:
    model, order = (Organisation, "path") if by == "unit" else (Code, "order")
    rows = model._base_manager.filter(pk__in=keys - {None}).order_by(order, "pk")
    return [(row.pk, row.label) for row in rows]


def _labels(actor: Actor, inquiry: Inquiry) -> dict[tuple, str]:
    """What each question is called, with its subject."""
    return {
        (item.question.pk, item.subject.key if item.subject else ""): (
            f"{item.question.label} · {item.subject.label}" if item.subject else item.question.label
        )
        for part in pages(actor, inquiry)
        for item in part.items
    }


def needs(actor: Actor, inquiry: Inquiry, keys: Iterable[str]) -> dict[str, Cell]:
    """How much each subject (a category, a course) is needed, from 1 to 5, over all answers.

    Subjects with too few answers are left out. One statement.
    """
    rows = Answer.objects.unscoped(reason="means over all answers; no sheet can be read off")
    rows = rows.filter(
        sheet__target=key(inquiry), subject__in=list(keys), question__kind=Kind.SCALE
    )
    rows = (
        rows.order_by()
        .values("subject")
        .annotate(mean=Avg("value"), n=Count("sheet", distinct=True))
    )
    least = inquiry.questionnaire.min_answers
    return {row["subject"]: Cell(row["n"], row["mean"]) for row in rows if row["n"] >= least}
