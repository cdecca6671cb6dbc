"""The sheet of who gives what: teacher × course × format, many at once."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Organisation
from accounts.queries import codes
from accounts.references import used
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from resources import counts, queries, rules
from resources.models import Course, Offer, Teacher


class NotGivenSo(Refusal):
    """A course is offered only in the formats it has."""

    code = "not_given_so"
    message = _("The course “{course}” is not given in this format. Add the format to it first.")
    status = 422


class Unknown(Refusal):
    """A row names a course, teacher or format that is not there."""

    code = "unknown_offer"
    message = _("“{word}” is not known here. Bring in courses and teachers first.")
    status = 422


@operation(rules.may_bring_in, on="organisation")
def save_offers(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Add offers that are not there yet. Raises `Unknown`, `NotGivenSo`.

    Four statements for reading, one for writing, whatever the number of rows.
    """
    kept = organisation.path
    courses = queries.kept(actor, Course).filter(organisation__path__startswith=kept)
    courses = {one.code: one for one in courses.prefetch_related("formats")}
    teachers = queries.kept(actor, Teacher).filter(organisation__path__startswith=kept)
    teachers = {one.number: one for one in teachers}
    formats = {one.code: one for one in codes(actor, CodeKind.FORMAT)}
    wanted = [
        (
            _named(courses, row["course"]),
            _named(formats, row["format"]),
            _named(teachers, row["teacher"]),
        )
        for row in rows
    ]
    for course, form, _teacher in wanted:
        if form not in course.formats.all():
            raise NotGivenSo(course=course.label)
    held = _held(courses.values())
    keys = [(course.pk, form.pk, teacher.pk) for course, form, teacher in wanted]
    fresh = dict.fromkeys(key for key in keys if key not in held)
    Offer.objects.bulk_create(Offer(course_id=c, format_id=f, teacher_id=t) for c, f, t in fresh)
    held |= _held(courses.values()) if fresh else {}
    counts.recount_teachers(Course._base_manager.filter(pk__in={c for c, _f, _t in fresh}))
    return Loaded([Outcome(held[key], "created" if key in fresh else "unchanged") for key in keys])


def _named(known: dict, word: str):
    if word not in known:
        raise Unknown(word=word)
    return known[word]


def _held(courses) -> dict:
    rows = Offer._base_manager.filter(course__in=list(courses))
    return {(one.course_id, one.format_id, one.teacher_id): one.pk for one in rows}


@operation(rules.may_bring_in, on="organisation")
def undo_offers(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_offers`."""
    outcomes = list(outcomes)
    new = [o.pk for o in outcomes if o.action == "created"]
    rows = Offer._base_manager.filter(
        pk__in=new, course__organisation__path__startswith=organisation.path
    )
    removable = set(rows.values_list("pk", flat=True)) - used(Offer, new)
    concerned = set(rows.filter(pk__in=removable).values_list("course", flat=True))
    rows.filter(pk__in=removable).delete()
    counts.recount_teachers(Course._base_manager.filter(pk__in=concerned))
    return Loaded(
        [Outcome(o.pk, "removed" if o.pk in removable else "unchanged") for o in outcomes]
    )
