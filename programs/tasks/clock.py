"""What the clock does for programmes; each task may run twice without harm."""

from celery import shared_task

from accounts.access import Actor
from programs.operations import signing
from programs.queries.signing import overdue


@shared_task(name="programs.escalate")
def escalate(**_later) -> int:
    """Pass on every signature that was not given in time; returns how many."""
    rows = overdue(None)
    for signature in rows:
        signing.escalate(actor=Actor(signature.asked_by), signature=signature)
    return len(rows)
