"""A teacher or base taken out of use: whoever counts on it is asked, and chooses anew or not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access import Denied
from accounts.models import WorkItem
from programs import bookings
from programs.models import Session
from programs.operations.submit import submit
from programs.operations.versions import StillAway
from programs.queries import compose
from resources import operations
from resources.choices import BookingState
from resources.models import Booking, CourseChange
from tests.factories.programs import catalogue, ready_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def draft(cast, c):
    return ready_program(cast, c)


def retire(cast, resource):
    operations.retire(actor=cast.he, resource=resource, reason="调离")
    return CourseChange.objects.get()


def take(cast, change, sessions):
    lines = [str(session.pk) for session in sessions]
    return operations.take_change(actor=cast.li, change=change, lines=lines)


def test_the_unit_is_asked_once_with_the_lines_it_touches(cast, c, draft, as_):
    change = retire(cast, c.chen)

    assert (change.kind, change.thing, change.organisation) == ("recall", c.chen, cast.north)
    item = WorkItem.objects.get(verb="follow", closed_at=None)
    page = as_(cast.li).get(item.url).text
    assert page.count('name="line"') == draft.sessions.filter(teacher=c.chen).count()
    assert "陈思远" in page
    assert "陈思远" in as_(cast.li).get(reverse("resources:change_list")).text
    panel = as_(cast.li).get(reverse("resources:program_changes", args=[draft.pk])).text
    assert "陈思远" in panel


def test_a_teacher_is_freed_from_the_ticked_lines_only(cast, c, draft):
    first, *others = draft.sessions.filter(teacher=c.chen)
    change = retire(cast, c.chen)

    take(cast, change, [first])

    draft.refresh_from_db()
    assert Session.objects.get(pk=first.pk).teacher is None
    assert set(draft.sessions.filter(teacher=c.chen)) == set(others)
    assert compose.measured(cast.li, draft).blocking
    assert not WorkItem.objects.filter(verb="follow", closed_at=None).exists()


def test_a_base_is_freed_with_its_room_and_what_was_held_of_it(cast, c, draft):
    bookings.hold(draft)
    assert Booking.objects.filter(base=c.base, state=BookingState.HELD).exists()
    change = retire(cast, c.base)

    take(cast, change, draft.sessions.all())

    assert not draft.sessions.exclude(base=None, room=None).exists()
    assert not Booking.objects.filter(base=c.base, state=BookingState.HELD).exists()


def test_what_is_being_decided_or_approved_is_not_emptied_silently(cast, c, draft):
    submit(actor=cast.li, program=draft)
    change = retire(cast, c.chen)

    with pytest.raises(StillAway):
        take(cast, change, draft.sessions.all())
    assert draft.sessions.filter(teacher=c.chen).exists()
    operations.decline_change(actor=cast.li, change=CourseChange.objects.get())
    assert draft.sessions.filter(teacher=c.chen).exists()


def test_bringing_back_ends_the_question(cast, c, draft):
    retire(cast, c.chen)
    operations.restore(actor=cast.he, resource=c.chen)

    assert CourseChange.objects.get().state == "lapsed"
    assert not WorkItem.objects.filter(verb="follow", closed_at=None).exists()


def test_nobody_is_asked_about_what_is_over(cast, c, draft):
    draft.sessions.update(on=timezone.localdate() - timedelta(days=1))
    operations.retire(actor=cast.he, resource=c.chen, reason="调离")
    assert not CourseChange.objects.exists()


@pytest.mark.parametrize("who", ["wang", "he", "stranger"])
def test_only_the_unit_of_the_programme_decides(cast, c, draft, who):
    change = retire(cast, c.chen)
    with pytest.raises(Denied):
        operations.decline_change(actor=getattr(cast, who), change=change)
