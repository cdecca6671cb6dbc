"""The forms of kept things: what is wrong stands at its field, and nobody overwrites unseen."""

import pytest
from django.urls import reverse

from accounts.access import share
from accounts.choices import Role
from resources import operations
from resources.models import Base, Course, Offer, Room, Teacher
from resources.operations.keeping import NumberTaken
from tests.factories.accounts import actor
from tests.factories.resources import BaseFactory, CourseFactory, RoomFactory, TeacherFactory
from tests.resources.test_pages import form_of

pytestmark = pytest.mark.django_db


def faults(response):
    assert response.status_code == 200
    return response.context["form"].errors


def test_a_number_that_is_taken_is_said_at_the_number_with_what_has_it(cast, as_, tables):
    CourseFactory(organisation=cast.school, name="旧课", code="C1", active=False)

    response = as_(cast.he).post(reverse("resources:course_add"), form_of(tables, summary="概述"))

    assert faults(response) == {"code": ["该编号已由停用的“旧课”使用，请换一个编号。"]}
    assert "概述" in response.content.decode()
    assert Course.objects.count() == 1


def test_teachers_bases_and_rooms_say_it_the_same_way(cast, as_):
    he = as_(cast.he)
    TeacherFactory(organisation=cast.school, name="陈思远", number="T1")
    base = BaseFactory(organisation=cast.school, name="滨江基地", code="B1")
    RoomFactory(base=base, name="A201", code="R1")
    RoomFactory(code="R2")
    teacher = he.post(reverse("resources:teacher_add"), {"name": "王", "number": "T1"})
    assert faults(teacher)["number"] == ["该编号已由“陈思远”使用，请换一个编号。"]
    other = he.post(reverse("resources:base_add"), {"name": "乙", "code": "B1", "capacity": 9})
    assert faults(other)["code"] == ["该编号已由“滨江基地”使用，请换一个编号。"]
    url, room = reverse("resources:room_add", args=[base.pk]), {"name": "乙", "capacity": 9}
    assert faults(he.post(url, room | {"code": "R1"}))["code"] == [
        "该编号已由“A201”使用，请换一个编号。"
    ]
    assert he.post(url, room | {"code": "R2"}).status_code == 302  # of another base


def test_two_who_choose_the_same_number_at_once_do_not_break_the_page(cast, tables):
    def save():
        new = Course(organisation=cast.school, code="C1", name="课", category=tables.skill, hours=2)
        operations.save_course(actor=cast.he, course=new)

    save()
    with pytest.raises(NumberTaken):
        save()


def test_numbers_that_cannot_be_are_said_at_their_field(cast, as_, tables):
    he, base = as_(cast.he), BaseFactory(organisation=cast.school)
    course = he.post(reverse("resources:course_add"), form_of(tables, hours=0))
    assert list(faults(course)) == ["hours"]
    typed = {"name": "基地", "code": "B9", "capacity": 0, "groups": 0, "day_cost_yuan": 0}
    answer = he.post(reverse("resources:base_add"), typed | {"boarding_yuan_per_day": 99_999_999})
    assert sorted(faults(answer)) == ["boarding_yuan_per_day", "capacity", "groups"]
    typed = {"name": "教室", "code": "R9", "capacity": 30, "exam_capacity": 31}
    answer = he.post(reverse("resources:room_add", args=[base.pk]), typed)
    assert faults(answer) == {"exam_capacity": ["考试座位数不能多于教室座位数。"]}
    assert (Course.objects.count(), Base.objects.count(), Room.objects.count()) == (0, 1, 0)


def test_a_material_names_the_address_that_is_none(cast, as_, tables):
    typed = form_of(
        tables, materials="讲义 https://example.org/a.pdf\n课件 ftp://x", prerequisites="X1、X2"
    )
    said = faults(as_(cast.he).post(reverse("resources:course_add"), typed))
    assert "“ftp://x”不是网址" in said["materials"][0]
    assert "X1、X2" in said["prerequisites"][0]


def test_the_mobile_number_is_read_as_in_sheets_and_an_account_serves_one_teacher(cast, as_):
    url, typed = reverse("resources:teacher_add"), {"name": "王", "number": "T1"}
    typed |= {"fee_per_hour_yuan": 0}
    person = actor(cast.school, Role.TEACHER, "王").user
    TeacherFactory(organisation=cast.school, user=person)
    answer = as_(cast.he).post(url, typed | {"phone": "打电话", "user": person.pk})
    assert sorted(faults(answer)) == ["phone", "user"]
    assert as_(cast.he).post(url, typed | {"phone": "138 0013 8000"}).status_code == 302
    assert Teacher.objects.get(number="T1").phone == "13800138000"


