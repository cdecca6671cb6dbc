"""The optimum against trying everything, against a second model, and without ortools."""

import pytest

from bench.composition_problems import programme, tiny
from programs import solver
from programs.solver import engine, mip
from programs.solver.audit import violations
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
