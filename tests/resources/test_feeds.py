"""Calendar links: what they show, to whom, and until when."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from accounts.models import Member
from resources import bookings
from resources.models import Booking, Feed
from tests.factories.programs import catalogue
from tests.factories.resources import TeacherFactory
from tests.resources.test_calendar_pages import hold, html


@pytest.fixture
def c(cast):
    return catalogue(cast)


def events(response):
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content).walk("VEVENT")


def link_of(as_, who, target):
    as_(who).post("/resources/calendar/links/add/", {"target": target})
    shown = html(as_(who).get("/resources/calendar/links/"))
    start = shown.index("/resources/calendar/feed/")
    return shown[start : shown.index(".ics", start) + 4]


def test_a_calendar_link_shows_what_its_owner_sees_until_it_is_ended(cast, c, as_, client):
    hold(cast, teacher=c.chen)
    url = link_of(as_, cast.li, f"resources.teacher:{c.chen.pk}")
    client.logout()

    [event] = events(client.get(url))

    assert str(event["summary"]) == "班"
    assert str(event["status"]) == "TENTATIVE"
    assert event["dtstart"].dt.hour == 0  # 08:30 in Shanghai
    assert (event["dtend"].dt - event["dtstart"].dt) == timedelta(hours=3, minutes=30)
    feed = Feed.objects.get()
    assert url.split("/")[-1].removesuffix(".ics") not in feed.key_hash
    assert as_(cast.wang).post(f"/resources/calendar/links/{feed.pk}/end/").status_code == 404
    as_(cast.li).post(f"/resources/calendar/links/{feed.pk}/end/")
    assert client.get(url).status_code == 404


def test_a_link_no_longer_shows_what_was_held_too_long(cast, c, as_):
    hold(cast, teacher=c.chen)
    url = link_of(as_, cast.li, f"resources.teacher:{c.chen.pk}")
    Booking.objects.update(until=bookings.timezone.now())
    assert events(as_(cast.li).get(url)) == []


def test_a_link_of_somebody_who_left_shows_nothing(cast, c, as_, client):
    url = link_of(as_, cast.li, f"resources.teacher:{c.chen.pk}")
    client.logout()
    Member.objects.filter(pk=cast.li.member.pk).update(active=False)
    assert client.get(url).status_code == 404


def test_a_link_never_shows_what_its_owner_may_not_see(cast, c, as_):
    hold(cast, teacher=c.chen)
    url = link_of(as_, cast.wang, f"resources.teacher:{c.chen.pk}")
    assert events(as_(cast.wang).get(url)) == []


@pytest.mark.parametrize("target", ["", "x", "resources.teacher:x", "programs.program:1", "a:1"])
def test_a_link_to_what_one_does_not_see_is_not_made(cast, as_, target):
    TeacherFactory(organisation=cast.foreign)
    answer = as_(cast.li).post("/resources/calendar/links/add/", {"target": target})
    assert answer.status_code == 404
    foreign = TeacherFactory(organisation=cast.foreign)
    url = "/resources/calendar/links/add/"
    assert as_(cast.li).post(url, {"target": f"resources.teacher:{foreign.pk}"}).status_code == 404
