"""Everybody assigned at once: optimal, within the places, proven, fair to the units."""

import os
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching.engine import places as engine
from matching.engine.places import UNPLACED, Quotas, assign

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
RANKED = SHARED / "agh-course-selection"


def crowd(n, k, *, seed=0, slack=1.1):
    """Scores with popular programmes, and places for a tenth more people than there are."""
    rng = np.random.default_rng(seed)
    both = rng.normal(size=(n, 6)) @ rng.normal(size=(6, k)) / 3 + rng.normal(size=k)
    size = rng.integers(5, 15, k)
    return (1 / (1 + np.exp(-both))), np.ceil(size / size.sum() * n * slack).astype(int)


@pytest.mark.parametrize("slack", [0.7, 1.0, 1.4])
def test_the_value_is_that_of_the_assignment_solved_with_copied_columns(slack):
    scores, places = crowd(60, 7, slack=slack)
    copied = np.repeat(np.arange(7), places)
    rows, columns = linear_sum_assignment(-scores[:, copied])

    found = assign(scores, places)

    assert found.value == pytest.approx(scores[rows, copied[columns]].sum(), abs=1e-4)
    assert found.gap < 1e-6
    assert (np.bincount(found.chosen[found.chosen >= 0], minlength=7) <= places).all()
    assert (found.chosen == UNPLACED).sum() == max(0, 60 - places.sum())


@pytest.mark.parametrize("slack", [0.5, 1.0, 1.1, 3.0])
def test_few_arcs_give_the_same_as_all_and_prove_it(monkeypatch, slack):
    scores, places = crowd(3000, 40, seed=3, slack=slack)
    whole = assign(scores, places)
    monkeypatch.setattr(engine, "ALL_ARCS", 0)

    few = assign(scores, places)

    assert few.value == pytest.approx(whole.value, rel=1e-6)
    assert few.gap <= 1e-6
    assert (np.bincount(few.chosen[few.chosen >= 0], minlength=40) <= places).all()


def by_score_alone(monkeypatch):
    """Nothing learned of prices: the four best of everybody are within reach."""
    monkeypatch.setattr(engine, "ALL_ARCS", 0)
    monkeypatch.setattr(engine, "REACH", 4)

    def free(scores, places):
        worth = np.sort(scores, axis=1)
        return np.zeros(len(places)), float((worth[:, -1] - worth[:, -4]).mean())

    monkeypatch.setattr(engine, "_sampled_prices", free)


def test_sparsifying_by_score_alone_would_starve_people(monkeypatch):
    """The negative control: without prices, popular programmes leave many without a place."""
    scores, places = crowd(3000, 40, seed=3)
    whole = assign(scores, places)
    by_score_alone(monkeypatch)
    monkeypatch.setattr(engine, "ROUNDS", 1)

    without = assign(scores, places)

    assert (without.chosen == UNPLACED).sum() > 100
    assert without.gap > 0.01
    assert without.value < 0.99 * whole.value


def test_what_the_prices_ask_for_is_added_until_nothing_is_missing(monkeypatch):
    scores, places = crowd(3000, 40, seed=3)
    whole = assign(scores, places)
    by_score_alone(monkeypatch)
    monkeypatch.setattr(engine, "ROUNDS", 20)

    found = assign(scores, places)

    assert found.gap <= 1e-6
    assert found.value == pytest.approx(whole.value, rel=1e-6)


def test_who_must_not_go_does_not_go_and_the_bound_still_holds():
    scores, places = crowd(200, 6, seed=5)
    scores[:50, :5] = np.nan
    scores[50] = np.nan

    found = assign(scores, places)

    assert set(found.chosen[:50]) <= {5, UNPLACED}
    assert found.chosen[50] == UNPLACED
    assert found.gap < 1e-6


def test_no_unit_takes_more_than_its_quota_and_fairness_has_its_price():
    scores, places = crowd(400, 8, seed=7)
    unit = np.arange(400) % 5
    free = assign(scores, places)

    fair = assign(scores, places, Quotas(unit, np.full((5, 8), 11)))

    for one, program in product(range(5), range(8)):
        assert ((unit == one) & (fair.chosen == program)).sum() <= 11
    assert fair.value <= free.value + 1e-6
    assert fair.bound >= fair.value


def test_prices_are_what_one_more_place_is_worth():
    scores, places = crowd(80, 4, seed=9, slack=0.8)
    found = assign(scores, places)
    for program in range(4):
        more = places + (np.arange(4) == program)
        assert assign(scores, more).value - found.value <= found.prices[program] + 1e-4


@pytest.mark.parametrize("n", [0, 3])
def test_nobody_and_nothing(n):
    found = assign(np.ones((n, 2)), np.array([0, 0]))
    assert found.value == 0
    assert (found.chosen == UNPLACED).all()
    assert found.gap == 0


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="not below 0"):
        assign(np.array([[-1.0]]), np.array([1]))
    with pytest.raises(ValueError, match="places"):
        assign(np.ones((2, 2)), np.array([1]))
    with pytest.raises(ValueError, match="quotas"):
        assign(np.ones((2, 2)), np.array([1, 1]), Quotas(np.zeros(3, int), np.ones((1, 2), int)))


@pytest.mark.shared
@pytest.mark.skipif(not RANKED.exists(), reason=f"no data at {RANKED}: set SHARED_DATA")
@pytest.mark.parametrize(("file", "places", "best"), [(1, 17, 347), (2, 22, 360)])
def test_ranked_wishes_of_real_students_reach_the_known_least_total_rank(file, places, best):
    rows = []
    for line in (RANKED / f"00009-0000000{file}.soc").read_text("utf-8").splitlines():
        if found := re.match(r"(\d+):\s*([\d,]+)$", line):
            order = [int(course) - 1 for course in found[2].split(",")]
            rows += [np.argsort(order) + 1] * int(found[1])
    rank = np.array(rows)

    found = assign((rank.max() - rank).astype(float), np.full(rank.shape[1], places))

    assert rank[np.arange(len(rank)), found.chosen].sum() == best
