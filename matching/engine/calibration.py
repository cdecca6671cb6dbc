"""Scores to probabilities: one temperature, one bias a class, planned places."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

BIAS_ROWS = 100  # below this a bias for every class is noise
RIDGE = 3.0
SUREST = 2.0  # log of the scores' spread: however well a sample is separated, a doubt remains


@dataclass(frozen=True, slots=True)
class Calibration:
    """`scores / temperature + bias` are log-odds. bias : (k,) float64."""

    temperature: float
    bias: np.ndarray

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        return scores / self.temperature + self.bias


def calibrate(
    scores: np.ndarray, y: np.ndarray, seen: np.ndarray, weight=None, *, biased: bool = True
) -> Calibration:
    """Fit temperature and biases on rows the model has not learned from.

    scores : (n, k).  y : (n,) int; rows of classes not seen are left out.  seen : (k,) bool.
    weight : (n,) or none.  The biases are drawn to 0 (ridge); left out below 100 rows and if
    not `biased`.
    Without rows the scores are only brought to unit spread. O(n k) a step, about 50 steps.
    Source: Guo et al., On calibration of modern neural networks, 2017 (bias added).
    """
    k = scores.shape[1]
    keep = seen[y] if len(y) else np.empty(0, bool)
    if keep.sum() < 10 or seen.sum() < 2:
        spread = float(scores[:, seen].std()) if scores.size and seen.any() else 1.0
        return Calibration(spread or 1.0, np.zeros(k))
    own = np.cumsum(seen) - 1
    inner, target = scores[keep][:, seen], own[y[keep]]
    mass = np.ones(len(target)) if weight is None else weight[keep] / weight[keep].mean()
    slope, bias = _descend(inner, target, mass, biased and len(target) >= BIAS_ROWS)
    full = np.zeros(k)
    full[seen] = bias
    return Calibration(1 / slope, full)


def _descend(
    scores: np.ndarray, y: np.ndarray, mass: np.ndarray, free: bool
) -> tuple[float, np.ndarray]:
    from scipy.optimize import minimize

    n, k = scores.shape
    unit = scores.std() or 1.0
    scaled, rows = scores / unit, np.arange(n)

    def loss(theta):
        slope, bias = np.exp(theta[0]), theta[1:] * free
        logits = slope * scaled + bias
        norm = logsumexp(logits, axis=1)
        error = np.exp(logits - norm[:, None])
        error[rows, y] -= 1
        error *= mass[:, None]
        value = (mass * (norm - logits[rows, y])).sum() + RIDGE * (bias**2).sum()
        slopes = [slope * (error * scaled).sum()]
        return value, np.concatenate([slopes, (error.sum(0) + 2 * RIDGE * bias) * free])

    bounds = [(-6, SUREST)] + [(-5, 5)] * k
    found = minimize(loss, np.zeros(k + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(np.exp(found[0]) / unit), found[1:] * free


def prior_shift(places: np.ndarray | None, mass: np.ndarray, tau: float) -> np.ndarray:
    """(k,) log-odds to add: tau * log(share of planned places / share in training).

    places : (k,) planned seats >= 0, or none (no shift).  mass : (k,) weight of the training
    labels.  A class without places or labels counts as half of one. tau 0 .. 1.
    Source: Menon et al., Long-tail learning via logit adjustment, ICLR 2021.
    """
    if places is None or tau == 0:
        return np.zeros(len(mass))
    seats, learned = places + 0.5, mass + 0.5
    shift = tau * (np.log(seats / seats.sum()) - np.log(learned / learned.sum()))
    return shift - shift.mean()
