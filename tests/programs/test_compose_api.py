import pytest

from programs.choices import ProgramState
from programs.models import Program
from programs.queries import compose as queries
from tests.factories.programs import (
    DemandFactory,
    PlanFactory,
    ProgramFactory,
    SessionFactory,
    ShareFactory,
    catalogue,
    ready_program,
)

pytestmark = pytest.mark.django_db
PROGRAMS = "/api/v1/programs/programs"
PLANS = "/api/v1/programs/plans"
JSON = {"content_type": "application/json"}


@pytest.fixture
def c(cast):
    return catalogue(cast)


def test_a_programme_is_begun_composed_measured_and_submitted(cast, c, calling):
    client = calling(cast.li)
    plan = PlanFactory(organisation=cast.city, state="published")
    ShareFactory(plan=plan, code=c.theory, min_percent=30)
    basics = {
        "plan": plan.pk,
        "name": "青年干部班",
        "institute": "school",
        "starts_on": "2031-05-12",
        "ends_on": "2031-05-13",
        "hours_min": 4,
        "hours_max": 8,
    }

    made = client.post(PROGRAMS, basics, **JSON)
    assert made.status_code == 201, made.content
    address = f"{PROGRAMS}/{made.json()['id']}"
    line = client.post(f"{address}/lines", {"course": c.theory_a.pk, "revision": 0}, **JSON)
    assert line.status_code == 201, line.content
    open_items = client.get(f"{address}/meter").json()["blocking"]
    assert [item["code"] for item in open_items] == ["incomplete"]
    refused = client.post(f"{address}/submit", {}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_ready")
    chosen = {
        "format": "case",
        "teacher": c.wang.pk,
        "base": c.base.pk,
        "room": c.hall.pk,
        "on": "2031-05-12",
        "slot": 0,
        "revision": 1,
    }
    there = f"{address}/lines/{line.json()['id']}"
    assert client.patch(there, chosen, **JSON).json()["fee_yuan"] == 8000
    meter = client.get(f"{address}/meter").json()
    assert (meter["ready"], meter["hours"], meter["shares"][0]["percent"]) == (True, 4, 100.0)

    assert client.post(f"{address}/submit", {}, **JSON).json()["state"] == "submitted"


def test_the_meter_of_the_api_is_the_meter_of_the_submission(cast, c, calling):
    program = ready_program(cast, c, hours_min=20, budget_yuan=100)
    SessionFactory(program=program, course=c.skill_b, position=9)

    found = calling(cast.li).get(f"{PROGRAMS}/{program.pk}/meter").json()

    meter = queries.measured(cast.li, program)
    assert [item["code"] for item in found["blocking"]] == [i.code for i in meter.blocking]
    assert found["cost_yuan"]["total"] == meter.cost.total
    assert found["capacity"] == 80


def test_a_stale_revision_is_answered_409_and_changes_nothing(cast, c, calling):
    program = ready_program(cast, c)
    Program.objects.filter(pk=program.pk).update(revision=3)
    client = calling(cast.li)
    line = program.sessions.first()

    answers = [
        client.patch(f"{PROGRAMS}/{program.pk}", {"places": 9, "revision": 2}, **JSON),
        client.patch(
            f"{PROGRAMS}/{program.pk}/lines/{line.pk}", {"slot": 3, "revision": 2}, **JSON
        ),
        client.post(
            f"{PROGRAMS}/{program.pk}/lines", {"course": c.theory_b.pk, "revision": 2}, **JSON
        ),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(409, "stale")] * 3
    program.refresh_from_db()
    line.refresh_from_db()
    assert (program.places, line.slot, program.sessions.count()) == (40, 0, 2)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"ends_on": "2001-01-01"}, "upside_down"),
        ({"hours_min": 90}, "upside_down"),
        ({"places": 0}, "places"),
        ({"institute": "north"}, "institute"),
        ({"starts_on": "12.13.2031"}, "starts_on"),
    ],
)
def test_basics_that_cannot_be_are_refused_and_change_nothing(cast, c, calling, sent, said):
    program = ready_program(cast, c)

    answer = calling(cast.li).patch(f"{PROGRAMS}/{program.pk}", sent, **JSON)

    assert answer.status_code == 422
    assert said in str(answer.json())
    program.refresh_from_db()
    assert (program.revision, program.hours_min, program.places) == (0, 8, 40)


