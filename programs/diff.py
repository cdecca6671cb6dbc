"""The difference between two versions of a programme. Pure: no Django, no database.

A version is `{"basics": {…}, "lines": [{"id": …, …}], "meter": {…}}`, as submitting writes it.
Lines are matched by `id`; their `position` follows from the order.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

ABSENT = "\0absent"  # the value of a key that the other version does not have
UNTOLD = frozenset({"id", "position"})
KINDS = ("added", "removed", "changed", "moved")
# One Chinese character, one word of another script, white space, or one other sign.
TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|\s+|.", re.DOTALL)
LONGEST = 2000  # tokens; a longer text is shown as replaced


@dataclass(frozen=True)
class Cell:
    """One value that differs."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of one line: added, removed, changed, or moved and nothing else."""

    kind: str
    id: int
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None
    cells: tuple[Cell, ...] = ()
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Everything that tells one version from another.

    `lines` are the changed ones in the order of the newer version, removed ones last;
    `order` are the keys of all lines of the newer version, `rest` what follows from them.
    """

    basics: tuple[Cell, ...]
    lines: tuple[Change, ...]
    order: tuple[int, ...]
    rest: dict[str, Any]

    def __len__(self):
        return len(self.basics) + len(self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """How many changes of each kind; a changed field is a change."""
        counts = {kind: sum(line.kind == kind for line in self.lines) for kind in KINDS}
        return counts | {"changed": counts["changed"] + len(self.basics)}

    @property
    def unchanged(self) -> int:
        """How many lines stayed as they were."""
        return len(self.order) - sum(line.kind != "removed" for line in self.lines)


def difference(old: dict[str, Any], new: dict[str, Any]) -> Difference:
    """Compare two versions. O(n log n) for n lines."""
    before = {line["id"]: line for line in old["lines"]}
    after = {line["id"]: line for line in new["lines"]}
    stayed = kept_in_order([*before], [*after])
    lines = [_line(key, before.get(key), line, key not in stayed) for key, line in after.items()]
    gone = [(key, line) for key, line in before.items() if key not in after]
    return Difference(
        basics=_cells(old["basics"], new["basics"]),
        lines=(
            *(line for line in lines if line),
            *(Change(kind="removed", id=key, old=line) for key, line in gone),
        ),
        order=tuple(after),
        rest={name: value for name, value in new.items() if name not in ("basics", "lines")},
    )


def apply(diff: Difference, old: dict[str, Any]) -> dict[str, Any]:
    """Make the newer version out of the older one."""
    lines = {line["id"]: line for line in old["lines"]}
    for change in diff.lines:
        lines[change.id] = change.new or {} if change.kind == "added" else _after(lines, change)
    ordered = [_numbered(lines[key], position) for position, key in enumerate(diff.order, 1)]
    return {"basics": _with(old["basics"], diff.basics), "lines": ordered, **diff.rest}


def kept_in_order(old: list[int], new: list[int]) -> set[int]:
    """The most keys that stand in the same order in both: all others were moved or are new.

    A longest rising run of the old places, read in the new order. O(n log n).
    """
    place = {key: index for index, key in enumerate(old)}
    tails: list[int] = []  # the least old place that ends a run of each length
    ends: list[int] = []  # and the key at that place
    before: dict[int, int | None] = {}
    for key in (key for key in new if key in place):
        at = bisect_left(tails, place[key])
        before[key] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [place[key]], [key]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def spans(old: str, new: str) -> list[tuple[str, str]]:
    """Cut two texts into pieces ("same" | "del" | "ins", text), by character or word."""
    one, other = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(one), len(other)) > LONGEST:
        return [("del", old), ("ins", new)]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        pieces = (
            [("same", one[a:b])] if tag == "equal" else [("del", one[a:b]), ("ins", other[c:d])]
        )
        found += [(kind, "".join(tokens)) for kind, tokens in pieces if tokens]
    return found


def _line(key: int, old, new, moved: bool) -> Change | None:
    if old is None:
        return Change(kind="added", id=key, new=new)
    cells = _cells(old, new, UNTOLD)
    if not cells and not moved:
        return None
    kind = "changed" if cells else "moved"
    return Change(kind=kind, id=key, old=old, new=new, cells=cells, moved=moved)


def _cells(old, new, untold: Iterable[str] = ()) -> tuple[Cell, ...]:
    names = (name for name in {**new, **old} if name not in untold)
    cells = (Cell(name, old.get(name, ABSENT), new.get(name, ABSENT)) for name in names)
    return tuple(cell for cell in cells if cell.old != cell.new)


def _after(lines, change: Change) -> dict[str, Any]:
    return _with(lines[change.id], change.cells)


def _with(values: dict[str, Any], cells: Iterable[Cell]) -> dict[str, Any]:
    values = values | {cell.name: cell.new for cell in cells}
    return {name: value for name, value in values.items() if value != ABSENT}


def _numbered(line: dict[str, Any], position: int) -> dict[str, Any]:
    return line | {"position": position} if "position" in line else line
