"""Linear models on explicit features: one matrix product for all classes."""

import warnings
from functools import cached_property
from typing import Any, Self

import numpy as np
from scipy.special import logsumexp

from matching.engine.calibration import calibrate
from matching.engine.encoding import Encoder
from matching.engine.features import Table
from matching.engine.folds import last_part
from matching.engine.models.base import no_look, one_core, seen_classes, unseen_last

TUNING_ROWS = 6000
STRENGTHS = {"hinge": (0.003, 0.01, 0.03), "logistic": (0.03, 0.1, 0.3)}


class Linear:
    """Scores `matrix @ weight + intercept`; what a fitted linear model is.

    weight : (p, k) float32.  intercept : (k,) float64.  mean : (p,) float64, the average
    person in training, against whom contributions are counted.
    """

    kind = "linear"

    def __init__(self):
        self.encoder = Encoder([])
        self.weight = np.empty((0, 0), np.float32)
        self.intercept = self.mean = np.empty(0)
        self.seen = np.empty(0, bool)
        self.chosen: dict[str, float] = {}

    def decision(self, x: Table) -> np.ndarray:
        """(n, k) scores. O(n x fields^2 x k) at most: one sparse product."""
        return unseen_last(self.margins(x), self.seen)

    def of_one(self, row) -> np.ndarray:
        """(1, k) float64 scores of one row that the encoder has read already."""
        own = row.data.astype(float) @ self.weight[row.indices].astype(float)
        return unseen_last((own + self.intercept)[None], self.seen)

    @cached_property
    def average(self) -> tuple[np.ndarray, np.ndarray]:
        """(k,) scores of the average person, and (fields, k) what each field adds to them."""
        apart = self.mean[:, None] * self.weight
        parts = np.zeros((len(self.encoder.coders), self.weight.shape[1]))
        for side in (0, 1):
            np.add.at(parts, self.encoder.owners[:, side], apart / 2)
        return self.intercept + apart.sum(0), parts

    def margins(self, x: Table) -> np.ndarray:
        """(n, k) float64 scores as learned; a class not seen has its intercept only."""
        return self.encoder.matrix(x) @ self.weight + self.intercept

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        data, arrays = self.encoder.state()
        own = {name: getattr(self, name) for name in ("weight", "intercept", "mean", "seen")}
        return {**data, "chosen": self.chosen}, {**arrays, **own}

    @classmethod
    def restore(cls, data: dict[str, Any], arrays: dict[str, np.ndarray]) -> Self:
        model = cls()
        model.encoder = Encoder.restore(data, arrays)
        model.chosen = data["chosen"]
        for name in ("weight", "intercept", "mean", "seen"):
            setattr(model, name, arrays[name])
        return model

    def _take(self, matrix, estimator, k: int) -> None:
        """Copy the learned arrays into the shape (p, k); two classes share one column."""
        coef, intercept = _both_sides(estimator)
        self.weight = np.zeros((matrix.shape[1], k), np.float32)
        self.intercept = np.zeros(k)
        self.weight[:, estimator.classes_] = coef.T
        self.intercept[estimator.classes_] = intercept
        self.mean = np.asarray(matrix.mean(axis=0), float).ravel()


class CrossLinear(Linear):
    """Linear SVM, one class against the rest, on pairs of fields.

    Pairs of fields (binned numbers, categories) as one-hot columns carry the interactions
    that a kernel would find, at a small part of its cost. `loss` is 'hinge' (support vector
    machine) or 'logistic' (multinomial). `strength` is C; None chooses the one under which the
    last fifth of at most 6,000 rows is most likely: it orders well and knows how sure it is.
    Needs at least two classes in y.
    Source: Chang et al., Training and testing low-degree polynomial data mappings, JMLR 2010.
    """

    kind = "cross"

    def __init__(self, *, loss: str = "hinge", crosses: bool = True, strength=None):
        super().__init__()
        self.loss, self.crosses, self.strength = loss, crosses, strength

    def fit(self, x: Table, y, *, k: int, seed: int = 0, weight=None, look=no_look) -> Self:
        """Learn; O(n x columns per row x seen classes) for every pass over the data."""
        weight = np.ones(len(y)) if weight is None else weight
        with one_core():
            self.encoder = Encoder.fit(x, y, crosses=self.crosses)
            matrix = self.encoder.matrix(x)
            look()
            strength = self.strength or self._tuned(x, matrix, (y, weight), seed, look)
            estimator = self._estimate(matrix, (y, weight), strength, seed)
        self._take(matrix, estimator, k)
        self.seen = seen_classes(y, k)
        self.chosen = {"strength": strength, "pairs": len(self.encoder.pairs)}
        return self

    def fresh(self) -> Self:
        """Give a model to fit anew with the strength found here."""
        return CrossLinear(loss=self.loss, crosses=self.crosses, strength=self.chosen["strength"])

    def _estimate(self, matrix, target, strength: float, seed: int):
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC

        y, weight = target
        if self.loss == "hinge":
            # A loose stop costs no accuracy on held-out people and saves half the time.
            estimator = LinearSVC(C=strength, dual=True, random_state=seed, tol=0.05)
        else:
            estimator = LogisticRegression(C=strength, max_iter=150, tol=0.003)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # good enough is judged later
            return estimator.fit(matrix, y, sample_weight=weight)

    def _tuned(self, x: Table, matrix, target, seed: int, look) -> float:
        y, weight = target
        rows = np.argsort(x.when, kind="stable")[-TUNING_ROWS:]
        earlier, later = (rows[part] for part in last_part(x.when[rows], x.group[rows], 0.2))
        if len(np.unique(y[earlier])) < 2 or not len(later):
            return STRENGTHS[self.loss][1]
        found = []
        for strength in STRENGTHS[self.loss]:
            look()
            fitted = self._estimate(matrix[earlier], (y[earlier], weight[earlier]), strength, seed)
            found.append(_likelihood(fitted, matrix[later], y[later]))
        return STRENGTHS[self.loss][int(np.argmax(found))]


