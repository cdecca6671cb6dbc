"""Labels, models, calibration, policy values, the champion rule."""

from itertools import combinations

import numpy as np
import pytest
from sklearn.svm import SVC

from matching.engine.calibration import calibrate, prior_shift
from matching.engine.choose import Standing, choose
from matching.engine.features import table
from matching.engine.labels import inverse_weights, reward, success_label
from matching.engine.measures import ece, figures, mrr, ranks
from matching.engine.models import (
    Boosting,
    CrossLinear,
    ExactSvc,
    Popularity,
    RewardLinear,
    Setting,
)
from matching.engine.models.base import softmax
from matching.engine.models.svc import kernel
from matching.engine.policy import logged_value, policy_value, propensities
from tests.matching.leaders import SCHEMA, leaders

SETTING = Setting(3.0, 0.05, 1.0)


@pytest.fixture(scope="module")
def choices():
    """900 people whose best programme is known up to noise; the last 300 are judged by."""
    people = leaders(900, seed=1, skill=0)
    noise = np.random.default_rng(5).gumbel(size=people.fit.shape)
    best = (people.fit * 10 + noise).argmax(1)
    x = table(SCHEMA, people.records)
    return x.take(np.arange(600)), best[:600], x.take(np.arange(600, 900)), best[600:]


@pytest.mark.parametrize(
    ("result", "rating", "label"),
    [
        (80, 4.5, "P"),
        (80, 2, None),
        (40, 5, None),
        (80, None, "P"),
        (None, 3, None),
        (None, None, None),
    ],
)
def test_only_a_good_outcome_is_a_label(result, rating, label):
    assert success_label("P", result, rating) == label


def test_reward_is_the_mean_of_what_is_known_and_refuses_other_scales():
    assert reward(80, 5) == pytest.approx(0.9)
    assert reward(None, 3) == pytest.approx(0.5)
    assert reward(None, None) is None
    with pytest.raises(ValueError, match="result 120"):
        reward(120, None)
    with pytest.raises(ValueError, match="rating 0"):
        reward(None, 0)


def test_inverse_weights_are_clipped_and_average_one():
    weight = inverse_weights(np.array([0.5, 0.25, 0.001]), clip=8)
    assert weight.mean() == pytest.approx(1)
    np.testing.assert_allclose(weight / weight[0], [1, 2, 4])
    with pytest.raises(ValueError, match="propensities"):
        inverse_weights(np.array([0.0, 0.5]))


def test_ranks_count_ties_half_and_mrr_is_their_mean_reciprocal():
    scores = np.array([[3.0, 2.0, 1.0], [1.0, 1.0, 1.0]])
    assert ranks(scores, np.array([1, 0])).tolist() == [2, 2]
    assert mrr(scores, np.array([1, 0])) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "model",
    [
        CrossLinear(),
        CrossLinear(loss="logistic"),
        CrossLinear(loss="logistic", crosses=False),
        ExactSvc(tries=6),
        Boosting(rounds=15),
    ],
    ids=["cross_svm", "cross_logistic", "logistic", "svc", "boosting"],
)
def test_every_model_ranks_later_people_better_than_popularity(choices, model):
    x, y, later, truth = choices
    plain = max(
        mrr(Popularity(by=by).fit(x, y, k=8).decision(later), truth) for by in ("", "level")
    )
    assert mrr(model.fit(x, y, k=8, seed=0).decision(later), truth) > plain + 0.05


@pytest.mark.parametrize("k", [2, 5])
def test_own_kernel_decision_equals_that_of_the_library(choices, k):
    x, y, later, _truth = choices
    y = y % k
    model = ExactSvc(setting=SETTING).fit(x, y, k=k)
    svc = SVC(C=SETTING.c, gamma=SETTING.gamma, decision_function_shape="ovo")
    theirs = svc.fit(model.points(x), y).decision_function(model.points(later))
    theirs = -theirs[:, None] if k == 2 else theirs  # the library turns the sign of a single pair
    points = model.points(later)
    ours = kernel(points, model.support, model.setting.gamma) @ model.coef + model.intercept
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    votes = np.zeros((len(points), k))
    for column, (i, j) in enumerate(combinations(range(k), 2)):
        votes[:, i] += np.tanh(theirs[:, column]) / (k - 1)
        votes[:, j] -= np.tanh(theirs[:, column]) / (k - 1)
    np.testing.assert_allclose(model.decision(later), votes, atol=1e-6)


def test_two_classes_and_a_class_never_seen(choices):
    x, y, later, _truth = choices
    for model in (CrossLinear(), CrossLinear(loss="logistic"), ExactSvc(setting=SETTING)):
        scores = model.fit(x, np.where(y % 2, 1, 3), k=5, seed=0).decision(later)
        assert model.seen.tolist() == [False, True, False, True, False]
        assert set(scores.argmax(1)) == {1, 3}
        assert (scores[:, [0, 2, 4]].max(1) < scores[:, [1, 3]].min(1)).all()


