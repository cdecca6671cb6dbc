"""What changed between two versions of a programme. Pure: plain dictionaries in and out.

A version is `{"basics": {field: value}, "lines": [{"id": key, cell: value}], "meter": {…}}`,
as it was stored when the programme was submitted. Lines are matched by their stable `id`, never
by what they say. `apply(difference(old, new), old)` gives the basics and lines of `new` again:
nothing that changed can be missing from what a reviewer sees.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

ABSENT = "\0absent"
# A Latin word or a number is one thing; everything else, Chinese above all, goes by character.
TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,:-]\d+)*|\s+|.", re.DOTALL)
SHORTEST_COMMON = 2


@dataclass(frozen=True)
class Change:
    """One field or cell; `ABSENT` stands where a version does not have it at all."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class LineChange:
    """One line: `kind` is added, removed, changed or moved (a changed line may have moved too)."""

    kind: str
    id: Any
    old: dict | None
    new: dict | None
    cells: tuple[Change, ...] = ()
    moved: bool = False


@dataclass(frozen=True)
class Difference:
    """Everything that tells a version from an earlier one."""

    basics: tuple[Change, ...] = ()
    lines: tuple[LineChange, ...] = ()
    order: tuple = ()
    unchanged: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def __bool__(self):
        return bool(self.basics or self.lines)

    def __len__(self):
        return len(self.basics) + len(self.lines)


def difference(old: dict, new: dict) -> Difference:
    """Compare two versions; O(n log n) in the lines, O(k) in the fields.

    Parameters
    ----------
    old, new : dict
        Two versions; the ids of the lines of one version differ from each other.
    """
    before = {line["id"]: line for line in old.get("lines", ())}
    after = {line["id"]: line for line in new.get("lines", ())}
    still = kept_in_order([key for key in before if key in after], list(after))
    lines = [_line(key, before.get(key), after[key], key in still) for key in after]
    lines += [_line(key, before[key], None, True) for key in before if key not in after]
    changed = tuple(line for line in lines if line is not None)
    basics = tuple(_changes(old.get("basics", {}), new.get("basics", {})))
    counts = {
        kind: sum(line.kind == kind for line in changed)
        for kind in ("added", "removed", "changed", "moved")
    }
    counts["changed"] += len(basics)
    return Difference(basics, changed, tuple(after), len(lines) - len(changed), counts)


def apply(diff: Difference, old: dict) -> dict:
    """Return the basics and lines of the newer version, made from the older one."""
    lines = {line["id"]: line for line in old.get("lines", ())}
    for change in diff.lines:
        if change.kind == "added":
            lines[change.id] = change.new
        elif change.kind == "removed":
            del lines[change.id]
        else:
            lines[change.id] = _changed(lines[change.id], change.cells)
    basics = _changed(old.get("basics", {}), diff.basics)
    return {"basics": basics, "lines": [lines[key] for key in diff.order]}


def spans(old: str, new: str) -> list[tuple[str, str]]:
    """Return `new` as a correction of `old`: pairs of same, del or ins, and the characters.

    What is same and ins is `new`, what is same and del is `old`. Common parts of one character
    between two corrections are corrected with them: readers want words, not confetti.
    """
    first, second = TOKEN.findall(old), TOKEN.findall(new)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    joined = [b for b in blocks if _is_worth_keeping(b, first, second)]
    out, i, j = [], 0, 0
    for block in (*joined, blocks[-1]):
        out.append(("del", "".join(first[i : block.a])))
        out.append(("ins", "".join(second[j : block.b])))
        i, j = block.a + block.size, block.b + block.size
        out.append(("same", "".join(first[block.a : i])))
    return [(kind, text) for kind, text in out if text]


def kept_in_order(old: list, new: list) -> set:
    """Return the keys that need not have moved: a longest run of `old` still in order."""
    place = {key: index for index, key in enumerate(new)}
    tops: list[int] = []
    ends: list[Any] = []
    previous: dict[Any, Any] = {}
    for key in old:
        at = bisect_left(tops, place[key])
        previous[key] = ends[at - 1] if at else None
        tops[at : at + 1] = [place[key]]
        ends[at : at + 1] = [key]
    kept, key = set(), ends[-1] if ends else None
    while key is not None:
        kept.add(key)
        key = previous[key]
    return kept


def _is_worth_keeping(block, first, second) -> bool:
    at_edge = block.a == block.b == 0 or (
        block.a + block.size == len(first) and block.b + block.size == len(second)
    )
    length = sum(len(token) for token in first[block.a : block.a + block.size])
    return block.size > 0 and (at_edge or length >= SHORTEST_COMMON)


def _line(key, old, new, in_order) -> LineChange | None:
    if old is None:
        return LineChange("added", key, None, new)
    if new is None:
        return LineChange("removed", key, old, None)
    cells = tuple(_changes(old, new))
    if cells:
        return LineChange("changed", key, old, new, cells, moved=not in_order)
    return None if in_order else LineChange("moved", key, old, new, moved=True)


def _changes(old: dict, new: dict):
    for name in (*new, *(name for name in old if name not in new)):
        before, after = old.get(name, ABSENT), new.get(name, ABSENT)
        if before != after:
            yield Change(name, before, after)


def _changed(values: dict, changes) -> dict:
    result = dict(values)
    for change in changes:
        if change.new == ABSENT:
            result.pop(change.name)
        else:
            result[change.name] = change.new
    return result
