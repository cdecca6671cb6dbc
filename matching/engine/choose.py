"""The champion rule: which model serves.

A challenger replaces the champion only if

1. it was judged on at least 50 later assignments, from which the champion has not learned either,
2. its doubly robust value is not below the logged policy's by more than one standard error, and
3. its value is better than the champion's by more than one standard error of the difference, or
   within one standard error of it and its mean reciprocal rank is better.

Where there is no champion yet, 1 and 2 decide. Everything else leaves the champion.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

MIN_ROWS = 50
Code = Literal[
    "first",
    "better_value",
    "better_order",
    "not_better",
    "worse_value",
    "too_few",
    "few_new",
    "below_logged",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one model did on the later assignments.

    terms : (n,) doubly robust terms, the same rows for both.  mrr : of successful people.
    """

    name: str
    terms: np.ndarray
    mrr: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to replace, why (a code the pages have a sentence for), and the gain."""

    replace: bool
    code: Code
    gain: float
    error: float


def choose(champion: Standing | None, challenger: Standing, logged: np.ndarray) -> Decision:
    """Apply the rule. logged : (n,) rewards of the same rows. O(n).

    Raises ValueError if the rows differ in number.
    """
    if len(challenger.terms) != len(logged) or (champion and len(champion.terms) != len(logged)):
        raise ValueError("both models and the logged policy are judged on the same rows")
    if len(logged) < MIN_ROWS:
        return Decision(False, "too_few", 0.0, float("inf"))
    over, error = difference(challenger.terms, logged)
    if over < -error:
        return Decision(False, "below_logged", over, error)
    if champion is None:
        return Decision(True, "first", over, error)
    gain, error = difference(challenger.terms, champion.terms)
    if gain > error:
        return Decision(True, "better_value", gain, error)
    if gain < -error:
        return Decision(False, "worse_value", gain, error)
    better = challenger.mrr > champion.mrr
    return Decision(better, "better_order" if better else "not_better", gain, error)


def difference(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """Mean of a - b over the same rows, and its standard error."""
    paired = a - b
    return float(paired.mean()), float(paired.std(ddof=1) / np.sqrt(len(paired)))
