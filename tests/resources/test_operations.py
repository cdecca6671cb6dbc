from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.access import Denied
from accounts.models import AuditEntry
from resources import operations, queries
from resources.models import Course, CourseGrant, Offer, shrunk_mean
from tests.factories.resources import CourseFactory, OfferFactory, TeacherFactory, passed

pytestmark = pytest.mark.django_db


def test_share_and_withdraw_leave_a_trail_of_whom_and_until_when(cast):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)
    until = timezone.localdate() + timedelta(days=9)

    grant = operations.share(actor=cast.he, resource=course, organisation=cast.north, until=until)
    operations.withdraw(actor=cast.he, grant=grant)

    withdrawn, shared = AuditEntry.objects.all()
    assert (shared.action, shared.after["until"]) == ("resources.share", until.isoformat())
    assert shared.after["group_id"] == withdrawn.before["group_id"] == cast.north.group_id
    assert withdrawn.action == "resources.withdraw"
    assert "城北公司" in shared.target_label


def test_sharing_again_changes_the_last_day_only(cast):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)
    operations.share(actor=cast.he, resource=course, organisation=cast.north)
    operations.share(
        actor=cast.he, resource=course, organisation=cast.north, until=date(2999, 1, 1)
    )

    assert CourseGrant.objects.get().until == date(2999, 1, 1)


def test_withdrawn_is_withdrawn_at_once_also_from_those_below(cast):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)
    grant = operations.share(actor=cast.he, resource=course, organisation=cast.city)
    assert queries.courses(cast.li).exists()

    operations.withdraw(actor=cast.zhou, grant=grant)

    assert not queries.courses(cast.li).exists()
    assert not queries.courses(cast.wang).exists()


@pytest.mark.parametrize("name", ["school", "foreign", "elsewhere"])
def test_nothing_is_shared_with_oneself_or_another_tree(cast, name):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)

    with pytest.raises(operations.AlreadyOwn):
        operations.share(actor=cast.he, resource=course, organisation=getattr(cast, name))


def test_nothing_is_shared_until_yesterday(cast):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(operations.OutOfDate):
        operations.share(actor=cast.he, resource=course, organisation=cast.north, until=yesterday)


def test_only_a_manager_of_the_owner_shares(cast):
    course = CourseFactory(organisation=cast.school)
    passed(course, cast.he)

    with pytest.raises(Denied, match=r"共享范围|manager of the owner"):
        operations.share(actor=cast.zhou, resource=course, organisation=cast.north)


def test_offers_need_a_format_of_the_course_and_a_visible_teacher(cast, tables):
    course = CourseFactory(organisation=cast.school, formats=[tables.lecture])
    own, foreign = (TeacherFactory(organisation=o) for o in (cast.school, cast.foreign))

    for pair in ((tables.case.pk, own.pk), (tables.lecture.pk, foreign.pk)):
        with pytest.raises(operations.UnknownOffer):
            operations.set_offers(actor=cast.he, course=course, offers=[pair])
    assert not Offer.objects.exists()
    wanted = [(tables.lecture.pk, own.pk)]
    assert operations.set_offers(actor=cast.he, course=course, offers=wanted) == 1
    assert operations.set_offers(actor=cast.he, course=course, offers=wanted) == 0


def test_a_format_taken_from_a_course_takes_its_offers_along(cast, tables):
    course = CourseFactory(organisation=cast.school, formats=[tables.lecture, tables.case])
    teacher = TeacherFactory(organisation=cast.school)
    for form in (tables.lecture, tables.case):
        OfferFactory(course=course, format=form, teacher=teacher)

    operations.save_course(actor=cast.he, course=course, formats=[tables.case])

    assert [offer.format for offer in Offer.objects.all()] == [tables.case]


def test_a_superior_manager_recalls_but_only_the_owner_brings_back(cast):
    course = CourseFactory(organisation=cast.school)
    operations.retire(actor=cast.zhou, resource=course, reason="内容过时")
    assert AuditEntry.objects.get().reason == "内容过时"

    with pytest.raises(Denied):
        operations.restore(actor=cast.zhou, resource=course)
    operations.restore(actor=cast.he, resource=course)
    assert Course.objects.get().active


def test_ratings_twice_are_the_same_ratings(cast):
    course = CourseFactory(organisation=cast.school)
    for _ in range(2):
        operations.record_ratings(actor=cast.li, resource=course, total=24, count=5)

    course.refresh_from_db()
    assert (course.rating, course.rating_count) == (Decimal("4.40"), 5)
    with pytest.raises(Denied):
        operations.record_ratings(actor=cast.stranger, resource=course, total=5, count=1)


@pytest.mark.parametrize(
    ("total", "count", "mean"),
    [(0, 0, None), (5, 1, "4.17"), (1, 1, "3.50"), (500, 100, "4.95"), (20, 5, "4.00")],
)
def test_few_votes_move_a_rating_little(total, count, mean):
    assert shrunk_mean(total, count) == (mean and Decimal(mean))


@pytest.mark.parametrize(("total", "count"), [(6, 1), (0, 1), (3, 0)])
def test_scores_outside_the_scale_are_a_mistake(total, count):
    with pytest.raises(ValueError, match="cannot add up"):
        shrunk_mean(total, count)