def opened(client, url) -> dict:
    """What the form of a page would send unchanged."""
    form = client.get(url).context["form"]
    values = {bound.html_name: form.initial.get(bound.name, bound.initial) for bound in form}
    rows = {k: [getattr(one, "pk", one) for one in v] for k, v in values.items() if type(v) is list}
    texts = {"prerequisites": "", "materials": ""}
    return {k: "" if v is None else v for k, v in values.items()} | rows | texts


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(cast, as_, tables):
    course = CourseFactory(
        organisation=cast.school, category=tables.skill, formats=[tables.lecture], hours=8
    )
    he, url = as_(cast.he), reverse("resources:course_edit", args=[course.pk])
    mine = opened(he, url) | {"summary": "我的概述"}
    operations.save_course(
        actor=cast.he, course=Course.objects.get(pk=course.pk), formats=[tables.case]
    )
    Course.objects.filter(pk=course.pk).update(hours=6)

    answer = he.post(url, mine)

    said = faults(answer)
    assert "他人已修改" in said["__all__"][0]
    assert said["hours"] == ["现有内容：6"]
    assert said["formats"] == ["现有内容：案例教学"]
    assert "我的概述" in answer.content.decode()
    course.refresh_from_db()
    assert (course.hours, course.summary) == (6, "")
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert he.post(url, again).status_code == 302
    course.refresh_from_db()
    assert (course.hours, course.summary) == (8, "我的概述")


def test_who_is_alone_saves_as_often_as_he_likes(cast, as_, tables):
    course = CourseFactory(
        organisation=cast.school, category=tables.skill, formats=[tables.lecture]
    )
    he, url = as_(cast.he), reverse("resources:course_edit", args=[course.pk])
    for text in ("一", "二"):
        assert he.post(url, opened(he, url) | {"summary": text}).status_code == 302
    course.refresh_from_db()
    assert course.summary == "二"


def test_what_is_new_is_asked_only_where_others_read_it(cast, as_, tables):
    course = CourseFactory(
        organisation=cast.school, category=tables.skill, formats=[tables.lecture]
    )
    he, url = as_(cast.he), reverse("resources:course_edit", args=[course.pk])
    assert "version_note" not in he.get(url).context["form"].fields
    share(course, cast.north, actor=cast.he)
    he.post(url, opened(he, url) | {"hours": 7, "version_note": "多一学时"})
    assert he.get(url).context["form"]["version_note"].value() == ""
    he.post(url, opened(he, url))
    course.refresh_from_db()
    assert (course.version, course.version_note) == (2, "多一学时")


def test_a_teacher_is_added_by_typing_and_given_his_formats_by_ticks(cast, as_, tables):
    course = CourseFactory(
        organisation=cast.school, category=tables.skill, formats=[tables.lecture, tables.case]
    )
    chen = TeacherFactory(organisation=cast.school, name="陈思远")
    foreign = TeacherFactory(organisation=cast.foreign, name="外人")
    he, url = as_(cast.he), reverse("resources:course_offers", args=[course.pk])

    added = he.post(url, {"add": "陈思远", "do": "add"})

    assert "陈思远" in added.content.decode()
    assert not Offer.objects.exists()
    assert list(faults(he.post(url, {"add": "外人"}))) == ["add"]
    ticked = {"listed": [chen.pk, foreign.pk], f"teacher_{chen.pk}": [tables.case.pk]}
    assert he.post(url, ticked | {f"teacher_{foreign.pk}": [tables.case.pk]}).status_code == 302
    assert list(Offer.objects.values_list("teacher", "format")) == [(chen.pk, tables.case.pk)]
    assert he.post(url, {"seen": "", f"teacher_{chen.pk}": []}).status_code == 302
    assert not Offer.objects.exists()


def test_who_was_added_meanwhile_is_not_taken_out_unseen(cast, as_, tables):
    course = CourseFactory(
        organisation=cast.school, category=tables.skill, formats=[tables.lecture]
    )
    he, url = as_(cast.he), reverse("resources:course_offers", args=[course.pk])
    seen = he.get(url).context["form"]["seen"].value()
    chen = TeacherFactory(organisation=cast.school)
    pair = (tables.lecture.pk, chen.pk)
    operations.set_offers(actor=cast.he, course=course, offers=[pair])

    assert "他人已修改" in faults(he.post(url, {"seen": seen}))["__all__"][0]

    assert Offer.objects.count() == 1
