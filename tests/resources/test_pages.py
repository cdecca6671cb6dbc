import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import share
from accounts.choices import CodeKind, Role
from resources import queries
from resources.models import Base, Course, CourseGrant, Room, Teacher
from tests.factories.accounts import CodeFactory, acting, actor
from tests.factories.resources import (
    BaseFactory,
    CourseFactory,
    OfferFactory,
    RoomFactory,
    TeacherFactory,
    passed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(cast, tables):
    """One course of the school, given by its teacher at its base."""
    course = CourseFactory(
        organisation=cast.school, category=tables.skill, formats=[tables.lecture]
    )
    teacher = TeacherFactory(organisation=cast.school)
    base = BaseFactory(organisation=cast.school, formats=[tables.lecture])
    OfferFactory(course=course, format=tables.lecture, teacher=teacher)
    RoomFactory(base=base)
    return course, teacher, base


def test_course_page_shows_who_gives_it_where(cast, as_, offered):
    course, teacher, base = offered

    page = as_(cast.he).get(course.get_absolute_url()).content.decode()

    assert all(thing.label in page for thing in (course, teacher, base))


def test_a_retired_base_is_no_choice_any_more(cast, as_, offered):
    course, _teacher, base = offered
    Base.objects.filter(pk=base.pk).update(active=False)

    assert base.label not in as_(cast.he).get(course.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["course", "teacher", "base"])
def test_a_page_is_found_only_by_those_it_is_shared_with(cast, as_, offered, name):
    thing = offered[["course", "teacher", "base"].index(name)]
    url = thing.get_absolute_url()
    assert as_(cast.li).get(url).status_code == 404

    share(thing, cast.north, actor=cast.he)

    assert as_(cast.li).get(url).status_code == 200
    assert as_(cast.wang).get(url).status_code == 404
    assert as_(cast.stranger).get(url).status_code == 404


def test_the_mobile_number_is_shown_to_the_institute_alone(cast, as_, offered):
    teacher = offered[1]
    share(teacher, cast.city, actor=cast.he)
    viewer = actor(cast.school, Role.VIEWER)

    def page(who):
        return as_(who).get(teacher.get_absolute_url()).content.decode()

    assert "13800001234" in page(cast.he)
    assert "138****1234" in page(viewer)
    assert "1234" not in page(cast.li)
    assert "1234" not in page(cast.zhou)


LISTS = {
    "course_list": lambda cast, tables: CourseFactory(
        organisation=cast.school,
        category=CodeFactory(organisation=cast.city, kind=CodeKind.CATEGORY),
        formats=[tables.lecture],
    ),
    "teacher_list": lambda cast, tables: TeacherFactory(organisation=cast.school),
    "base_list": lambda cast, tables: BaseFactory(
        organisation=cast.school, formats=[tables.lecture]
    ),
    "room_list": lambda cast, tables: RoomFactory(base__organisation=cast.school),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_statements_for_one_row_as_for_three(cast, as_, tables, name):
    he = as_(cast.he)
    url = reverse(f"resources:{name}")
    LISTS[name](cast, tables)
    he.get(url)
    statements = measure(he, url)
    things = [LISTS[name](cast, tables) for _ in range(2)]
    for thing in things:
        if not isinstance(thing, Room):
            share(thing, cast.north, actor=cast.he)

    assert measure(he, url) == statements
    assert all(thing.name in he.get(url).content.decode() for thing in things)


def measure(client, url):
    with CaptureQueriesContext(connection) as statements:
        assert client.get(url).status_code == 200
    return len(statements)


def test_lists_show_how_far_each_is_shared(cast, as_, tables):
    private, named, everyone, past = (CourseFactory(organisation=cast.school) for _ in range(4))
    share(named, cast.north, actor=cast.he)
    share(everyone, cast.city, actor=cast.he)
    share(past, cast.north, actor=cast.he)
    CourseGrant.objects.filter(content_object=past).update(until="2020-01-01")

    reach = dict(queries.course_list(cast.he).values_list("pk", "reach"))

    assert reach == {
        private.pk: "private",
        named.pk: "named",
        everyone.pk: "all",
        past.pk: "private",
    }
    assert list(queries.course_list(cast.li).values_list("reach", flat=True)) == ["", ""]


def test_retired_courses_are_listed_only_when_asked_for(cast, as_):
    course = CourseFactory(organisation=cast.school, active=False)
    he, url = as_(cast.he), reverse("resources:course_list")

    assert course.name not in he.get(url).content.decode()
    assert course.name in he.get(url, {"state": "retired"}).content.decode()


def form_of(tables, **more):
    values = {
        "name": "电力市场",
        "code": "C1",
        "category": tables.skill.pk,
        "hours": 8,
        "formats": [tables.lecture.pk],
    }
    return values | more


def test_a_course_is_added_by_its_form(cast, as_, tables):
    response = as_(cast.he).post(reverse("resources:course_add"), form_of(tables))

    course = Course.objects.get()
    assert response.headers["Location"] == course.get_absolute_url()
    assert (course.organisation, list(course.formats.all())) == (cast.school, [tables.lecture])


def test_a_foreign_code_in_a_form_answers_like_one_that_does_not_exist(cast, as_, tables):
    foreign = CodeFactory(organisation=cast.elsewhere, kind=CodeKind.CATEGORY)
    he = as_(cast.he)

    def answer(pk):
        response = he.post(reverse("resources:course_add"), form_of(tables, category=pk))
        return response.status_code, response.context["form"].errors.as_json()

    assert answer(foreign.pk) == answer(987654)
    assert not Course.objects.exists()


def test_a_room_is_added_and_changed_on_its_base(cast, as_, offered):
    base = offered[2]
    he = as_(cast.he)
    he.post(
        reverse("resources:room_add", args=[base.pk]),
        {"name": "阶梯教室", "code": "A1", "capacity": 90, "active": "on"},
    )
    room = Room.objects.get(code="A1")

    response = he.post(
        reverse("resources:room_edit", args=[room.pk]),
        {"name": "阶梯教室", "code": "A1", "capacity": 100, "active": "on"},
    )

    assert response.headers["Location"] == base.get_absolute_url()
    assert Room.objects.get(code="A1").capacity == 100


def test_sharing_and_withdrawing_take_effect_at_once(cast, as_, offered):
    course = offered[0]
    passed(course, cast.he)
    url = reverse("resources:course_share", args=[course.pk])
    as_(cast.he).post(url, {"organisations": [cast.north.pk]})
    assert as_(cast.li).get(course.get_absolute_url()).status_code == 200

    grant = CourseGrant.objects.get()
    as_(cast.he).post(reverse("resources:course_withdraw", args=[course.pk, grant.pk]))

    assert as_(cast.li).get(course.get_absolute_url()).status_code == 404


def test_a_grant_of_another_course_is_not_withdrawn_through_this_one(cast, as_, offered):
    other = CourseFactory(organisation=cast.foreign)
    share(other, cast.elsewhere, actor=cast.stranger)
    grant = CourseGrant.objects.get()

    response = as_(cast.he).post(
        reverse("resources:course_withdraw", args=[offered[0].pk, grant.pk])
    )

    assert response.status_code == 404
    assert CourseGrant.objects.exists()


def test_retiring_asks_for_a_reason_and_can_be_taken_back(cast, as_, offered):
    course = offered[0]
    he, url = as_(cast.he), reverse("resources:course_retire", args=[course.pk])

    assert he.post(url, {"reason": ""}).status_code == 200
    assert he.post(url, {"reason": "内容过时"}).status_code == 302
    assert not Course.objects.get().active
    he.post(reverse("resources:course_restore", args=[course.pk]))
    assert Course.objects.get().active


@pytest.mark.parametrize("name", ["course_list", "teacher_list", "base_list", "room_list"])
def test_a_trainee_has_no_business_on_the_lists(cast, as_, name):
    trainee = actor(cast.north, Role.TRAINEE)

    assert as_(trainee).get(reverse(f"resources:{name}")).status_code == 403


def test_a_teacher_sees_himself_and_what_he_gives(cast, as_, offered):
    course, teacher, _base = offered
    who = actor(cast.school, Role.TEACHER)
    Teacher.objects.filter(pk=teacher.pk).update(user=who.user)

    assert as_(who).get(teacher.get_absolute_url()).status_code == 200
    assert as_(who).get(course.get_absolute_url()).status_code == 200
    assert (
        as_(acting(who.user, cast.north, Role.TEACHER))
        .get(CourseFactory(organisation=cast.school).get_absolute_url())
        .status_code
        == 404
    )


@pytest.mark.parametrize("thing", ["course", "teacher", "base"])
@pytest.mark.parametrize("verb", ["edit", "share", "retire"])
def test_who_only_sees_a_resource_is_told_why_he_may_not_change_it(cast, as_, offered, thing, verb):
    resource = offered[["course", "teacher", "base"].index(thing)]
    share(resource, cast.north, actor=cast.he)

    response = as_(cast.li).get(reverse(f"resources:{thing}_{verb}", args=[resource.pk]))

    assert response.status_code == 403
