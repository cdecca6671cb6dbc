"""The back-test: every model on later people, in one frozen report."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from matching.engine.features import Record, Schema, Table, is_missing
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
    """Figures of the people with one value of one field; only groups of 30 and more."""

    field: str
    value: str
    n: int
    top1: float
    top3: float
    mrr: float


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
    """Figures for every value of every category field, sensitive ones too: to see unfairness.

    prob : (n, k).  y : (n,) int, -1 without success.  Groups under `least` are not shown.
    """
    good = np.flatnonzero(y >= 0)
    place = ranks(prob[good], y[good]) if len(good) else np.empty(0)
    out = []
    for spec in schema.fields:
        if spec.kind != "category":
            continue
        values = np.array([_text(records[i].values.get(spec.name)) for i in good], dtype=object)
        for value in sorted(set(values)):
            own = place[values == value]
            if len(own) >= least:
                shares = [float((own <= top).mean()) for top in (1, 3)]
                out.append(Subgroup(spec.name, value, len(own), *shares, float((1 / own).mean())))
    return tuple(out)


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)
