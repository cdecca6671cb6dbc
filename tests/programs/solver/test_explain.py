"""Conflicts and relaxations of impossible problems, held to their words on random problems."""

import pytest

from bench.composition_problems import programme
from programs import solver
from programs.solver.explaining import _price

STEP = {"budget": 1, "hours_min": 2, "hours_max": 2, "max_hours_per_day": 2}


def impossible(count, first=0):
    """Random problems that are proved impossible."""
    seed = first
    while count:
        raw = programme(seed, courses=10, teachers=5, bases=3, days=2, tight=1)
        answer = solver.solve(solver.parse(raw), seconds=30)
        if answer.status == "infeasible":
            count -= 1
            yield seed, raw, answer
        seed += 1


def feasible(raw):
    return solver.solve(solver.parse(raw), seconds=30, alternatives=1).status == "optimal"


@pytest.mark.parametrize("first", [0, 100])
def test_each_member_and_each_relaxation_alone_is_enough_and_no_number_goes_too_far(first):
    for seed, raw, answer in impossible(6, first):
        if not answer.relaxations:
            continue
        for rule in answer.conflict:
            assert feasible(solver.applied(raw, rule)), (seed, rule)
        prices = [_price(change) for change in answer.relaxations]
        assert prices == sorted(prices)
        for change in answer.relaxations:
            assert feasible(solver.applied(raw, change)), (seed, change)
            if "to" in change:
                assert not feasible(solver.applied(raw, change | {"to": nearer(change)})), (
                    seed,
                    change,
                )


def nearer(change):
    """The number one step nearer to what was given."""
    step = STEP.get(change["kind"], 0.1)
    if change["kind"] == "capacity":
        step = 1
    sign = 1 if change["from"] > change["to"] else -1
    return round(change["to"] + sign * step, 6)


def test_several_conflicts_side_by_side_are_told_as_such():
    checked = 0
    for seed, raw, answer in impossible(8):
        if answer.relaxations:
            continue
        checked += 1
        assert answer.conflict
        data = raw
        for rule in answer.together:
            assert not feasible(data)
            data = solver.applied(data, rule)
        assert feasible(data), seed
        assert len(answer.together) > 1
    assert checked
