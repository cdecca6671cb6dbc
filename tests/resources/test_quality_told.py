"""Who is asked and told about a quality review, and where its list stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Notice, WorkItem
from resources import operations
from resources.models import Review
from tests.factories.accounts import actor
from tests.factories.resources import CourseFactory
from tests.resources.test_quality import BAD, begin, judge


@pytest.fixture
def course(cast):
    return CourseFactory(organisation=cast.school, name="现货交易实务")


@pytest.fixture
def second(cast):
    return actor(cast.city, Role.APPROVER, "赵敏")


def waits_for_owner(cast):
    rows = WorkItem.objects.filter(organisation=cast.school, closed_at=None)
    return list(rows.values_list("verb", "role"))


def test_the_owner_is_told_once_that_it_passed(cast, course, second):
    review = begin(cast, course)
    for who in (cast.chen, second):
        judge(who, review)
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (cast.he.user, review.get_absolute_url())
    assert "现货交易实务" in notice.text
    assert course.name_en in notice.text_en
    assert waits_for_owner(cast) == []


def test_what_is_returned_waits_for_the_owner_until_he_asks_again(cast, course, second):
    review = begin(cast, course)
    for who in (cast.chen, second):
        judge(who, review, BAD, "数据已过时")
    assert waits_for_owner(cast) == [("improve", "manager")]
    begin(cast, course)
    assert waits_for_owner(cast) == []


def test_a_recall_from_above_waits_for_the_owner_and_his_own_does_not(cast, course, second):
    review = begin(cast, course)
    for who in (cast.chen, second):
        judge(who, review)
    operations.recall(actor=cast.chen, review=review, reason="引用了废止的文件")
    assert waits_for_owner(cast) == [("improve", "manager")]
    other = begin(cast, course)
    for who in (cast.chen, second):
        judge(who, other)
    operations.recall(actor=cast.he, review=other, reason="重新编写")
    assert waits_for_owner(cast) == []


def test_the_list_of_reviews_is_a_tab_of_those_who_judge_or_own(cast, course, as_):
    begin(cast, course)
    tab = 'href="/resources/reviews/"'
    for who in (cast.he, cast.chen):
        assert tab in as_(who).get("/resources/courses/").text
        assert course.name in as_(who).get("/resources/reviews/?q=现货&kind=course").text
    assert tab not in as_(cast.li).get("/resources/courses/").text
    assert course.name not in as_(cast.he).get("/resources/reviews/?kind=base").text


def test_an_end_of_life_in_the_past_is_said_at_its_field(cast, course, as_):
    yesterday = timezone.localdate() - timedelta(days=1)
    page = as_(cast.he).post(f"/resources/courses/{course.pk}/review/", {"ends_on": yesterday})
    assert page.context["form"].errors.keys() == {"ends_on"}
    share = f"/resources/courses/{course.pk}/share/"
    page = as_(cast.he).post(share, {"organisations": [cast.north.pk], "until": yesterday})
    assert page.context["form"].errors.keys() == {"until"}
    assert not Review.objects.exists()


def test_what_is_retired_waits_for_no_improvement(cast, course, second):
    review = begin(cast, course)
    for who in (cast.chen, second):
        judge(who, review, BAD, "数据已过时")
    operations.retire(actor=cast.he, resource=course, reason="不再开设")
    assert waits_for_owner(cast) == []