def test_what_others_do_not_share_cannot_be_chosen(cast, c, calling):
    program = ProgramFactory(organisation=cast.foreign)
    line = SessionFactory(program=program, course=c.theory_a)
    client = calling(cast.stranger)

    answer = client.patch(
        f"{PROGRAMS}/{program.pk}/lines/{line.pk}", {"teacher": c.wang.pk, "revision": 0}, **JSON
    )

    assert answer.status_code == 422
    line.refresh_from_db()
    assert line.teacher is None


def test_programmes_of_others_do_not_exist(cast, c, calling):
    program = ready_program(cast, c)
    client = calling(cast.stranger)

    for path in ("", "/lines", "/meter"):
        assert client.get(f"{PROGRAMS}/{program.pk}{path}").status_code == 404
    assert client.post(f"{PROGRAMS}/{program.pk}/submit", {}, **JSON).status_code == 404
    assert client.get(PROGRAMS).json()["count"] == 0


def test_who_only_looks_on_is_refused_with_the_reason(cast, c, calling):
    program = ready_program(cast, c)

    answer = calling(cast.he).patch(f"{PROGRAMS}/{program.pk}", {"places": 9}, **JSON)

    assert answer.status_code == 403
    assert answer.json()["code"] == "denied"
    reader = calling(cast.li, "programs:read")
    assert reader.patch(f"{PROGRAMS}/{program.pk}", {"places": 9}, **JSON).status_code == 403
    assert reader.get(f"{PROGRAMS}/{program.pk}").status_code == 200


def test_withdrawn_lines_and_programmes(cast, c, calling):
    program = ready_program(cast, c)
    line = program.sessions.first()
    client = calling(cast.li)

    assert client.delete(f"{PROGRAMS}/{program.pk}/lines/{line.pk}").status_code == 204
    assert len(client.get(f"{PROGRAMS}/{program.pk}/lines").json()) == 1
    assert client.delete(f"{PROGRAMS}/{program.pk}").status_code == 405
    whole = ready_program(cast, c, offset=1)
    assert client.post(f"{PROGRAMS}/{whole.pk}/submit", {}, **JSON).status_code == 200
    assert client.post(f"{PROGRAMS}/{whole.pk}/withdraw", {}, **JSON).json()["state"] == "draft"
    whole.refresh_from_db()
    assert (whole.state, whole.version) == (ProgramState.DRAFT, 1)


def test_a_plan_is_drawn_up_asked_and_published(cast, c, calling):
    client = calling(cast.zhou)
    values = {"name": "2031 年度计划", "year": 2031, "budget_yuan": 9, "deadline_on": "2031-03-01"}
    made = client.post(PLANS, values, **JSON)
    assert made.status_code == 201, made.content
    address = f"{PLANS}/{made.json()['id']}"
    asked = {
        "shares": [
            {"category": "theory", "min_percent": 70},
            {"category": "skill", "min_percent": 40},
        ],
        "demands": [{"unit": "north", "headcount": 40}],
    }

    too_much = client.put(f"{address}/demand", asked, **JSON)
    assert (too_much.status_code, "110" in too_much.json()["detail"]) == (422, True)
    asked["shares"][1]["min_percent"] = 30
    held = client.put(f"{address}/demand", asked, **JSON)
    assert held.status_code == 200, held.content
    assert [share["min_percent"] for share in held.json()["shares"]] == [70, 30]
    assert client.post(f"{address}/publish", {}, **JSON).json()["state"] == "published"

    assert client.put(f"{address}/demand", asked, **JSON).status_code == 403


def test_a_unit_reads_what_is_asked_of_it_and_not_of_its_sibling(cast, c, calling):
    plan = PlanFactory(organisation=cast.city, state="published")
    for unit in (cast.north, cast.south):
        DemandFactory(plan=plan, unit=unit, headcount=7)

    asked = calling(cast.li).get(f"{PLANS}/{plan.pk}/demand").json()

    assert [demand["unit"] for demand in asked["demands"]] == ["north"]


@pytest.mark.parametrize("path", ["", "/{pk}/lines", "/{pk}/meter"])
def test_the_number_of_statements_does_not_grow(
    cast, c, calling, django_assert_max_num_queries, path
):
    client = calling(cast.li)
    program = ready_program(cast, c)
    address = PROGRAMS + path.format(pk=program.pk)

    def statements():
        with django_assert_max_num_queries(40) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    statements()  # the first call also notes when the token was last used
    one = statements()
    ready_program(cast, c, offset=1)
    ready_program(cast, c, offset=2)
    for position, course in enumerate((c.theory_b, c.skill_b), 5):
        SessionFactory(
            program=program, course=course, position=position, format=c.case, teacher=c.wang
        )
    assert statements() == one
