"""Quality review: several reviewers, no single voice, and what follows from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import Denied, may_view
from accounts.choices import Role
from accounts.models import WorkItem
from core import events
from core.flow import WrongState
from resources import operations
from resources.choices import CRITERIA
from resources.models import Review
from resources.tasks import remind_reviews
from tests.factories.accounts import acting, actor
from tests.factories.resources import BaseFactory, CourseFactory, TeacherFactory
from tests.resources.test_api import calling as calling

GOOD = dict.fromkeys(CRITERIA, 1)
BAD = GOOD | {"accuracy": 0}


@pytest.fixture
def course(cast):
    return CourseFactory(organisation=cast.school)


@pytest.fixture
def review(cast, course):
    return begin(cast, course)


@pytest.fixture
def second(cast):
    return actor(cast.city, Role.APPROVER, "赵敏")


def begin(cast, course, **more):
    one = Review(course=course, organisation=course.organisation)
    return operations.begin_review(actor=cast.he, review=one, **more)


def state(review):
    return Review.objects.get(pk=review.pk).state


def judge(who, review, marks=GOOD, note=""):
    return operations.judge(actor=who, review=review, marks=marks, note=note)


def test_one_voice_changes_nothing_and_two_that_concur_do(cast, review, second):
    judge(cast.chen, review)
    assert state(review) == "open"
    judge(second, review)
    assert state(review) == "passed"
    ended = Review.objects.get(pk=review.pk)
    assert ended.again_on == timezone.localdate() + timedelta(days=365)
    assert ended.ends_on > ended.again_on


def test_one_for_and_one_against_wait_for_a_third(cast, review, second):
    judge(cast.chen, review)
    judge(second, review, BAD, "数据已过时")
    assert state(review) == "open"
    judge(cast.zhou, review, BAD, "引用有误")
    assert state(review) == "returned"


def test_one_person_in_two_roles_is_one_voice(cast, review):
    judge(cast.chen, review)
    judge(acting(cast.chen.user, cast.city, Role.MANAGER), review)
    assert state(review) == "open"


def test_a_changed_mind_counts_once(cast, review, second):
    judge(cast.chen, review, BAD, "数据已过时")
    judge(cast.chen, review)
    judge(second, review, BAD, "引用有误")
    assert state(review) == "open"


def test_what_falls_short_needs_words(cast, review):
    with pytest.raises(operations.NoReason):
        judge(cast.chen, review, BAD, " ")
    assert not review.verdicts.exists()


def test_neither_the_institute_nor_a_stranger_judges(cast, review):
    for who in (cast.he, cast.li, cast.far_approver, cast.viewer):
        with pytest.raises(Denied):
            judge(who, review)


def test_after_the_end_nobody_judges_any_more(cast, review, second):
    judge(cast.chen, review)
    judge(second, review)
    with pytest.raises(WrongState):
        judge(cast.zhou, review, BAD, "晚了")


def test_a_course_is_under_one_review_at_a_time(cast, course, review):
    with pytest.raises(operations.AlreadyUnderReview):
        begin(cast, course)
    with pytest.raises(operations.LifeTooShort):
        begin(cast, CourseFactory(organisation=cast.school), ends_on=timezone.localdate())


def test_the_reviewers_have_it_on_their_list_until_it_is_decided(cast, review, second):
    open_items = WorkItem.objects.filter(verb="judge").exclude(open_key=None)
    asked = [(item.organisation, item.role) for item in open_items.order_by("role")]
    assert asked == [(cast.city, "approver"), (cast.city, "manager")]
    judge(cast.chen, review)
    assert open_items.all().count() == 2
    judge(second, review)
    assert open_items.all().count() == 0


def test_what_is_not_let_through_is_not_shared(cast, course, review, second):
    def share():
        operations.share(actor=cast.he, resource=course, organisation=cast.north)

    with pytest.raises(operations.NotPassed):
        share()
    judge(cast.chen, review)
    judge(second, review)
    share()
    assert may_view(cast.li, course)
    Review.objects.filter(pk=review.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(operations.NotPassed):
        share()


def test_a_recall_ends_all_sharing_at_once(cast, course, review, second):
    judge(cast.chen, review)
    judge(second, review)
    operations.share(actor=cast.he, resource=course, organisation=cast.city)
    assert may_view(cast.li, course)
    with pytest.raises(operations.NoReason):
        operations.recall(actor=cast.chen, review=review)

    operations.recall(actor=cast.chen, review=review, reason="引用了废止的文件")

    assert not may_view(cast.li, course)
    assert state(review) == "recalled"
    with pytest.raises(operations.NotPassed):
        operations.share(actor=cast.he, resource=course, organisation=cast.north)


def test_the_pages_lead_from_asking_to_recalling(cast, course, second, as_):
    page = as_(cast.he).get(f"/resources/courses/{course.pk}/").content.decode()
    assert f"/resources/courses/{course.pk}/review/" in page
    as_(cast.he).post(f"/resources/courses/{course.pk}/review/", {"ends_on": ""})
    review = Review.objects.get()
    url = f"/resources/reviews/{review.pk}/"
    said = as_(cast.chen).post(url, BAD | {"note": ""}).content.decode()
    assert "请说明需要改进之处" in said
    for who in (cast.chen, second):
        assert as_(who).post(url, GOOD | {"note": ""}).status_code == 302
    assert "质量评审通过" in as_(cast.chen).get(url).content.decode()
    assert course.name in as_(cast.chen).get("/resources/reviews/").content.decode()
    as_(cast.chen).post(f"{url}recall/", {"reason": "内容过期"})
    assert state(review) == "recalled"
    assert as_(cast.wang).get(url).status_code == 404


def test_judging_answers_over_the_api(cast, review, calling):
    url = f"/api/v1/resources/reviews/{review.pk}/judge"
    response = calling(cast.chen).post(url, GOOD, content_type="application/json")
    assert response.status_code == 200
    assert response.json()["state"] == "open"
    assert calling(cast.wang).get(f"/api/v1/resources/reviews/{review.pk}").status_code == 404


@pytest.mark.parametrize(("kind", "make"), [("teacher", TeacherFactory), ("base", BaseFactory)])
def test_teachers_and_bases_are_reviewed_by_the_same_rules(cast, second, kind, make, as_):
    thing = make(organisation=cast.school)
    place = f"/resources/{kind}s/{thing.pk}"
    assert f"{place}/review/" in as_(cast.he).get(f"{place}/").content.decode()
    as_(cast.he).post(f"{place}/review/", {"ends_on": ""})
    review = Review.objects.get()
    one = Review(**{kind: thing}, organisation=cast.school)
    with pytest.raises(operations.AlreadyUnderReview):
        operations.begin_review(actor=cast.he, review=one)
    judge(cast.chen, review)
    assert state(review) == "open"
    with pytest.raises(operations.NotPassed):
        operations.share(actor=cast.he, resource=thing, organisation=cast.north)
    judge(second, review)
    assert state(review) == "passed"
    operations.share(actor=cast.he, resource=thing, organisation=cast.north)
    assert may_view(cast.li, thing)
    operations.recall(actor=cast.chen, review=review, reason="资质过期")
    assert not may_view(cast.li, thing)
    assert str(thing) in as_(cast.chen).get("/resources/reviews/").content.decode()


@pytest.mark.parametrize("kind", ["course", "teacher", "base"])
@pytest.mark.parametrize("marks", [GOOD, BAD])
def test_no_single_vote_flips_a_state(cast, kind, marks):
    make = {"course": CourseFactory, "teacher": TeacherFactory, "base": BaseFactory}[kind]
    one = Review(**{kind: make(organisation=cast.school)}, organisation=cast.school)
    review = operations.begin_review(actor=cast.he, review=one)
    for _again in range(3):
        judge(cast.chen, review, marks, "请改进")
    assert state(review) == "open"


def due(review, days=1):
    today = timezone.localdate()
    Review.objects.filter(pk=review.pk).update(again_on=today - timedelta(days=days))


def asked_again():
    return WorkItem.objects.filter(verb="review_again", closed_at=None)


def test_when_the_date_comes_the_owner_is_asked_once_until_a_new_review_begins(
    cast, course, review, second, django_capture_on_commit_callbacks
):
    judge(cast.chen, review)
    judge(second, review)
    assert remind_reviews() == 0
    due(review)
    heard = []
    events.receiver("resources.review_due")(lambda **payload: heard.append(payload))
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_reviews() == 1
    assert remind_reviews() == 0
    assert heard == [{"pk": review.pk}]
    assert [item.organisation for item in asked_again()] == [cast.school]
    begin(cast, course)
    assert not asked_again().exists()
