"""Earlier versions of courses: kept before a course changes, for those who go on with them.

Beside the layers, like the bookings: operations call it inside their own transaction, after
their own rule. A course that nobody outside has taken up simply changes. One that is shared,
reviewed or used becomes a new version: what it was moves into a row of its own, those who hold
on to it are pointed there, and each of them is asked once whether he takes the new one over.

Higher apps say what they hold (`register`); nothing here knows them by name.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.models import Organisation
from accounts.references import references
from resources.choices import AdoptionState, ChangeKind
from resources.flow import CHANGE
from resources.models import (
    Course,
    CourseChange,
    CourseCompetence,
    CourseGrant,
    Offer,
    ReadyProgram,
    Resource,
    Review,
)

PLAIN = ("name", "name_en", "category_id", "hours", "summary", "summary_en", "audience")
SETS = ("formats", "levels", "prerequisites")
OWN_USE = (CourseGrant, Review)  # tables of this app that make a course more than its owner's


@dataclass(frozen=True, kw_only=True)
class Adopter:
    """What took a resource over: its key ("programs.program:3"), whose it is, name and page.

    `what` is course, teacher, base or readyprogram, `thing_id` which of them.
    """

    what: str = "course"
    thing_id: int
    about: str
    organisation_id: int
    label: str
    label_en: str
    url: str


@dataclass(frozen=True)
class Line:
    """One part of what took a resource over that would follow; `url` is where to choose anew."""

    key: str
    label: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A table whose rows hold courses, and perhaps others; `prefix` is how their keys begin.

    `keep({course: earlier row})` points what must not change to the earlier row. `using(keys,
    kind)` gives whom a change of these courses concerns, `holding(what, keys)` whom the end of
    these teachers or bases, or a change of these ready-made programmes. `lines(change)` are the
    parts that would follow, and `take(actor, change, keys)` lets the chosen ones, by an operation
    with its rule; `hindrance(change)` says why none of them can follow now, `compare(change)` is
    the address of the page where two versions stand side by side, if there is one.
    """

    prefix: str
    keep: Callable[[dict[int, Course]], None]
    using: Callable[[Iterable[int], str], list[Adopter]]
    lines: Callable[[CourseChange], list[Line]]
    take: Callable[[Actor, CourseChange, set[str]], Any]
    holding: Callable[[str, Iterable[int]], list[Adopter]] = lambda what, keys: []
    hindrance: Callable[[CourseChange], str | Promise] = lambda change: ""
    compare: Callable[[CourseChange], str] = lambda change: ""


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Add a table that holds courses, once."""
    _holders[holder.prefix] = holder


def holder_of(change: CourseChange) -> Holder:
    """Whoever knows what took the course over."""
    return _holders[change.about.partition(":")[0]]


def used(keys: Iterable[int]) -> set[int]:
    """Those of the courses that are shared, reviewed, copied or used anywhere else."""
    keys = set(keys)
    found = set(
        Course._base_manager.filter(copied_from__in=keys).values_list("copied_from", flat=True)
    )
    for field in references(Course) if keys else ():
        if field.model._meta.app_label != "resources" or field.model in OWN_USE:
            rows = field.model._base_manager.filter(**{f"{field.attname}__in": keys})
            found |= set(rows.order_by().values_list(field.attname, flat=True))
    return found


@contextmanager
def kept(actor: Actor, courses: Iterable[Course]):
    """Keep what the courses are now, if they are used and the block changes them."""
    courses = [course for course in courses if course.pk]
    before = _read(used(course.pk for course in courses))
    yield
    after = _read(before)
    changed = {pk for pk, (_row, content) in before.items() if after[pk][1] != content}
    if changed:
        _keep(actor, {pk: before[pk][0] for pk in changed}, after)
        for course in courses:
            if course.pk in changed:
                course.refresh_from_db(
                    fields=["version", "version_at", "version_by", "version_note"]
                )


def _read(keys: Iterable[int]) -> dict[int, tuple[Course, dict]]:
    """Each course as the database holds it, locked, and its content in plain values."""
    rows = Course._base_manager.select_for_update().filter(pk__in=list(keys)).order_by("pk")
    rows = rows.prefetch_related(*SETS, "competences")
    return {row.pk: (row, _content(row)) for row in rows}


def _content(course: Course) -> dict:
    plain = {name: getattr(course, name) for name in (*PLAIN, "materials")}
    sets = {name: sorted(one.pk for one in getattr(course, name).all()) for name in SETS}
    competences = sorted((one.competence_id, one.level) for one in course.competences.all())
    return plain | sets | {"competences": competences}


def _keep(actor: Actor, olds: dict[int, Course], after: dict[int, tuple[Course, dict]]) -> None:
    earlier = {}
    for pk, old in olds.items():
        new = after[pk][0]
        note = new.version_note if new.version_note != old.version_note else ""
        Course._base_manager.filter(pk=pk).update(
            version=old.version + 1,
            version_at=timezone.now(),
            version_by=actor.member,
            version_note=note,
        )
        earlier[pk] = _row_of(old)
    for holder in _holders.values():
        holder.keep(earlier)
    for holder in _holders.values():
        ask(actor, holder.using(olds, ChangeKind.VERSION), ChangeKind.VERSION, earlier)


def _row_of(old: Course) -> Course:
    """Write an earlier version as a row of its own, with all that belongs to it."""
    values = {
        f.attname: getattr(old, f.attname) for f in old._meta.concrete_fields if not f.primary_key
    }
    row = Course(**values | {"current_id": old.pk, "active": False})
    row.save()
    for name in SETS:
        getattr(row, name).set(getattr(old, name).all())
    held = [
        CourseCompetence(course=row, competence_id=one.competence_id, level=one.level)
        for one in old.competences.all()
    ]
    CourseCompetence._base_manager.bulk_create(held)
    offers = Offer._base_manager.filter(course=old.pk)
    Offer._base_manager.bulk_create(
        Offer(course=row, format_id=one.format_id, teacher_id=one.teacher_id) for one in offers
    )
    return row


def ask(
    actor: Actor, adopters: Iterable[Adopter], kind: str, earlier=None, reason: str = ""
) -> None:
    """Ask each adopter once; who has not answered an earlier change is asked in the same row."""
    for one in adopters:
        is_course = one.what == "course"
        held = (earlier or {}).get(one.thing_id) if is_course else None
        open_key = f"{one.about}|{'' if is_course else f'{one.what}:'}{one.thing_id}"
        change, new = CourseChange._base_manager.get_or_create(
            open_key=open_key,
            defaults={
                "organisation_id": one.organisation_id,
                f"{one.what}_id": one.thing_id,
                "held": held,
                "kind": kind,
                "reason": reason[:400],
                "about": one.about,
                "label": one.label[:200],
                "label_en": one.label_en[:200],
                "url": one.url,
            },
        )
        if new:
            CHANGE.start(change, actor=actor, label=_("Asked to decide"))
        elif (change.kind, change.reason) != (kind, reason[:400]):
            rows = CourseChange._base_manager.filter(pk=change.pk)
            rows.update(kind=kind, reason=reason[:400])


def tell_version(actor: Actor, ready: ReadyProgram) -> None:
    """Ask everybody who adopted a ready-made programme and still finds it what he takes over."""
    for holder in _holders.values():
        adopters = holder.holding(ready.kind, [ready.pk])
        whose = Organisation._base_manager.in_bulk({one.organisation_id for one in adopters})
        finding = {pk for pk, organisation in whose.items() if sees(organisation, ready)}
        asked = [one for one in adopters if one.organisation_id in finding]
        ask(actor, asked, ChangeKind.VERSION)


def tell_recall(actor: Actor, resource: Resource, reason: str = "") -> None:
    """Ask everybody who took a resource over what he does now that it is out of use."""
    for holder in _holders.values():
        if isinstance(resource, Course):
            concerned = holder.using([resource.pk], ChangeKind.RECALL)
        else:
            concerned = holder.holding(resource.kind, [resource.pk])
        ask(actor, concerned, ChangeKind.RECALL, reason=reason)


def lapse_recall(actor: Actor, resource: Resource) -> None:
    """End what was asked about a resource that is back in use."""
    rows = CourseChange._base_manager.filter(**{resource.kind: resource.pk})
    lapse(actor, rows.filter(kind=ChangeKind.RECALL, state=AdoptionState.OPEN))


def lapse(actor: Actor, changes: Iterable[CourseChange]) -> None:
    """End what was asked and concerns nobody any more."""
    for change in changes:
        if change.state == AdoptionState.OPEN:
            CHANGE.move(change, "lapse", actor=actor, open_key=None)


def found(organisation: Organisation, things: Iterable[Resource]) -> set[int]:
    """Keys of those, of resources of one kind, that an organisation finds now; one statement.

    It is above their owners, who are loaded with them, or has them shared.
    """
    things = list(things)
    own = {thing.pk for thing in things if organisation.is_above(thing.organisation)}
    if not (others := [thing for thing in things if thing.pk not in own]):
        return own
    shared = type(others[0]).shared_with(organisation).filter(content_object__in=others)
    return own | set(shared.values_list("content_object", flat=True))


def sees(organisation: Organisation, thing: Resource) -> bool:
    """Whether an organisation finds a resource now."""
    return thing.pk in found(organisation, [thing])


def lapse_unseen(actor: Actor, thing: Course | ReadyProgram) -> None:
    """End what was asked about a new version of those who no longer find the resource."""
    rows = thing.changes.filter(kind=ChangeKind.VERSION, state=AdoptionState.OPEN)
    lapse(actor, [one for one in rows if not sees(one.organisation, thing)])
