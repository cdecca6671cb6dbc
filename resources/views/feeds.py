"""Calendar links: made by a member, read by a calendar program that has no session."""

from datetime import UTC, datetime, time, timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from icalendar import Calendar, Event

from accounts.tokens import new_key
from core.errors import told_to
from resources import operations
from resources.choices import SLOT_ENDS, SLOT_NAMES
from resources.models import Feed
from resources.queries import feeds as queries
from resources.views.pages import find

BACK = timedelta(days=90)
SHOWN_ONCE = "calendar_link"


def feeds(request):
    """Show the member's links; a new one with its address, this once."""
    context = {"feeds": queries.feeds(request.actor), "new": request.session.pop(SHOWN_ONCE, "")}
    return render(request, "resources/feeds.html", context)


@require_POST
def feed_add(request):
    target = request.POST.get("target", "")
    label = queries.label_of(request.actor, target)
    if not label:
        raise Http404
    secret, actor = new_key(), request.actor
    feed = Feed(organisation=actor.organisation, member=actor.member, target=target, label=label)
    operations.make_feed(actor=actor, feed=feed, secret=secret)
    url = reverse("resources:feed", args=[secret])
    request.session[SHOWN_ONCE] = request.build_absolute_uri(url)
    return redirect("resources:feeds")


@require_POST
def feed_end(request, pk):
    feed = find(queries.feeds(request.actor), pk)
    with told_to(request):
        operations.end_feed(actor=request.actor, feed=feed)
        messages.success(request, _("The link no longer works."))
    return redirect("resources:feeds")


@login_not_required
def feed(request, secret):
    """Answer a calendar program: what the owner of the link may see now, as iCalendar."""
    found = queries.read(None, secret)
    if found is None:
        raise Http404
    actor, link = found
    rows = queries.booked_for(actor, link.target, timezone.localdate() - BACK)
    response = HttpResponse(
        _calendar(link, rows).to_ical(), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "private, max-age=300"
    return response


def _calendar(link, rows) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Train Portal//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", link.label)
    for (source, on), found in groupby(rows, lambda row: (row.source, row.on)):
        slots = list(found)
        calendar.add_component(_event(source, on, slots))
    return calendar


def _event(source, on, slots) -> Event:
    first, last = slots[0], slots[-1]
    event = Event()
    event.add("uid", f"{source.replace(':', '-')}-{on:%Y%m%d}@train-portal")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", _moment(on, SLOT_NAMES[first.slot]))
    event.add("dtend", _moment(on, SLOT_ENDS[last.slot]))
    event.add("summary", first.shown or _("blocked"))
    event.add("status", "TENTATIVE" if first.state == "held" else "CONFIRMED")
    place = " ".join(str(x) for x in (first.base, first.room) if x)
    if place:
        event.add("location", place)
    return event


def _moment(on, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    local = datetime.combine(on, time(hour, minute), tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)
