"""The back-test: every model on later people, in one frozen report."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from matching.engine.features import Field, Record, Schema, Table, is_missing
from matching.engine.measures import figures, ranks
from matching.engine.policy import Value, policy_terms, policy_value

MIN_GROUP = 30


@dataclass(frozen=True, slots=True)
class Held:
    """The later assignments all models are judged by.

    y : (n,) int class of success, -1 without.  taken : (n,) int.  reward, propensity : (n,).
    expected : (n, k) reward predicted from earlier rows.
    """

    x: Table
    y: np.ndarray
    taken: np.ndarray
    reward: np.ndarray
    propensity: np.ndarray
    expected: np.ndarray

    def terms(self, chosen: np.ndarray) -> np.ndarray:
        """(n,) doubly robust terms of choosing `chosen`."""
        return policy_terms(chosen, self.taken, self.reward, self.propensity, self.expected)

    def value(self, chosen: np.ndarray) -> Value:
        return policy_value(chosen, self.taken, self.reward, self.propensity, self.expected)


@dataclass(frozen=True, slots=True)
class Judged:
    """One model on the held-out rows: ranking figures of the successful, value over all."""

    name: str
    figures: Mapping[str, float]
    value: Value
    chosen: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Figures of the people with one value of one field; none under 30 of them.

    value : a word, or for a number the span `low..high`, without its end.
    """

    field: str
    value: str
    n: int
    top1: float | None = None
    top3: float | None = None
    mrr: float | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """First choices with a probability from `low` on: what was said, and how often it came true."""

    low: float
    n: int
    said: float
    came: float


@dataclass(frozen=True, slots=True)
class Report:
    """What was learned from, and how every model did on later people.

    recorded : share of assignments whose propensity was recorded; the others were estimated,
        and values then flatter every model alike.
    """

    rows: int
    successes: int
    recorded: float
    left_out: Mapping[str, int]
    first_on: date | None
    split_on: date | None
    last_on: date | None
    seed: int
    thin: bool
    best: str
    judged: tuple[Judged, ...] = ()
    logged: Value | None = None
    naive: Value | None = None
    subgroups: tuple[Subgroup, ...] = ()
    reliability: tuple[Certainty, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: days as ISO text, no numpy numbers."""
        data = asdict(self)
        for name in ("first_on", "split_on", "last_on"):
            data[name] = data[name] and data[name].isoformat()
        return data

    def named(self, name: str) -> Judged:
        """Give the judgement of one model; KeyError if it was not judged."""
        return {one.name: one for one in self.judged}[name]


def judge(name: str, prob: np.ndarray, held: Held, chosen: Mapping[str, float]) -> Judged:
    """Judge probabilities (n, k) on the held-out rows. O(n k)."""
    good = held.y >= 0
    value = held.value(prob.argmax(1))
    return Judged(name, figures(prob[good], held.y[good]), value, dict(chosen))


def subgroups(
    prob: np.ndarray,
    y: np.ndarray,
    records: Sequence[Record],
    schema: Schema,
    *,
    least: int = MIN_GROUP,
) -> tuple[Subgroup, ...]:
    """Figures for every value or span of every field, sensitive ones too: to see unfairness.

    prob : (n, k).  y : (n,) int, -1 without success.  Groups under `least` have no figures. A
    field with several values a person is left out.
    """
    good = np.flatnonzero(y >= 0)
    place = ranks(prob[good], y[good]) if len(good) else np.empty(0)
    out = []
    for spec in schema.fields:
        if spec.kind == "multi":
            continue
        values = _words(spec, [records[i].values.get(spec.name) for i in good])
        for value in dict.fromkeys(sorted(values, key=_in_order)):
            own = place[values == value]
            shares = [None, None, None]
            if len(own) >= least:
                shares = [float(f.mean()) for f in (own <= 1, own <= 3, 1 / own)]
            out.append(Subgroup(spec.name, value, len(own), *shares))
    return tuple(out)


def reliability(prob: np.ndarray, y: np.ndarray, bins: int = 10) -> tuple[Certainty, ...]:
    """How often the first choice (n, k) was right, by how sure it was. y : (n,) int. O(n k)."""
    sure, hit = prob.max(1), prob.argmax(1) == y
    where = np.minimum((sure * bins).astype(int), bins - 1)
    found = [(one, where == one) for one in np.unique(where)]
    return tuple(
        Certainty(
            float(one / bins), int(own.sum()), float(sure[own].mean()), float(hit[own].mean())
        )
        for one, own in found
    )


def _words(spec: Field, values: Sequence[Any]) -> np.ndarray:
    """(n,) object: the group of every value; "" where it is missing."""
    if spec.kind == "category":
        words = ["" if is_missing(value) else str(value) for value in values]
    else:
        known = [float(value) for value in values if not is_missing(value)]
        edges = spec.bins if isinstance(spec.bins, tuple) else _quarters(known)
        words = ["" if is_missing(value) else _span(float(value), edges) for value in values]
    return np.array(words, dtype=object)


def _quarters(known: Sequence[float]) -> tuple[float, ...]:
    return tuple(np.unique(np.quantile(known, (0.25, 0.5, 0.75))).tolist()) if known else ()


def _span(value: float, edges: Sequence[float]) -> str:
    place = int(np.searchsorted(edges, value, side="right"))
    low = f"{edges[place - 1]:g}" if place else ""
    high = f"{edges[place]:g}" if place < len(edges) else ""
    return f"{low}..{high}"


def _in_order(word: str) -> tuple[float, str]:
    low, dots, _high = word.partition("..")
    return (float(low or "-inf") if dots else 0.0, word)
