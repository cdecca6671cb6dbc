"""What a matcher is to tell apart, and what is known of it beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matching.engine.features import Schema
from matching.engine.matcher import Audience


@dataclass(frozen=True, slots=True)
class Plan:
    """Fields, classes, audiences, places.

    audience : class to field to accepted values, [low, high] for a number.
    places : class to planned seats; none if there is no plan yet.
    tau : how far planned seats move the scores, 0 .. 1.
    by : field of the plain rule 'as last year for this level'; the first category if empty.
    """

    schema: Schema
    classes: tuple[str, ...]
    audience: Audience = field(default_factory=dict)
    places: Mapping[str, int] | None = None
    tau: float = 1.0
    by: str = ""

    def seats(self) -> np.ndarray | None:
        """(k,) planned seats in the order of the classes."""
        if self.places is None:
            return None
        return np.array([self.places.get(name, 0) for name in self.classes], float)
