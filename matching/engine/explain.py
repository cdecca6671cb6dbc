"""Why this class for this person: additive contributions of the fields."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import comb

import numpy as np

from matching.engine.features import Table
from matching.engine.matcher import Matcher
from matching.engine.models import ExactSvc, Linear

EXACT_FIELDS = 7  # up to here every coalition is tried
ORDERS = 24
BACKGROUND = 8


@dataclass(frozen=True, slots=True)
class Explanation:
    """`base` plus the sum of `parts` is `score`, to 1e-6. All in log-odds.

    base : the score of the average past person, with planned places; for a class with few
        labels it includes what an average class scores for this person.
    parts : field to contribution; positive speaks for the class.
    """

    label: str
    score: float
    base: float
    parts: dict[str, float]

    @property
    def reasons(self) -> list[tuple[str, float]]:
        """Fields by weight, the strongest first."""
        return sorted(self.parts.items(), key=lambda part: -abs(part[1]))


class Case:
    """One person before a matcher: the scores, and what made them, from one reading.

    x : a table of one row.
    """

    def __init__(self, matcher: Matcher, x: Table):
        self.matcher, self.x = matcher, x
        self.row = matcher.model.encoder.matrix(x) if isinstance(matcher.model, Linear) else None
        decision = matcher.model.decision(x) if self.row is None else matcher.model.of_one(self.row)
        self.learned = matcher.calibration(decision) + matcher.shift
        self.scores = matcher.blended(self.learned, x)[0]

    @cached_property
    def best(self) -> str:
        """The class that suits best."""
        return self.matcher.classes[int(self.scores.argmax())]

    def explain(self, label: str) -> Explanation:
        """Contributions of every field to the score of one class.

        Exact for linear models (a pair's weight goes half to each field) in O(columns of the
        row); for the kernel machine Shapley values against past people, all coalitions up to 7
        fields, else 24 random orders; the sum is exact in both cases.
        Source: Lundberg and Lee, NeurIPS 2017; Strumbelj and Kononenko, JMLR 2010.
        """
        matcher, names = self.matcher, self.x.schema.names
        column = matcher.classes.index(label)
        cold = float(matcher.cold[column])
        base, parts = 0.0, np.zeros(len(names))
        if cold < 1:
            base, parts = self._model_parts(column)
            base, parts = (1 - cold) * base, (1 - cold) * parts
        if cold > 0:
            share = np.log(matcher.base[column] * len(matcher.base))
            base += cold * float(matcher.level(self.learned)[0] + share)
            own = matcher.audience_parts(self.x)
            parts = parts + cold * np.array([own[name][0, column] for name in names])
        score = float(self.scores[column])
        return Explanation(label, score, base, dict(zip(names, parts.tolist(), strict=True)))

    def why_not(self, label: str) -> Explanation:
        """How `label` falls short of the best class: its contributions minus those of the best."""
        own, other = self.explain(label), self.explain(self.best)
        parts = {name: part - other.parts[name] for name, part in own.parts.items()}
        return Explanation(label, own.score - other.score, own.base - other.base, parts)

    def _model_parts(self, column: int) -> tuple[float, np.ndarray]:
        """Base and (fields,) contributions on the calibrated scale."""
        model, scale = self.matcher.model, self.matcher.calibration.temperature
        added = float(self.matcher.calibration.bias[column] + self.matcher.shift[column])
        if isinstance(model, Linear):
            base, parts = linear_parts(model, self.row, column)
        elif isinstance(model, ExactSvc):
            base, parts = kernel_parts(model, self.x, column)
        else:
            base, parts = float(model.decision(self.x)[0, column]), np.zeros(len(self.x.columns))
        return base / scale + added, parts / scale


def explain(matcher: Matcher, x: Table, label: str) -> Explanation:
    """Explain one class for the one person in `x`; who asks about several keeps a `Case`."""
    return Case(matcher, x).explain(label)


def why_not(matcher: Matcher, x: Table, label: str) -> Explanation:
    """Say how a class falls short of the best one for the one person in `x`."""
    return Case(matcher, x).why_not(label)


def linear_parts(model: Linear, row, column: int) -> tuple[float, np.ndarray]:
    """Score of the average person, and what each field adds to it for this one.

    row : (1, p) CSR.  Returns a float and (fields,) float64. A column of a pair is split evenly.
    """
    base, parts = model.average
    owners = model.encoder.owners[row.indices]
    own = row.data * model.weight[row.indices, column].astype(float) / 2
    fields = len(model.encoder.coders)
    mine = sum(np.bincount(owners[:, side], own, minlength=fields) for side in (0, 1))
    return float(base[column]), mine - parts[:, column]


def kernel_parts(model: ExactSvc, x: Table, column: int) -> tuple[float, np.ndarray]:
    """Mean score of background people, and the Shapley values of the fields."""
    fields = model.encoder.dense(x)[1]
    point, others = model.points(x)[0], model.background[:BACKGROUND]

    def worth(present: np.ndarray) -> np.ndarray:
        mixed = np.where(present[:, None, fields], point, others[None])
        flat = model.scores(mixed.reshape(-1, len(point)))[:, column]
        return flat.reshape(len(present), len(others)).mean(1)

    count = len(model.encoder.coders)
    base = float(worth(np.zeros((1, count), bool))[0])
    return base, (_all_coalitions if count <= EXACT_FIELDS else _orders)(worth, count)


def _all_coalitions(worth: Callable, count: int) -> np.ndarray:
    every = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    values, sizes = worth(every), every.sum(1)
    share = np.array([1 / (count * comb(count - 1, s)) for s in range(count)])
    out = np.empty(count)
    for f in range(count):
        without = np.flatnonzero(~every[:, f])
        out[f] = (share[sizes[without]] * (values[without + 2**f] - values[without])).sum()
    return out


def _orders(worth: Callable, count: int) -> np.ndarray:
    """Average over random orders and their reverses; each adds up to the whole difference."""
    rng = np.random.default_rng(0)
    half = [rng.permutation(count) for _ in range(ORDERS // 2)]
    orders = np.array([order for one in half for order in (one, one[::-1])])
    place = np.argsort(orders, axis=1)
    steps = place[:, None, :] < np.arange(count + 1)[None, :, None]
    values = worth(steps.reshape(-1, count)).reshape(len(orders), count + 1)
    gains = np.diff(values, axis=1)
    return np.take_along_axis(gains, place, axis=1).mean(0)
