import pytest

from accounts.access import Denied
from accounts.models import AuditEntry, WorkItem
from core.flow import WrongState
from programs.choices import PlanState, ProgramState
from programs.models import Program, Version
from programs.operations import compose, submit
from programs.operations.compose import Stale
from programs.operations.submit import NotReady
from programs.queries import compose as queries
from tests.factories.programs import (
    DemandFactory,
    PlanFactory,
    ProgramFactory,
    SessionFactory,
    catalogue,
    ready_program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def program(cast):
    return ProgramFactory(organisation=cast.north, institute=cast.school)


def courses(program):
    return list(program.sessions.order_by("position").values_list("course__name", flat=True))


def test_a_new_line_takes_what_there_is_only_one_of(cast, c, program):
    line = compose.add_line(actor=cast.li, program=program, course=c.skill_a, revision=0)
    other = compose.add_line(actor=cast.li, program=program, course=c.theory_a, revision=1)

    assert (line.format, line.teacher, line.position) == (c.lecture, c.chen, 0)
    assert (other.format, other.teacher, other.position) == (None, None, 1)


def test_a_stale_revision_is_refused_and_changes_nothing(cast, c, program):
    line = compose.add_line(actor=cast.li, program=program, course=c.theory_a, revision=0)
    compose.set_line(actor=cast.li, line=line, values={"format": c.case}, revision=1)

    with pytest.raises(Stale):
        compose.set_line(actor=cast.li, line=line, values={"format": c.lecture}, revision=1)

    line.refresh_from_db()
    assert line.format == c.case
    change = queries.changes_since(cast.li, Program.objects.get(pk=program.pk), 1)[0]
    assert (change.who, change.what, change.fields) == ("李强", c.theory_a.name, "教学形式")


def test_choosing_another_course_clears_nothing(cast, c, program):
    line = SessionFactory(
        program=program, course=c.theory_a, format=c.case, teacher=c.wang, base=c.base, room=c.hall
    )

    compose.set_line(actor=cast.li, line=line, values={"course": c.skill_a})

    line.refresh_from_db()
    assert (line.format, line.teacher, line.base, line.room) == (c.case, c.wang, c.base, c.hall)
    assert "not_offered" in [i.code for i in queries.measured(cast.li, program).blocking]


def test_lines_move_one_place_and_not_past_the_ends(cast, c, program):
    for course in (c.theory_a, c.theory_b, c.skill_a):
        line = compose.add_line(actor=cast.li, program=program, course=course)

    compose.move_line(actor=cast.li, line=line, by=-1)
    assert courses(program) == [c.theory_a.name, c.skill_a.name, c.theory_b.name]
    compose.move_line(actor=cast.li, line=line, by=-1)
    compose.move_line(actor=cast.li, line=line, by=-1)
    assert courses(program) == [c.skill_a.name, c.theory_a.name, c.theory_b.name]


def test_a_removed_line_comes_back_under_its_key(cast, c):
    program = ready_program(cast, c)
    line = program.sessions.first()
    kept = compose.remove_line(actor=cast.li, line=line)
    assert courses(program) == [c.skill_a.name]

    compose.restore_line(actor=cast.li, program=program, kept=kept)

    back = program.sessions.get(pk=kept["id"])
    assert [getattr(back, name) for name in kept] == list(kept.values())
    assert courses(program) == [c.theory_a.name, c.skill_a.name]
    with pytest.raises(compose.UnknownLine):
        compose.restore_line(actor=cast.li, program=program, kept=kept)


def test_setting_all_lines_keeps_the_key_of_a_course_that_stays(cast, c):
    program = ready_program(cast, c)
    key = program.sessions.get(course=c.skill_a).pk

    compose.set_lines(
        actor=cast.li,
        program=program,
        lines=[{"course": c.skill_a, "format": c.lecture}, {"course": c.theory_b}],
    )

    assert courses(program) == [c.skill_a.name, c.theory_b.name]
    line = program.sessions.get(course=c.skill_a)
    assert (line.pk, line.format, line.teacher, line.pinned) == (key, c.lecture, None, False)


def test_a_copy_keeps_the_lines_and_shifts_the_days(cast, c):
    source = ready_program(cast, c)
    later = Program(
        organisation=cast.south,
        name="复制",
        starts_on=source.starts_on.replace(year=source.starts_on.year + 1),
    )
    later.ends_on = later.starts_on + (source.ends_on - source.starts_on)

    compose.copy_program(actor=cast.wang, program=later, source=source)

    assert courses(later) == courses(source)
    assert {line.on for line in later.sessions.all()} == {later.starts_on}


def test_submit_refuses_with_every_blocking_item_and_loses_nothing(cast, c):
    program = ready_program(cast, c, hours_min=20, budget_yuan=100)
    SessionFactory(program=program, course=c.skill_b, position=9)

    with pytest.raises(NotReady) as refusal:
        submit.submit(actor=cast.li, program=program)

    program.refresh_from_db()
    assert [issue.code for issue in refusal.value.issues] == [
        "hours_short",
        "over_budget",
        "incomplete",
    ]
    assert (program.state, program.version) == (ProgramState.DRAFT, 0)
    assert program.sessions.count() == 3
    assert not Version.objects.exists()
    assert not WorkItem.objects.exists()


def test_submit_keeps_a_version_and_turns_to_the_institute(cast, c):
    plan = PlanFactory(organisation=cast.city, state=PlanState.PUBLISHED)
    program = ready_program(cast, c, plan=plan)

    submit.submit(actor=cast.li, program=program)

    content = Version.objects.get(program=program, number=1).content
    assert program.state == ProgramState.SUBMITTED
    assert [line["id"] for line in content["lines"]] == list(
        program.sessions.values_list("pk", flat=True)
    )
    assert content["lines"][0]["course"]["en"] == "Theory A"
    assert content["meter"]["cost_yuan"] == {
        "teaching": 8000,
        "bases": 2000,
        "boarding": 4000,
        "total": 14000,
    }
    item = WorkItem.objects.get(closed_at=None)
    assert (item.organisation, item.verb) == (cast.school, "confirm")


def test_submit_closes_what_the_plan_asked_of_this_unit_and_withdraw_asks_again(cast, c):
    from programs.operations.plan import publish_plan

    plan = PlanFactory(organisation=cast.city)
    for unit in (cast.north, cast.south):
        DemandFactory(plan=plan, unit=unit)
    publish_plan(actor=cast.zhou, plan=plan)
    program = ready_program(cast, c, plan=plan)

    def asked():
        items = WorkItem.objects.filter(verb="compose", closed_at=None)
        return {item.organisation for item in items}

    assert asked() == {cast.north, cast.south}
    submit.submit(actor=cast.li, program=program)
    assert asked() == {cast.south}
    submit.withdraw(actor=cast.li, program=program)
    assert (program.state, asked()) == (ProgramState.DRAFT, {cast.north, cast.south})


def test_a_submitted_programme_is_not_edited_and_not_submitted_twice(cast, c):
    program = ready_program(cast, c)
    stale = Program.objects.get(pk=program.pk)
    submit.submit(actor=cast.li, program=program)

    with pytest.raises(Denied):
        compose.add_line(actor=cast.li, program=program, course=c.theory_b)
    with pytest.raises(WrongState):
        submit.submit(actor=cast.li, program=stale)
    assert Version.objects.count() == 1


def test_every_edit_leaves_one_audit_entry(cast, c, program):
    before = AuditEntry.objects.count()
    line = compose.add_line(actor=cast.li, program=program, course=c.theory_a)
    compose.set_line(actor=cast.li, line=line, values={"pinned": True})
    compose.move_line(actor=cast.li, line=line, by=1)
    kept = compose.remove_line(actor=cast.li, line=line)
    compose.restore_line(actor=cast.li, program=program, kept=kept)

    assert AuditEntry.objects.count() == before + 5
