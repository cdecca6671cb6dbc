from datetime import date

import pytest

from accounts.access import Denied
from accounts.choices import OrganisationKind, Role
from accounts.models import WorkItem
from core.flow import WrongState
from programs.choices import PlanState, ProgramState
from programs.models import Attendance, Enrolment, Plan
from programs.operations import plan as operations
from programs.queries import carried, glance
from programs.queries import plan as queries
from programs.rules import plan as rules
from tests.factories.accounts import CodeFactory, OrganisationFactory, TraineeFactory, actor
from tests.factories.programs import (
    DemandFactory,
    PlanFactory,
    ProgramFactory,
    ShareFactory,
    catalogue,
    ready_program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def plan(cast):
    return PlanFactory(organisation=cast.city)


def shares(plan):
    return list(plan.shares.values_list("code__code", "min_percent", "max_percent"))


def asked():
    items = WorkItem.objects.filter(verb="compose", closed_at=None)
    return {item.organisation for item in items}


def test_minimums_up_to_a_hundred_are_kept_and_more_are_refused(cast, c, plan):
    exact = [(c.theory, 60, None), (c.skill, 40, 70)]
    operations.set_shares(actor=cast.zhou, plan=plan, shares=exact)

    with pytest.raises(operations.SharesTooHigh) as refusal:
        operations.set_shares(
            actor=cast.zhou, plan=plan, shares=[(c.theory, 61, None), (c.skill, 40, None)]
        )

    assert refusal.value.params["total"] == 101
    assert shares(plan) == [("theory", 60, None), ("skill", 40, 70)]


def test_a_maximum_below_its_minimum_is_refused_and_an_equal_one_is_not(cast, c, plan):
    operations.set_shares(actor=cast.zhou, plan=plan, shares=[(c.theory, 30, 30)])

    with pytest.raises(operations.ShareUpsideDown):
        operations.set_shares(actor=cast.zhou, plan=plan, shares=[(c.theory, 30, 29)])

    assert shares(plan) == [("theory", 30, 30)]


def test_publishing_asks_every_unit_once_and_closing_ends_it(cast, plan):
    demands = [(cast.north, 40, "两期"), (cast.south, 0, "")]
    operations.set_demands(actor=cast.zhou, plan=plan, demands=demands)
    operations.publish_plan(actor=cast.zhou, plan=plan)

    assert asked() == {cast.north}
    assert WorkItem.objects.get().due_on == plan.deadline_on
    operations.close_plan(actor=cast.zhou, plan=plan)
    assert asked() == set()


def test_a_plan_that_asks_nobody_is_not_published(cast, plan):
    with pytest.raises(operations.NobodyAsked):
        operations.publish_plan(actor=cast.zhou, plan=plan)

    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_a_plan_is_published_once_even_with_a_stale_object(cast, plan):
    DemandFactory(plan=plan, unit=cast.north)
    stale = Plan.objects.get(pk=plan.pk)
    operations.publish_plan(actor=cast.zhou, plan=plan)

    with pytest.raises(WrongState):
        operations.publish_plan(actor=cast.zhou, plan=stale)


def test_a_published_plan_is_not_changed(cast, c):
    plan = PlanFactory(organisation=cast.city, state=PlanState.PUBLISHED)

    with pytest.raises(Denied):
        operations.set_shares(actor=cast.zhou, plan=plan, shares=[(c.theory, 10, None)])
    with pytest.raises(Denied):
        operations.set_demands(actor=cast.zhou, plan=plan, demands=[(cast.north, 1, "")])


def test_units_see_a_plan_once_it_is_published_and_strangers_never(cast, plan):
    def seen(who):
        return list(queries.plans(who))

    assert (seen(cast.zhou), seen(cast.li), seen(cast.stranger)) == ([plan], [], [])
    DemandFactory(plan=plan, unit=cast.north)
    operations.publish_plan(actor=cast.zhou, plan=plan)
    assert (seen(cast.zhou), seen(cast.li), seen(cast.stranger)) == ([plan], [plan], [])


def test_progress_counts_places_by_state_and_each_side_sees_its_own(cast):
    plan = PlanFactory(organisation=cast.city, state=PlanState.PUBLISHED)
    for unit in (cast.north, cast.south):
        DemandFactory(plan=plan, unit=unit, headcount=50)
    state = ProgramState
    for unit, places, where in (
        (cast.north, 20, state.APPROVED),
        (cast.north, 10, state.CLOSED),
        (cast.north, 5, state.SUBMITTED),
        (cast.south, 7, state.DRAFT),
        (cast.south, 3, state.REFUSED),
    ):
        ProgramFactory(
            organisation=unit, plan=plan, places=places, state=where, budget_yuan=1000 * places
        )

    whole, own = queries.progress(cast.zhou, plan), queries.progress(cast.li, plan)

    assert (whole.asked, whole.approved, whole.underway) == (100, 30, 35)
    assert (whole.budget_used_yuan, whole.programs, whole.percent) == (30_000, 5, 30.0)
    assert [(u.unit, u.approved, u.underway) for u in whole.units] == [
        (cast.north, 30, 35),
        (cast.south, 0, 0),
    ]
    assert [(value, n) for value, _label, n in whole.states] == [
        (state.DRAFT, 1),
        (state.SUBMITTED, 1),
        (state.APPROVED, 1),
        (state.REFUSED, 1),
        (state.CLOSED, 1),
    ]
    assert [(u.unit, u.asked, u.percent) for u in own.units] == [(cast.north, 50, 60.0)]
    assert own.programs == 3


ALL = ("chen", "zhou", "li", "wang", "he", "steward", "viewer", "stranger", "far_approver")


@pytest.mark.parametrize("who", ALL)
def test_rules_of_a_plan(cast, plan, who):
    other = PlanFactory(organisation=cast.elsewhere)
    actor_ = getattr(cast, who)

    answers = [
        bool(rules.may_create_plan(actor_, actor_.organisation)),
        bool(rules.may_manage_plan(actor_, plan)),
        bool(rules.may_edit_plan(actor_, plan)),
        bool(rules.may_manage_plan(actor_, other)),
        bool(rules.may_see_plans(actor_)),
    ]

    own = who == "zhou"
    assert answers == [own, own, own, False, True]


def test_a_superior_department_does_not_write_the_plan_of_one_below(cast):
    below = OrganisationFactory(kind=OrganisationKind.DEPARTMENT, parent=cast.city)
    plan = PlanFactory(organisation=below)

    assert list(queries.plans(cast.zhou)) == [plan]
    assert not rules.may_manage_plan(cast.zhou, plan)
    assert rules.may_manage_plan(actor(below), plan)


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TEACHER, Role.MENTOR])
def test_plans_are_not_for_trainees_teachers_and_mentors(cast, as_, role):
    plan = PlanFactory(organisation=cast.city, state=PlanState.PUBLISHED)
    client = as_(actor(cast.north, role))

    assert client.get("/programs/plans/").status_code == 403
    assert client.get(f"/programs/plans/{plan.pk}/").status_code in {403, 404}


