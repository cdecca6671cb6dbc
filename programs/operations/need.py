"""Letting need research weigh in a plan: a person sets the values of the courses."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from programs.models import Plan
from programs.rules import plan as rules
from resources.models import Course

LEAST, MOST = Decimal(0), Decimal(10)


class ValueOutOfRange(Refusal):
    """A value that composing cannot weigh."""

    code = "value_out_of_range"
    message = _("The value of “{course}” must lie between 0 and 10.")
    status = 422


@operation(rules.may_manage_plan, on="plan")
def set_course_values(
    *, actor: Actor, plan: Plan, values: Iterable[tuple[Course, Decimal | None, str]]
) -> Plan:
    """Set the values of some courses: triples of course, value and reason; None takes one away.

    Courses that are not named keep theirs. Raises `ValueOutOfRange`.
    """
    for course, value, reason in values:
        if value is None:
            plan.course_values.filter(course=course).delete()
            continue
        if not LEAST <= value <= MOST:
            raise ValueOutOfRange(course=course.label)
        written = {"value": value, "reason": reason[:300], "member": actor.member}
        plan.course_values.update_or_create(course=course, defaults=written)
    return plan
