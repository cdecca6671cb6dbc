"""Composing for a person: asked, answered by a worker, taken, undone, explained."""

import pytest
from django.urls import reverse

from accounts.models import Notice, WorkItem
from core import jobs
from programs import solver
from programs.models import Composition
from programs.operations import composition as operations
from programs.operations import relaxing
from programs.queries import compose, ways_out
from programs.queries import composition as queries
from programs.queries.problem import NothingToCompose, PinNotOffered, problem
from tests.factories.programs import (
    PlanFactory,
    ProgramFactory,
    SessionFactory,
    ShareFactory,
    catalogue,
    ready_program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def program(cast, c):
    """A draft with one course, of a plan that wants half of the hours as theory."""
    plan = PlanFactory(organisation=cast.city, state="published")
    share(plan, c.theory, 50)
    share(plan, c.skill, 20)
    program = ProgramFactory(organisation=cast.north, institute=cast.school, plan=plan)
    SessionFactory(program=program, course=c.skill_a, position=0)
    return program


def share(plan, code, least):
    name = (
        "code" if "code" in {f.name for f in ShareFactory._meta.model._meta.fields} else "category"
    )
    return ShareFactory(plan=plan, min_percent=least, **{name: code})


def asked(cast, program, **more) -> Composition:
    """Ask, and let the worker answer."""
    made = operations.compose_for(actor=cast.li, program=program, **more)
    jobs.run(made.job.pk)
    made.refresh_from_db()
    return made


def test_the_best_alternative_keeps_the_courses_and_passes_the_meter(cast, program):
    made = asked(cast, program)
    assert made.status == "optimal"
    best = queries.columns(cast.li, made)[1]
    assert best.meter.blocking == ()
    assert program.sessions.get().course in {s.course for s in best.sessions}
    assert best.meter.shares[0].percent >= 50


def test_the_answer_is_the_one_of_the_command(cast, program):
    made = asked(cast, program)
    alone = solver.solve(solver.parse(made.problem), 10, made.alternatives).as_json()
    assert made.answer["score"] == pytest.approx(alone["score"])


def test_taking_an_alternative_replaces_the_lines_and_can_be_undone(cast, program, as_):
    made = asked(cast, program)
    line = program.sessions.get()
    client = as_(cast.li)
    url = reverse("programs:composition_take", args=[program.pk, made.pk])
    client.post(url, {"number": 0, "revision": program.revision})
    program.refresh_from_db()
    assert compose.measured(cast.li, program).ready
    assert program.sessions.filter(pk=line.pk).exists()  # the course of before keeps its line
    client.post(reverse("programs:composition_undo", args=[program.pk, made.pk]))
    back = program.sessions.get()
    assert (back.pk, back.teacher, back.on) == (line.pk, None, None)


def test_undo_is_refused_once_somebody_has_edited(cast, program):
    made = asked(cast, program)
    operations.take(actor=cast.li, composition=made, number=0)
    program.refresh_from_db()
    line = program.sessions.first()
    from programs.operations import compose as editing

    editing.set_line(actor=cast.li, line=line, values={"pinned": True})
    made.refresh_from_db()
    with pytest.raises(operations.EditedSince):
        operations.undo_take(actor=cast.li, composition=made)


def test_only_the_lines_ticked_are_taken(cast, program, c):
    made = asked(cast, program)
    new = next(s for s in queries.sessions_of(cast.li, made)[0] if s.course_id != c.skill_a.pk)
    operations.take(actor=cast.li, composition=made, number=0, courses=[new.course_id])
    lines = {line.course_id: line for line in program.sessions.all()}
    assert lines.keys() == {c.skill_a.pk, new.course_id}
    assert lines[c.skill_a.pk].teacher is None
    assert lines[new.course_id].teacher is not None


def test_a_stale_page_takes_nothing(cast, program, as_):
    made = asked(cast, program)
    url = reverse("programs:composition_take", args=[program.pk, made.pk])
    as_(cast.li).post(url, {"number": 0, "revision": program.revision + 1})
    assert program.sessions.get().teacher is None


def test_a_pinned_line_stays_exactly_as_it_is(cast, program, c):
    line = program.sessions.get()
    line.course, line.format, line.teacher, line.pinned = c.theory_a, c.case, c.wang, True
    line.on, line.slot = program.starts_on, 2
    line.save()
    made = asked(cast, program, keep=False)
    for sessions in queries.sessions_of(cast.li, made):
        held = next(s for s in sessions if s.course_id == c.theory_a.pk)
        assert (held.teacher, held.on, held.slot) == (c.wang, program.starts_on, 2)


def test_a_teacher_engaged_elsewhere_is_not_planned_then(cast, program, c):
    from programs.operations.submit import submit

    other = ready_program(cast, c, owner=cast.south)
    submit(actor=cast.wang, program=other)
    busy = {(s.on, slot) for s in other.sessions.all() for slot in s.slots}
    made = asked(cast, program)
    taught = {
        (s.on, slot)
        for s in queries.sessions_of(cast.li, made)[0]
        if s.teacher == c.chen
        for slot in s.slots
    }
    assert taught
    assert not taught & busy


def test_an_impossible_programme_names_the_conflict_and_applies_the_way_out(cast, program, as_):
    program.budget_yuan = 3000
    program.save()
    made = asked(cast, program)
    assert made.status == "infeasible"
    found = ways_out.impasse(cast.li, made)
    way = next(way for way in found.ways if way.rule["kind"] == "budget")
    assert way.own
    assert way.leads_to["cost"] <= way.rule["to"]
    page = as_(cast.li).get(made.get_absolute_url()).content.decode()
    assert way.what in page
    assert ("“试排”" in page) == found.to_be_asked
    assert ("仅此一项要求" in page) == (len(found.conflict) == 1)
    url = reverse("programs:composition_relax", args=[program.pk, made.pk])
    as_(cast.li).post(url, {"way": way.number, "apply": "1"})
    program.refresh_from_db()
    assert program.budget_yuan == way.rule["to"]
    again = program.compositions.first()
    jobs.run(again.job.pk)
    again.refresh_from_db()
    assert again.status == "optimal"


def test_a_demand_of_the_department_is_only_tried_out(cast, program, c):
    program.budget_yuan = 3000
    program.save()
    made = asked(cast, program)
    with pytest.raises(operations.NotOwnToRelax):
        operations.relax(
            actor=cast.li,
            composition=made,
            relaxation={"kind": "category_min", "code": str(c.theory.pk), "to": 10},
        )
    tried = asked(cast, program, assumed=[{"kind": "budget", "from": 3000, "to": 90_000}])
    assert tried.status == "optimal"
    program.refresh_from_db()
    assert program.budget_yuan == 3000


def test_why_not_says_what_it_would_cost(cast, program, c, as_):
    made = asked(cast, program, keep=False)
    used = {s["teacher"] for s in made.answer["programmes"][0]["sessions"]}
    other = c.wang if str(c.wang.pk) not in used else c.chen
    question = {"kind": "teacher", "id": str(other.pk)}
    why = asked(cast, program, keep=False, question=question)
    assert why.answer["why"]["possible"]
    assert why.answer["why"]["loss"] >= 0
    assert other.label in as_(cast.li).get(why.get_absolute_url()).content.decode()


def test_what_must_be_known_first_is_said(cast, c):
    with pytest.raises(NothingToCompose):
        problem(cast.li, ProgramFactory(organisation=cast.north, starts_on=None, ends_on=None))


def test_a_pin_that_nobody_offers_is_named(cast, program, c):
    line = program.sessions.get()
    line.teacher, line.pinned = c.wang, True
    line.save()
    with pytest.raises(PinNotOffered):
        problem(cast.li, program)


def test_the_problem_takes_the_same_statements_for_one_course_and_for_many(
    cast, program, c, django_assert_max_num_queries
):
    from tests.factories.resources import CourseFactory, OfferFactory

    with django_assert_max_num_queries(30) as few:
        problem(cast.li, program)
    for _n in range(20):
        course = CourseFactory(organisation=cast.school, category=c.theory, formats=[c.lecture])
        OfferFactory(course=course, format=c.lecture, teacher=c.chen)
    with django_assert_max_num_queries(30) as many:
        problem(cast.li, program)
    assert len(few) == len(many)


@pytest.mark.parametrize("name", ["composition", "composition_progress"])
def test_a_stranger_finds_no_composition(cast, program, as_, name):
    made = operations.compose_for(actor=cast.li, program=program)
    assert (
        as_(cast.stranger).get(reverse(f"programs:{name}", args=[program.pk, made.pk])).status_code
        == 404
    )


def test_a_viewer_may_look_but_not_take(cast, program, as_):
    made = asked(cast, program)
    page = as_(cast.viewer).get(made.get_absolute_url())
    assert page.status_code == 200
    assert (
        reverse("programs:composition_take", args=[program.pk, made.pk])
        not in page.content.decode()
    )


def test_courses_of_odd_hours_still_reach_the_shares_by_their_true_hours(cast, program, c):
    c.theory_b.hours = 3  # two double hours, one of them half empty
    c.theory_b.save()
    c.skill_a.hours = 3
    c.skill_a.save()
    program.hours_min = 10
    program.save()
    made = asked(cast, program)
    for column in queries.columns(cast.li, made)[1:]:
        assert column.meter.blocking == ()
    assert made.status == "optimal"


def stuck(cast, program, c):
    """A composition that only the department's plan stands in the way of."""
    program.plan.shares.update(min_percent=50)
    program.hours_min, program.hours_max = 10, 10
    program.save()
    return asked(cast, program)


def test_the_department_is_asked_to_relax_and_answers(cast, program, c, as_):
    made = stuck(cast, program, c)
    way = next(way for way in ways_out.impasse(cast.li, made).ways if way.askable)
    url = reverse("programs:composition_relax", args=[program.pk, made.pk])
    as_(cast.li).post(url, {"way": way.number, "ask": "1"})
    item = WorkItem.objects.get(verb="relax", closed_at=None)
    assert (item.organisation, item.url) == (cast.city, made.get_absolute_url())
    made.refresh_from_db()
    with pytest.raises(relaxing.AlreadyAsked):
        relaxing.ask_to_relax(actor=cast.li, composition=made, relaxation=way.rule, words="x")

    answer = reverse("programs:composition_answer", args=[program.pk, made.pk])
    assert answer in as_(cast.zhou).get(item.url).content.decode()
    as_(cast.li).post(answer, {"text": "可以"})  # the unit cannot answer itself
    as_(cast.zhou).post(answer, {"text": " "})  # nor the department without a word
    made.refresh_from_db()
    assert "answer" not in made.request
    as_(cast.zhou).post(answer, {"text": "请改用讲授课程"})
    assert not WorkItem.objects.filter(verb="relax", closed_at=None).exists()
    assert Notice.objects.get(user=cast.li.user, text="请改用讲授课程").url == item.url
    assert "请改用讲授课程" in as_(cast.li).get(item.url).content.decode()


def test_what_the_department_grants_holds_for_this_programme_alone(cast, program, c, as_):
    made = stuck(cast, program, c)
    way = next(w for w in ways_out.impasse(cast.li, made).ways if w.rule["kind"] == "category_min")
    demanded = {q.key: q.minimum for q in compose.quotas(cast.li, program.plan)["quotas"]}
    url = reverse("programs:composition_relax", args=[program.pk, made.pk])
    as_(cast.li).post(url, {"way": way.number, "ask": "1"})
    answer = reverse("programs:composition_answer", args=[program.pk, made.pk])
    as_(cast.li).post(answer, {"text": "可以", "grant": "1"})  # the unit cannot grant itself
    program.refresh_from_db()
    assert program.exempt == {}

    as_(cast.zhou).post(answer, {"text": "可以", "grant": "1"})
    program.refresh_from_db()
    key = int(way.rule["code"])
    eased = {q.key: q.minimum for q in compose.quotas_of(cast.li, program)["quotas"]}
    assert eased == demanded | {key: int(way.rule["to"])}
    page = as_(cast.li).get(reverse("programs:program", args=[program.pk]))
    assert f"至少 {eased[key]} %（已放宽）" in page.text
    assert {q.key: q.minimum for q in compose.quotas(cast.li, program.plan)["quotas"]} == demanded
    again = operations.compose_for(actor=cast.li, program=program, keep=made.keeps_courses)
    jobs.run(again.job.pk)
    again.refresh_from_db()
    assert again.status == "optimal"
    made.refresh_from_db()
    with pytest.raises(relaxing.AnsweredBefore):
        relaxing.grant(actor=cast.zhou, composition=made, text="再来")


def test_what_was_granted_is_taken_back_with_a_reason(cast, program, c, as_):
    made = stuck(cast, program, c)
    way = next(w for w in ways_out.impasse(cast.li, made).ways if w.rule["kind"] == "category_min")
    demanded = compose.quotas(cast.li, program.plan)
    relaxing.ask_to_relax(actor=cast.li, composition=made, relaxation=way.rule, words="x")
    relaxing.grant(actor=cast.zhou, composition=made, text="可以")
    program.refresh_from_db()
    assert compose.quotas_of(cast.li, program) != demanded
    answer = reverse("programs:composition_answer", args=[program.pk, made.pk])

    as_(cast.li).post(answer, {"text": "不要了", "withdraw": "1"})  # the unit is not asked
    as_(cast.zhou).post(answer, {"text": " ", "withdraw": "1"})  # nor does it end without a word
    program.refresh_from_db()
    assert compose.quotas_of(cast.li, program) != demanded
    before = program.revision

    as_(cast.zhou).post(answer, {"text": "请按计划执行", "withdraw": "1"})
    program.refresh_from_db()
    assert compose.quotas_of(cast.li, program) == demanded
    assert program.revision == before + 1
    assert Notice.objects.filter(user=cast.li.user, text="请按计划执行").exists()
    assert "请按计划执行" in as_(cast.li).get(made.get_absolute_url()).text
    made.refresh_from_db()
    with pytest.raises(relaxing.NothingToWithdraw):
        relaxing.withdraw(actor=cast.zhou, composition=made, text="再来")


def test_nothing_is_taken_back_while_somebody_decides(cast, program, c):
    made = stuck(cast, program, c)
    way = next(w for w in ways_out.impasse(cast.li, made).ways if w.rule["kind"] == "category_min")
    relaxing.ask_to_relax(actor=cast.li, composition=made, relaxation=way.rule, words="x")
    relaxing.grant(actor=cast.zhou, composition=made, text="可以")
    type(program)._base_manager.filter(pk=program.pk).update(state="submitted")

    with pytest.raises(relaxing.NotComposedNow):
        relaxing.withdraw(actor=cast.zhou, composition=made, text="请按计划执行")
    program.refresh_from_db()
    assert program.exempt


def test_a_submitted_programme_is_granted_nothing(cast, program, c):
    made = stuck(cast, program, c)
    way = next(w for w in ways_out.impasse(cast.li, made).ways if w.askable)
    relaxing.ask_to_relax(actor=cast.li, composition=made, relaxation=way.rule, words="x")
    type(program)._base_manager.filter(pk=program.pk).update(state="submitted")
    with pytest.raises(relaxing.NotComposedNow):
        relaxing.grant(actor=cast.zhou, composition=made, text="可以")
    made.refresh_from_db()
    assert "answer" not in made.request


def test_what_no_plan_demands_is_asked_of_nobody(cast, program, c):
    made = stuck(cast, program, c)
    with pytest.raises(relaxing.NotOfAPlan):
        relaxing.ask_to_relax(
            actor=cast.li, composition=made, relaxation={"kind": "budget"}, words="x"
        )
    assert not WorkItem.objects.filter(verb="relax").exists()


def test_a_way_out_to_nothing_at_all_is_not_offered(cast, program):
    program.hours_min = program.hours_max = 1
    program.save()
    made = asked(cast, program, keep=False)
    assert {"hours_min", "hours_max"} <= {way["kind"] for way in made.answer["relaxations"]}
    offered = {way.rule["kind"] for way in ways_out.impasse(cast.li, made).ways}
    assert "hours_max" in offered
    assert "hours_min" not in offered
