"""The one interface of all models, and what they share."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

import numpy as np
from threadpoolctl import threadpool_limits

from matching.engine.features import Table

Look = Callable[[], None]  # raises `Stopped` when the caller wants to stop


def no_look() -> None:
    """Nobody wants to stop."""


class Model(Protocol):
    """A model that ranks k classes for people.

    kind : its name in stored files.  seen : (k,) bool, classes with a label in training.
    """

    kind: str
    seen: np.ndarray

    def fit(self, x: Table, y: np.ndarray, *, k: int, seed: int, weight=None, look=no_look) -> Self:
        """Learn from classes y (n,) in [0, k), weights (n,) or none."""

    def decision(self, x: Table) -> np.ndarray:
        """(n, k) scores, higher is better; a class not seen is below all others."""

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """JSON and arrays from which `restore` makes an equal model."""


def one_core() -> AbstractContextManager:
    """Keep numerical libraries to one thread: a worker shares its machine."""
    return threadpool_limits(limits=1)


def unseen_last(scores: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Put the columns of classes not seen one below the lowest seen score of each row."""
    if seen.all() or not seen.any():
        return scores
    out = scores.copy()
    out[:, ~seen] = scores[:, seen].min(1, keepdims=True) - 1
    return out


def seen_classes(y: np.ndarray, k: int) -> np.ndarray:
    """(k,) bool: which classes occur in y."""
    return np.bincount(y, minlength=k) > 0


def softmax(scores: np.ndarray) -> np.ndarray:
    """Rows of scores to probabilities, (n, k)."""
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    return shifted / shifted.sum(1, keepdims=True)
