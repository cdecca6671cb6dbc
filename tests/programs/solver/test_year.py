"""A year's plan over shared teachers and bases."""

import copy
import io
import json

import pytest
from django.core.management import call_command

from bench.composition_problems import year
from programs import solver
from programs.solver import engine
from programs.solver.audit_year import violations
from programs.solver.joint import Joint
from programs.solver.year import Calendar

TINY = {"programmes": 3, "courses": 40, "teachers": 6, "bases": 9, "weeks": 2, "each": 1}
SMALL = {"programmes": 5, "courses": 60, "teachers": 20, "bases": 12, "weeks": 3, "each": 2}


@pytest.mark.parametrize("seed", range(2))
def test_a_plan_keeps_every_rule_and_its_bound(seed):
    raw = year(seed, **SMALL)
    answer = solver.solve_year(solver.parse_year(raw), seconds=5)
    assert violations(raw, answer.as_json()) == []
    assert answer.programmes


class Told:
    """Keeps what was told; `reached` once something is so."""

    def __init__(self, wanted):
        self.wanted, self.told, self.met = wanted, [], False

    def tell(self, answer):
        self.told.append(answer)
        self.met = self.met or self.wanted(answer)

    def reached(self):
        return self.met


def test_every_plan_on_the_way_is_valid_and_none_is_worse():
    raw = year(1, **SMALL)
    told = []
    solver.solve_year(solver.parse_year(raw), seconds=5, on_progress=told.append)
    assert all(violations(raw, answer.as_json()) == [] for answer in told)
    found = [(len(answer.programmes), answer.score) for answer in told]
    assert found == sorted(found)
    bounds = [answer.bound for answer in told]
    assert bounds == sorted(bounds, reverse=True)


def test_stopping_early_keeps_the_first_plan():
    raw = year(2, **SMALL)
    answer = solver.solve_year(solver.parse_year(raw), seconds=60, stop=lambda: True)
    assert violations(raw, answer.as_json()) == []
    assert answer.programmes


@pytest.mark.parametrize("seed", [1, 2])
def test_neighbourhoods_reach_what_one_model_of_all_proves(seed):
    problem = solver.parse_year(year(seed, **TINY))
    joint = Joint(Calendar(problem), {i: [0] for i in range(3)})
    whole = engine.run(joint.cp, engine.Clock(60))
    assert whole.status == "optimal"
    together = Calendar(problem)
    for i, plan in joint.plans(whole.value).items():
        assert together.fits(i, plan)
        together.put(i, plan)
    near = Told(lambda answer: answer.score >= 0.995 * together.score)
    answer = solver.solve_year(problem, seconds=90, on_progress=near.tell, stop=near.reached)
    assert 0.995 * together.score <= answer.score <= together.score + 1e-6
    assert together.score <= answer.bound + 1e-6


def test_without_ortools_chance_alone_improves_the_first_plan(monkeypatch):
    monkeypatch.setattr(engine, "AVAILABLE", False)
    raw = year(1, **SMALL)
    second = Told(lambda answer: len(second.told) > 1)
    answer = solver.solve_year(
        solver.parse_year(raw), seconds=90, on_progress=second.tell, stop=second.reached
    )
    assert violations(raw, answer.as_json()) == []
    assert answer.score > second.told[0].score or len(answer.programmes) > len(
        second.told[0].programmes
    )


def test_a_base_hosts_no_more_than_it_can_and_the_rest_say_who_took_it():
    raw = year(0, programmes=1, courses=40, teachers=12, bases=9, weeks=1, each=1)
    one = raw["programmes"][0]
    one["bases"] = [base | {"capacity": 500} for base in one["bases"][:1]]
    one["bases"][0].pop("busy_days", None)
    name = one["bases"][0]["id"]
    one["offers"] = [offer for offer in one["offers"] if offer["base"] == name]
    one["categories"] = [{"code": row["code"]} for row in one["categories"]]
    one |= {"hours": {"min": 2, "max": 8}, "budget": None, "formats": []}
    for course in one["courses"]:
        course |= {"required": False, "after": []}
    for teacher in one["teachers"]:
        teacher.pop("busy", None)
    other = copy.deepcopy(one) | {"id": "P1"}
    one["windows"] = other["windows"] = [one["windows"][0][:1]]
    plan = {"programmes": [one, other]}
    alone = solver.solve_year(solver.parse_year(plan), seconds=15)
    assert violations(plan, alone.as_json()) == []
    assert len(alone.programmes) == 1
    assert alone.unplaced[0]["reason"] == "taken"
    assert alone.unplaced[0]["by"] == [alone.programmes[0]["id"]]
    roomy = plan | {"base_concurrency": {name: 2}}
    both = solver.solve_year(solver.parse_year(roomy), seconds=90)
    assert violations(roomy, both.as_json()) == []
    assert len(both.programmes) == 2


def test_a_programme_impossible_by_itself_says_why():
    raw = year(0, **TINY)
    raw["programmes"][1]["hours"]["min"] = 400
    raw["programmes"][1]["hours"]["max"] = 500
    answer = solver.solve_year(solver.parse_year(raw), seconds=10)
    lost = next(x for x in answer.unplaced if x["id"] == "P1")
    assert lost["reason"] == "impossible_alone"
    assert {"kind": "hours_min"} in lost["conflict"]


def test_faults_of_a_year_are_named_by_their_paths():
    raw = year(0, **TINY)
    raw["programmes"][1]["id"] = "P0"
    raw["programmes"][2]["windows"] = []
    raw["programmes"][0]["windows"][0][1] = raw["programmes"][0]["windows"][0][0]
    raw["base_concurrency"] = {"B99": 1, raw["programmes"][0]["bases"][0]["id"]: 0}
    with pytest.raises(solver.Faults) as caught:
        solver.parse_year(raw)
    base = raw["programmes"][0]["bases"][0]["id"]
    assert [str(fault) for fault in caught.value.faults] == [
        "programmes[1].id: the same as programmes[0]",
        "programmes[0].windows[0][1]: must be later than the day before it",
        "programmes[2].windows: must not be empty",
        "base_concurrency.B99: no base B99",
        f"base_concurrency.{base}: must be at least 1",
    ]


def test_the_command_knows_a_year_by_its_programmes(tmp_path):
    path = tmp_path / "year.json"
    raw = year(0, **TINY)
    path.write_text(json.dumps(raw), "utf-8")
    out = io.StringIO()
    call_command("compose", str(path), "--seconds", "2", "--json", stdout=out)
    assert violations(raw, json.loads(out.getvalue())) == []
    out = io.StringIO()
    call_command("compose", str(path), "--seconds", "1", stdout=out)
    assert "P0, 2027-" in out.getvalue()