def typed(c, cast, **more):
    return {
        f"least_{c.theory.pk}": "60",
        f"most_{c.theory.pk}": "80",
        f"least_{c.skill.pk}": "30",
        f"most_{c.skill.pk}": "",
        f"people_{cast.north.pk}": "40",
        f"note_{cast.north.pk}": "分两期",
        f"people_{cast.south.pk}": "",
        f"note_{cast.south.pk}": "",
    } | more


def test_the_demand_page_saves_shares_and_people(cast, c, as_, plan):
    page = as_(cast.zhou).post(f"/programs/plans/{plan.pk}/demand/", typed(c, cast))

    assert page.status_code == 302
    assert shares(plan) == [("theory", 60, 80), ("skill", 30, None)]
    assert list(plan.demands.values_list("unit__code", "headcount", "note")) == [
        ("north", 40, "分两期")
    ]


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [("least", "50", "110"), ("most", "20", "低于"), ("least", "viel", "整数")],
)
def test_the_demand_page_keeps_what_was_typed_and_says_what_is_wrong(
    cast, c, as_, plan, column, text, said
):
    data = typed(c, cast, **{f"{column}_{c.skill.pk}": text})

    page = as_(cast.zhou).post(f"/programs/plans/{plan.pk}/demand/", data)

    html = page.content.decode()
    assert page.status_code == 200
    assert said in html
    assert f'value="{text}"' in html
    assert 'value="分两期"' in html
    assert shares(plan) == []


def test_the_pages_of_a_plan_from_new_to_published(cast, c, as_):
    client = as_(cast.zhou)
    data = {"year": "2031", "name": "2031 年度培训计划", "budget_yuan": "900000"}
    wrong = client.post("/programs/plans/new/", data)
    assert wrong.status_code == 200
    assert 'value="2031 年度培训计划"' in wrong.content.decode()
    client.post("/programs/plans/new/", data | {"deadline_on": "2031-03-01"})
    plan = Plan.objects.get()
    client.post(f"/programs/plans/{plan.pk}/demand/", typed(c, cast))

    client.post(f"/programs/plans/{plan.pk}/move/", {"move": "publish"})

    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED
    assert asked() == {cast.north}
    assert client.get(f"/programs/plans/{plan.pk}/demand/").status_code == 403


def test_a_unit_sees_what_is_asked_of_it_alone_and_may_compose(cast, c, as_):
    plan = PlanFactory(organisation=cast.city, state=PlanState.PUBLISHED)
    ShareFactory(plan=plan, code=c.theory, min_percent=30)
    DemandFactory(plan=plan, unit=cast.north, headcount=41)
    DemandFactory(plan=plan, unit=cast.south, headcount=73)

    html = as_(cast.li).get(f"/programs/plans/{plan.pk}/").content.decode()

    assert f"/programs/new/?plan={plan.pk}" in html
    assert "41" in html
    assert "城南公司" not in html
    assert as_(cast.stranger).get(f"/programs/plans/{plan.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/programs/plans/", "/programs/plans/{pk}/"])
