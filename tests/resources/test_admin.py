"""The maintenance of data asks the same rule as the pages: who may keep a resource."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from resources import rules
from resources.models import Course
from tests.factories.accounts import CodeFactory, actor
from tests.factories.resources import BaseFactory, CourseFactory, RoomFactory, TeacherFactory

pytestmark = pytest.mark.django_db
FACTORIES = {"course": CourseFactory, "teacher": TeacherFactory, "base": BaseFactory}


@pytest.fixture
def stewards(cast):
    return {one.code: actor(one, Role.STEWARD) for one in (cast.school, cast.city, cast.north)}


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("code", ["school", "city"])
def test_a_form_is_kept_by_exactly_those_who_may_keep_the_resource(
    client, cast, stewards, kind, code
):
    thing, steward = FACTORIES[kind](organisation=cast.school), stewards[code]
    client.force_login(steward.user)
    address = reverse(f"admin:resources_{kind}_change", args=[thing.pk])
    saved = client.post(address, {})
    expected = 200 if rules.may_keep(steward, thing) else 403
    assert (client.get(address).status_code, saved.status_code) == (200, expected)


def test_a_room_follows_the_rule_of_its_base(client, cast, stewards):
    room = RoomFactory(base=BaseFactory(organisation=cast.school))
    address = reverse("admin:resources_room_change", args=[room.pk])
    found = {}
    for code in ("school", "city"):
        client.force_login(stewards[code].user)
        found[code] = client.post(address, {}).status_code
    assert found == {"school": 200, "city": 403}


def test_only_those_who_offer_add_something(client, stewards):
    found = {}
    for code, steward in stewards.items():
        client.force_login(steward.user)
        found[code] = client.get(reverse("admin:resources_course_add")).status_code
    assert found == {"school": 200, "city": 200, "north": 403}


def test_nothing_new_is_put_into_another_organisation(client, cast, stewards):
    client.force_login(stewards["city"].user)
    category, form = (
        CodeFactory(organisation=cast.city, kind=kind) for kind in ("category", "format")
    )
    sent = {
        "organisation": cast.school.pk,
        "code": "X-1",
        "name": "课程",
        "category": category.pk,
        "hours": 4,
        "formats": [form.pk],
        "value": 5,
        "active": "on",
    }
    answer = client.post(reverse("admin:resources_course_add"), sent)
    assert answer.status_code == 200
    assert "organisation" in answer.context["adminform"].form.errors
    assert not Course.objects.exists()
