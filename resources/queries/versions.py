"""Versions of a course, what differs between them, and what is asked of those who hold them."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.models import Member
from accounts.queries import steps
from resources.choices import AdoptionState, ChangeKind
from resources.models import Course, CourseChange, ReadyProgram
from resources.models.content import THINGS
from resources.queries.catalogue import courses
from resources.versions import sees

SHARED = ("course", "readyprogram")  # what has versions

LABELS = {
    "name": _("name"),
    "name_en": _("name in English"),
    "category": _("category"),
    "hours": _("hours"),
    "formats": _("formats"),
    "levels": _("for levels"),
    "competences": _("competences"),
    "prerequisites": _("courses needed before"),
    "audience": _("audience"),
    "summary": _("summary"),
    "summary_en": _("summary in English"),
    "materials": _("materials"),
}


@dataclass(frozen=True)
class Cell:
    """One part of a course in two versions, in words."""

    name: str
    label: str | Promise
    old: str
    new: str


def history(actor: Actor, course: Course):
    """The earlier versions of a course the actor was shown, the newest first."""
    rows = course.earlier.select_related("version_by__user", "category", "organisation")
    return rows.order_by("-version")


def difference(actor: Actor | None, old: Course, new: Course) -> list[Cell]:
    """What differs between two versions that the actor was shown; ten statements."""
    one, other = words(actor, old), words(actor, new)
    return [
        Cell(name, label, one[name], other[name])
        for name, label in LABELS.items()
        if one[name] != other[name]
    ]


def words(actor: Actor | None, course: Course) -> dict[str, str]:
    """Every part of a version as it is read."""
    competences = course.competences.select_related("competence")
    return {
        "name": course.name,
        "name_en": course.name_en,
        "category": course.category.label,
        "hours": ngettext("%(n)s hour", "%(n)s hours", course.hours) % {"n": course.hours},
        "formats": _joined(code.label for code in course.formats.all()),
        "levels": _joined(code.label for code in course.levels.all()),
        "competences": _joined(
            f"{c.competence.label} {c.get_level_display()}" for c in competences
        ),
        "prerequisites": _joined(one.label for one in course.prerequisites.all()),
        "audience": course.audience,
        "summary": course.summary,
        "summary_en": course.summary_en,
        "materials": "\n".join(" ".join(filter(None, m.values())) for m in course.materials),
    }


def _joined(parts) -> str:
    return gettext(", ").join(parts)


def changes(actor: Actor):
    """What was asked of the actor's side; a new version only while the resource is still seen."""
    seen = Course.objects.visible_to(actor).order_by().values("pk")
    ready = ReadyProgram.objects.visible_to(actor).order_by().values("pk")
    rows = CourseChange.objects.visible_to(actor)
    is_seen = Q(course__in=seen) | Q(readyprogram__in=ready)
    rows = rows.filter(Q(kind=ChangeKind.RECALL) | is_seen)
    rows = rows.annotate(name=Coalesce(*(f"{thing}__name" for thing in THINGS)))
    things = [f"{thing}__organisation" for thing in THINGS]
    return rows.select_related(*things, "course__category", "held", "organisation")


def asked(actor: Actor):
    """All that the actor's side was ever asked, also about what it no longer finds."""
    rows = CourseChange.objects.visible_to(actor).filter(organisation=actor.organisation)
    return rows.select_related(*(f"{thing}__organisation" for thing in THINGS), "organisation")


def run_out(actor: Actor | None):
    """Open questions about a new version of something whose sharing has run out, for the clock."""
    rows = CourseChange._base_manager.filter(kind=ChangeKind.VERSION, state=AdoptionState.OPEN)
    past = [Q(**{f"{thing}__grants__until__lt": timezone.localdate()}) for thing in SHARED]
    rows = rows.filter(past[0] | past[1]).distinct()
    rows = rows.select_related("organisation", *(f"{thing}__organisation" for thing in SHARED))
    return [one for one in rows if not sees(one.organisation, one.thing)]


def asked_by(actor: Actor | None, change: CourseChange) -> Member:
    """Who changed the resource, and so asked: the oldest step."""
    return steps(actor, change).last().member


def open_changes(actor: Actor, about: str):
    """What waits for a decision about one programme or copy."""
    return changes(actor).filter(about=about, state=AdoptionState.OPEN)


def source(actor: Actor, course: Course) -> Course | None:
    """What a course was copied from, while the actor still sees it."""
    return courses(actor, retired=True).filter(pk=course.copied_from_id).first()


def own_copies(actor: Actor, course: Course):
    """What the actor's organisation has copied from a course, the latest first; all of it."""
    rows = courses(actor, retired=True).filter(organisation=actor.organisation)
    return rows.filter(copied_from=course).order_by("-pk")


def copied(actor: Actor, course: Course, source: Course) -> Course:
    """The version of its original that a copy was made of, or last followed."""
    return history(actor, source).filter(version=course.copied_version).first() or source


def adopters(actor: Actor, course: Course):
    """Copies of a course in use: who took it over, for its owner."""
    rows = Course.objects.unscoped(reason="the owner of a course knows who copied it, by name")
    rows = rows.filter(copied_from=course, current=None, active=True)
    return rows.select_related("organisation").order_by("organisation__path", "pk")


def successor(actor: Actor, course: Course) -> Course | None:
    """What replaces a course, as far as the actor sees it."""
    return courses(actor, retired=True).filter(pk=course.replaced_by_id).first()
