"""What need research says about the courses: suggestions for their values in a plan, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.access import Actor, key
from programs.models import CourseValue, Plan
from resources.models import Course
from resources.queries import courses
from surveys.models import Inquiry
from surveys.queries import inquiry as surveys

MOST = 300  # courses on one page


@dataclass(frozen=True)
class Valued:
    """One course: its value in the plan, what the research suggests, and why."""

    course: Course
    value: CourseValue | None
    suggested: float | None
    why: str


def course_values(actor: Actor, plan: Plan) -> dict[int, float]:
    """The value of each course in a plan, from 0 to 10, by the key of the course."""
    rows = CourseValue.objects.visible_to(actor).filter(plan=plan)
    return {course: float(value) for course, value in rows.values_list("course", "value")}


def valued(actor: Actor, plan: Plan, inquiry: Inquiry | None) -> list[Valued]:
    """Every course with its value and what was answered about it; five statements."""
    rows = list(courses(actor).order_by("category__order", "code", "pk")[:MOST])
    known = CourseValue.objects.visible_to(actor).filter(plan=plan).select_related("member__user")
    values = {row.course_id: row for row in known}
    keys = {key(course) for course in rows} | {key(course.category) for course in rows}
    needs = surveys.needs(actor, inquiry, keys) if inquiry else {}
    return [_valued(course, values.get(course.pk), needs) for course in rows]


def _valued(course: Course, value: CourseValue | None, needs: dict) -> Valued:
    """Points from 1 to 5 become a value from 0 to 10; what was said of the course itself wins."""
    asked = needs.get(key(course))
    about = needs.get(key(course.category))
    cell = asked or about
    if cell is None:
        return Valued(course, value, None, "")
    suggested = round((cell.mean - 1) * 2.5, 1)
    words = _("the course: %(mean).1f of 5, %(n)s answers")
    if asked is None:
        words = _("its category: %(mean).1f of 5, %(n)s answers")
    return Valued(course, value, suggested, words % {"mean": cell.mean, "n": cell.n})
