"""Ready-made programmes: kept by an institute, adopted and adapted by a unit."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.access import Denied, share
from programs.models import Program
from programs.operations import adopt
from programs.operations.adopt import adopt_ready
from programs.queries import gaps
from resources import operations
from resources.models import ReadyLine, ReadyProgram
from resources.queries.ready import ready_list
from tests.factories.programs import ProgramFactory, catalogue, monday
from tests.factories.resources import CourseFactory, ReadyLineFactory, ReadyProgramFactory


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def ready(cast, c):
    ready = ReadyProgramFactory(organisation=cast.school, name="中层管理研修")
    ReadyLineFactory(ready=ready, course=c.theory_a, format=c.lecture, teacher=c.chen, day=1)
    ReadyLineFactory(ready=ready, course=c.skill_a, day=2, slot=2)
    share(ready, cast.city, actor=cast.he)
    return ready


def fresh(cast, **more):
    return ProgramFactory.build(
        organisation=cast.north, institute=cast.school, starts_on=monday(), **more
    )


def test_a_unit_adopts_it_as_a_draft_with_days_and_provenance(cast, c, ready):
    program = adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)
    assert (program.state, program.taken_from, program.taken_version) == ("draft", ready, 1)
    lines = list(program.sessions.values_list("course", "format", "teacher", "on", "slot"))
    day = program.starts_on
    assert lines == [
        (c.theory_a.pk, c.lecture.pk, c.chen.pk, day, 0),
        (c.skill_a.pk, None, None, day + timedelta(days=1), 2),
    ]


def test_what_was_adopted_stays_when_the_ready_made_programme_changes(cast, c, ready):
    program = adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)
    operations.add_ready_line(actor=cast.he, line=ReadyLine(ready=ready, course=c.skill_b, day=3))
    ready.refresh_from_db()
    assert ready.version == 2
    program.refresh_from_db()
    assert (program.taken_version, program.sessions.count()) == (1, 2)


def version_url(ready, number):
    return reverse("programs:ready_version", args=[ready.pk, number])


def changed(cast, c, ready):
    """Three days become four, one session goes, one comes."""
    ready = ReadyProgram.objects.get(pk=ready.pk)
    ready.days = 4
    operations.save_ready(actor=cast.he, ready=ready)
    operations.remove_ready_line(actor=cast.he, line=ready.lines.get(course=c.skill_a))
    line = ReadyLine(ready=ready, course=c.skill_b, day=4, slot=1)
    operations.add_ready_line(actor=cast.he, line=line)


def test_an_adopter_sees_what_differs_from_the_version_he_adopted(cast, c, ready, as_):
    program = adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)
    client = as_(cast.li)
    assert version_url(ready, 1) not in client.get(program.get_absolute_url()).text
    changed(cast, c, ready)

    assert version_url(ready, 1) in client.get(program.get_absolute_url()).text
    page = client.get(version_url(ready, 1))

    assert page.context["diff"].counts == {"added": 1, "removed": 1, "changed": 2, "moved": 0}
    basics, lines = page.context["groups"]
    assert [(e.name, e.cells[0].old, e.cells[0].new) for e in basics.entries] == [
        ("days", "3", "4"),
        ("hours", "8", "10"),
    ]
    assert [(e.kind, e.title, e.cells[0].new) for e in lines.entries] == [
        ("added", c.skill_b.label, "第4天 10:20"),
        ("removed", c.skill_a.label, "第2天 14:00"),
    ]
    whole = page.context["whole"][1].entries
    assert [entry.title for entry in whole] == [c.theory_a.label, c.skill_a.label]
    assert "陈思远" in [cell.new for cell in whole[0].cells]


def test_each_change_since_it_is_shared_is_kept_once(cast, c, ready):
    changed(cast, c, ready)
    now = ReadyProgram.objects.get(pk=ready.pk)
    assert (now.version, [one.number for one in now.earlier.all()]) == (4, [3, 2, 1])
    operations.save_ready(actor=cast.he, ready=now)  # nothing changes
    assert (now.version, now.earlier.count()) == (4, 3)


def test_what_nobody_has_taken_up_simply_changes(cast, c):
    own = ReadyProgramFactory(organisation=cast.school)
    operations.add_ready_line(actor=cast.he, line=ReadyLine(ready=own, course=c.skill_a))
    own.refresh_from_db()
    assert (own.version, own.earlier.count()) == (1, 0)


def test_two_keepers_at_once_leave_no_gap_and_no_version_twice(cast, c, ready):
    one, other = (ReadyProgram.objects.get(pk=ready.pk) for _n in range(2))
    one.places, other.places = 41, 42
    operations.save_ready(actor=cast.he, ready=one)
    operations.save_ready(actor=cast.he, ready=other)
    kept = ready.earlier.order_by("number").values_list("number", "content__basics__places")
    assert list(kept) == [(1, 40), (2, 41)]
    assert ReadyProgram.objects.get(pk=ready.pk).version == 3


def test_earlier_versions_go_with_the_grant(cast, c, ready, as_):
    adopted = adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)
    changed(cast, c, ready)
    assert as_(cast.stranger).get(version_url(ready, 1)).status_code == 404
    assert as_(cast.li).get(version_url(ready, 4)).status_code == 404  # today's is no earlier one
    operations.withdraw(actor=cast.he, grant=ready.grants.get())
    assert as_(cast.li).get(version_url(ready, 1)).status_code == 404
    assert version_url(ready, 1) not in as_(cast.li).get(adopted.get_absolute_url()).text


def test_the_page_asks_no_more_for_more_lines(cast, c, ready, as_, django_assert_max_num_queries):
    changed(cast, c, ready)
    client = as_(cast.li)
    client.get(version_url(ready, 1))
    with django_assert_max_num_queries(99) as few:
        client.get(version_url(ready, 1))
    for day in (1, 2, 3, 4):
        line = ReadyLine(ready=ReadyProgram.objects.get(pk=ready.pk), course=c.skill_a, day=day)
        operations.add_ready_line(actor=cast.he, line=line)
    with django_assert_max_num_queries(len(few)):
        client.get(version_url(ready, 1))


def test_courses_that_are_not_shared_are_left_out(cast, c, ready):
    hidden = CourseFactory(organisation=cast.school)
    ReadyLineFactory(ready=ready, course=hidden, day=3)
    program = adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)
    assert hidden.pk not in program.sessions.values_list("course", flat=True)
    for thing in (c.theory_a, c.skill_a):
        for grant in thing.grants.all():
            operations.withdraw(actor=cast.he, grant=grant)
    with pytest.raises(adopt.NothingToAdopt):
        adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)


def test_an_institute_adopts_nothing_and_a_stranger_finds_nothing(cast, ready):
    with pytest.raises(Denied):
        adopt_ready(
            actor=cast.he, program=ProgramFactory.build(organisation=cast.school), ready=ready
        )
    assert ready_list(cast.stranger).count() == 0
    assert ready_list(cast.li).get().hours == 8


def test_a_line_keeps_to_the_days_and_to_what_is_given(cast, c, ready):
    with pytest.raises(operations.BeyondTheDays):
        operations.add_ready_line(
            actor=cast.he, line=ReadyLine(ready=ready, course=c.skill_b, day=4)
        )
    line = ReadyLine(ready=ready, course=c.skill_b, format=c.case, day=1)
    with pytest.raises(operations.NotGiven):
        operations.add_ready_line(actor=cast.he, line=line)


def test_the_owner_learns_how_often_and_never_who_elsewhere(cast, ready):
    adopt_ready(actor=cast.li, program=fresh(cast), ready=ready)
    told = gaps.adopted(cast.he, ready)
    assert (told["number"], list(told["programs"])[:1]) == (1, [Program.objects.get()])
    assert list(gaps.adopted(cast.wang, ready)["programs"]) == []


def test_the_pages_lead_from_keeping_to_adopting(cast, c, as_):
    page = as_(cast.he).post(
        "/resources/ready/add/", {"name": "新方案", "code": "P1", "days": 2, "places": 30}
    )
    line = {"course": c.theory_a.code, "format": c.lecture.pk, "teacher": "", "day": 1, "slot": 0}
    assert as_(cast.he).post(f"{page.url}lines/add/", line | {"course": "no"}).status_code == 200
    assert as_(cast.he).post(f"{page.url}lines/add/", line).status_code == 302
    pk = page.url.rstrip("/").rpartition("/")[2]
    as_(cast.he).post(f"{page.url}share/", {"organisations": [cast.city.pk]})
    assert "全会精神解读" in as_(cast.li).get(page.url).content.decode()
    part = as_(cast.li).get(f"/programs/adopt/{pk}/use/").content.decode()
    assert f"/programs/adopt/{pk}/" in part
    assert as_(cast.li).get(f"/programs/adopt/{pk}/").status_code == 200
    day = monday()
    basics = {
        "name": "我的班", "places": 30, "starts_on": day, "ends_on": day + timedelta(days=1),
        "hours_min": 4, "hours_max": 20, "budget_yuan": 0, "institute": cast.school.pk,
    }  # fmt: skip
    done = as_(cast.li).post(f"/programs/adopt/{pk}/", basics)
    assert done.status_code == 302, done.context["form"].errors
    program = Program.objects.get(name="我的班")
    assert program.sessions.get().on == day
    assert "新方案" in as_(cast.li).get(program.get_absolute_url()).content.decode()
