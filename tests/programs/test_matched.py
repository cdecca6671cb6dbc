"""Needs matched with resources: ranked, each point with its reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.choices import CodeKind
from programs.models import CourseValue, PlanCompetence
from programs.operations.submit import submit
from programs.queries import matched as queries
from resources.models import CourseCompetence, ReadyProgram
from tests.factories.accounts import CodeFactory
from tests.factories.programs import (
    PlanFactory,
    ProgramFactory,
    SessionFactory,
    ShareFactory,
    catalogue,
    ready_program,
)
from tests.factories.resources import CourseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def plan(cast, c):
    plan = PlanFactory(organisation=cast.city, state="published")
    ShareFactory(plan=plan, code=c.theory, min_percent=50)
    ShareFactory(plan=plan, code=c.case, min_percent=20)
    return plan


def words(entry):
    return [reason.words for reason in entry.reasons]


def test_points_are_the_sum_of_the_reasons_and_order_the_list(cast, plan):
    found = queries.of_plan(cast.li, plan)
    for entries in (found.courses, found.teachers, found.bases):
        assert entries
        points = [entry.points for entry in entries]
        assert points == sorted(points, reverse=True)
        assert all(0 <= p <= 100 for p in points)


def test_what_the_plan_values_comes_first_and_says_so(cast, c, plan):
    CourseValue.objects.create(plan=plan, course=c.skill_b, value=10, member=cast.zhou.member)
    first = queries.of_plan(cast.li, plan).courses[0]
    assert first.thing == c.skill_b
    assert "value 10.0 in the plan" in words(first)


def test_what_a_programme_lacks_comes_first(cast, c, plan):
    program = ProgramFactory(organisation=cast.north, plan=plan)
    SessionFactory(program=program, course=c.skill_a, position=0)
    found = queries.of_program(cast.li, program).courses
    assert {entry.thing for entry in found[:2]} == {c.theory_a, c.theory_b}
    assert "Theory lacks 4 h" in words(found[0])
    assert c.skill_a not in {entry.thing for entry in found}  # it is held already


def test_a_course_for_other_levels_stands_behind(cast, c, plan):
    senior, junior = (
        CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code=code) for code in "ab"
    )
    plan.levels.set([senior])
    c.theory_a.levels.set([junior])
    c.theory_b.levels.set([senior])
    found = {entry.thing: entry for entry in queries.of_plan(cast.li, plan).courses}
    assert "meant for other levels" in words(found[c.theory_a])
    assert "for the levels asked for" in words(found[c.theory_b])
    assert found[c.theory_b].points > found[c.theory_a].points


def test_a_teacher_who_is_taken_is_less_free(cast, c, plan):
    other = submit(actor=cast.li, program=ready_program(cast, c))
    program = ProgramFactory(
        organisation=cast.north, plan=plan, starts_on=other.starts_on, ends_on=other.ends_on
    )
    taken = {s.on for s in other.sessions.all() if s.teacher_id == c.chen.pk}
    working = queries._working(other.starts_on, other.ends_on)
    chen = next(e for e in queries.of_program(cast.li, program).teachers if e.thing == c.chen)
    left = len([day for day in working if day not in taken])
    assert f"free on {left} of {len(working)} days" in words(chen)


def test_a_base_that_is_too_small_says_so(cast, c, plan):
    program = ProgramFactory(organisation=cast.north, plan=plan, places=200)
    (base,) = queries.of_program(cast.li, program).bases
    assert "holds only 80 of 200 people" in words(base)
    assert "has 1 of the 1 formats asked for" in words(base)


def test_a_ready_made_programme_that_meets_the_shares_is_found(cast, c, plan):
    good = ready_program(cast, c, name="good", state="approved")
    found = queries.of_plan(cast.li, plan).programs
    assert [entry.thing for entry in found] == [good]
    assert any(w.startswith("meets ") and "of the 2 shares" in w for w in words(found[0]))


def test_the_page_and_the_api_say_the_same(cast, c, plan, as_, calling):
    program = ProgramFactory(organisation=cast.north, plan=plan)
    page = as_(cast.li).get(reverse("programs:program_matched", args=[program.pk]))
    sent = calling(cast.li).get(f"/api/v1/programs/programs/{program.pk}/matches").json()
    shown = page.context["found"]
    for kind in ("courses", "teachers", "bases", "programs"):
        assert [e["id"] for e in sent[kind]] == [e.thing.pk for e in getattr(shown, kind)]
    reasons = sent["courses"][0]["reasons"]
    assert sum(r["points"] for r in reasons) == pytest.approx(sent["courses"][0]["points"])
    plan_page = as_(cast.li).get(reverse("programs:plan_matched", args=[plan.pk]))
    of_plan = calling(cast.zhou).get(f"/api/v1/programs/plans/{plan.pk}/matches").json()
    assert plan_page.status_code == 200
    assert of_plan["courses"]


def test_a_found_course_is_added_from_the_page(cast, c, plan, as_):
    program = ProgramFactory(organisation=cast.north, plan=plan)
    page = as_(cast.li).get(reverse("programs:program_matched", args=[program.pk]))
    assert reverse("programs:line_add", args=[program.pk]) in page.content.decode()
    assert reverse("programs:line_add", args=[program.pk]) not in (
        as_(cast.zhou).get(reverse("programs:program_matched", args=[program.pk])).content.decode()
    )


def test_many_courses_take_as_many_statements_as_few(cast, c, plan, as_):
    url = reverse("programs:plan_matched", args=[plan.pk])
    client = as_(cast.zhou)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _n in range(12):
        CourseFactory(organisation=cast.city, category=c.theory, formats=[c.lecture])
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_a_competence_asked_for_counts_where_a_course_leads_as_far(cast, c, plan):
    code = CodeFactory(organisation=cast.city, kind=CodeKind.COMPETENCE, code="k", name="交易")
    PlanCompetence.objects.create(plan=plan, competence=code, level=2)
    CourseCompetence.objects.create(course=c.skill_a, competence=code, level=3)
    CourseCompetence.objects.create(course=c.skill_b, competence=code, level=1)
    found = {entry.thing: words(entry) for entry in queries.of_plan(cast.li, plan).courses}
    assert "leads to 交易" in found[c.skill_a] or f"leads to {code.label}" in found[c.skill_a]
    assert "leads to no competence asked for" in found[c.skill_b]


def test_what_an_institute_offers_as_a_whole_is_found_and_begun_with(cast, c, plan, as_):
    ready = ReadyProgram.objects.create(organisation=cast.city, code="R1", name="现成班")
    ready.lines.create(course=c.theory_a, format=c.case)
    entry = next(e for e in queries.of_plan(cast.zhou, plan).programs if e.thing == ready)
    assert "meets 2 of the 2 shares" in words(entry)
    page = as_(cast.zhou).get(reverse("programs:plan_matched", args=[plan.pk]))
    assert reverse("programs:ready_use", args=[ready.pk]) in page.content.decode()