def test_one_and_three_rows_take_the_same_number_of_statements(
    cast, c, as_, django_assert_max_num_queries, path
):
    plan = PlanFactory(organisation=cast.city)
    client = as_(cast.zhou)

    def grow(unit, category):
        DemandFactory(plan=plan, unit=unit)
        ShareFactory(plan=plan, code=category, min_percent=5)
        ProgramFactory(organisation=unit, plan=plan)
        PlanFactory(organisation=cast.city)

    def statements():
        with django_assert_max_num_queries(60) as counted:
            assert client.get(path.format(pk=plan.pk)).status_code == 200
        return len(counted)

    grow(cast.north, c.theory)
    statements()
    one = statements()
    grow(cast.south, c.skill)
    grow(OrganisationFactory(parent=cast.city), CodeFactory(organisation=cast.city))
    assert statements() == one


def test_minimums_of_formats_are_summed_by_themselves(cast, c, plan):
    both = [(c.theory, 60, None), (c.skill, 40, None), (c.lecture, 50, None), (c.case, 50, None)]
    operations.set_shares(actor=cast.zhou, plan=plan, shares=both)
    over = [(c.lecture, 50, None), (c.case, 51, None)]
    with pytest.raises(operations.SharesTooHigh, match=r"101"):
        operations.set_shares(actor=cast.zhou, plan=plan, shares=over)


def test_maximums_that_cannot_fill_the_hours_are_refused(cast, c, plan):
    low = [(c.theory, 0, 50), (c.skill, 0, 49)]
    with pytest.raises(operations.SharesTooLow, match=r"99"):
        operations.set_shares(actor=cast.zhou, plan=plan, shares=low)
    operations.set_shares(actor=cast.zhou, plan=plan, shares=[(c.theory, 0, 50)])


def test_a_period_in_the_wrong_order_is_refused(cast, plan):
    plan.starts_on, plan.ends_on = date(2027, 9, 1), date(2027, 3, 1)
    with pytest.raises(operations.PeriodUpsideDown):
        operations.save_plan(actor=cast.zhou, plan=plan)


def test_shares_are_carried_from_plan_to_what_was_held(cast, c, plan):
    ShareFactory(plan=plan, code=c.theory, min_percent=60)
    ShareFactory(plan=plan, code=c.case, min_percent=25)
    program = ready_program(cast, c, plan=plan, state="running")
    other = ready_program(cast, c, plan=plan, state="draft")
    other.sessions.filter(course=c.skill_a).delete()
    place = Enrolment.objects.create(
        program=program, trainee=TraineeFactory(organisation=cast.north), organisation=cast.north
    )
    Attendance.objects.create(
        enrolment=place, session=program.sessions.get(course=c.skill_a), status="present"
    )
    theory, case = carried.of_plan(cast.zhou, plan)
    assert (theory.kind, case.kind) == ("category", "format")
    assert [s.shown for s in (theory.planned, theory.approved, theory.held)] == [67, 50, 0]
    assert (theory.planned.state, theory.approved.state, case.held.state) == (
        "ok",
        "short",
        "short",
    )
    alone = carried.of_program(cast.li, other)[0]
    assert (alone.planned.shown, alone.approved, alone.held) == (100, None, None)


def test_the_calendar_holds_each_programme_on_all_its_days_of_the_month(cast, c, plan):
    first, last = date(2027, 3, 30), date(2027, 4, 2)
    program = ready_program(cast, c, plan=plan, starts_on=first, ends_on=last)
    found = glance.month(cast.zhou, glance.programs(cast.zhou), 2027, 4)
    days = [day.on for week in found.weeks for day in week if day.programs]
    assert days == [date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 1), date(2027, 4, 2)]
    assert (found.previous, found.next) == (date(2027, 3, 1), date(2027, 5, 1))
    assert [g.programs for g in glance.by_place(cast.zhou, [program])] == [[program]]
    assert glance.by_place(cast.zhou, [program])[0].label == c.base.label


@pytest.mark.parametrize("view", ["state", "place", "month"])
def test_the_board_shows_what_one_may_see_and_nothing_of_a_sibling(cast, as_, view):
    own = ProgramFactory(organisation=cast.north, name="本单位的班")
    ProgramFactory(organisation=cast.south, name="别的单位的班")
    address = f"/programs/board/?view={view}&month={own.starts_on:%Y-%m}"
    page = as_(cast.li).get(address).content.decode()
    assert ("本单位的班" in page, "别的单位的班" in page) == (True, False)
    assert as_(cast.zhou).get("/programs/board/?view=odd&month=2027-13&plan=x").status_code == 200


def test_a_unit_late_with_its_demand_is_named(cast, plan):
    DemandFactory(plan=plan, unit=cast.north)
    DemandFactory(plan=plan, unit=cast.south)
    ProgramFactory(organisation=cast.south, plan=plan, state=ProgramState.SUBMITTED)
    progress = queries.progress(cast.zhou, plan)
    assert [one.unit for one in progress.owing] == [cast.north]
