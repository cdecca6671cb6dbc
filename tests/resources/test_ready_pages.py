"""Sessions of a ready-made programme are entered by what a person knows of course and teacher."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.programs import catalogue
from tests.factories.resources import CourseFactory, ReadyProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def ready(cast):
    return ReadyProgramFactory(organisation=cast.school, days=3)


def add(as_, cast, ready, **values):
    url = reverse("resources:ready_line_add", args=[ready.pk])
    return as_(cast.he).post(url, {"day": 1, "slot": 0, **values})


def test_course_and_teacher_are_taken_by_number_or_by_name(cast, c, ready, as_):
    add(as_, cast, ready, course=c.theory_a.code, teacher=c.chen.name, format=c.lecture.pk)
    add(as_, cast, ready, course=f" {c.skill_a.name} ", day=2)
    assert list(ready.lines.values_list("course", "teacher")) == [
        (c.theory_a.pk, c.chen.pk),
        (c.skill_a.pk, None),
    ]


def test_a_name_that_several_have_is_asked_about_and_nothing_typed_is_lost(cast, c, ready, as_):
    CourseFactory(organisation=cast.school, name=c.skill_a.name)
    page = add(as_, cast, ready, course=c.skill_a.name, day=2)
    assert "同名的不止一项" in page.text
    assert f'value="{c.skill_a.name}"' in page.text
    assert not ready.lines.exists()


def test_what_is_not_there_or_not_seen_is_refused_alike(cast, c, ready, as_):
    hidden = CourseFactory(organisation=cast.north, name="内部课程")
    for text in ("没有的课", hidden.name, hidden.code):
        assert "没有这个编号或名称" in add(as_, cast, ready, course=text).text


def test_typing_offers_what_holds_every_word_and_is_seen(cast, c, as_):
    CourseFactory(organisation=cast.north, name="电力内部课程")
    url = reverse("resources:course_find")
    page = as_(cast.he).get(url, {"course": "电力"})
    assert f'value="{c.skill_a.code}"' in page.text
    assert "内部" not in page.text
    assert as_(cast.he).get(url, {"course": "没有这样的"}).text.strip() == ""
    people = as_(cast.he).get(reverse("resources:teacher_find"), {"teacher": c.chen.name})
    assert f'value="{c.chen.number}"' in people.text


def test_typing_costs_the_same_for_many(cast, c, as_, django_assert_num_queries):
    client, url = as_(cast.he), reverse("resources:course_find")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    CourseFactory.create_batch(30, organisation=cast.school)
    with django_assert_num_queries(len(few)):
        page = client.get(url)
    assert page.text.count("<option") == 20
