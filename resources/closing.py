"""Closing days of a teacher, room or base, and opening them again, beside the layers.

Operations call it inside their own transaction, after their own rule. Two periods may close the
same day: it is open again when both are gone.
"""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key
from resources import bookings
from resources.models import Period
from resources.queries.calendar import told


class Engaged(bookings.Taken):
    """Days cannot be blocked: somebody has booked on one of them."""

    message = _(
        "{what} is booked on {when}: {who}. Agree with them on another time, then block these days."
    )


def shut(actor: Actor, period: Period) -> None:
    """Close the days of a period. Raises `Engaged`, naming who has booked as far as one may."""
    try:
        bookings.block(period, organisation_id=period.organisation.pk)
    except bookings.Taken as taken:
        busy = [clash.booking for _want, clash in taken.clashes]
        who = next(iter(told(actor, busy).values()), _("another organisation"))
        raise Engaged(taken.clashes, **taken.params | {"who": who}) from taken


def lift(period: Period) -> None:
    """Give back what a period blocks, to whatever else blocks the same days."""
    bookings.lock([period])
    bookings.release(holder=key(period))
    name = period.thing._meta.model_name
    others = Period._base_manager.filter(**{name: period.thing}, opens=False).exclude(pk=period.pk)
    for other in others.filter(first_on__lte=period.last_on, last_on__gte=period.first_on):
        bookings.release(holder=key(other))
        bookings.block(other, organisation_id=other.organisation.pk)
