"""Which of our columns a heading of somebody's file means, and how sure that is."""

import difflib
import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

NEAR, SHORTEST = 0.72, 2


class Suggestion(NamedTuple):
    """A column for a heading; `surety` is remembered, same, near, or none."""

    column: str
    surety: str


def fingerprint(headings: Sequence[str]) -> str:
    """Name files that have the same headings, in whatever order."""
    return hashlib.sha256("\n".join(sorted(headings)).encode()).hexdigest()


def suggest(
    headings: Sequence[str],
    columns: Mapping[str, Collection[str]],
    remembered: Mapping[str, str],
) -> list[Suggestion]:
    """Suggest a column for each heading; no column is suggested twice.

    headings : folded headings of the file, in order.
    columns : our columns in order of importance, with the folded headings known for each.
    remembered : {folded heading: column} as the organisation mapped it before; "" is to ignore.
    Surer suggestions choose first; among equals the first heading wins. O(headings x aliases).
    """
    found = [Suggestion("", "")] * len(headings)
    taken: set[str] = set()
    for surety, find in (("remembered", _recall), ("same", _same), ("near", _near)):
        for index, heading in enumerate(headings):
            if found[index].surety or not heading:
                continue
            name = find(heading, columns, remembered, taken)
            if name is not None:
                found[index] = Suggestion(name, surety)
                taken.add(name)
    return found


def _recall(heading, columns, remembered, taken):
    name = remembered.get(heading)
    if name == "" or (name in columns and name not in taken):
        return name
    return None


def _same(heading, columns, _remembered, taken):
    return next(
        (name for name, known in columns.items() if heading in known and name not in taken), None
    )


def _near(heading, columns, _remembered, taken):
    best, best_score = None, NEAR
    for name, known in columns.items():
        if name in taken:
            continue
        score = max((_likeness(heading, word) for word in known), default=0)
        if score > best_score:
            best, best_score = name, score
    return best


def _likeness(heading: str, word: str) -> float:
    if min(len(heading), len(word)) < SHORTEST:
        return 0.0
    matcher = difflib.SequenceMatcher(None, heading, word)
    return matcher.ratio() if matcher.real_quick_ratio() > NEAR else 0.0
