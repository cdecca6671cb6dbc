"""Plain models that every other must beat."""

from typing import Any, Self

import numpy as np

from matching.engine.encoding import Coder, Encoder, coder
from matching.engine.features import Table
from matching.engine.models.base import no_look, one_core, seen_classes, unseen_last

MOST_BOOSTED_ROWS = 20_000
FEW = 2000  # rows that carry no more than 25 rounds


class Popularity:
    """How often each class was right; with `by`, how often at this value of that field.

    'The same as last year for this level'. Few rows at a value lean on the overall share.
    """

    kind = "popularity"

    def __init__(self, *, by: str = "", prior: float = 20.0):
        self.by, self.prior = by, prior
        self.coder = Coder("", "category")
        self.scores = np.empty((0, 0))
        self.seen = np.empty(0, bool)

    def fit(self, x: Table, y, *, k: int, seed: int = 0, weight=None, look=no_look) -> Self:
        """Count. O(n)."""
        share = np.bincount(y, weight, minlength=k) + 0.5
        share /= share.sum()
        if self.by:
            spec = next(f for f in x.schema.used if f.name == self.by)
            self.coder = coder(spec, x.columns[self.by], 1)
        codes = self._codes(x)
        counts = np.bincount(codes * k + y, weight, minlength=self._width * k).reshape(-1, k)
        mixed = counts + self.prior * share
        self.scores = np.log(mixed / mixed.sum(1, keepdims=True))
        self.seen = seen_classes(y, k)
        return self

    def decision(self, x: Table) -> np.ndarray:
        """(n, k) log shares. O(n k)."""
        return unseen_last(self.scores[self._codes(x)], self.seen)

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        data, arrays = Encoder([self.coder]).state()
        return {**data, "by": self.by}, {**arrays, "scores": self.scores, "seen": self.seen}

    @classmethod
    def restore(cls, data: dict[str, Any], arrays: dict[str, np.ndarray]) -> Self:
        model = cls(by=data["by"])
        model.coder = Encoder.restore(data, arrays).coders[0]
        model.scores, model.seen = arrays["scores"], arrays["seen"]
        return model

    @property
    def _width(self) -> int:
        return self.coder.width if self.by else 1

    def _codes(self, x: Table) -> np.ndarray:
        if not self.by:
            return np.zeros(len(x), np.int64)
        return self.coder.codes(x.columns[self.by])[:, 0].astype(np.int64)


class Boosting:
    """Histogram gradient boosting: a yardstick only, it is never stored or shown.

    Learns from the latest 20,000 rows at most, so that its cost stays bounded.
    """

    kind = "boosting"

    def __init__(self, *, rounds: int | None = None):
        self.rounds = rounds
        self.encoder = Encoder([])
        self.seen = np.empty(0, bool)

    def fit(self, x: Table, y, *, k: int, seed: int = 0, weight=None, look=no_look) -> Self:
        """Learn. O(rounds x classes x n x fields)."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        rows = np.sort(np.argsort(x.when, kind="stable")[-MOST_BOOSTED_ROWS:])
        self.encoder = Encoder.fit(x)
        rounds = self.rounds or (60 if len(rows) > FEW else 25)
        look()
        with one_core():
            self._trees = HistGradientBoostingClassifier(
                max_iter=rounds,
                learning_rate=0.08,
                max_leaf_nodes=15,
                random_state=seed,
                early_stopping=False,
                min_samples_leaf=20,
                l2_regularization=1.0,
            ).fit(self._columns(x.take(rows)), y[rows], None if weight is None else weight[rows])
        self.seen = seen_classes(y[rows], k)
        return self

    def decision(self, x: Table) -> np.ndarray:
        """(n, k) log-probabilities."""
        out = np.zeros((len(x), len(self.seen)))
        out[:, self.seen] = np.log(self._trees.predict_proba(self._columns(x)) + 1e-9)
        return unseen_last(out, self.seen)

    def _columns(self, x: Table) -> np.ndarray:
        """One-hot categories beside raw numbers; the trees find the bins."""
        numbers = [x.columns[c.name] for c in self.encoder.coders if c.kind == "number"]
        return np.column_stack([self.encoder.dense(x)[0], *numbers])
