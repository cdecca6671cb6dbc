"""What would become of a plan: computed by a worker, compared, taken over."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.access import Denied
from core import jobs
from programs import solver
from programs.models import Scenario
from programs.operations import scenario as operations
from programs.operations.submit import submit
from programs.queries import plan as plans
from programs.queries import scenario as queries
from programs.queries.year import year_problem
from programs.solver.audit_year import violations
from tests.factories.programs import (
    DemandFactory,
    PlanFactory,
    ShareFactory,
    catalogue,
    ready_program,
)

pytestmark = pytest.mark.django_db
TWO_DAYS = {"days": 2, "group": 40}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def plan(cast, c):
    """80 people of one unit, at least 30 % theory, two days for 40 people cost 24,000 or more."""
    plan = PlanFactory(organisation=cast.city, year=timezone.localdate().year + 1)
    ShareFactory(plan=plan, code=c.theory, min_percent=30)
    DemandFactory(plan=plan, unit=cast.north, headcount=80)
    return plan


def tried(cast, plan, name="as it stands", **changes) -> queries.Outcome:
    """Try out, let the worker compute, and read the outcome."""
    scenario = Scenario(plan=plan, name=name, changes=TWO_DAYS | changes, seconds=5)
    operations.try_out(actor=cast.zhou, scenario=scenario)
    jobs.run(scenario.job.pk)
    return next(one for one in queries.outcomes(cast.zhou, plan) if one.scenario.pk == scenario.pk)


def test_the_plan_as_it_stands_reaches_everybody_within_shares_and_budget(cast, plan):
    found = tried(cast, plan)
    assert (found.people, found.asked, found.groups, found.of) == (80, 80, 2, 2)
    assert found.lost == ()
    assert found.shares[0].percent >= 30
    assert 48_000 <= found.cost <= 500_000
    assert found.a_head == round(found.cost / 80)


def test_the_year_is_planned_by_the_rules(cast, plan):
    raw = year_problem(cast.zhou, plan, TWO_DAYS)
    answer = solver.solve_year(solver.parse_year(raw), 5, workers=1).as_json()
    assert violations(raw, answer) == []
    assert [row["cohort"] for row in raw["programmes"]] == [40, 40]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (lambda c: {"teachers": [c.chen.pk]}, "Lower the least hours (2 groups)"),
        (lambda c: {"budget_yuan": 40_000}, "Raise the budget (2 groups)"),
        (lambda c: {"least": {str(c.theory.pk): 70}}, "Lower the minimum of Theory (2 groups)"),
    ],
)
def test_what_cannot_be_says_what_stands_in_the_way(cast, c, plan, changes, said):
    found = tried(cast, plan, **changes(c))
    assert (found.people, found.groups, found.of) == (0, 0, 2)
    assert said in found.lost


def test_without_its_only_base_nobody_is_reached(cast, c, plan):
    found = tried(cast, plan, bases=[c.base.pk])
    assert found.people == 0
    assert found.changes[0] == "Without Riverside base"


def test_people_in_programmes_on_the_way_are_not_planned_again(cast, c, plan):
    plan.state = "published"
    plan.save()
    submit(actor=cast.li, program=ready_program(cast, c, plan=plan, places=50))
    raw = year_problem(cast.zhou, plan, TWO_DAYS)
    assert [row["cohort"] for row in raw["programmes"]] == [30]


def test_a_day_on_which_the_base_hosts_somebody_is_taken(cast, c, plan):
    other = submit(actor=cast.li, program=ready_program(cast, c))
    monday = other.starts_on + timezone.timedelta(days=-other.starts_on.weekday())
    plan.starts_on, plan.ends_on = monday, monday + timezone.timedelta(days=4)
    plan.save()
    raw = year_problem(cast.zhou, plan, {"days": 5})
    (base,) = raw["programmes"][0]["bases"]
    taken = {s.on.isoformat() for s in other.sessions.all()}
    assert taken <= set(base["busy_days"])


def test_scenarios_stand_side_by_side_with_pictures(cast, c, plan, as_):
    tried(cast, plan)
    tried(cast, plan, "half", budget_yuan=60_000)
    page = as_(cast.zhou).get(reverse("programs:scenario_list", args=[plan.pk]))
    text = page.content.decode()
    assert "80 / 80" in text
    assert "60,000" in text
    best, cheap = page.context["charts"]
    assert best.series[0].values == [80, 80]
    assert len(cheap.series[0].values) == 2


def test_the_page_asks_as_often_for_one_scenario_as_for_four(
    cast, plan, as_, django_assert_max_num_queries
):
    address = reverse("programs:scenario_list", args=[plan.pk])
    client = as_(cast.zhou)
    tried(cast, plan)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for name in "bcd":
        tried(cast, plan, name)
    with CaptureQueriesContext(connection) as four:
        client.get(address)
    assert len(four) == len(one)


def test_a_scenario_becomes_the_plan_while_it_is_a_draft(cast, c, plan, as_):
    found = tried(cast, plan, least={str(c.theory.pk): 35}, budget_yuan=300_000).scenario
    url = reverse("programs:scenario_adopt", args=[plan.pk, found.pk])
    as_(cast.zhou).post(url)
    plan.refresh_from_db()
    assert plan.budget_yuan == 300_000
    assert [q.minimum for q in plans.quotas(cast.zhou, plan, {})] == [35]
    plan.state = "published"
    plan.save()
    found.refresh_from_db()
    with pytest.raises(Denied):
        operations.adopt(actor=cast.zhou, scenario=found)


def test_a_missing_teacher_is_nothing_the_plan_can_take_over(cast, c, plan):
    found = Scenario(plan=plan, name="x", changes={"teachers": [c.wang.pk]})
    with pytest.raises(Denied, match="nothing that stands in the plan"):
        operations.adopt(actor=cast.zhou, scenario=found)


def sent(plan, **more):
    quotas = {f"least_{share.code_id}": share.min_percent for share in plan.shares.all()}
    basics = {"name": "试算", "budget_yuan": 500_000, "group": 40, "days": 2}
    return basics | quotas | more


def test_the_form_keeps_only_what_differs(cast, c, plan, as_):
    url = reverse("programs:scenario_new", args=[plan.pk])
    as_(cast.zhou).post(url, sent(plan, teacher=c.wang.pk))
    assert plan.scenarios.get().changes == {"teachers": [c.wang.pk], "group": 40, "days": 2}


def test_minimums_beyond_everything_are_refused_and_what_was_typed_stays(cast, c, plan, as_):
    ShareFactory(plan=plan, code=c.skill, min_percent=20)
    typed = sent(plan) | {f"least_{c.skill.pk}": 80}
    page = as_(cast.zhou).post(reverse("programs:scenario_new", args=[plan.pk]), typed)
    assert page.context["form"].errors.keys() == {f"least_{c.theory.pk}"}
    assert "110 %" in page.content.decode()
    assert page.context["form"]["name"].value() == "试算"
    assert not plan.scenarios.exists()


def test_a_plan_that_asks_for_nobody_has_nothing_to_try(cast, plan):
    plan.demands.all().delete()
    with pytest.raises(operations.NothingToPlan):
        operations.try_out(actor=cast.zhou, scenario=Scenario(plan=plan, name="x"))


def test_no_more_than_six_stand_side_by_side(cast, plan):
    for name in "abcdef":
        operations.try_out(actor=cast.zhou, scenario=Scenario(plan=plan, name=name))
    with pytest.raises(operations.EnoughScenarios):
        operations.try_out(actor=cast.zhou, scenario=Scenario(plan=plan, name="g"))


def test_removing_stops_the_work(cast, plan, as_):
    scenario = Scenario(plan=plan, name="x")
    operations.try_out(actor=cast.zhou, scenario=scenario)
    as_(cast.zhou).post(reverse("programs:scenario_remove", args=[plan.pk, scenario.pk]))
    scenario.job.refresh_from_db()
    assert scenario.job.state == "cancelled"
    assert not plan.scenarios.exists()
    jobs.run(scenario.job.pk)  # a worker that comes late finds nothing to do


def test_the_api_tries_out_and_answers_as_the_page_does(cast, c, plan, calling):
    address = f"/api/v1/programs/plans/{plan.pk}/scenarios"
    client = calling(cast.zhou)
    sent = {"name": "by API", "days": 2, "group": 40, "least": {str(c.theory.pk): 40}}
    first = client.post(address, sent, content_type="application/json")
    assert first.status_code == 202, first.content
    assert first.json()["people"] is None
    scenario = Scenario._base_manager.get(pk=first.json()["id"])
    assert scenario.changes == {"days": 2, "group": 40, "least": {str(c.theory.pk): 40}}
    jobs.run(scenario.job.pk)
    with override("zh-hans"):
        (page,) = queries.outcomes(cast.zhou, plan)
        groups = queries.calendar(cast.zhou, page.scenario)
    found = client.get(first["Location"]).json()
    assert (found["people"], found["cost_yuan"], found["placed_groups"], found["groups"]) == (
        *(page.people, page.cost, page.groups, page.of),
    )
    assert [share["percent"] for share in found["shares"]] == [s.percent for s in page.shares]
    assert [row["starts_on"] for row in found["calendar"]] == [
        one.starts_on.isoformat() for one in groups
    ]
    assert [one["id"] for one in client.get(address).json()] == [scenario.pk]
    assert client.delete(first["Location"]).status_code == 204
    assert client.get(address).json() == []


@pytest.mark.parametrize(
    "wrong", [{"least": {"0": 5}}, {"days": 9}, {"base": 0}, {"name": ""}, {"budget_yuan": -1}]
)
def test_the_api_refuses_what_the_page_refuses(cast, plan, calling, wrong):
    address = f"/api/v1/programs/plans/{plan.pk}/scenarios"
    sent = {"name": "wrong"} | wrong
    answer = calling(cast.zhou).post(address, sent, content_type="application/json")
    assert answer.status_code == 422
    assert not Scenario._base_manager.exists()
