"""Courses that leave part of their last slot free: hours, shares and fees count the true hours."""

import pytest

from bench.composition_problems import crooked, programme, tiny
from programs import solver
from programs.solver import engine, mip
from programs.solver.audit import figures, violations
from programs.solver.numbers import MANY, largest_share, smallest_share
from programs.solver.rules import applied
from tests.programs.solver.brute import best_score

SIZE = {"courses": 14, "teachers": 6, "bases": 3, "days": 3}


@pytest.mark.parametrize("first", [0, 10])
def test_the_best_by_true_hours_is_what_trying_everything_finds(first):
    for seed in range(first, first + 10):
        raw = crooked(tiny(seed), seed)
        answer = solver.solve(solver.parse(raw), seconds=30, alternatives=1)
        assert answer.status in ("optimal", "infeasible"), seed
        assert answer.score == pytest.approx(best_score(raw), abs=1e-6), seed


@pytest.mark.parametrize("seed", [4, 6, 9, 13])
def test_every_alternative_keeps_the_rules_by_true_hours(seed):
    raw = crooked(programme(seed, tight=0.4, **SIZE), seed)
    answer = solver.solve(solver.parse(raw), seconds=20)
    assert answer.status == "optimal"
    for one in answer.programmes:
        counted = figures(raw, one["sessions"])
        assert violations(raw, one["sessions"]) == []
        assert (one["hours"], one["cost"]) == (counted["hours"], counted["cost"])
        assert one["percent"] == pytest.approx(counted["percent"])
        assert one["score"] == pytest.approx(counted["score"], abs=1e-6)


@pytest.mark.parametrize("seed", [4, 7])
def test_both_models_agree_by_true_hours(seed):
    problem = solver.parse(crooked(programme(seed, tight=0.3, **SIZE), seed))
    one, other = solver.solve(problem, seconds=60, alternatives=1), mip.best(problem, 60)
    assert (one.status, other.status) == ("optimal", "optimal")
    assert one.score == other.plan.score / problem.unit


def test_without_ortools_true_hours_count_as_well(monkeypatch):
    raw = crooked(programme(4, tight=0.3, **SIZE), 4)
    monkeypatch.setattr(engine, "AVAILABLE", False)
    answer = solver.solve(solver.parse(raw), seconds=3, alternatives=1)
    assert [violations(raw, one["sessions"]) for one in answer.programmes] == [[]]


def example(**more):
    """Two courses of two slots, one of them three hours long: 3 of 7 hours are theory."""
    courses = [
        {"id": "A", "category": "theory", "slots": 2, "hours": 3, "value": 5},
        {"id": "B", "category": "field", "slots": 2, "value": 5},
    ]
    return {
        "days": ["2027-05-10"],
        "slots_per_day": 4,
        "hours_per_slot": 2,
        "cohort": 20,
        "budget": None,
        "hours": {"min": 7, "max": 8},
        "categories": [{"code": "theory", "min_percent": 42.8}, {"code": "field"}],
        "courses": courses,
        "teachers": [{"id": "T", "rating": 4, "fee_per_slot": 333}],
        "bases": [{"id": "X", "capacity": 30, "day_cost": 100}],
        "offers": [
            {"course": c["id"], "format": "lecture", "teacher": "T", "base": "X"} for c in courses
        ],
    } | more


def test_shares_hours_and_fees_are_of_the_true_hours():
    (best,) = solver.solve(solver.parse(example()), seconds=10, alternatives=1).programmes
    assert best["hours"] == 7
    assert best["percent"] == pytest.approx({"theory": 300 / 7, "field": 400 / 7})
    assert best["cost"] == 333 * 3.5 + 100


def test_a_demand_met_by_slots_alone_is_impossible_and_the_way_out_says_what_is_enough():
    raw = example(categories=[{"code": "theory", "min_percent": 50}, {"code": "field"}])
    answer = solver.solve(solver.parse(raw), seconds=10)
    assert answer.status == "infeasible"
    assert {"kind": "category_min", "code": "theory", "from": 50, "to": 42.8} in answer.relaxations
    assert {"kind": "hours_min", "from": 7, "to": 3} in answer.relaxations
    for way in answer.relaxations:
        again = solver.solve(solver.parse(applied(raw, way)), seconds=10, alternatives=1)
        assert again.status == "optimal", way


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        (0, "courses[0].hours: must be at least more than 0"),
        (4.5, "courses[0].hours: must not be more than 4"),
        ("3", "courses[0].hours: must be a number"),
    ],
)
def test_hours_that_no_course_can_have_are_named(hours, fault):
    raw = example()
    raw["courses"][0]["hours"] = hours
    with pytest.raises(solver.Faults) as found:
        solver.parse(raw)
    assert str(found.value) == fault


def test_hours_in_tiny_parts_are_counted_without_looking_at_every_total():
    for share in (smallest_share, largest_share):
        h, t = share(solver.parse(example()).quotas[0].least, MANY * 1000)
        assert abs(100 * h / t - 42.8) <= 1.1e-6
    raw = example()
    raw["courses"][0]["hours"] = 2.9999
    raw["categories"][0]["min_percent"] = 42.85
    answer = solver.solve(solver.parse(raw), seconds=10, alternatives=1)
    assert answer.status == "infeasible"
