"""A trained matcher: calibrated model, planned places, declared audiences, past people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.special import logsumexp

from matching.engine.calibration import Calibration, prior_shift
from matching.engine.features import Schema, Table
from matching.engine.models import Model
from matching.engine.models.base import softmax
from matching.engine.past import Past

ENOUGH = 20  # labels from which a class is left to the model alone
PULL = 2.0  # log-odds between someone in the declared audience and someone unknown
Audience = Mapping[str, Mapping[str, Any]]  # class -> field -> accepted values, or [low, high]


@dataclass(slots=True)
class Matcher:
    """All that ranks classes for a person.

    counts : (k,) success labels of every class.  mass : (k,) their weight in training.
    places : (k,) planned seats, or none.  tau : how far planned seats move the scores, 0 .. 1.
    usual : (k,) mean probability over past people, what a band compares with.
    thin : too few cases to learn from; the order is by rules, no band is given.
    """

    schema: Schema
    classes: tuple[str, ...]
    model: Model
    calibration: Calibration
    counts: np.ndarray
    mass: np.ndarray
    audience: Audience
    past: Past
    usual: np.ndarray
    places: np.ndarray | None = None
    tau: float = 1.0
    thin: bool = False
    note: dict[str, Any] = field(default_factory=dict)

    @property
    def cold(self) -> np.ndarray:
        """(k,) share of the declared audience in each score: 1 without labels, 0 from 20 on."""
        share = 1 - np.minimum(self.counts, ENOUGH) / ENOUGH
        return np.where(self.model.seen, share, 1.0)

    @property
    def shift(self) -> np.ndarray:
        """(k,) what the planned places add."""
        return prior_shift(self.places, self.mass, self.tau)

    def planned(self, places: Mapping[str, int]) -> "Matcher":
        """The same matcher for other planned places: class to seats, 0 for those not named."""
        seats = np.array([places.get(name, 0) for name in self.classes], float)
        if not seats.sum():
            return self
        usual = self.usual * np.exp(prior_shift(seats, self.mass, self.tau))
        return replace(self, places=seats, usual=usual / usual.sum())

    @property
    def base(self) -> np.ndarray:
        """(k,) share of each class in the planned places; equal shares without a plan."""
        seats = np.ones(len(self.classes)) if self.places is None else self.places + 0.5
        return seats / seats.sum()

    def learned(self, x: Table) -> np.ndarray:
        """(n, k) calibrated log-odds of the model, with the planned places."""
        return self.calibration(self.model.decision(x)) + self.shift

    def level(self, learned: np.ndarray) -> np.ndarray:
        """(n,) log-odds of an average class for each person, where a new class starts."""
        seen = self.model.seen
        if not seen.any():
            return np.zeros(len(learned))
        return logsumexp(learned[:, seen], axis=1) - np.log(seen.sum())

    def scores(self, x: Table) -> np.ndarray:
        """(n, k) log-odds up to a constant of the person, higher suits better."""
        return self.blended(self.learned(x), x)

    def blended(self, learned: np.ndarray, x: Table) -> np.ndarray:
        """(n, k) what was learned, for classes with fewer than 20 labels with their audience."""
        cold = self.cold
        if not cold.any():
            return learned
        fit = sum(self.audience_parts(x).values(), np.zeros(learned.shape))
        start = self.level(learned)[:, None] + np.log(self.base * len(self.base)) + fit
        return np.where(cold == 1, start, (1 - cold) * learned + cold * start)

    def proba(self, x: Table) -> np.ndarray:
        """(n, k) probabilities that a class is the one that does this person good."""
        return softmax(self.scores(x))

    def likely(self, prob: np.ndarray, label: str, among: Collection[str]) -> float | None:
        """Share of a class in the probabilities (k,) of some; none if the class is not known."""
        column = {name: i for i, name in enumerate(self.classes)}
        if label not in column:
            return None
        known = [column[one] for one in {label, *among} if one in column]
        return float(prob[column[label]] / prob[known].sum())

    def audience_parts(self, x: Table) -> dict[str, np.ndarray]:
        """Field to (n, k): +-PULL for being in or out of the audience, shared by its fields."""
        parts = {name: np.zeros((len(x), len(self.classes))) for name in x.columns}
        for column, name in enumerate(self.classes):
            asked = {f: v for f, v in self.audience.get(name, {}).items() if f in parts}
            for asked_field, accepted in asked.items():
                inside = _inside(x.columns[asked_field], accepted)
                parts[asked_field][:, column] += PULL / len(asked) * inside
        return parts


def _inside(column: np.ndarray, accepted: Any) -> np.ndarray:
    """(n,) +1 in the audience, -1 outside, 0 if the value is missing."""
    if column.dtype != object:
        low, high = accepted
        return np.where(np.isnan(column), 0.0, np.where((column >= low) & (column <= high), 1, -1))
    wanted = {str(v) for v in accepted}
    return np.array([_verdict(value, wanted) for value in column], float)


def _verdict(value: str | tuple[str, ...], wanted: set[str]) -> int:
    if not value:
        return 0
    held = {value} if isinstance(value, str) else set(value)
    return 1 if held & wanted else -1
