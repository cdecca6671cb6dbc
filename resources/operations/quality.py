"""Quality review: asking for it, judging, recalling."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from core.flow import WrongState
from resources import rules, versions
from resources.choices import CONCURRING, CRITERIA, Mark, ReviewState
from resources.flow import REVIEW
from resources.models import Course, Review, Verdict

AGAIN, LIFE = timedelta(days=365), timedelta(days=3 * 365)


class AlreadyUnderReview(Refusal):
    """A second review of a course at the same time."""

    code = "already_under_review"
    message = _("“{course}” is under review already.")


class NoReason(Refusal):
    """Something falls short, and nobody says what has to change."""

    code = "no_reason"
    message = _("Say what has to change: the institute must know what to do.")
    status = 422


class LifeTooShort(Refusal):
    """An end of life that does not lie in the future."""

    code = "life_too_short"
    message = _("The end of life must lie after today.")
    status = 422


class NotPassed(Refusal):
    """Sharing a course that the reviewers have not let through."""

    code = "not_passed"
    message = _("“{course}” cannot be shared: {state}. Ask for a new quality review.")


@operation(rules.may_begin_review, on="review")
def begin_review(*, actor: Actor, review: Review, ends_on: date | None = None) -> Review:
    """Ask the reviewers to judge a course. Raises `AlreadyUnderReview`, `LifeTooShort`."""
    if ends_on and ends_on <= timezone.localdate():
        raise LifeTooShort
    course = Course._base_manager.select_for_update().get(pk=review.course_id)
    if Review._base_manager.filter(open_course=course).exists():
        raise AlreadyUnderReview(course=course.label)
    review.begun_by, review.open_course, review.ends_on = actor.member, course, ends_on
    review.save()
    REVIEW.start(review, actor=actor, label=_("Quality review asked for"))
    return review


@operation(rules.may_judge, on="review")
def judge(*, actor: Actor, review: Review, marks: dict[str, int], note: str = "") -> Verdict:
    """Say, as one reviewer, which criteria are met; a second time replaces the first.

    When `CONCURRING` reviewers say the same, the review ends that way: no single voice does it.
    Raises `NoReason`, `WrongState`.
    """
    values = {name: marks[name] for name in CRITERIA}
    if Mark.SHORT in values.values() and not note.strip():
        raise NoReason
    now = Review._base_manager.select_for_update().get(pk=review.pk)
    if now.state != ReviewState.OPEN:
        raise WrongState(what=review, state=now.get_state_display())
    verdict, _new = Verdict._base_manager.update_or_create(
        review=review, member=actor.member, defaults=values | {"note": note.strip()}
    )
    same = [v for v in _of_persons(review) if v.agrees == verdict.agrees]
    if len(same) >= CONCURRING:
        _end(actor, review, "pass" if verdict.agrees else "return")
    return verdict


def _of_persons(review: Review) -> list[Verdict]:
    """The latest verdict of each person: one person in two roles is one voice."""
    rows = Verdict._base_manager.filter(review=review).select_related("member").order_by("at", "pk")
    return list({verdict.member.user_id: verdict for verdict in rows}.values())


def _end(actor: Actor, review: Review, move: str) -> None:
    today, dates = timezone.localdate(), {}
    if move == "pass":
        ends_on = review.ends_on or today + LIFE
        dates = {"again_on": min(today + AGAIN, ends_on), "ends_on": ends_on}
    REVIEW.move(review, move, actor=actor, open_course=None, **dates)


@operation(rules.may_recall_review, on="review")
def recall(*, actor: Actor, review: Review, reason: str = "") -> Review:
    """Take back that a course has passed, and with it all its sharing, at once.

    Raises `NoReason`, `WrongState`.
    """
    if not reason.strip():
        raise NoReason
    REVIEW.move(review, "recall", actor=actor, note=reason.strip())
    review.course.grants.all().delete()
    versions.tell_recall(actor, review.course)
    versions.lapse_unseen(actor, review.course)
    return review
