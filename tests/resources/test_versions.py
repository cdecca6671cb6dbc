"""Versions: what was approved goes on, and who took a course over decides what follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import Denied, share
from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.models import WorkItem
from accounts.queries import open_work
from programs.models import Session
from programs.operations import delivery, enrolment, review
from programs.operations.amend import NeedsApproval
from programs.operations.submit import submit
from resources import operations, queries
from resources.models import Course, CourseChange
from resources.queries import versions
from resources.tasks import end_changes
from tests.factories.accounts import CodeFactory, OrganisationFactory, TraineeFactory, actor
from tests.factories.programs import catalogue, ready_program
from tests.factories.resources import CourseFactory


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def approved(cast, c):
    program = review.accept(
        actor=cast.he, program=submit(actor=cast.li, program=ready_program(cast, c))
    )
    return review.approve(actor=cast.chen, program=program)


@pytest.fixture
def college(cast):
    place = OrganisationFactory(code="college", kind=OrganisationKind.INSTITUTE, parent=cast.city)
    return actor(place, Role.MANAGER)


def edit(who, course, **values):
    course = Course.objects.get(pk=course.pk)
    for name, value in values.items():
        setattr(course, name, value)
    return operations.save_course(actor=who, course=course)


def hours(program):
    return sorted(program.sessions.values_list("course__hours", flat=True))


def test_a_course_that_nobody_took_up_simply_changes(cast):
    course = CourseFactory(organisation=cast.school)
    edit(cast.he, course, hours=8)
    course.refresh_from_db()
    assert (course.hours, course.version, course.earlier.count()) == (8, 1, 0)


def test_saving_a_used_course_without_a_change_makes_no_version(cast, c):
    edit(cast.he, c.theory_a)
    assert Course.objects.get(pk=c.theory_a.pk).version == 1


def test_an_approved_programme_goes_on_with_what_was_approved(cast, c, approved):
    edit(cast.he, c.theory_a, hours=8, name="全会精神解读（修订）", version_note="加了案例")
    course = Course.objects.get(pk=c.theory_a.pk)
    assert (course.version, course.hours, course.version_note) == (2, 8, "加了案例")
    assert hours(approved) == [4, 4]
    held = approved.sessions.get(course__current=course).course
    assert (held.version, held.name, held.active) == (1, "全会精神解读", False)
    assert set(held.formats.all()) == {c.lecture, c.case}


def test_a_draft_follows_its_courses(cast, c):
    draft = ready_program(cast, c)
    edit(cast.he, c.theory_a, hours=8)
    assert hours(draft) == [4, 8]
    assert not CourseChange.objects.exists()


def test_a_spreadsheet_keeps_versions_too(cast, c, approved):
    row = {"code": c.theory_a.code, "hours": 6}
    operations.save_courses(actor=cast.he, organisation=cast.school, rows=[row])
    assert Course.objects.get(pk=c.theory_a.pk).version == 2
    assert hours(approved) == [4, 4]


def test_undoing_a_spreadsheet_leaves_those_who_took_it_over_alone(cast, c, approved):
    row = {"code": c.theory_a.code, "hours": 6}
    done = operations.save_courses(actor=cast.he, organisation=cast.school, rows=[row])
    operations.undo_courses(actor=cast.he, organisation=cast.school, outcomes=done.outcomes)
    assert Course.objects.get(pk=c.theory_a.pk).hours == 4
    assert hours(approved) == [4, 4]


def test_competences_belong_to_the_version(cast, c, approved):
    skill = CodeFactory(organisation=cast.city, kind=CodeKind.COMPETENCE)
    operations.set_competences(actor=cast.he, course=c.theory_a, levels={skill.pk: 3})
    course = Course.objects.get(pk=c.theory_a.pk)
    assert course.version == 2
    assert [one.level for one in course.competences.all()] == [3]
    assert course.earlier.get().competences.count() == 0


def test_an_earlier_version_is_in_no_list_and_no_choice(cast, c, approved):
    edit(cast.he, c.theory_a, hours=8)
    assert queries.courses(cast.he, retired=True).filter(code=c.theory_a.code).count() == 1
    assert queries.course_list(cast.li).filter(code=c.theory_a.code).get().version == 2


def test_the_unit_is_asked_once_and_later_versions_in_the_same_place(cast, c, approved):
    edit(cast.he, c.theory_a, hours=6)
    edit(cast.he, c.theory_a, hours=8)
    change = CourseChange.objects.get()
    assert (change.organisation, change.held.version, change.state) == (cast.north, 1, "open")
    assert [item.verb for item in open_work(cast.li) if item.verb == "follow"] == ["follow"]
    cells = versions.difference(cast.li, change.held, change.course)
    assert [(cell.name, cell.old[0], cell.new[0]) for cell in cells] == [("hours", "4", "8")]


def test_what_keeps_the_shape_is_taken_over_by_an_approved_programme(cast, c, approved):
    edit(cast.he, c.theory_a, summary="新简介")
    change = CourseChange.objects.get()
    line = approved.sessions.get(course__current=c.theory_a)
    operations.take_change(actor=cast.li, change=change, lines=[str(line.pk)])
    assert Session.objects.get(pk=line.pk).course == c.theory_a
    assert not WorkItem.objects.filter(verb="follow", closed_at=None).exists()


def test_what_changes_hours_needs_a_new_approval(cast, c, approved):
    edit(cast.he, c.theory_a, hours=8)
    change = CourseChange.objects.get()
    line = approved.sessions.get(course__current=c.theory_a)
    with pytest.raises(NeedsApproval):
        operations.take_change(actor=cast.li, change=change, lines=[str(line.pk)])
    assert CourseChange.objects.get().state == "open"
    assert hours(approved) == [4, 4]


def test_declined_is_asked_again_with_the_next_version_only(cast, c, approved):
    edit(cast.he, c.theory_a, hours=6)
    operations.decline_change(actor=cast.li, change=CourseChange.objects.get())
    assert hours(approved) == [4, 4]
    edit(cast.he, c.theory_a, hours=8)
    assert list(CourseChange.objects.order_by("pk").values_list("state", flat=True)) == [
        "declined",
        "open",
    ]


def test_only_whoever_took_it_over_decides(cast, c, approved):
    edit(cast.he, c.theory_a, hours=6)
    for who in (cast.he, cast.wang, cast.chen):
        with pytest.raises(Denied):
            operations.decline_change(actor=who, change=CourseChange.objects.get())


def test_a_closed_programme_is_asked_nothing(cast, c, approved):
    person = TraineeFactory(organisation=cast.north)
    enrolment.name_trainees(actor=cast.li, program=approved, trainees=[person])
    approved.refresh_from_db()
    delivery.close(actor=cast.he, program=delivery.start(actor=cast.he, program=approved))
    edit(cast.he, c.theory_a, hours=6)
    assert not CourseChange.objects.exists()
    assert hours(approved) == [4, 4]


def test_retiring_asks_those_who_use_it_and_bringing_back_ends_that(cast, c, approved):
    operations.retire(actor=cast.he, resource=c.theory_a, reason="过时")
    change = CourseChange.objects.get()
    assert (change.kind, change.organisation) == ("recall", cast.north)
    operations.restore(actor=cast.he, resource=c.theory_a)
    assert CourseChange.objects.get().state == "lapsed"
    assert not WorkItem.objects.filter(verb="follow", closed_at=None).exists()


def test_a_copy_knows_where_it_is_from_and_follows_line_by_line(cast, c, college):
    copy = operations.copy_course(
        actor=college, course=Course(organisation=college.organisation), source=c.theory_a
    )
    assert (copy.copied_from, copy.copied_version, copy.hours) == (c.theory_a, 1, 4)
    assert set(copy.formats.all()) == {c.lecture, c.case}
    edit(cast.he, c.theory_a, hours=6, name="新名")
    change = CourseChange.objects.get()
    operations.take_change(actor=college, change=change, lines=["hours"])
    copy.refresh_from_db()
    assert (copy.hours, copy.name, copy.copied_version) == (6, "全会精神解读", 2)


def test_who_no_longer_sees_the_original_learns_of_no_new_version(cast, c, college):
    share(c.theory_b, college.organisation, actor=cast.he)
    operations.copy_course(
        actor=college, course=Course(organisation=college.organisation), source=c.theory_b
    )
    edit(cast.he, c.theory_b, hours=4)
    assert versions.changes(college).count() == 1
    for grant in c.theory_b.grants.all():
        operations.withdraw(actor=cast.he, grant=grant)
    assert versions.changes(college).count() == 0
    edit(cast.he, c.theory_b, hours=6)
    assert CourseChange.objects.filter(state="open").count() == 0


def test_when_the_last_day_has_passed_the_question_ends_and_its_link_explains(
    cast, c, college, as_
):
    grant = c.theory_b.grants.get()
    operations.copy_course(
        actor=college, course=Course(organisation=college.organisation), source=c.theory_b
    )
    edit(cast.he, c.theory_b, hours=4)
    assert end_changes() == 0
    yesterday = timezone.localdate() - timedelta(days=1)
    type(grant).objects.filter(pk=grant.pk).update(until=yesterday)
    assert end_changes() == 1
    assert end_changes() == 0
    change = CourseChange.objects.get()
    assert change.state == "lapsed"
    assert not WorkItem.objects.filter(verb="follow", closed_at=None).exists()
    assert "不再共享" in as_(college).get(change.get_absolute_url()).text
    assert as_(cast.wang).get(change.get_absolute_url()).status_code == 404


def test_a_copy_gets_a_number_of_its_own(cast, c, college):
    CourseFactory(organisation=college.organisation, code=c.theory_a.code)
    copy = operations.copy_course(
        actor=college, course=Course(organisation=college.organisation), source=c.theory_a
    )
    assert copy.code == f"{c.theory_a.code}-2"


def test_the_pages_tell_the_difference_and_take_the_decision(cast, c, approved, as_):
    edit(cast.he, c.theory_a, summary="新简介")
    course = Course.objects.get(pk=c.theory_a.pk)
    page = as_(cast.he).get(course.earlier.get().get_absolute_url())
    assert "新简介" in page.content.decode()
    assert (
        course.earlier.get().get_absolute_url()
        in as_(cast.he).get(course.get_absolute_url()).content.decode()
    )
    change = CourseChange.objects.get()
    panel = as_(cast.li).get(f"/resources/changes/of-programme/{approved.pk}/")
    assert change.get_absolute_url() in panel.content.decode()
    page = as_(cast.li).get(change.get_absolute_url())
    line = approved.sessions.get(course__current=course)
    assert f'value="{line.pk}"' in page.content.decode()
    as_(cast.li).post(change.get_absolute_url(), {"take": "1", "line": [line.pk]})
    assert CourseChange.objects.get().state == "taken"


def test_the_form_reads_materials_and_courses_needed_before(cast, c, as_):
    course = CourseFactory(organisation=cast.school, category=c.theory, formats=[c.lecture])
    data = {
        "name": "新课",
        "code": course.code,
        "category": c.theory.pk,
        "hours": 4,
        "formats": [c.lecture.pk],
        "prerequisites": f"{c.theory_a.code}、{c.skill_a.code}",
        "materials": "讲义 https://example.org/a.pdf\n案例集",
    }
    url = f"/resources/courses/{course.pk}/edit/"
    assert as_(cast.he).post(url, data).status_code == 302
    course.refresh_from_db()
    assert course.materials == [
        {"title": "讲义", "url": "https://example.org/a.pdf"},
        {"title": "案例集", "url": ""},
    ]
    assert set(course.prerequisites.all()) == {c.theory_a, c.skill_a}
    page = as_(cast.he).get(url).content.decode()
    assert "讲义 https://example.org/a.pdf" in page
    for wrong in ({"prerequisites": "nowhere"}, {"materials": "x javascript://a"}):
        assert as_(cast.he).post(url, data | wrong).status_code == 200
