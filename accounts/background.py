"""Background work of an organisation: the job rows of `core.jobs`, with an owner."""

from accounts.access import Actor
from accounts.models import Job
from core import jobs


def enqueue(actor: Actor, name: str, *, dedupe=None, after=None, label="", url="", **ids) -> Job:
    """Queue the job `name` for the actor's organisation, after the surrounding commit.

    `ids` are primitive arguments for the handler; `url` is the page that shows progress. Jobs
    of the same `dedupe` word and organisation do not run twice at once.
    """
    owner = {"organisation": actor.organisation, "member": actor.member, "label": label, "url": url}
    if dedupe:
        dedupe = f"{actor.organisation.pk}:{name}:{dedupe}"
    return jobs.enqueue(name, owner=owner, dedupe=dedupe, after=after, **ids)


def actor_of(run: jobs.Run) -> Actor:
    """The member who asked for the work: it runs with his rights, as they are now."""
    return Actor.of(run.row.member_id)
