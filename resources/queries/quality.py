"""Quality reviews, as far as the actor sees them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.queries import steps
from resources.choices import ReviewState
from resources.models import Resource, Review, Verdict

REVIEWED = ("course", "teacher", "base")


def reviews(actor: Actor):
    """Reviews of the actor's organisation and those below it."""
    rows = Review.objects.visible_to(actor)
    things = ("course__organisation", "teacher__organisation", "base__organisation")
    return rows.select_related(*things, "organisation", "begun_by__user")


def latest(actor: Actor, thing: Resource) -> Review | None:
    """The last review of something, if the actor may see it; some things have none."""
    if thing.kind not in REVIEWED:
        return None
    return reviews(actor).filter(**{thing.kind: thing.pk}).first()


def due(actor: Actor | None):
    """Passed reviews whose date has come and whose owner has not been asked yet, for the clock."""
    rows = Review.objects.unscoped(reason="the clock looks after the reviews of everybody")
    rows = rows.filter(state=ReviewState.PASSED, reminded_on=None)
    rows = rows.filter(again_on__lte=timezone.localdate())
    return rows.select_related("course", "teacher", "base", "organisation", "begun_by")


def hindrance(actor: Actor, thing: Resource) -> str:
    """Why something cannot be shared, in words; empty if it can.

    A ready-made programme is put together from courses that are reviewed themselves: it has none.
    """
    last = latest(actor, thing)
    if last is None:
        return _("it has not been reviewed yet") if thing.kind in REVIEWED else ""
    if last.state == ReviewState.PASSED and not last.is_over:
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
