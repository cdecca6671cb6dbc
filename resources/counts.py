"""Numbers kept beside a resource so that lists sort by them: who gives a course, who looked.

Beside the layers: whoever changes the offers of a course counts them again in the same
transaction. That somebody looked is counted without an entry in the trail: it decides nothing.
"""

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.access import Actor
from resources.models import Course, Offer, Resource


def recount_teachers(rows) -> int:
    """Count again who gives each of these courses: teachers in use, each once."""
    given = Offer._base_manager.filter(course=OuterRef("pk"), teacher__active=True)
    number = given.order_by().values("course").annotate(n=Count("teacher", distinct=True))
    keys = list(rows.order_by().values_list("pk", flat=True))
    courses = Course._base_manager.filter(pk__in=keys)
    return courses.update(teacher_count=Coalesce(Subquery(number.values("n")), 0))


def of_teacher(teacher_id: int):
    """The courses that somebody gives."""
    return Course._base_manager.filter(offers__teacher=teacher_id)


def looked_at(actor: Actor, resource: Resource, what: str = "views") -> None:
    """Count that somebody of another organisation looked at it, or opened a material."""
    if actor.organisation.pk != resource.organisation_id:
        rows = type(resource)._base_manager.filter(pk=resource.pk)
        rows.update(**{what: F(what) + 1})
