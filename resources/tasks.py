"""What Celery runs for the resources."""

from celery import shared_task
from django.utils import timezone

from resources import bookings


@shared_task(name="resources.expire_holds")
def expire_holds() -> int:
    """Remove holds that are over; they kept nobody out any more, so any hour will do."""
    return bookings.expire(timezone.now())
