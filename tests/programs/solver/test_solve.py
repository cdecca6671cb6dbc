"""Random problems, judged by an auditor that shares no code with the solvers."""

from itertools import combinations

import pytest

from bench.composition_problems import programme
from programs import solver
from programs.solver.audit import figures, violations

SIZES = (
    {"courses": 12, "teachers": 6, "bases": 4, "days": 3},
    {"courses": 16, "teachers": 8, "bases": 5, "days": 3},
)


@pytest.mark.parametrize("seed", range(12))
def test_answers_keep_every_rule_and_count_right(seed):
    raw = programme(seed, tight=(0.2, 0.6, 0.9)[seed % 3], **SIZES[seed % 2])
    answer = solver.solve(solver.parse(raw), seconds=20)
    assert answer.status in ("optimal", "infeasible")
    for one in answer.programmes:
        assert violations(raw, one["sessions"]) == []
        counted = figures(raw, one["sessions"])
        assert {key: one[key] for key in ("hours", "cost")} == {
            key: counted[key] for key in ("hours", "cost")
        }
        assert one["score"] == pytest.approx(counted["score"], abs=1e-6)
        assert one["percent"] == pytest.approx(counted["percent"])
    scores = [one["score"] for one in answer.programmes]
    assert scores == sorted(scores, reverse=True)
    if scores:
        assert answer.score == answer.bound == scores[0]


@pytest.mark.parametrize("seed", [3, 5, 6])
def test_alternatives_differ_in_a_quarter_of_the_sessions(seed):
    raw = programme(seed, tight=0.3, **SIZES[0])
    programmes = solver.solve(solver.parse(raw), seconds=20, alternatives=4).programmes
    assert len(programmes) == 4
    for one, other in combinations(programmes, 2):
        parts = [
            {(s["course"], s["format"], s["teacher"], s["base"]) for s in p["sessions"]}
            for p in (one, other)
        ]
        longer = max(parts, key=len)
        assert 4 * (len(longer) - len(parts[0] & parts[1])) >= len(longer)


def test_the_same_seed_gives_the_same_answer():
    raw = programme(4, tight=0.3, **SIZES[1])
    one, other = (solver.solve(solver.parse(raw), seconds=30, seed=7).as_json() for _ in range(2))
    assert one == other


def test_a_programme_of_no_hours_is_empty_where_the_least_is_none():
    raw = programme(2, tight=0.3, odd=False, **SIZES[0])
    raw["hours"] = {"min": 0, "max": 0}
    for course in raw["courses"]:
        course["required"] = False
    answer = solver.solve(solver.parse(raw), seconds=5)
    assert (answer.status, answer.score, answer.programmes[0]["sessions"]) == ("optimal", 0, [])


def test_progress_tells_ever_better_plans_and_stopping_keeps_the_best():
    raw = programme(1, courses=60, teachers=25, bases=12)
    told = []
    answer = solver.solve(
        solver.parse(raw), seconds=60, on_progress=told.append, stop=lambda: bool(told)
    )
    assert answer.status == "feasible"
    assert answer.score == told[0].score
    assert violations(raw, answer.programmes[0]["sessions"]) == []


def test_one_course_that_cannot_be_held_is_asked_for():
    raw = programme(2, tight=0.3, **SIZES[0])
    raw["courses"].append({"id": "CX", "category": "theory", "slots": 1, "value": 0.0})
    raw["offers"].append(dict(raw["offers"][0], course="CX"))
    problem = solver.parse(raw)
    best = solver.solve(problem, seconds=10, alternatives=1)
    found = solver.why_not(problem, "course", "CX", seconds=10, best=best)
    assert found.possible
    assert found.loss == pytest.approx(best.score - found.answer.score)
    assert any(s["course"] == "CX" for s in found.answer.programmes[0]["sessions"])


def test_a_base_too_small_is_not_possible_and_its_capacity_is_the_reason():
    raw = programme(2, tight=0.3, odd=False, **SIZES[0])
    raw["bases"].append({"id": "BX", "capacity": 1, "day_cost": 0})
    raw["offers"].append(dict(raw["offers"][0], base="BX"))
    found = solver.why_not(solver.parse(raw), "base", "BX", seconds=10)
    assert found.possible is False
    assert found.answer.conflict == ({"kind": "capacity", "base": "BX"},)
    assert found.answer.relaxations == (
        {"kind": "capacity", "base": "BX", "from": 1, "to": raw["cohort"]},
    )


def test_what_is_used_already_costs_nothing():
    raw = programme(2, tight=0.3, **SIZES[0])
    problem = solver.parse(raw)
    best = solver.solve(problem, seconds=10, alternatives=1)
    teacher = best.programmes[0]["sessions"][0]["teacher"]
    found = solver.why_not(problem, "teacher", teacher, best=best)
    assert (found.used, found.loss) == (True, 0.0)
    with pytest.raises(KeyError):
        solver.why_not(problem, "teacher", "nobody", best=best)
