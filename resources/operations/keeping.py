"""One resource at a time: what its page and the API do."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Code
from accounts.queries import codes
from core.errors import Refusal
from resources import counts, rules, versions
from resources.choices import ReviewState
from resources.models import (
    Base,
    Course,
    CourseCompetence,
    Offer,
    ReadyProgram,
    Resource,
    Room,
    Teacher,
    shrunk_mean,
)
from resources.queries.quality import REVIEWED


class UnknownOffer(Refusal):
    """An offer whose format the course lacks, or whose teacher the actor does not see."""

    code = "unknown_offer"
    message = _("An offer needs a format of the course and a teacher of yours or shared with you.")
    status = 422


class NumberTaken(Refusal):
    """Two things of one owner with the same number: in a race the form does not see it."""

    code = "number_taken"
    message = _("This number has just been given to something else. Choose another one.")


def _save(thing, sets: dict[str, Iterable[Code] | None]):
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as fault:
        raise NumberTaken from fault
    for name, chosen in sets.items():
        if chosen is not None:
            getattr(thing, name).set(chosen)
    return thing


@operation(rules.may_keep, on="course")
def save_course(
    *, actor: Actor, course: Course, formats=None, levels=None, prerequisites=None
) -> Course:
    """Create or change a course; sets that are None stay as they are.

    A course that others have taken up becomes a new version; what was approved goes on with the
    old one. Offers in a format that the course no longer has end with it.
    """
    with versions.kept(actor, [course]):
        _save(course, {"formats": formats, "levels": levels, "prerequisites": prerequisites})
        if formats is not None:
            course.offers.exclude(format__in=formats).delete()
            counts.recount_teachers(Course._base_manager.filter(pk=course.pk))
    return course


@operation(rules.may_keep, on="course")
def set_competences(*, actor: Actor, course: Course, levels: dict[int, int]) -> int:
    """Say which competences a course leads to and how far: {competence key: level}, all of them.

    Returns how many there are.
    """
    known = codes(actor, CodeKind.COMPETENCE).filter(pk__in=levels)
    rows = [CourseCompetence(course=course, competence=one, level=levels[one.pk]) for one in known]
    with versions.kept(actor, [course]):
        course.competences.all().delete()
        CourseCompetence._base_manager.bulk_create(rows)
    return len(rows)


@operation(rules.may_keep, on="teacher")
def save_teacher(*, actor: Actor, teacher: Teacher) -> Teacher:
    """Create or change a teacher."""
    return _save(teacher, {})


@operation(rules.may_keep, on="base")
def save_base(*, actor: Actor, base: Base, formats=None, facilities=None) -> Base:
    """Create or change a base; code sets that are None stay as they are."""
    return _save(base, {"formats": formats, "facilities": facilities})


@operation(rules.may_keep_room, on="room")
def save_room(*, actor: Actor, room: Room, facilities=None) -> Room:
    """Create or change a room of a base."""
    return _save(room, {"facilities": facilities})


@operation(rules.may_keep, on="course")
def set_offers(*, actor: Actor, course: Course, offers: Iterable[tuple[int, int]]) -> int:
    """Say who gives the course in which format: pairs (format key, teacher key), all of them.

    Returns how many offers were added or ended. Raises `UnknownOffer`.
    """
    wanted = set(offers)
    teachers = Teacher.objects.visible_to(actor).filter(pk__in={teacher for _f, teacher in wanted})
    formats = set(course.formats.values_list("pk", flat=True))
    if {t for _f, t in wanted} - set(teachers.values_list("pk", flat=True)):
        raise UnknownOffer
    if {f for f, _t in wanted} - formats:
        raise UnknownOffer
    held = {(o.format_id, o.teacher_id): o.pk for o in course.offers.all()}
    ended = [pk for pair, pk in held.items() if pair not in wanted]
    course.offers.filter(pk__in=ended).delete()
    added = sorted(wanted - held.keys())
    Offer.objects.bulk_create(Offer(course=course, format_id=f, teacher_id=t) for f, t in added)
    counts.recount_teachers(Course._base_manager.filter(pk=course.pk))
    return len(ended) + len(added)


def _set_active(resource: Resource, active: bool) -> Resource:
    resource.active = active
    resource.save(update_fields=["active"])
    if isinstance(resource, Teacher):
        counts.recount_teachers(counts.of_teacher(resource.pk))
    return resource


@operation(rules.may_recall, on="resource")
def retire(*, actor: Actor, resource: Resource, reason: str = "") -> Resource:
    """Take a resource out of use: what runs goes on, nothing new can choose it."""
    _set_active(resource, False)
    if resource.kind in REVIEWED:
        for review in resource.reviews.exclude(state=ReviewState.OPEN):
            process.close(review, actor=actor)  # nothing is left to be improved or reviewed again
    versions.tell_recall(actor, resource, reason)
    return resource


@operation(rules.may_keep, on="resource")
def restore(*, actor: Actor, resource: Resource) -> Resource:
    """Bring a retired resource back into use."""
    _set_active(resource, True)
    if isinstance(resource, Course | Teacher | Base | ReadyProgram):
        versions.lapse_recall(actor, resource)
    return resource


@operation(rules.may_rate, on="resource")
def record_ratings(*, actor: Actor, resource: Resource, total, count: int) -> Resource:
    """Write what all evaluations together say: the sum of their scores (1 to 5) and their number.

    Give the totals of everything so far: doing it twice changes nothing.
    """
    resource.rating = shrunk_mean(total, count)
    resource.rating_count = count
    resource.save(update_fields=["rating", "rating_count"])
    return resource
