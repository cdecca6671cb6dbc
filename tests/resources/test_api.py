from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import share
from accounts.models import ApiToken
from accounts.tokens import hash_of
from resources.models import Course, Offer
from tests.factories.accounts import CodeFactory
from tests.factories.resources import BaseFactory, CourseFactory, RoomFactory, TeacherFactory

pytestmark = pytest.mark.django_db
COURSES = "/api/v1/resources/courses"


@pytest.fixture
def calling():
    """A client with a token of one of the cast."""

    def start(who):
        ApiToken.objects.create(
            organisation=who.organisation,
            member=who.member,
            name="t",
            key_hash=hash_of(f"key{who.member.pk}"),
            scopes=["resources:read", "resources:write"],
            expires_at=timezone.now() + timedelta(days=1),
        )
        return Client(headers={"Authorization": f"Bearer key{who.member.pk}"})

    return start


def values(tables, **more):
    return {
        "code": "C1",
        "name": "电力市场",
        "category": tables.skill.code,
        "hours": 8,
        "formats": [tables.lecture.code],
    } | more


def test_a_course_is_written_and_read_by_codes(cast, tables, calling):
    client = calling(cast.he)

    made = client.post(COURSES, values(tables), content_type="application/json")

    assert made.status_code == 201, made.content
    assert made.json()["formats"] == ["lecture"]
    changed = client.patch(
        f"{COURSES}/{made.json()['id']}", {"hours": 6}, content_type="application/json"
    )
    assert (changed.json()["hours"], changed.json()["formats"]) == (6, ["lecture"])


def test_the_same_number_twice_and_foreign_codes_are_refused_in_words(cast, tables, calling):
    client = calling(cast.he)
    CourseFactory(organisation=cast.school, code="C1")
    CodeFactory(organisation=cast.elsewhere, code="theirs")

    for wrong in (values(tables), values(tables, code="C2", category="theirs")):
        assert client.post(COURSES, wrong, content_type="application/json").status_code == 422
    assert Course.objects.count() == 1


def test_who_may_only_see_a_course_is_refused_with_the_reason(cast, tables, calling):
    course = CourseFactory(organisation=cast.school)
    share(course, cast.north, actor=cast.he)
    client, url = calling(cast.li), f"{COURSES}/{course.pk}"

    answer = client.patch(url, {"hours": 1}, content_type="application/json")

    assert (client.get(url).status_code, answer.status_code) == (200, 403)
    assert calling(cast.wang).get(url).status_code == 404


def test_offers_are_replaced_as_a_whole(cast, tables, calling):
    course = CourseFactory(organisation=cast.school, formats=[tables.lecture])
    teacher, foreign = (TeacherFactory(organisation=o) for o in (cast.school, cast.foreign))
    client, url = calling(cast.he), f"{COURSES}/{course.pk}/offers"

    def put(pk, code="lecture"):
        body = [{"format": code, "teacher": pk}]
        return client.put(url, body, content_type="application/json").status_code

    assert (put(teacher.pk), put(foreign.pk), put(teacher.pk, "case")) == (200, 422, 422)
    assert Offer.objects.get().teacher == teacher
    assert client.get(url).json() == [{"format": "lecture", "teacher": teacher.pk}]


def test_the_mobile_number_stays_with_the_institute(cast, calling):
    teacher = TeacherFactory(organisation=cast.school)
    share(teacher, cast.city, actor=cast.he)
    url = f"/api/v1/resources/teachers/{teacher.pk}"

    assert calling(cast.he).get(url).json()["phone"] == "13800001234"
    assert calling(cast.li).get(url).json()["phone"] == ""


def test_rooms_are_written_into_own_bases_only(cast, tables, calling):
    own, shared = BaseFactory(organisation=cast.school), BaseFactory(organisation=cast.city)
    share(shared, cast.school, actor=cast.zhou)
    client, url = calling(cast.he), "/api/v1/resources/rooms"

    def post(base):
        room = {"base": base.pk, "code": "1", "name": "1", "capacity": 5, "kind": "media"}
        return client.post(url, room, content_type="application/json").status_code

    assert (post(own), post(shared)) == (201, 422)


@pytest.mark.parametrize("path", ["courses", "teachers", "bases", "rooms"])
def test_lists_take_a_fixed_number_of_statements(
    cast, tables, calling, path, django_assert_max_num_queries
):
    for _ in range(4):
        CourseFactory(organisation=cast.school, formats=[tables.lecture], category=tables.skill)
        TeacherFactory(organisation=cast.school)
        RoomFactory(base__organisation=cast.school)
    client = calling(cast.he)

    with django_assert_max_num_queries(8):
        assert client.get(f"/api/v1/resources/{path}").json()["count"] == 4
