"""Calendar links: whose they are, what they show."""

from datetime import date

from django.utils import timezone

from accounts.access import Actor
from accounts.tokens import hash_of
from resources import bookings
from resources.models import Base, Booking, Feed, Room, Teacher

KINDS = {model._meta.label_lower: model for model in (Teacher, Room, Base)}


def feeds(actor: Actor):
    """The calendar links that this member has made and not ended."""
    rows = Feed.objects.unscoped(reason="only the member's own links")
    return rows.filter(member=actor.member, ended_at=None)


def label_of(actor: Actor, target: str) -> str:
    """What a link to a target would be called; empty if the actor does not see the target."""
    kind, _colon, pk = target.partition(":")
    if kind in KINDS and pk.isascii() and pk.isdecimal():
        thing = KINDS[kind].objects.visible_to(actor).filter(pk=pk).first()
        return str(thing) if thing else ""
    row = Booking.objects.visible_to(actor).filter(holder=target).first()
    return row.shown if row else ""


def booked_for(actor: Actor, target: str, since: date):
    """The bookings behind a calendar link, as far as its owner sees them; one statement."""
    rows = Booking.objects.visible_to(actor).filter(on__gte=since)
    kind, _colon, pk = target.partition(":")
    which = {KINDS[kind]._meta.model_name: pk} if kind in KINDS else {"holder": target}
    rows = rows.filter(**which).select_related("teacher", "room", "base", "organisation")
    return bookings.live(rows).order_by("on", "source", "slot")


def read(actor: None, secret: str):
    """The member behind a link and the link, or None if it never was or has ended."""
    rows = Feed.objects.unscoped(reason="the secret itself names its row")
    rows = rows.filter(key_hash=hash_of(secret), ended_at=None, member__active=True)
    rows = rows.filter(member__user__is_active=True, member__organisation__active=True)
    feed = rows.select_related("member__user", "member__organisation").first()
    if feed is None:
        return None
    rows.filter(pk=feed.pk).update(read_at=timezone.now())
    return Actor(feed.member), feed
