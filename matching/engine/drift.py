"""Have the people changed since a model learned? With limits that know how few people there are."""

from dataclasses import dataclass

import numpy as np

from matching.engine.features import Table
from matching.engine.matcher import Matcher
from matching.engine.past import counted

DRAWS, SURE = 400, 0.99
LEAST = 30  # new people from which anything is said
HALF = 0.5  # of a person in a group where nobody is


@dataclass(frozen=True, slots=True)
class Drift:
    """One field. index : population stability index of the new people against the former.

    limit : what the index of as many people without any change stays under in 99 of 100 cases,
        shared among the fields; it falls as the number of people grows.
    """

    field: str
    index: float
    limit: float
    n: int

    @property
    def drifted(self) -> bool:
        """Whether chance is no explanation."""
        return self.index > self.limit


def drift(matcher: Matcher, x: Table, *, seed: int = 0) -> list[Drift]:
    """Compare new people with those the matcher remembers, field by field.

    x : the new people.  Returns nothing below 30 of them. O(fields x (n + draws x codes)).
    Limits come from drawing both sides anew from the former shares, as many people each; fixed
    limits such as .1 or .2 are false alarms below about 400 people.
    """
    former = matcher.past.counts
    if len(x) < LEAST or not len(matcher.past.taken):
        return []
    rng = np.random.default_rng(seed)
    level = 1 - (1 - SURE) / len(former)
    out = []
    for coder in matcher.past.encoder.coders:
        before = former[coder.name] + HALF
        before = before / before.sum()
        now = counted(coder, x)
        then = rng.multinomial(int(former[coder.name].sum()), before, size=DRAWS)
        drawn = rng.multinomial(int(now.sum()), before, size=DRAWS)
        limit = float(np.quantile(psi(then, drawn), level))
        index = float(psi(former[coder.name][None], now[None])[0])
        out.append(Drift(coder.name, index, limit, len(x)))
    return out


def psi(before: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """(m,) population stability index of counts (m, width) against earlier counts (m, width)."""
    then, now = ((c + HALF) / (c + HALF).sum(1, keepdims=True) for c in (before, counts))
    return ((now - then) * np.log(now / then)).sum(1)
