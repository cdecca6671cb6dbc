"""The optimum against trying everything, against a second model, and without ortools."""

import pytest

from bench.composition_problems import programme, tiny
from programs import solver
from programs.solver import engine, mip, proving
from programs.solver.audit import violations
from programs.solver.proving import prove
from tests.programs.solver.brute import best_score

SMALL = {"courses": 10, "teachers": 5, "bases": 3, "days": 2}


@pytest.mark.parametrize("first", [0, 12])
def test_the_best_is_what_trying_everything_finds(first):
    for seed in range(first, first + 12):
        raw = tiny(seed)
        answer = solver.solve(solver.parse(raw), seconds=30, alternatives=1)
        assert answer.status in ("optimal", "infeasible"), seed
        assert answer.score == pytest.approx(best_score(raw), abs=1e-6), seed


@pytest.mark.parametrize("seed", [4, 6, 7])
def test_two_independent_models_agree_on_the_optimum(seed):
    problem = solver.parse(
        programme(seed, courses=14, teachers=6, bases=3, days=3, tight=(0.2, 0.6)[seed % 2])
    )
    one, other = solver.solve(problem, seconds=60, alternatives=1), mip.best(problem, 60)
    assert (one.status, other.status) == ("optimal", "optimal")
    assert one.score == other.plan.score / problem.unit


def test_the_choice_alone_is_never_below_the_best():
    reached = 0
    for seed in range(40):
        raw = tiny(seed)
        problem = solver.parse(raw)
        choice = engine.Choice(problem)
        choice.cp.maximize(choice.score)
        result = engine.run(choice.cp, engine.Clock(30))
        best = best_score(raw)
        if best is not None:
            assert result.status == "optimal", seed
            assert result.objective >= round(best * problem.unit), seed
            reached += result.objective == round(best * problem.unit)
    assert reached > 10


def halved(raw):
    """The same programme as one of a year, in the first half of its days or in the second."""
    days = raw["days"]
    half = len(days) // 2
    teachers = [t | {"busy": [[days[d], s] for d, s in t.get("busy", [])]} for t in raw["teachers"]]
    bases = [b | {"busy_days": [days[d] for d in b.get("busy_days", [])]} for b in raw["bases"]]
    one = raw | {"id": "P", "windows": [days[:half], days[half:]]}
    one |= {"teachers": teachers, "bases": bases, "hours": {"min": 4, "max": 8 * half}}
    return {"programmes": [{key: one[key] for key in one if key not in ("days", "pinned")}]}


def test_over_several_windows_two_models_agree_as_well():
    found = []
    for seed in range(12):
        raw = programme(seed, courses=10, teachers=5, bases=3, days=4, tight=0.5)
        (problem,) = solver.parse_year(halved(raw)).programmes
        one, other = prove(problem, None, engine.Clock(60)), mip.best(problem, 120)
        assert one.status == other.status, seed
        if one.plan:
            assert one.plan.score == other.plan.score, seed
            found.append(one.plan.window)
    assert {0, 1} == set(found)


@pytest.mark.parametrize("seed", [2, 8, 15])
def test_all_in_one_model_proves_the_same(seed, monkeypatch):
    problem = solver.parse(programme(seed, tight=0.3))
    wanted = prove(problem, None, engine.Clock(60))
    monkeypatch.setattr(proving._Search, "choice", lambda _self: set())
    alone = prove(problem, None, engine.Clock(60))
    assert alone.status == wanted.status == "optimal"
    assert alone.plan.score == alone.bound == wanted.bound


def test_without_ortools_there_is_an_answer_still(monkeypatch):
    proved = {}
    for seed in range(4):
        raw = programme(seed, tight=0.5, **SMALL)
        proved[seed] = raw, solver.solve(solver.parse(raw), seconds=20, alternatives=1)
    monkeypatch.setattr(engine, "AVAILABLE", False)
    for raw, best in proved.values():
        answer = solver.solve(solver.parse(raw), seconds=2, alternatives=2)
        assert answer.status in (best.status, "feasible", "unknown")
        for one in answer.programmes:
            assert violations(raw, one["sessions"]) == []
        if answer.score is not None:
            assert answer.score <= best.score + 1e-6 <= answer.bound + 2e-6


def test_without_ortools_the_impossible_is_explained_alike(monkeypatch):
    raw = tiny(3) | {"budget": 100, "hours": {"min": 4, "max": 12}}
    problem = solver.parse(raw)
    wanted = solver.solve(problem, seconds=20)
    monkeypatch.setattr(engine, "AVAILABLE", False)
    found = solver.solve(problem, seconds=60)
    assert wanted.status == found.status == "infeasible"
    assert (found.conflict, found.relaxations) == (wanted.conflict, wanted.relaxations)
