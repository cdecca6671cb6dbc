"""Whoever adopted a ready-made programme is asked what he takes over when it changes or ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.access import share, withdraw
from programs.choices import ProgramState
from programs.models import Program
from programs.operations.adopt import adopt_ready
from resources import operations
from resources.models import CourseChange, ReadyLine, ReadyProgram
from resources.queries import versions
from resources.versions import holder_of
from tests.factories.programs import ProgramFactory, catalogue, monday
from tests.factories.resources import ReadyLineFactory, ReadyProgramFactory


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def ready(cast, c):
    ready = ReadyProgramFactory(organisation=cast.school, name="中层管理研修", days=4)
    ReadyLineFactory(ready=ready, course=c.theory_a, format=c.lecture, teacher=c.chen, day=1)
    ReadyLineFactory(ready=ready, course=c.skill_a, day=2, slot=2)
    share(ready, cast.north, actor=cast.he)
    return ready


@pytest.fixture
def program(cast, ready):
    fresh = ProgramFactory.build(
        organisation=cast.north,
        institute=cast.school,
        starts_on=monday(),
        ends_on=monday() + timedelta(days=4),
    )
    return adopt_ready(actor=cast.li, program=fresh, ready=ready)


def change(cast, c, ready):
    """The first session moves to the third day, the second goes, another one comes."""
    ready = ReadyProgram.objects.get(pk=ready.pk)
    for line in ready.lines.all():
        operations.remove_ready_line(actor=cast.he, line=line)
    for more in (
        {"course": c.theory_a, "format": c.lecture, "teacher": c.chen, "day": 3},
        {"course": c.skill_b, "day": 4, "slot": 1},
    ):
        operations.add_ready_line(actor=cast.he, line=ReadyLine(ready=ready, **more))


def asked() -> CourseChange:
    return CourseChange.objects.get()


def test_a_change_is_asked_once_and_taken_over_session_by_session(cast, c, ready, program, as_):
    change(cast, c, ready)
    question = asked()
    assert (question.readyprogram, question.organisation) == (ready, cast.north)
    page = as_(cast.li).get(question.get_absolute_url())
    lines = page.context["lines"]
    assert [line.label for line in lines] == [
        f"调整“{c.theory_a.name}”",
        f"增加“{c.skill_b.name}”",
        f"去掉“{c.skill_a.name}”",
    ]
    assert reverse("programs:ready_version", args=[ready.pk, 1]) in page.text

    own = program.sessions.count()
    as_(cast.li).post(question.get_absolute_url(), {"line": [one.key for one in lines[:2]]})

    question.refresh_from_db()
    program.refresh_from_db()
    assert question.state == "taken"
    assert program.taken_version == ReadyProgram.objects.get(pk=ready.pk).version
    day = program.starts_on
    held = {line.course_id: (line.on, line.slot) for line in program.sessions.all()}
    assert held == {
        c.theory_a.pk: (day + timedelta(days=2), 0),
        c.skill_a.pk: (day + timedelta(days=1), 2),  # not ticked: it stays
        c.skill_b.pk: (day + timedelta(days=3), 1),
    }
    assert program.sessions.count() == own + 1


def test_what_is_left_as_it_is_stays_and_is_asked_again_with_the_next_change(
    cast, c, ready, program, as_
):
    change(cast, c, ready)
    as_(cast.li).post(asked().get_absolute_url(), {"decline": "1"})
    program.refresh_from_db()
    assert program.taken_version == 1
    assert set(program.sessions.values_list("course", flat=True)) == {c.theory_a.pk, c.skill_a.pk}

    again = ReadyProgram.objects.get(pk=ready.pk)
    again.days = 5
    operations.save_ready(actor=cast.he, ready=again)
    assert sorted(CourseChange.objects.values_list("state", flat=True)) == ["declined", "open"]


def test_a_submitted_programme_says_who_can_lift_it(cast, c, ready, program, as_):
    Program.objects.filter(pk=program.pk).update(state=ProgramState.SUBMITTED)
    change(cast, c, ready)
    page = as_(cast.li).get(asked().get_absolute_url())
    assert "请先撤回" in page.text
    assert 'name="line"' not in page.text
    as_(cast.li).post(asked().get_absolute_url(), {"line": [page.context["lines"][0].key]})
    assert asked().state == "open"


def test_a_session_whose_course_is_not_found_is_not_offered(cast, c, ready, program):
    hidden = type(c.skill_b).objects.get(pk=c.skill_b.pk)
    hidden.grants.all().delete()
    change(cast, c, ready)
    assert [
        line.key for line in holder_of(asked()).lines(asked()) if line.key.startswith(":")
    ] == []


def test_the_end_is_told_with_its_reason(cast, ready, program, as_):
    operations.retire(actor=cast.he, resource=ready, reason="教材已经过时")
    page = as_(cast.li).get(asked().get_absolute_url())
    assert "教材已经过时" in page.text
    assert page.context["lines"] == []
    operations.restore(actor=cast.he, resource=ready)
    assert asked().state == "lapsed"


def test_a_withdrawn_grant_ends_the_question_and_hides_it(cast, c, ready, program, as_):
    change(cast, c, ready)
    question = asked()
    operations.withdraw(actor=cast.he, grant=ready.grants.get(group__organisation=cast.north))
    question.refresh_from_db()
    assert question.state == "lapsed"
    page = as_(cast.li).get(question.get_absolute_url())
    assert "不再共享" in page.text
    assert ready.name not in page.text
    assert not versions.changes(cast.li).exists()


def test_who_no_longer_finds_it_is_not_asked(cast, c, ready, program):
    withdraw(ready, cast.north)
    change(cast, c, ready)
    assert not CourseChange.objects.exists()


def test_a_stranger_never_sees_the_question(cast, c, ready, program, as_):
    change(cast, c, ready)
    assert as_(cast.stranger).get(asked().get_absolute_url()).status_code == 404
