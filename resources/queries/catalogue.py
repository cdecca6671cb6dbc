"""What can be asked about courses, teachers, bases and who gives what where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import Actor, shared_with
from accounts.models import Code, Organisation
from accounts.queries import organisations
from resources import rules
from resources.choices import Reach
from resources.models import Base, Course, Offer, Period, Photo, Room, Teacher
from resources.rules import OFFERING

LONGEST = F("until").desc(nulls_first=True)  # of grants: the one without an end, then the latest


@dataclass(frozen=True)
class Feasible:
    """One choice for a course: somebody gives it in this format, this base has the format."""

    course_id: int
    format: Code
    teacher: Teacher
    base: Base


def _visible(model, actor: Actor, retired: bool):
    rows = model.objects.visible_to(actor).select_related("organisation")
    return rows if retired else rows.filter(active=True)


def courses(actor: Actor, *, retired: bool = False):
    """Courses the actor may see, newest version, with category and formats; two statements."""
    rows = _visible(Course, actor, retired).select_related("category").prefetch_related("formats")
    return rows.filter(current=None) if retired else rows  # an earlier version is never in use


def teachers(actor: Actor, *, retired: bool = False):
    """Teachers the actor may see."""
    return _visible(Teacher, actor, retired)


def own_teacher(actor: Actor) -> Teacher | None:
    """The teacher that the actor himself is, if his account is linked to one."""
    return teachers(actor, retired=True).filter(user=actor.user).first()


def bases(actor: Actor, *, retired: bool = False):
    """Bases the actor may see, with formats and facilities; three statements."""
    return _visible(Base, actor, retired).prefetch_related("formats", "facilities")


def rooms(actor: Actor):
    """Rooms of the bases the actor may see."""
    rows = Room.objects.visible_to(actor).select_related("base__organisation", "kind")
    return rows.prefetch_related("facilities")


def photos(actor: Actor):
    """Photographs of the bases the actor may see, in their order; one statement."""
    return Photo.objects.visible_to(actor).select_related("base__organisation")


def numbered(actor: Actor, thing, field: str):
    """What of the same owner already has the number that a thing is to get; it may be retired."""
    owner = "base" if isinstance(thing, Room) else "organisation"
    rows = type(thing)._base_manager.exclude(pk=thing.pk)
    if isinstance(thing, Course):
        rows = rows.filter(current=None)
    return rows.filter(**{name: getattr(thing, name) for name in (owner, field)}).first()


def own_bases(actor: Actor):
    """Bases of the actor's own organisation that are in use."""
    return bases(actor).filter(organisation=actor.organisation)


def kept(actor: Actor, model):
    """Courses, teachers or bases in use of the actor's organisation and those below it."""
    rows = model.objects.visible_to(actor).filter(active=True)
    return rows.filter(organisation__path__startswith=actor.organisation.path)


def offering_organisations(actor: Actor):
    """The actor's organisation and those below it that offer courses, teachers and bases."""
    return organisations(actor, *OFFERING).filter(active=True)


def bases_for(actor: Actor, form: Code):
    """Bases in use that have a format."""
    return bases(actor).filter(formats=form)


def offers_for(actor: Actor, course_ids: Iterable[int]):
    """Who gives these courses in which format, as far as the actor sees course and teacher."""
    rows = Offer.objects.visible_to(actor).filter(course__in=list(course_ids))
    rows = rows.filter(course__active=True, teacher__in=teachers(actor).order_by().values("pk"))
    return rows.select_related("format", "teacher__organisation").order_by(
        "course_id", "format__order", "format_id", "teacher__name_sort", "pk"
    )


def offers_by(actor: Actor, teacher: Teacher):
    """What a teacher gives, as far as the actor sees the courses."""
    rows = Offer.objects.visible_to(actor).filter(teacher=teacher, course__active=True)
    return rows.select_related("format", "course__category", "course__organisation").order_by(
        "course__code", "course_id", "format__order", "pk"
    )


def feasible(actor: Actor, course: Course) -> list[Feasible]:
    """Every format × teacher × base in which a course can be held; two statements."""
    return feasible_of(actor, [course.pk])


def feasible_of(actor: Actor, course_ids: Iterable[int]) -> list[Feasible]:
    """The same for many courses, ordered by course, format, teacher, base; two statements."""
    places = _bases_by_format(actor)
    return [
        Feasible(offer.course_id, offer.format, offer.teacher, base)
        for offer in offers_for(actor, course_ids)
        for base in places.get(offer.format_id, ())
    ]