def _both_sides(estimator) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients (classes, p) and intercepts; for two classes sklearn keeps one row only."""
    coef, intercept = estimator.coef_, estimator.intercept_
    if len(coef) == 1:
        return np.vstack([-coef, coef]), np.concatenate([-intercept, intercept])
    return coef, intercept


def _scores(estimator, matrix, k: int) -> np.ndarray:
    """(n, k) scores of a fitted estimator; classes it has not seen come last."""
    coef, intercept = _both_sides(estimator)
    out = np.zeros((matrix.shape[0], k))
    out[:, estimator.classes_] = matrix @ coef.T + intercept
    return unseen_last(out, np.isin(np.arange(k), estimator.classes_))


def _likelihood(estimator, matrix, y) -> float:
    """Mean log-likelihood of y, at the best temperature; classes not seen are left out."""
    k = int(max(y.max(), estimator.classes_.max())) + 1
    seen = np.isin(np.arange(k), estimator.classes_)
    scores, target = _scores(estimator, matrix, k)[seen[y]], y[seen[y]]
    if not len(target):
        return -np.inf
    logits = scores / calibrate(scores, target, seen, biased=False).temperature
    own = logits[np.arange(len(target)), target]
    return float((own - logsumexp(logits[:, seen], axis=1)).mean())


class RewardLinear(Linear):
    """How good the result of each person would be in each class: ridge, shrunk to a common one.

    A class with few rows keeps close to the ridge of all classes plus its own shrunk mean, so
    it answers for what was seldom tried. It is the outcome part of doubly robust values and a
    challenger by itself.
    """

    kind = "reward"

    def __init__(self, *, penalty: float = 10.0):
        super().__init__()
        self.penalty = penalty

    def fit(self, x: Table, taken: np.ndarray, *, reward: np.ndarray, k: int, look=no_look) -> Self:
        """Learn rewards (n,) in [0, 1] of the classes taken (n,). O(classes x n x fields)."""
        with one_core():
            self.encoder = Encoder.fit(x)
            matrix = self.encoder.matrix(x)
            common = self._ridge(matrix, reward)
            left = reward - common.predict(matrix)
            self.weight = np.repeat(common.coef_[:, None], k, axis=1).astype(np.float32)
            self.intercept = np.full(k, float(common.intercept_))
            for own in np.flatnonzero(seen_classes(taken, k)):
                look()
                self._add(matrix, left, np.flatnonzero(taken == own), own)
        self.mean = np.asarray(matrix.mean(axis=0), float).ravel()
        self.seen = seen_classes(taken, k)
        return self

    def fresh(self) -> Self:
        """Give a model to fit anew with the same penalty."""
        return RewardLinear(penalty=self.penalty)

    def _ridge(self, matrix, reward):
        from sklearn.linear_model import Ridge

        return Ridge(self.penalty, solver="sparse_cg", tol=1e-4).fit(matrix, reward)

    def _add(self, matrix, left: np.ndarray, rows: np.ndarray, own: int) -> None:
        shrunk = len(rows) / (len(rows) + self.penalty)
        if len(rows) < 2:
            return
        ridge = self._ridge(matrix[rows], left[rows])
        self.weight[:, own] += shrunk * ridge.coef_
        self.intercept[own] += shrunk * ridge.intercept_
