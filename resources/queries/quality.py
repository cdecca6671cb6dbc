"""Quality reviews, as far as the actor sees them."""

from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.queries import steps
from resources.choices import ReviewState
from resources.models import Course, Review, Verdict


def reviews(actor: Actor):
    """Reviews of the actor's organisation and those below it."""
    rows = Review.objects.visible_to(actor)
    return rows.select_related("course__organisation", "organisation", "begun_by__user")


def latest(actor: Actor, course: Course) -> Review | None:
    """The last review of a course, if the actor may see it."""
    return reviews(actor).filter(course=course).first()


def hindrance(actor: Actor, course: Course) -> str:
    """Why a course cannot be shared, in words; empty if it can.

    A course that was never under review can be shared; its page says that it was not.
    """
    last = latest(actor, course)
    if last is None or (last.state == ReviewState.PASSED and not last.is_over):
        return ""
    over = last.state == ReviewState.PASSED
    return _("its end of life has come") if over else last.get_state_display()


def verdicts(actor: Actor, review: Review):
    """What the reviewers said; one statement."""
    rows = Verdict.objects.visible_to(actor).filter(review=review)
    return rows.select_related("member__user", "member__organisation")


def own_verdict(actor: Actor, review: Review) -> Verdict | None:
    """What the actor himself said."""
    return verdicts(actor, review).filter(member=actor.member).first()


def history(actor: Actor, review: Review):
    """The way of the review."""
    return steps(actor, review)
