"""What is learned: the programme that did someone good, never the programme attended."""

from dataclasses import dataclass

import numpy as np

PASS_MARK = 60.0  # of 100
GOOD_RATING = 4.0  # of 5
CLIP = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one past assignment led to.

    taken : the class the person was given.
    result : assessment 0 .. 100, or none.  rating : 1 .. 5, or none.
    propensity : the probability with which the old policy gave that class, if it was recorded.
    pass_mark : from which result on it did good.
    """

    taken: str
    result: float | None = None
    rating: float | None = None
    propensity: float | None = None
    pass_mark: float = PASS_MARK

    @property
    def success(self) -> str | None:
        return success_label(self.taken, self.result, self.rating, pass_mark=self.pass_mark)

    @property
    def reward(self) -> float | None:
        return reward(self.result, self.rating)


def success_label(
    taken: str,
    result: float | None,
    rating: float | None,
    *,
    pass_mark: float = PASS_MARK,
    good_rating: float = GOOD_RATING,
) -> str | None:
    """Give `taken` if every known one of result and rating was good and one is known; else None.

    Examples
    --------
    >>> success_label("finance", 82, 4.5)
    'finance'
    >>> success_label("finance", 82, 2) is None
    True
    """
    known = [(result, pass_mark), (rating, good_rating)]
    verdicts = [value >= bar for value, bar in known if value is not None]
    return taken if verdicts and all(verdicts) else None


def reward(result: float | None, rating: float | None) -> float | None:
    """Mean of result / 100 and (rating - 1) / 4, of those known; None if neither is.

    Raises ValueError outside 0 .. 100 and 1 .. 5.
    """
    if result is not None and not 0 <= result <= 100:
        raise ValueError(f"result {result} is not within 0 .. 100")
    if rating is not None and not 1 <= rating <= 5:
        raise ValueError(f"rating {rating} is not within 1 .. 5")
    parts = [] if result is None else [result / 100]
    parts += [] if rating is None else [(rating - 1) / 4]
    return sum(parts) / len(parts) if parts else None


def inverse_weights(propensity: np.ndarray, *, clip: float = CLIP, power: float = 1.0):
    """(n,) weights min(1 / p, clip) ** power, mean 1; n / sum(w^2) rows still count.

    propensity : (n,) in (0, 1]. `power` below 1 trades some bias for less variance.
    Raises ValueError for a propensity outside (0, 1].
    Source: Swaminathan and Joachims, Counterfactual risk minimization, JMLR 2015 (clipping).
    """
    if len(propensity) and not (propensity.min() > 0 and propensity.max() <= 1):
        raise ValueError("propensities lie in (0, 1]")
    weight = np.minimum(1 / propensity, clip) ** power
    return weight / weight.mean() if len(weight) else weight
