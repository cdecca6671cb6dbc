"""The exact support vector machine with a radial kernel, for small histories."""

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from matching.engine.encoding import Encoder
from matching.engine.features import Table
from matching.engine.folds import time_folds
from matching.engine.measures import mrr
from matching.engine.models.base import no_look, one_core, seen_classes, unseen_last

if TYPE_CHECKING:
    from sklearn.svm import SVC

CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the search: box constraint, kernel width, weight of the category columns."""

    c: float
    gamma: float
    block: float


class ExactSvc:
    """SVC(RBF) on one-hot columns times a block weight beside scaled numbers.

    Pairs of classes vote, and the votes, weighed by how sure they are, become one score per
    class, computed here from the support vectors alone.
    C, gamma and the block weight come from a halving random search on time-ordered folds that
    keep a person on one side. Needs at least two classes in y; meant for n < 3,000.
    Source: Wu et al., JMLR 2004 (one against one); Jamieson and Talwalkar, AISTATS 2016 (halving).
    """

    kind = "svc"

    def __init__(self, *, tries: int = 24, setting: Setting | None = None):
        self.tries, self.setting = tries, setting
        self.encoder = Encoder([])
        self.support = self.coef = np.empty((0, 0))
        self.intercept = np.empty(0)
        self.background = np.empty((0, 0))
        self.seen = np.empty(0, bool)

    def fit(self, x: Table, y, *, k: int, seed: int = 0, weight=None, look=no_look) -> Self:
        """Search, then learn from all rows. O(n^2) to O(n^2.3), the search about four times."""
        weight = np.ones(len(y)) if weight is None else weight
        with one_core():
            self.encoder = Encoder.fit(x)
            dense = self.encoder.dense(x)[0]
            self.setting = self.setting or self._search(x, dense, (y, weight), seed, look)
            scaled = self._weighted(dense, self.setting.block)
            svc = _estimate(scaled, (y, weight), self.setting)
        self.seen = seen_classes(y, k)
        self.support = svc.support_vectors_
        self.coef = _pair_coefficients(svc)
        self.intercept = svc.intercept_.copy()
        if len(svc.classes_) == 2:  # libsvm turns the sign round when there is one pair only
            self.coef, self.intercept = -self.coef, -self.intercept
        rng = np.random.default_rng(seed)
        self.background = scaled[rng.permutation(len(scaled))[:32]]
        return self

    def decision(self, x: Table) -> np.ndarray:
        """(n, k) scores; O(n x support vectors x columns)."""
        return self.scores(self.points(x))

    def points(self, x: Table) -> np.ndarray:
        """(n, q) float64 where the kernel is taken."""
        return self.encoder.dense(x, self.setting.block)[0]

    def scores(self, points: np.ndarray) -> np.ndarray:
        """(n, k) scores of points (n, q)."""
        out = np.zeros((len(points), len(self.seen)))
        for start in range(0, len(points), CHUNK):
            part = slice(start, start + CHUNK)
            pairs = kernel(points[part], self.support, self.setting.gamma) @ self.coef
            out[part, self.seen] = _votes(pairs + self.intercept, int(self.seen.sum()))
        return unseen_last(out, self.seen)

    @property
    def chosen(self) -> dict[str, float]:
        return {"c": self.setting.c, "gamma": self.setting.gamma, "block": self.setting.block}

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        data, arrays = self.encoder.state()
        names = ("support", "coef", "intercept", "background", "seen")
        own = {name: getattr(self, name) for name in names}
        return {**data, "chosen": self.chosen}, {**arrays, **own}

    @classmethod
    def restore(cls, data: dict[str, Any], arrays: dict[str, np.ndarray]) -> Self:
        model = cls(setting=Setting(**data["chosen"]))
        model.encoder = Encoder.restore(data, arrays)
        for name in ("support", "coef", "intercept", "background", "seen"):
            setattr(model, name, arrays[name])
        return model

    def fresh(self) -> Self:
        """Give a model to fit anew with the setting found here."""
        return ExactSvc(setting=self.setting)

    def _weighted(self, dense: np.ndarray, block: float) -> np.ndarray:
        """Apply the block weight to what `dense` made with weight 1."""
        out = dense.copy()
        out[:, self._hot_columns()] *= block
        return out

    def _hot_columns(self) -> np.ndarray:
        return np.concatenate(
            [
                [c.kind != "number", True] if c.kind == "number" else [True] * c.width
                for c in self.encoder.coders
            ]
        ).astype(bool)

    def _search(self, x: Table, dense, target, seed: int, look) -> Setting:
        """Halving: all settings on a ninth of the rows, the best third on a third, then on all."""
        rng = np.random.default_rng(seed)
        settings = [_default(dense), *(_draw(rng, dense) for _ in range(self.tries - 1))]
        order = np.argsort(x.when, kind="stable")
        for share in (9, 3, 1):
            rows = np.sort(rng.permutation(order)[: max(200, len(order) // share)])
            folds = time_folds(x.when[rows], x.group[rows], 2 if share == 1 else 1)
            folds = [(rows[a], rows[b]) for a, b in folds]
            found = []
            for setting in settings:
                look()
                found.append(self._score(dense, target, folds, setting))
            best = np.argsort(-np.array(found), kind="stable")
            settings = [settings[i] for i in best[: max(1, len(settings) // 3)]]
        return settings[0]

    def _score(self, dense, target, folds, setting: Setting) -> float:
        y, weight = target
        points = self._weighted(dense, setting.block)
        found = [0.0]
        for earlier, later in folds:
            if len(np.unique(y[earlier])) < 2:
                continue
            svc = _estimate(points[earlier], (y[earlier], weight[earlier]), setting)
            found.append(mrr(_wide(svc, points[later], int(y.max()) + 1), y[later]))
        return float(np.mean(found[1:] or found))


def kernel(a: np.ndarray, b: np.ndarray, gamma: float) -> np.ndarray:
    """(n, m) exp(-gamma |a - b|^2) of (n, q) and (m, q). O(n m q)."""
    distance = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    return np.exp(-gamma * distance.clip(0))


def _default(dense: np.ndarray) -> Setting:
    return Setting(1.0, float(1 / max(dense.var() * dense.shape[1], 1e-9)), 1.0)


def _draw(rng: np.random.Generator, dense: np.ndarray) -> Setting:
    base = _default(dense).gamma
    c = 10 ** rng.uniform(-1, 2)
    return Setting(
        float(c), float(base * 10 ** rng.uniform(-1.5, 1)), float(rng.choice([0.25, 0.5, 1, 2]))
    )


def _estimate(points, target, setting: Setting) -> "SVC":
    from sklearn.svm import SVC

    y, weight = target
    return SVC(C=setting.c, gamma=setting.gamma, cache_size=200, decision_function_shape="ovo").fit(
        points, y, weight
    )


def _wide(svc: "SVC", points: np.ndarray, k: int) -> np.ndarray:
    """(n, k) scores of a fitted machine; classes it has not seen come last."""
    pairs = svc.decision_function(points)
    if pairs.ndim == 1:
        pairs = -pairs[:, None]
    scores = _votes(pairs, len(svc.classes_))
    out = np.full((len(points), k), scores.min() - 1)
    out[:, svc.classes_] = scores
    return out


def _pair_coefficients(svc: "SVC") -> np.ndarray:
    """(support vectors, pairs): libsvm's packed dual coefficients, one column per pair.

    Row j-1 of `dual_coef_` holds the vectors of class i < j against j, row i those of j
    against i. Source: libsvm FAQ, "How do I get the decision value".
    """
    ends = np.cumsum([0, *svc.n_support_])
    pairs = list(combinations(range(len(svc.classes_)), 2))
    out = np.zeros((len(svc.support_), len(pairs)))
    for column, (i, j) in enumerate(pairs):
        first, second = slice(ends[i], ends[i + 1]), slice(ends[j], ends[j + 1])
        out[first, column] = svc.dual_coef_[j - 1, first]
        out[second, column] = svc.dual_coef_[i, second]
    return out


def _votes(pairs: np.ndarray, k: int) -> np.ndarray:
    """(n, k) mean votes of the pair decisions (n, k (k-1) / 2), each between -1 and 1.

    A vote is as strong as its decision is sure: counted whole, the score would jump where a
    person crosses a boundary, and neither its probability nor its reasons would mean much.
    """
    strength, votes = np.tanh(pairs), np.zeros((len(pairs), k))
    for column, (i, j) in enumerate(combinations(range(k), 2)):
        votes[:, i] += strength[:, column]
        votes[:, j] -= strength[:, column]
    return votes / max(1, k - 1)
