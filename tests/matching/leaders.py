"""Synthetic leaders whose best programme is known."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from matching.engine.features import Field, Record, Schema
from matching.engine.labels import Outcome
from matching.engine.plan import Plan

PROGRAMMES = tuple(f"P{number:02d}" for number in range(8))
SCHEMA = Schema(
    (
        Field("age", "number"),
        Field("department"),
        Field("level"),
        Field("preference"),
        Field("format"),
        Field("years", "number"),
        Field("region"),
        Field("tags", "multi"),
        Field("gender", sensitive=True),
    )
)
PLAN = Plan(SCHEMA, PROGRAMMES)
SIZES = {"department": 6, "level": 4, "preference": 5, "format": 3, "region": 5, "gender": 2}
START = date(2019, 1, 1)


@dataclass(frozen=True)
class Leaders:
    """records; fit (n, k) true worth in [0, 1]; taken, reward, propensity (n,) of the history."""

    records: list[Record]
    fit: np.ndarray
    taken: np.ndarray
    reward: np.ndarray
    propensity: np.ndarray

    def outcomes(self, *, recorded=True):
        """Results out of 100; 60 is a pass."""
        chances = self.propensity if recorded else [None] * len(self.taken)
        rows = zip(self.taken, self.reward, chances, strict=True)
        return [
            Outcome(PROGRAMMES[t], result=float(100 * r), propensity=p and float(p))
            for t, r, p in rows
        ]

    def worth(self, chosen):
        """Mean true worth of choosing these classes."""
        return float(self.fit[np.arange(len(self.fit)), chosen].mean())


def leaders(n=1200, *, seed=0, skill=0.5, k=8, world=7):
    """People, the worth of every programme for them, and what an old policy did.

    skill 0: the old policy follows fashion alone; 1: it often knows what fits.
    """
    rng, truth = np.random.default_rng(seed), np.random.default_rng(world)
    codes = {name: rng.integers(0, size, n) for name, size in SIZES.items()}
    age, years = rng.uniform(25, 60, n), rng.exponential(6, n)
    tags = rng.random((n, 4)) < 0.3
    worth = _worth(truth, codes, (age, years, tags), k)
    taken, propensity = _history(rng, truth, worth, skill)
    noise = rng.normal(0, 0.12, n)
    reward = np.clip(worth[np.arange(n), taken] + noise, 0, 1)
    days = np.sort(rng.integers(30, 2000, n))
    records = [_record(row, codes, (age, years, tags), int(days[row])) for row in range(n)]
    return Leaders(records, worth, taken, reward, propensity)


def _worth(truth, codes, others, k):
    age, years, tags = others
    utility = sum(
        scale * truth.normal(size=(SIZES[name], k))[codes[name]]
        for name, scale in (
            ("department", 0.6),
            ("level", 0.5),
            ("preference", 1.0),
            ("format", 0.4),
        )
    )
    both = truth.normal(size=(SIZES["department"], SIZES["preference"], k))
    utility = utility + 1.1 * both[codes["department"], codes["preference"]]
    utility += np.outer((age - 42) / 10, truth.normal(size=k)) * 0.5
    utility += np.outer(np.log1p(years) - 1.6, truth.normal(size=k)) * 0.3
    utility += 0.4 * tags @ truth.normal(size=(4, k))
    return 1 / (1 + np.exp(-utility))


def _history(rng, truth, worth, skill):
    fashion = truth.normal(size=worth.shape[1])
    drawn = np.exp(0.9 * fashion + 4 * skill * worth)
    drawn /= drawn.sum(1, keepdims=True)
    taken = (drawn.cumsum(1) > rng.random((len(worth), 1))).argmax(1)
    return taken, drawn[np.arange(len(worth)), taken]


def _record(row, codes, others, day):
    age, years, tags = others
    values = {name: f"{name[:3]}{codes[name][row]}" for name in SIZES}
    values |= {"age": float(age[row]), "years": float(years[row])}
    values["tags"] = tuple(f"t{t}" for t in np.flatnonzero(tags[row]))
    known = START + timedelta(days=day - 20)
    return Record.known(
        values, known, assigned_on=START + timedelta(days=day), person=f"person{row}"
    )
