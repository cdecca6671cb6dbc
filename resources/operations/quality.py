"""Quality review: asking for it, judging, recalling."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import notices, process
from accounts.access import Actor, key, operation
from accounts.choices import Role
from accounts.models import Member
from core.errors import Refusal
from core.events import publish
from core.flow import WrongState
from resources import rules, versions
from resources.choices import CONCURRING, CRITERIA, Mark, ReviewState
from resources.flow import AGAIN, IMPROVE, REVIEW
from resources.models import Review, Verdict

NEXT, LIFE = timedelta(days=365), timedelta(days=3 * 365)


class AlreadyUnderReview(Refusal):
    """A second review of the same at the same time."""

    code = "already_under_review"
    message = _("“{name}” is under review already.")


class NoReason(Refusal):
    """Something falls short, and nobody says what has to change."""

    code = "no_reason"
    message = _("Say what has to change: the institute must know what to do.")
    status = 422
    field = "note"


class LifeTooShort(Refusal):
    """An end of life that does not lie in the future."""

    code = "life_too_short"
    field = "ends_on"
    message = _("The end of life must lie after today.")
    status = 422


class NotPassed(Refusal):
    """Sharing something that the reviewers have not let through."""

    code = "not_passed"
    message = _(
        "“{name}” cannot be shared: {state}. A manager of the owner asks for a quality review on "
        "its page; once two approvers or managers of the superior department let it pass, it can "
        "be shared."
    )


@operation(rules.may_begin_review, on="review")
def begin_review(*, actor: Actor, review: Review, ends_on: date | None = None) -> Review:
    """Ask the reviewers to judge it. Raises `AlreadyUnderReview`, `LifeTooShort`."""
    if ends_on and ends_on <= timezone.localdate():
        raise LifeTooShort
    thing = type(review.thing)._base_manager.select_for_update().get(pk=review.thing.pk)
    if Review._base_manager.filter(open_key=key(thing)).exists():
        raise AlreadyUnderReview(name=thing.label)
    review.begun_by, review.open_key, review.ends_on = actor.member, key(thing), ends_on
    review.save()
    for earlier in thing.reviews.exclude(pk=review.pk):
        process.close(earlier, actor=actor)
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
        dates = {"again_on": min(today + NEXT, ends_on), "ends_on": ends_on}
    REVIEW.move(review, move, actor=actor, open_key=None, **dates)
    if move == "pass":
        _tell_passed(review)
    else:
        _ask_owner(actor, review)


def _ask_owner(actor: Actor, review: Review) -> None:
    """Put what was returned or recalled on the owner's to-do list."""
    url = review.get_absolute_url()
    process.ask(IMPROVE, review, review.organisation, actor=actor, url=url)


def _tell_passed(review: Review) -> None:
    """Tell the owner's managers, each once, that it can be shared now."""
    managers = Member._base_manager.filter(organisation=review.organisation, active=True)
    managers = managers.filter(role=Role.MANAGER).order_by()
    notices.tell(
        review.organisation,
        managers.values_list("user", flat=True).distinct(),
        key=f"review:{review.pk}:passed",
        url=review.get_absolute_url(),
        say=lambda: gettext("“{name}” has passed its quality review and can be shared now.").format(
            name=review.thing.label
        ),
    )


@operation(rules.may_recall_review, on="review")
def recall(*, actor: Actor, review: Review, reason: str = "") -> Review:
    """Take back that it has passed, and with it all its sharing, at once.

    Raises `NoReason`, `WrongState`.
    """
    if not reason.strip():
        raise NoReason
    REVIEW.move(review, "recall", actor=actor, note=reason.strip())
    if actor.organisation != review.organisation:
        _ask_owner(actor, review)
    review.thing.grants.all().delete()
    versions.tell_recall(actor, review.thing, reason.strip())
    if review.course:
        versions.lapse_unseen(actor, review.course)
    return review


@operation(rules.may_remind, on="review")
def remind(*, actor: Actor, review: Review) -> Review:
    """Ask the owner to have it reviewed again, or to retire it; once for each review.

    Safe to run twice: the first run alone writes.
    """
    rows = Review._base_manager.filter(pk=review.pk, reminded_on=None, state=ReviewState.PASSED)
    if rows.update(reminded_on=timezone.localdate()):
        url, due_on = review.get_absolute_url(), review.ends_on
        process.ask(AGAIN, review, review.organisation, actor=actor, url=url, due_on=due_on)
        publish("resources.review_due", pk=review.pk)
    return review
