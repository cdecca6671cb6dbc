"""What Celery runs for the resources."""

from celery import shared_task
from django.utils import timezone

from accounts.access import Actor
from accounts.background import actor_of
from core.jobs import job
from resources import bookings, likeness, operations
from resources.queries.quality import due
from resources.queries.same import described
from resources.queries.versions import asked_by, run_out


@shared_task(name="resources.expire_holds")
def expire_holds() -> int:
    """Remove holds that are over; they kept nobody out any more, so any hour will do."""
    return bookings.expire(timezone.now())


@shared_task(name="resources.remind_reviews")
def remind_reviews(**_later) -> int:
    """Ask the owners of everything whose review date has come; returns how many."""
    rows = list(due(None))
    for review in rows:
        operations.remind(actor=Actor(review.begun_by), review=review)
    return len(rows)


@shared_task(name="resources.end_changes")
def end_changes(**_later) -> int:
    """End what was asked about things whose sharing has run out; returns how many."""
    rows = run_out(None)
    for change in rows:
        operations.end_change(actor=Actor(asked_by(None, change)), change=change)
    return len(rows)


@job("resources.find_same")
def find_same(run) -> dict:
    """Compare the courses of an organisation and those below it; twice finds nothing new."""
    actor = actor_of(run)
    run.report(stage="reading")
    courses = described(actor)
    run.report(done=0, total=len(courses), stage="comparing")
    found = list(likeness.pairs(courses))
    with run.chunk(done=len(courses), stage="writing"):
        new = operations.keep_pairs(actor=actor, organisation=actor.organisation, found=found)
    return {"courses": len(courses), "found": len(found), "new": new}
