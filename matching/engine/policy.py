"""What a way of assigning would have been worth, estimated from what was done."""

from dataclasses import asdict, dataclass

import numpy as np

from matching.engine.features import Table
from matching.engine.models.base import softmax
from matching.engine.models.linear import CrossLinear

FLOOR = 0.02  # of a recorded propensity
GUESSED_FLOOR = 0.05  # of an estimated one: a small guess would give one row too much weight


@dataclass(frozen=True, slots=True)
class Value:
    """Mean reward in [0, 1] of a policy, its standard error, rows, and rows that agree."""

    value: float
    error: float
    n: int
    agree: int

    def to_dict(self) -> dict[str, float]:
        return asdict(self)


def logged_value(reward: np.ndarray) -> Value:
    """What the old policy earned: the plain mean of rewards (n,)."""
    return _value(np.asarray(reward, float), len(reward))


def policy_terms(chosen, taken, reward, propensity, expected) -> np.ndarray:
    """(n,) doubly robust terms, whose mean is the value of choosing `chosen`.

    chosen, taken : (n,) int in [0, k).  reward : (n,) in [0, 1].  propensity : (n,) of the
    class taken, in (0, 1].  expected : (n, k) reward predicted by a model that has not seen
    these rows. Unbiased if the propensities or the expectations are right. O(n).
    Source: Dudik, Langford, Li, Doubly robust policy evaluation and learning, ICML 2011.
    """
    rows = np.arange(len(taken))
    left = (reward - expected[rows, taken]) / np.maximum(propensity, FLOOR)
    return expected[rows, chosen] + np.where(chosen == taken, left, 0.0)


def policy_value(chosen, taken, reward, propensity, expected) -> Value:
    """Doubly robust value of a policy with its standard error; arguments as `policy_terms`."""
    terms = policy_terms(chosen, taken, reward, propensity, expected)
    return _value(terms, int((chosen == taken).sum()))


def _value(terms: np.ndarray, agree: int) -> Value:
    n = len(terms)
    if n < 2:
        return Value(float(terms.mean()) if n else 0.0, float("inf"), n, agree)
    return Value(float(terms.mean()), float(terms.std(ddof=1) / np.sqrt(n)), n, agree)


def propensities(x: Table, taken: np.ndarray, known: np.ndarray, *, k: int, seed: int):
    """(n,) propensities of the classes taken: the recorded ones, the others estimated.

    known : (n,) recorded propensities, NaN where there is none. The estimate is a multinomial
    logistic model of the assignment, fitted on the other half of the people, with pairs of
    fields: a model that misses how the old policy decided makes every new policy look better
    than it is. Where estimates were used, the values are for comparing models, not for promising.
    """
    gap = np.isnan(known)
    if not gap.any():
        return known
    estimate = np.full(len(taken), 1 / k)
    half = x.group % 2 == 0
    for fitted, read in ((half, ~half), (~half, half)):
        if not read.any() or len(np.unique(taken[fitted])) < 2:
            continue
        model = CrossLinear(loss="logistic", strength=0.05)
        model.fit(x.take(fitted), taken[fitted], k=k, seed=seed)
        estimate[read] = softmax(model.decision(x.take(read)))[np.arange(read.sum()), taken[read]]
    return np.where(gap, estimate.clip(GUESSED_FLOOR, 1.0), known)
