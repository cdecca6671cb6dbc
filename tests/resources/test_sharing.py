"""Sharing: only after a passed review, with several at once, and what a borrower reads of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from resources import operations
from resources.models import CourseGrant
from tests.factories.resources import (
    BaseFactory,
    CourseFactory,
    ReadyProgramFactory,
    TeacherFactory,
    passed,
)

pytestmark = pytest.mark.django_db


def share(cast, thing, *organisations, **more):
    return operations.share_with(actor=cast.he, resource=thing, organisations=organisations, **more)


@pytest.mark.parametrize("make", [CourseFactory, TeacherFactory, BaseFactory])
def test_what_was_never_reviewed_is_not_shared_and_the_page_leads_to_the_review(cast, make, as_):
    thing = make(organisation=cast.school)
    with pytest.raises(operations.NotPassed):
        share(cast, thing, cast.north)
    assert not thing.grants.exists()
    page = as_(cast.he).get(f"/resources/{thing.kind}s/{thing.pk}/share/").text
    assert f"/resources/{thing.kind}s/{thing.pk}/review/" in page
    assert 'name="until"' not in page
    passed(thing, cast.he)
    assert 'name="until"' in as_(cast.he).get(f"/resources/{thing.kind}s/{thing.pk}/share/").text


def test_a_ready_made_programme_needs_no_review_of_its_own(cast):
    ready = ReadyProgramFactory(organisation=cast.school)
    assert len(share(cast, ready, cast.north)) == 1


def test_several_are_given_it_at_once_until_the_same_day(cast, as_):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)
    until = timezone.localdate() + timedelta(days=30)
    sent = {"organisations": [cast.north.pk, cast.south.pk], "until": until}
    as_(cast.he).post(f"/resources/courses/{course.pk}/share/", sent)
    grants = CourseGrant.objects.all()
    assert {one.organisation for one in grants} == {cast.north, cast.south}
    assert {one.until for one in grants} == {until}


def test_one_refused_among_several_leaves_all_as_it_was(cast):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)
    with pytest.raises(operations.AlreadyOwn):
        share(cast, course, cast.north, cast.foreign)
    assert not CourseGrant.objects.exists()


@pytest.mark.parametrize("make", [CourseFactory, TeacherFactory, BaseFactory, ReadyProgramFactory])
def test_a_borrower_reads_until_when_and_the_owner_does_not(cast, make, as_):
    thing = make(organisation=cast.school)
    if make is not ReadyProgramFactory:
        passed(thing, cast.he)
    day = timezone.localdate() + timedelta(days=37)
    share(cast, thing, cast.north, until=day)
    borrowed = as_(cast.li).get(thing.get_absolute_url()).text
    assert str(day) in borrowed
    assert 'id="lent"' in borrowed
    assert 'id="lent"' not in as_(cast.he).get(thing.get_absolute_url()).text
    lists = {"course": "courses", "teacher": "teachers", "base": "bases", "readyprogram": "ready"}
    listed = f"/resources/{lists[thing.kind]}/"
    assert str(day) in as_(cast.li).get(listed).text
    share(cast, thing, cast.city)
    assert str(day) not in as_(cast.li).get(listed).text  # the longer one counts
    assert str(day) not in as_(cast.li).get(thing.get_absolute_url()).text
