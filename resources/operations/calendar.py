"""Keeping the calendar of a teacher, base or room, and links to it."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.tokens import hash_of
from core.errors import Refusal
from core.retry import retried
from resources import closing, rules
from resources.models import Feed, OpenHour, Period

LONGEST = timedelta(days=400)


class PeriodUpsideDown(Refusal):
    """A period that ends before it begins, or never."""

    code = "period_upside_down"
    message = _("The end must not lie before the beginning, nor more than 400 days after it.")
    status = 422


@retried
@operation(rules.may_keep_calendar, on="period")
def save_period(*, actor: Actor, period: Period) -> Period:
    """Block days, or open them besides the usual hours.

    Raises `PeriodUpsideDown`, and `closing.Engaged` while somebody has booked then.
    """
    length = period.last_on - period.first_on
    if period.last_slot < period.first_slot or not timedelta() <= length <= LONGEST:
        raise PeriodUpsideDown
    period.save()
    if not period.opens:
        closing.shut(actor, period)
    return period


@retried
@operation(rules.may_keep_calendar, on="period")
def remove_period(*, actor: Actor, period: Period) -> None:
    """Take an exception out of the calendar; days that another one blocks as well stay so."""
    closing.lift(period)
    period.delete()


@operation(rules.may_keep_times, on="thing")
def set_hours(*, actor: Actor, thing, hours: Iterable[tuple[int, int]]) -> int:
    """Say when a thing can be booked each week: pairs (weekday, double hour); none means always.

    What is booked already stays. Returns how many hours there are.
    """
    owner = {thing._meta.model_name: thing}
    OpenHour._base_manager.filter(**owner).delete()
    rows = [OpenHour(**owner, weekday=day, slot=slot) for day, slot in sorted(set(hours))]
    return len(OpenHour._base_manager.bulk_create(rows))


@operation(rules.may_end_feed, on="feed")
def make_feed(*, actor: Actor, feed: Feed, secret: str) -> Feed:
    """Make a calendar link; the secret is shown once and never kept."""
    feed.key_hash = hash_of(secret)
    feed.save()
    return feed


@operation(rules.may_end_feed, on="feed")
def end_feed(*, actor: Actor, feed: Feed) -> Feed:
    """End a calendar link; the next fetch finds nothing."""
    feed.ended_at = timezone.now()
    feed.save(update_fields=["ended_at"])
    return feed
