"""From probabilities to four plain bands, or none where the data do not carry one."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import rel_entr

from matching.engine.features import Table
from matching.engine.matcher import ENOUGH, Matcher

Band = Literal["very_suitable", "suitable", "consider", "unsuited", "unsure"]
Why = Literal["", "thin", "unlike", "flat", "new"]
FLAT = 0.02  # nats between this person's probabilities and the usual ones
UNKNOWN = 0.5  # share of fields without a known value

# band, at least this many times the usual probability, and this share of the best class's
RULE = (("very_suitable", 1.5, 0.5), ("suitable", 1.0, 0.25), ("consider", 0.6, 0.1))


@dataclass(frozen=True, slots=True)
class Ranked:
    """One class in the order for a person.

    probability : that this class is the one that does this person good.
    why : reason for 'unsure': thin (too few cases in all), unlike (the person is unlike all
        past ones), flat (nothing sets the person apart), new (a class with under 20 cases and no
        declared audience).
    cases : successful past cases behind the class.
    """

    label: str
    score: float
    probability: float
    band: Band
    why: Why
    cases: int


def ranked(matcher: Matcher, x: Table) -> list[Ranked]:
    """All classes for the one person in `x`, best first. O(k log k) after scoring."""
    scores, prob = matcher.scores(x)[0], matcher.proba(x)[0]
    doubt = _doubt(matcher, x, prob)
    out = []
    for i in np.argsort(-scores, kind="stable"):
        label = matcher.classes[i]
        why = doubt or _new(matcher, i)
        band = "unsure" if why else band_of(prob[i], matcher.usual[i], prob.max())
        case = int(matcher.counts[i])
        out.append(Ranked(label, float(scores[i]), float(prob[i]), band, why, case))
    return out


def band_of(prob: float, usual: float, best: float) -> Band:
    """Apply RULE: how much more than usual, and how near to the best class of this person."""
    for band, times, share in RULE:
        if prob >= times * usual and prob >= share * best:
            return band
    return "unsuited"


def _new(matcher: Matcher, i: int) -> Why:
    known = matcher.counts[i] >= ENOUGH or matcher.audience.get(matcher.classes[i])
    return "" if known else "new"


def _doubt(matcher: Matcher, x: Table, prob: np.ndarray) -> Why:
    if matcher.thin:
        return "thin"
    coders = matcher.past.encoder.coders
    unknown = [c.codes(x.columns[c.name])[0, 0] >= c.width - 2 for c in coders]
    if np.mean(unknown or [1]) > UNKNOWN:
        return "unlike"
    return "flat" if float(rel_entr(prob, matcher.usual).sum()) < FLAT else ""
