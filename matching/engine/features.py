"""What is known of a person, and since when."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np

Kind = Literal["category", "number", "multi"]
MISSING = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute. `bins`: how many quantile bins, or the inner edges, of a number."""

    name: str
    kind: Kind = "category"
    label: str = ""
    sensitive: bool = False
    bins: int | tuple[float, ...] = 8


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields in order. Sensitive ones are left out of `used` unless allowed by name."""

    fields: tuple[Field, ...]
    allowed: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not f.sensitive or f.name in self.allowed)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.used)

    def to_dict(self) -> dict[str, Any]:
        return {"fields": [asdict(f) for f in self.fields], "allowed": list(self.allowed)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Schema":
        return cls(tuple(_field(f) for f in data["fields"]), tuple(data["allowed"]))

    def digest(self) -> str:
        """Sha256 of the canonical JSON: equal schemas, equal digests."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True).encode()).hexdigest()


def _field(data: Mapping[str, Any]) -> Field:
    bins = data["bins"]
    return Field(**{**data, "bins": tuple(bins) if isinstance(bins, list) else bins})


@dataclass(frozen=True, slots=True)
class Record:
    """A person at the moment of an assignment.

    values : field name to value; None, "" and NaN mean missing.
    as_of : field name to the day from which that value was known.
    assigned_on : the day of the assignment (for someone to be ranked: today).
    person : an opaque key; rows of one person never sit on both sides of a split.
    """

    values: Mapping[str, Any]
    as_of: Mapping[str, date]
    assigned_on: date
    person: str = ""

    @classmethod
    def known(cls, values: Mapping[str, Any], on: date, *, assigned_on: date, person: str = ""):
        """Make a record whose values all became known on the same day."""
        return cls(values, dict.fromkeys(values, on), assigned_on, person)


class Leak(ValueError):
    """Features that were not known when the assignment was made.

    late, undated : field name to the number of records concerned.
    """

    def __init__(self, late: Mapping[str, int], undated: Mapping[str, int]):
        self.late, self.undated = dict(late), dict(undated)
        parts = [f"{name}: {n} known only after the assignment" for name, n in late.items()]
        parts += [f"{name}: {n} without a date" for name, n in undated.items()]
        super().__init__("; ".join(parts))


def refuse_leaks(schema: Schema, records: Iterable[Record]) -> None:
    """Raise `Leak` if a used value is dated after its assignment, or not dated at all.

    A value known on the day of the assignment passes. O(records x fields).
    """
    late: Counter[str] = Counter()
    undated: Counter[str] = Counter()
    for record in records:
        for name in schema.names:
            if is_missing(record.values.get(name)):
                continue
            known = record.as_of.get(name)
            if known is None:
                undated[name] += 1
            elif known > record.assigned_on:
                late[name] += 1
    if late or undated:
        raise Leak(late, undated)


def is_missing(value: Any) -> bool:
    """Whether a value says nothing: None, blank text, NaN, an empty collection."""
    if value is None or value != value:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, (list, tuple, set, frozenset)) and not len(value)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of the used fields, one entry per record, in the order of the records.

    columns : name to (n,) float64 with NaN (number), (n,) object of str (category) or
        (n,) object of tuples of str (multi).
    when : (n,) int64 day numbers of the assignments.  group : (n,) int64, equal for one person.
    """

    schema: Schema
    columns: dict[str, np.ndarray]
    when: np.ndarray
    group: np.ndarray
    people: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.when)

    def take(self, rows: np.ndarray) -> "Table":
        """The table of these rows (indices, slice of indices or mask)."""
        index = np.arange(len(self))[rows]
        columns = {name: column[index] for name, column in self.columns.items()}
        people = tuple(self.people[i] for i in index)
        return Table(self.schema, columns, self.when[index], self.group[index], people)


def table(schema: Schema, records: Sequence[Record]) -> Table:
    """Columns of `records`; the reading that every model shares. O(records x fields)."""
    columns = {
        f.name: READERS[f.kind]([r.values.get(f.name) for r in records]) for f in schema.used
    }
    when = np.array([r.assigned_on.toordinal() for r in records], dtype=np.int64)
    people = tuple(r.person for r in records)
    return Table(schema, columns, when, _groups(people), people)


def _groups(people: Sequence[str]) -> np.ndarray:
    """Number the people; a record without a person is a person of its own."""
    keys: dict[str, int] = {}
    return np.array(
        [keys.setdefault(p or f"\0{row}", len(keys)) for row, p in enumerate(people)],
        dtype=np.int64,
    )


def _objects(values: list[Any]) -> np.ndarray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _number(value: Any) -> float:
    if is_missing(value):
        return np.nan
    try:
        number = float(value)
    except (TypeError, ValueError):
        return np.nan
    return number if np.isfinite(number) else np.nan


def _words(value: Any) -> tuple[str, ...]:
    if is_missing(value):
        return ()
    values = [value] if isinstance(value, str) else value
    return tuple(sorted({str(v).strip() for v in values if not is_missing(v)}))


def _word(value: Any) -> str:
    return MISSING if is_missing(value) else str(value).strip()


READERS = {
    "category": lambda values: _objects([_word(v) for v in values]),
    "number": lambda values: np.array([_number(v) for v in values], dtype=float),
    "multi": lambda values: _objects([_words(v) for v in values]),
}