def _bases_by_format(actor: Actor) -> dict[int, list[Base]]:
    seen = _visible(Base, actor, retired=False).order_by().values("pk")
    links = Base.formats.through.objects.filter(base__in=seen)
    found: dict[int, list[Base]] = {}
    for link in links.select_related("base__organisation").order_by("base__code", "base_id"):
        found.setdefault(link.code_id, []).append(link.base)
    return found


def with_reach(actor: Actor, rows):
    """Annotate `reach`: how far each row is shared now; "" where the actor may not know."""
    grants = rows.model._meta.get_field("grants").related_model._base_manager
    live = grants.filter(_live(), content_object=OuterRef("pk"))
    to_all = live.filter(group__organisation__parent=None)
    mine = live.filter(group__organisation__in=actor.ancestors)
    path = actor.organisation.path
    below = Organisation._base_manager.filter(path__startswith=path).order_by().values("pk")
    longest = mine.order_by(LONGEST).values("until")
    return rows.annotate(  # a set, not a join: counting would keep the join
        lent_until=Subquery(longest[:1]),
        reach=Case(
            When(~Q(organisation__in=below), then=Value("")),
            When(Exists(to_all), then=Value(Reach.ALL)),
            When(Exists(live), then=Value(Reach.NAMED)),
            default=Value(Reach.PRIVATE),
        ),
    )


def _counted(rows, path: str, what: str) -> Coalesce:
    """Count per row of the page, not per row of the table: a subquery instead of a join."""
    found = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(found.annotate(n=Count(what, distinct=True)).values("n")), 0)


def course_list(actor: Actor, *, retired: bool = False):
    """Courses for the list, with their reach."""
    return with_reach(actor, courses(actor, retired=retired))


def teacher_list(actor: Actor, *, retired: bool = False):
    """Teachers for the list: also how many courses each gives, and the reach."""
    seen = Offer._base_manager.filter(course__in=courses(actor).order_by().values("pk"))
    rows = with_reach(actor, teachers(actor, retired=retired))
    return rows.annotate(course_count=_counted(seen, "teacher", "course"))


def base_list(actor: Actor, *, retired: bool = False):
    """Bases for the list: also their first photo, the number of rooms in use, and the reach."""
    in_use = Room._base_manager.filter(active=True)
    rows = with_reach(actor, bases(actor, retired=retired))
    first = Photo._base_manager.filter(base=OuterRef("pk")).order_by("place", "pk")[:1]
    return rows.annotate(
        room_count=_counted(in_use, "base", "pk"),
        photo=Subquery(first.values("pk")),
        photo_caption=Subquery(first.values("caption")),
    )


def owners(actor: Actor, model):
    """Organisations whose resources of one kind the actor sees: choices of a filter."""
    seen = model.objects.visible_to(actor).filter(organisation=OuterRef("pk")).order_by()
    rows = Organisation.objects.unscoped(reason="names of those who share with the actor")
    # One row of each suffices. As EXISTS, MariaDB would gather all that is seen for every owner.
    return rows.annotate(one=Subquery(seen.values("pk")[:1])).filter(one__isnull=False)


def grants(actor: Actor, resource):
    """With whom a resource is shared and until when; what has run out is left out."""
    return shared_with(resource).filter(_live())


def told_grants(actor: Actor, resource):
    """The same as far as the actor may know it: others learn of no grant."""
    rows = grants(actor, resource)
    return rows if rules.may_see_reach(actor, resource) else rows.none()


def lent(actor: Actor, resource):
    """The grant by which the actor has a resource of others, the one that lasts longest."""
    if rules.may_see_reach(actor, resource):
        return None
    rows = grants(actor, resource).filter(group__organisation__in=actor.ancestors)
    return rows.order_by(LONGEST, "-pk").first()


def _live() -> Q:
    return Q(until=None) | Q(until__gte=timezone.localdate())


def exported_offers(actor: Actor, organisation):
    """Who gives which course of an organisation in which format, as rows of their sheet."""
    rows = Offer.objects.visible_to(actor).filter(course__organisation=organisation)
    rows = rows.filter(course__active=True, teacher__organisation=organisation)
    names = {"course": "course__code", "format": "format__code", "teacher": "teacher__number"}
    for row in rows.order_by(*names.values()).values(*names.values()):
        yield {name: row[path] for name, path in names.items()}


def exported_blocked(actor: Actor, organisation):
    """The days on which the bases of an organisation cannot be booked, as rows of their sheet."""
    rows = Period.objects.visible_to(actor).filter(base__organisation=organisation, opens=False)
    rows = rows.filter(base__active=True).order_by("base__code", "first_on")
    for code, *values in rows.values_list("base__code", "first_on", "last_on", "reason"):
        yield {"base": code, **dict(zip(("first_on", "last_on", "reason"), values, strict=True))}
