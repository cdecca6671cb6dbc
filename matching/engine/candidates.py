"""The models that are compared, and what each of them learns from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from matching.engine.features import Table
from matching.engine.labels import inverse_weights
from matching.engine.models import (
    Boosting,
    CrossLinear,
    ExactSvc,
    Model,
    Popularity,
    RewardLinear,
)

SMALL = 3000  # successes from which the exact kernel machine costs too much
POWER = 0.5  # of the inverse propensity: half way between plain and fully corrected


@dataclass(frozen=True, slots=True)
class Rows:
    """Past assignments in time order.

    y : (n,) int class of success, -1 without.  taken : (n,) int.  reward : (n,) in [0, 1].
    propensity : (n,) in (0, 1].  k : number of classes.
    """

    x: Table
    y: np.ndarray
    taken: np.ndarray
    reward: np.ndarray
    propensity: np.ndarray
    k: int

    def take(self, rows: np.ndarray) -> "Rows":
        """The assignments with these indices, or where this mask is true."""
        arrays = (self.y, self.taken, self.reward, self.propensity)
        return Rows(self.x.take(rows), *(a[rows] for a in arrays), self.k)

    @property
    def good(self) -> "Rows":
        """The assignments that did the person good."""
        return self.take(self.y >= 0)

    @property
    def weight(self) -> np.ndarray:
        """(n,) inverse propensity weights, clipped and tempered, mean 1."""
        return inverse_weights(self.propensity, power=POWER)

    @property
    def mass(self) -> np.ndarray:
        """(k,) weight of the successes of every class."""
        good = self.good
        return np.bincount(good.y, good.weight, minlength=self.k)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One model to compare. serves : whether it may become the champion."""

    name: str
    make: Callable[[], Model]
    learns: Literal["success", "reward"] = "success"
    serves: bool = True


def candidates(rows: Rows, by: str) -> list[Candidate]:
    """List the models for a history of this size; on a tie the earlier one is kept.

    by : field of the plain rule 'as last year for this level', or "" for the first category.
    """
    fields = [f.name for f in rows.x.schema.used if f.kind == "category"]
    by = by if by in rows.x.schema.names else (fields or [""])[0]
    machine = [Candidate("svc", ExactSvc)] if (rows.y >= 0).sum() < SMALL else []
    return [
        *machine,
        Candidate("cross_svm", CrossLinear),
        Candidate("cross_logistic", partial(CrossLinear, loss="logistic")),
        Candidate("reward", RewardLinear, "reward"),
        Candidate("logistic", partial(CrossLinear, loss="logistic", crosses=False), serves=False),
        Candidate("boosting", Boosting, serves=False),
        Candidate("popularity", Popularity, serves=False),
        Candidate("popularity_by_field", partial(Popularity, by=by), serves=False),
    ]


def fit(candidate: Candidate, rows: Rows, seed: int, look: Callable[[], None]) -> Model:
    """Let a candidate learn: from successes with weights, or from all rewards."""
    if candidate.learns == "reward":
        return candidate.make().fit(rows.x, rows.taken, reward=rows.reward, k=rows.k, look=look)
    good = rows.good
    return candidate.make().fit(good.x, good.y, k=rows.k, seed=seed, weight=good.weight, look=look)


def naive_choice(rows: Rows, x: Table, seed: int) -> np.ndarray:
    """(n,) what imitating the old policy would choose: the class attended as the label."""
    model = CrossLinear(loss="logistic")
    return model.fit(rows.x, rows.taken, k=rows.k, seed=seed).decision(x).argmax(1)
