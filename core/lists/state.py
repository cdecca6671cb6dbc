"""What a person chose for a list, as it stands in the address."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

OWN = ("sort", "cols", "col", "move", "size", "page", "format")


def as_query(params) -> QueryDict:
    """Return `params` (QueryDict, dict or query string) as a QueryDict."""
    if isinstance(params, QueryDict):
        return params
    if isinstance(params, str):
        return QueryDict(params.removeprefix("?"))
    query = QueryDict(mutable=True)
    for name, value in params.items():
        query.setlist(name, value if isinstance(value, (list, tuple)) else [str(value)])
    return query


@dataclass(frozen=True)
class Sort:
    """A column and a direction."""

    column: str
    descending: bool

    @classmethod
    def read(cls, text: str) -> "Sort":
        """Read `hours` or `-hours`."""
        return cls(column=text.removeprefix("-"), descending=text.startswith("-"))

    def __str__(self):
        return f"-{self.column}" if self.descending else self.column

    @property
    def flipped(self) -> "Sort":
        """Return the other direction."""
        return Sort(self.column, not self.descending)


def choose_sort(text: str, default: str, sortable: set[str], hints: list) -> Sort:
    """Return the order asked for, or the default one with a hint."""
    if text and text.removeprefix("-") in sortable:
        return Sort.read(text)
    if text:
        hints.append(_("The list cannot be sorted that way; it has its usual order."))
    return Sort.read(default)


def choose_number(text: str, default: int, allowed, hints: list) -> int:
    """Return the number of rows asked for, or the default with a hint."""
    if text.isascii() and text.isdigit() and int(text) in allowed:
        return int(text)
    if text:
        hints.append(_("A page has 20, 50 or 100 rows; yours has the usual number."))
    return default


def choose_columns(params: QueryDict, columns, hints: list) -> list:
    """Return the columns to show, in order: fixed ones first, then the chosen ones."""
    known = {column.name: column for column in columns}
    asked = params.getlist("col") or [name for name in params.get("cols", "").split(",") if name]
    if set(asked) - set(known):
        hints.append(_("A column of this address does not exist; it was left out."))
    chosen = [known[name] for name in dict.fromkeys(asked) if name in known]
    if not chosen:
        chosen = [column for column in columns if column.shown]
    fixed = [column for column in columns if column.fixed]
    return moved(fixed + [column for column in chosen if not column.fixed], params.get("move", ""))


def moved(columns: list, move: str) -> list:
    """Return the columns with one moved: `up:level` or `down:level`. Fixed ones stay."""
    direction, _colon, name = move.partition(":")
    step = {"up": -1, "down": 1}.get(direction)
    places = [place for place, column in enumerate(columns) if column.name == name]
    if step is None or not places:
        return columns
    here, there = places[0], places[0] + step
    if not 0 <= there < len(columns) or columns[here].fixed or columns[there].fixed:
        return columns
    swapped = list(columns)
    swapped[here], swapped[there] = swapped[there], swapped[here]
    return swapped
