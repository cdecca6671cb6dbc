import pytest
from django.urls import reverse

from accounts.access import share
from accounts.choices import Role
from core.search import find, words_of
from tests.factories.accounts import actor
from tests.factories.resources import BaseFactory, CourseFactory, TeacherFactory

pytestmark = pytest.mark.django_db


def titles(who, text):
    return [hit.title for group in find(who, text) for hit in group.hits]


@pytest.mark.parametrize("text", ["电力", "dlsc", "dianli", "ＤＬＳＣ", "market power"])
def test_a_course_is_found_by_characters_pinyin_initials_and_english(cast, text):
    CourseFactory(organisation=cast.school, name="电力市场", name_en="Power market")

    assert titles(cast.he, text) == ["电力市场"]


def test_only_what_one_may_see_is_found_or_counted(cast):
    courses = [CourseFactory(organisation=cast.school, name=f"电力{n}") for n in range(7)]
    share(courses[0], cast.north, actor=cast.he)

    (mine,) = find(cast.he, "电力")
    (shared,) = find(cast.li, "电力")
    assert (len(mine.hits), mine.more) == (5, True)
    assert (len(shared.hits), shared.more) == (1, False)
    assert find(cast.wang, "电力") == find(cast.stranger, "电力") == []


def test_groups_come_in_order_and_lead_to_their_lists(cast):
    BaseFactory(organisation=cast.school, name="滨江校区")
    TeacherFactory(organisation=cast.school, name="滨江")
    CourseFactory(organisation=cast.school, name="滨江史话")

    groups = find(cast.he, "滨江")

    assert [group.hits[0].kind for group in groups] == ["course", "teacher", "base"]
    assert groups[0].url == "/resources/courses/?q=%E6%BB%A8%E6%B1%9F"


def test_a_trainee_gets_no_way_to_lists_that_are_closed_to_him(cast):
    course = CourseFactory(organisation=cast.school, name="电力")
    share(course, cast.city, actor=cast.he)

    (group,) = find(actor(cast.north, Role.TRAINEE), "电力")
    assert (group.hits[0].url, group.url) == (course.get_absolute_url(), "")


def test_nothing_is_searched_for_nothing():
    assert words_of("  　 ") == []
    assert find(None, " ") == []


@pytest.mark.parametrize("typed", ["cost", "COST", "ｃｏｓｔ", "成本 ctrl", "cbgl"])
def test_a_list_finds_a_course_whatever_case_and_width_are_typed(cast, as_, typed):
    course = CourseFactory(
        organisation=cast.school, name="成本管理", name_en="COST Ctrl", code="Q9"
    )
    page = as_(cast.he).get(reverse("resources:course_list"), {"q": typed})
    assert course.name in page.text
