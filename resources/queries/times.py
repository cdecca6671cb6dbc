"""In a few words: when something can be booked each week, and how much a teacher has taken on."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Actor
from resources import bookings
from resources.choices import BookingState, Weekday, runs_of, span
from resources.models import Booking, OpenHour, Teacher


def week(actor: Actor, thing) -> list[tuple[str, str]]:
    """Days that are alike, and their hours; nothing means at any time."""
    rows = OpenHour._base_manager.filter(**{thing._meta.model_name: thing})
    rows = rows.order_by("weekday", "slot")
    hours: dict[int, list[int]] = {}
    for day, slot in rows.values_list("weekday", "slot"):
        hours.setdefault(day, []).append(slot)
    alike: dict[str, list[str]] = {}
    for day, slots in hours.items():
        words = _(", ").join(span(run) for run in runs_of(slots))
        alike.setdefault(words, []).append(str(Weekday(day).label))
    return [(_(", ").join(days), words) for words, days in alike.items()]


def load(actor: Actor, teacher: Teacher) -> dict[str, int]:
    """Days and double hours for which a teacher the actor was shown is booked this year.

    Numbers alone: they tell nobody by whom.
    """
    today = timezone.localdate()
    rows = Booking._base_manager.filter(teacher=teacher, on__year=today.year)
    rows = rows.exclude(state=BookingState.BLOCKED)
    ahead = Q(on__gte=today)
    return bookings.live(rows).aggregate(
        days=Count("on", distinct=True),
        slots=Count("pk"),
        days_ahead=Count("on", distinct=True, filter=ahead),
        slots_ahead=Count("pk", filter=ahead),
    )
