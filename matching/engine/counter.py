"""What would have to be otherwise for a class to stand in a better band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matching.engine.bands import RULE, Band, ranked
from matching.engine.features import Record, table
from matching.engine.matcher import Matcher

ORDER = [band for band, _times, _share in RULE]


@dataclass(frozen=True, slots=True)
class Change:
    """With one field otherwise the class would stand in `band`.

    gain : what its probability would rise by.
    """

    field: str
    value: Any
    band: Band
    gain: float


def changes(
    matcher: Matcher, one: Record, label: str, options: Mapping[str, Sequence[Any]]
) -> list[Change]:
    """Single changes, within what the person can change, that lift the class to a better band.

    options : field to the values it could take.  The best first. O(options x one decision).
    """
    now = _stands(matcher, one, label)
    if now is None or now.band in ("unsure", ORDER[0]):
        return []
    out = []
    for name, values in options.items():
        for value in values:
            then = _stands(matcher, replace(one, values={**one.values, name: value}), label)
            if then and _place(then.band) < _place(now.band):
                out.append(Change(name, value, then.band, then.probability - now.probability))
    return sorted(out, key=lambda c: (_place(c.band), -c.gain))


def _stands(matcher: Matcher, one: Record, label: str):
    found = ranked(matcher, table(matcher.schema, [one]))
    return next((r for r in found if r.label == label), None)


def _place(band: Band) -> int:
    return ORDER.index(band) if band in ORDER else len(ORDER)
