"""What plans demand and nobody offers; what is used, in numbers that give nobody away."""

import pytest

from accounts.access import withdraw
from accounts.choices import CodeKind
from programs.choices import EnrolmentState, PlanState, ProgramState
from programs.models import Enrolment, Program
from programs.operations import plan as operations
from programs.queries import gaps
from resources import operations as resources
from tests.factories.accounts import CodeFactory, TraineeFactory
from tests.factories.programs import (
    DemandFactory,
    PlanFactory,
    ShareFactory,
    catalogue,
    ready_program,
)


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def plan(cast, c):
    plan = PlanFactory(organisation=cast.city)
    ShareFactory(plan=plan, code=c.theory, min_percent=30)
    DemandFactory(plan=plan, unit=cast.north, headcount=40)
    DemandFactory(plan=plan, unit=cast.south, headcount=20)
    return plan


@pytest.fixture
def skill(cast):
    return CodeFactory(organisation=cast.city, kind=CodeKind.COMPETENCE, name="应急处置")


def ask(cast, plan, skill, level):
    operations.set_competences(actor=cast.zhou, plan=plan, levels={skill.pk: level})
    type(plan).objects.filter(pk=plan.pk).update(state=PlanState.PUBLISHED)


def found(who):
    return {row.pk: row for row in gaps.gaps(who)}


def test_a_demanded_competence_that_no_course_leads_far_enough_to_is_a_gap(cast, c, plan, skill):
    ask(cast, plan, skill, 3)
    row = found(cast.li)[skill.pk]
    assert (row.plan_count, row.people, row.asked, row.offered) == (1, 60, 3, 0)
    resources.set_competences(actor=cast.he, course=c.skill_a, levels={skill.pk: 2})
    assert found(cast.li)[skill.pk].offered == 0
    resources.set_competences(actor=cast.he, course=c.skill_a, levels={skill.pk: 3})
    assert found(cast.li)[skill.pk].offered == 1


def test_a_category_counts_the_courses_that_somebody_gives(cast, c, plan, skill):
    ask(cast, plan, skill, 1)
    assert found(cast.li)[c.theory.pk].offered == 2
    c.theory_b.offers.all().delete()
    assert found(cast.li)[c.theory.pk].offered == 1
    assert c.skill.pk not in found(cast.li)


def test_what_was_withdrawn_no_longer_meets_the_demand(cast, c, plan, skill):
    ask(cast, plan, skill, 1)
    for course in (c.theory_a, c.theory_b):
        withdraw(course, cast.city)
    assert found(cast.li)[c.theory.pk].offered == 0
    assert found(cast.zhou)[c.theory.pk].offered == 2


def test_a_stranger_learns_of_no_demand_and_a_draft_stays_with_its_department(cast, plan, skill):
    operations.set_competences(actor=cast.zhou, plan=plan, levels={skill.pk: 1})
    assert found(cast.stranger) == {}
    assert found(cast.li) == {}
    assert skill.pk in found(cast.zhou)


def test_the_list_filters_and_leaves_as_a_file(cast, c, plan, skill, as_):
    ask(cast, plan, skill, 2)
    page = as_(cast.li).get("/programs/gaps/?offer=none").content.decode()
    assert "应急处置" in page
    assert "理论教育" not in page
    csv = as_(cast.li).get("/programs/gaps/?offer=none&format=csv").content.decode("utf-8-sig")
    assert "应急处置" in csv
    assert "理论教育" not in csv


def held(cast, c, people, score=80):
    program = ready_program(cast, c)
    for _number in range(people):
        trainee = TraineeFactory(organisation=cast.north)
        row = Enrolment(organisation=cast.north, program=program, trainee=trainee, score=score)
        row.save()
    Enrolment.objects.update(state=EnrolmentState.COMPLETED)
    Program.objects.filter(pk=program.pk).update(state=ProgramState.CLOSED)


def test_use_and_effect_are_told_from_five_people_on(cast, c):
    held(cast, c, 4)
    told = gaps.use_of_course(cast.he, c.theory_a)
    assert (told.programs, told.people, told.score) == (1, None, None)
    row = gaps.ranking(cast.he).get(pk=c.theory_a.pk)
    assert (row.used, row.people, row.score) == (1, None, None)
    held(cast, c, 1, score=90)
    told = gaps.use_of_course(cast.he, c.theory_a)
    assert (told.programs, told.people, float(told.score)) == (2, 5, 82.0)
    row = gaps.ranking(cast.he).get(pk=c.theory_a.pk)
    assert (row.used, row.people, float(row.score)) == (2, 5, 82.0)


def test_use_counts_every_version_of_a_course(cast, c):
    held(cast, c, 5)
    c.theory_a.hours = 8
    resources.save_course(actor=cast.he, course=c.theory_a)
    assert gaps.use_of_course(cast.he, c.theory_a).people == 5
    assert gaps.ranking(cast.he).get(pk=c.theory_a.pk).people == 5


def test_the_pages_show_them(cast, c, as_):
    held(cast, c, 5)
    page = as_(cast.li).get("/programs/courses/").content.decode()
    assert page.index("全会精神解读") < page.index("廉洁警示")
    part = as_(cast.li).get(f"/programs/courses/{c.theory_a.pk}/use/").content.decode()
    assert "80" in part


def test_looking_from_elsewhere_is_counted_and_from_home_is_not(cast, c, as_):
    for who in (cast.he, cast.li, cast.zhou):
        as_(who).get(c.theory_a.get_absolute_url())
    c.theory_a.refresh_from_db()
    assert c.theory_a.views == 2
