"""Regular sources, and what came from them."""

from accounts.access import Actor
from intake.choices import BatchState
from intake.models import Feed
from intake.queries.received import batches


def feeds(actor: Actor):
    """Regular sources of the actor's organisation and those below it."""
    rows = Feed.objects.visible_to(actor).order_by("name", "pk")
    return rows.select_related("organisation", "created_by__user")


def unmapped(actor: Actor, feed: Feed):
    """Imports of a source whose columns nobody has mapped yet."""
    return batches(actor).filter(feed=feed, state=BatchState.UPLOADED).order_by("pk")


def of_feed(actor: Actor, feed: Feed):
    """What came from a source."""
    return batches(actor).filter(feed=feed)


def target_label(actor: Actor, feed: Feed) -> str:
    """What the rows of a source belong to, in words."""
    found = next((t for t in feed.declared.targets(actor) if t.pk == feed.target_pk), None)
    return getattr(found, "label", str(found)) if found else ""
