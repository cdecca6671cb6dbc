"""A teacher or base taken out of use: whoever counts on it is asked, and chooses anew or not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access import Denied, key, share
from accounts.choices import OrganisationKind, Role
from accounts.models import WorkItem
from programs import bookings
from programs.models import Session
from programs.operations.submit import submit
from programs.operations.versions import StillAway
from programs.queries import compose
from resources import operations
from resources.choices import BookingState
from resources.models import Booking, CourseChange
from tests.factories.accounts import OrganisationFactory, actor
from tests.factories.programs import catalogue, ready_program
from tests.factories.resources import (
    CourseFactory,
    OfferFactory,
    ReadyLineFactory,
    ReadyProgramFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def draft(cast, c):
    return ready_program(cast, c)


@pytest.fixture
def college(cast):
    place = OrganisationFactory(code="college", kind=OrganisationKind.INSTITUTE, parent=cast.city)
    return actor(place, Role.MANAGER)


def retire(cast, resource):
    operations.retire(actor=cast.he, resource=resource, reason="调离")
    return CourseChange.objects.get()


def take(cast, change, sessions):
    lines = [str(session.pk) for session in sessions]
    return operations.take_change(actor=cast.li, change=change, lines=lines)


def test_the_unit_is_asked_once_with_the_lines_it_touches(cast, c, draft, as_):
    change = retire(cast, c.chen)
    assert change.reason == "调离"

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


def test_the_composer_says_that_the_base_is_out_of_use(cast, c, draft, as_):
    line = draft.sessions.first()
    retire(cast, c.base)
    url = f"/programs/{draft.pk}/compose/?line={line.pk}"
    assert "已停用" in as_(cast.li).get(url).text


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


def test_each_line_leads_to_where_another_is_chosen(cast, c, draft, as_):
    for course in (c.theory_a, c.skill_a):
        OfferFactory(course=course, format=c.lecture, teacher=c.wang)
    change = retire(cast, c.chen)
    page = as_(cast.li).get(change.get_absolute_url()).text
    for session in draft.sessions.all():
        url = f"/programs/{draft.pk}/compose/?line={session.pk}"
        assert f'href="{url}#line-{session.pk}"' in page
        composer = as_(cast.li).get(url).text
        assert c.wang.label in composer
        assert "已停用" in composer

    draft.sessions.update(teacher=c.wang)

    page = as_(cast.li).get(change.get_absolute_url()).text
    assert 'name="line"' not in page
    assert as_(cast.li).post(change.get_absolute_url(), {"decline": "1"}).status_code == 302
    assert not WorkItem.objects.filter(verb="follow", closed_at=None).exists()


def test_while_others_decide_the_page_says_why_nothing_is_freed(cast, c, draft, as_):
    submit(actor=cast.li, program=draft)
    change = retire(cast, c.chen)
    page = as_(cast.li).get(change.get_absolute_url()).text
    assert str(StillAway.message) in page
    assert 'name="line"' not in page
    assert 'name="take"' not in page


def test_a_ready_made_programme_is_asked_and_keeps_what_it_was(cast, c, college):
    ready = ReadyProgramFactory(organisation=college.organisation)
    fixed = ReadyLineFactory(ready=ready, course=c.theory_a, teacher=c.chen)
    other = ReadyLineFactory(ready=ready, course=c.skill_a, day=2)
    share(ready, cast.city, actor=college)

    change = retire(cast, c.chen)
    assert (change.thing, change.organisation) == (c.chen, college.organisation)
    lines = [str(fixed.pk), str(other.pk), "x"]  # the latter two are not asked about
    operations.take_change(actor=college, change=change, lines=lines)

    fixed.refresh_from_db()
    assert (fixed.teacher, ready.lines.count()) == (None, 2)
    assert ready.earlier.get().content["lines"][0]["teacher"]["zh"] == "陈思远"


def test_a_recalled_course_leaves_a_ready_made_programme_only_if_its_owner_wants(cast, c, college):
    ready = ReadyProgramFactory(organisation=college.organisation)
    line = ReadyLineFactory(ready=ready, course=c.theory_a)
    change = retire(cast, c.theory_a)
    assert ready.lines.exists()
    operations.take_change(actor=college, change=change, lines=[str(line.pk)])
    assert not ready.lines.exists()


def test_a_borrowed_teacher_ends_in_the_courses_of_the_borrower(cast, c, college):
    lent = CourseFactory(organisation=college.organisation, formats=[c.lecture])
    offer = OfferFactory(course=lent, format=c.lecture, teacher=c.chen)
    change = retire(cast, c.chen)
    assert (change.organisation, change.about) == (college.organisation, key(lent))
    with pytest.raises(Denied):
        operations.take_change(actor=cast.he, change=change, lines=[str(offer.pk)])

    operations.take_change(actor=college, change=change, lines=[str(offer.pk)])

    assert not lent.offers.exists()
    assert c.theory_a.offers.filter(teacher=c.chen).exists()  # the owner's own stay