def test_fit_is_deterministic_for_a_seed(choices):
    x, y, later, _truth = choices
    for make in (CrossLinear, lambda: ExactSvc(tries=4)):
        one, two = (make().fit(x, y, k=8, seed=3).decision(later) for _ in range(2))
        np.testing.assert_array_equal(one, two)


def test_calibration_repairs_overconfident_scores():
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 5)) * 1.5
    y = (logits + rng.gumbel(size=logits.shape)).argmax(1)
    wild = 6 * logits + np.array([0, 2, 0, 0, -2])
    found = calibrate(wild[:2000], y[:2000], np.ones(5, bool))
    assert found.temperature == pytest.approx(6, rel=0.15)
    assert ece(softmax(wild[2000:]), y[2000:]) > 0.15
    assert ece(softmax(found(wild[2000:])), y[2000:]) < 0.03


def test_planned_places_move_scores_towards_the_plan():
    mass = np.array([100.0, 100.0, 10.0])
    shift = prior_shift(np.array([50.0, 10.0, 50.0]), mass, 0.5)
    assert shift[2] > shift[0] > shift[1]
    np.testing.assert_allclose(prior_shift(mass, mass, 1.0), 0, atol=1e-12)
    np.testing.assert_array_equal(prior_shift(None, mass, 1.0), 0)
    np.testing.assert_allclose(
        prior_shift(np.array([50.0, 10.0, 50.0]), mass, 1.0), 2 * shift, atol=1e-12
    )


def test_doubly_robust_value_meets_the_true_value_of_a_new_policy():
    people = leaders(6000, seed=3, skill=0.3)
    x, half = table(SCHEMA, people.records), np.arange(6000) < 3000
    model = RewardLinear().fit(x.take(half), people.taken[half], reward=people.reward[half], k=8)
    expected = model.margins(x.take(~half)).clip(0, 1)
    chosen = expected.argmax(1)
    found = policy_value(
        chosen, people.taken[~half], people.reward[~half], people.propensity[~half], expected
    )
    truth = people.fit[~half][np.arange(3000), chosen].mean()
    assert abs(found.value - truth) < 3 * found.error
    assert found.value > logged_value(people.reward[~half]).value + 0.1


def test_the_outcome_model_errs_but_the_value_stays_right_with_known_propensities():
    people = leaders(6000, seed=4, skill=0.3)
    chosen = people.fit.argmax(1)
    wrong = np.full(people.fit.shape, 0.9)
    found = policy_value(chosen, people.taken, people.reward, people.propensity, wrong)
    assert abs(found.value - people.worth(chosen)) < 3 * found.error


def test_recorded_propensities_are_kept_and_gaps_estimated():
    people = leaders(800, skill=0.5)
    known = people.propensity.copy()
    known[::2] = np.nan
    found = propensities(table(SCHEMA, people.records), people.taken, known, k=8, seed=0)
    np.testing.assert_array_equal(found[1::2], people.propensity[1::2])
    assert ((found > 0) & (found <= 1)).all()
    assert np.corrcoef(np.log(found[::2]), np.log(people.propensity[::2]))[0, 1] > 0.4


def standing(mean, mrr_, n=400, seed=0):
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 0.2, n)
    return Standing("m", mean + noise - noise.mean(), mrr_)


@pytest.mark.parametrize(
    ("old", "new", "replace", "code"),
    [
        (None, (0.6, 0.5), True, "first"),
        (None, (0.3, 0.5), False, "below_logged"),
        ((0.5, 0.5), (0.6, 0.4), True, "better_value"),
        ((0.6, 0.4), (0.5, 0.5), False, "worse_value"),
        ((0.55, 0.4), (0.551, 0.5), True, "better_order"),
        ((0.551, 0.5), (0.55, 0.5), False, "not_better"),
    ],
)
def test_the_champion_rule(old, new, replace, code):
    logged = np.full(400, 0.5)
    champion = old and standing(*old, seed=1)
    decision = choose(champion, standing(*new), logged)
    assert (decision.replace, decision.code) == (replace, code)


def test_too_few_later_people_never_make_a_champion():
    decision = choose(None, standing(0.9, 0.9, n=49), np.full(49, 0.1))
    assert (decision.replace, decision.code) == (False, "too_few")
    with pytest.raises(ValueError, match="same rows"):
        choose(None, standing(0.9, 0.9), np.full(49, 0.1))


def test_figures_of_nobody_are_zero():
    assert figures(np.empty((0, 3)), np.empty(0, int))["mrr"] == 0
