"""Any table of past assignments as records and outcomes; what gives the outcome away is caught."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from matching.engine.features import Field, Record, Schema, table
from matching.engine.labels import Outcome

NUMERIC_SHARE, FEW = 0.95, 10  # a column of numbers with more than ten values is a number
FIRST_DAY = date(2000, 1, 1)
GIVES_AWAY, TELLS_LABEL = (
    0.97,
    0.98,
)  # no honest field foretells the outcome, or the choice, so well
LEAST = 50


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what. label : the class taken.  time, group, success : or none.

    left_out : columns not to be used.  sensitive : looked at for fairness, not learned from.
    trusted : columns that may foretell the outcome however well.
    """

    label: str
    time: str = ""
    group: str = ""
    success: str = ""
    left_out: Collection[str] = ()
    sensitive: Collection[str] = ()
    trusted: Collection[str] = ()

    @property
    def special(self) -> list[str]:
        """Columns with a role of their own."""
        return [name for name in (self.label, self.time, self.group, self.success) if name]


@dataclass(frozen=True, slots=True)
class Cases:
    """A table as the engine takes it. unlabelled : rows left out, for they do not say the class."""

    schema: Schema
    records: list[Record]
    outcomes: list[Outcome]
    classes: tuple[str, ...]
    unlabelled: int = 0


class BadTable(ValueError):
    """The table cannot be read as asked; the message says why."""


def cases(rows: Sequence[Mapping[str, str]], roles: Roles) -> Cases:
    """Read rows of text. Raises `BadTable`. O(rows x columns).

    Without `time` all rows are of one day, without `success` all are good. Rows that do not say
    which class was taken are left out and counted.
    """
    if not rows:
        raise BadTable("the table has no rows")
    named = [*roles.special, *roles.left_out, *roles.sensitive, *roles.trusted]
    if absent := [name for name in named if name not in rows[0]]:
        known = ", ".join(filter(None, rows[0]))
        raise BadTable(f"no such column: {', '.join(sorted(set(absent)))}; there are: {known}")
    every, rows = len(rows), [row for row in rows if row[roles.label].strip()]
    names = _learned_from(rows, roles)
    schema = Schema(tuple(_field(name, rows, roles) for name in names))
    days = _days([row[roles.time] for row in rows]) if roles.time else [FIRST_DAY] * len(rows)
    records = [
        Record.known(
            {name: row[name] for name in names},
            day,
            assigned_on=day,
            person=row[roles.group] if roles.group else "",
        )
        for row, day in zip(rows, days, strict=True)
    ]
    outcomes = [Outcome(row[roles.label], result=_result(row, roles)) for row in rows]
    classes = tuple(sorted({row[roles.label] for row in rows}))
    found = Cases(schema, records, outcomes, classes, every - len(rows))
    _refuse_telltales(found, roles)
    return found


def _learned_from(rows, roles: Roles) -> list[str]:
    """Columns to learn from, once the label tells anything apart."""
    counts = Counter(row[roles.label] for row in rows)
    if not counts:
        raise BadTable(f"no row says which {roles.label} was taken")
    if len(counts) == 1:
        raise BadTable(f"every row has the same {roles.label}: there is nothing to tell apart")
    if len(rows) >= LEAST and len(counts) > len(rows) / 2:
        raise BadTable(
            f"{len(counts)} different {roles.label} in {len(rows)} rows: is it a number?"
        )
    if roles.success and not any(is_number(row[roles.success]) for row in rows):
        raise BadTable(f"{roles.success} is no number in any row: it has to be 0 or 1, or of 100")
    names = [n for n in rows[0] if n and n not in {*roles.special, *roles.left_out}]
    if not set(names) - set(roles.sensitive):
        raise BadTable(f"there is no column to learn from beside {', '.join(roles.special)}")
    return names


def _field(name: str, rows, roles: Roles) -> Field:
    values = [row[name] for row in rows if row[name]]
    numbers = sum(is_number(value) for value in values)
    plenty = len(set(values)) > FEW
    numeric = values and plenty and numbers >= NUMERIC_SHARE * len(values)
    return Field(name, "number" if numeric else "category", sensitive=name in roles.sensitive)


def _days(values: list[str]) -> list[date]:
    """One day for each row; numbers and words are put in order, a day apart."""
    if not all(values):
        raise BadTable(f"{sum(not value for value in values)} rows have no time")
    try:
        return [date.fromisoformat(value[:10]) for value in values]
    except ValueError:
        by = float if all(map(is_number, values)) else str
        order = {value: place for place, value in enumerate(sorted(set(values), key=by))}
        return [FIRST_DAY + timedelta(days=order[value]) for value in values]


def _result(row, roles: Roles) -> float | None:
    """Of 100; shares up to 1 are taken times 100, words and gaps are unknown."""
    if not roles.success:
        return 100.0
    value = row[roles.success]
    if not is_number(value):
        return None
    result = 100.0 * float(value) if float(value) <= 1 else float(value)
    if not 0 <= result <= 100:
        raise BadTable(f"{roles.success} is {value}: it has to be 0 or 1, or a result of 100")
    return result


def is_number(value: str) -> bool:
    """Whether a text reads as a number."""
    try:
        return float(value) == float(value)
    except ValueError:
        return False


def _refuse_telltales(found: Cases, roles: Roles) -> None:
    """A column that by itself foretells the outcome, or the class taken, was written afterwards."""
    x = table(found.schema, found.records)
    good = np.array([o.success is not None for o in found.outcomes])
    taken = np.unique([o.taken for o in found.outcomes], return_inverse=True)[1]
    for name in found.schema.names:
        if name in roles.trusted:
            continue
        for what, y, most in ((roles.success, good, GIVES_AWAY), (roles.label, taken, TELLS_LABEL)):
            if what and (sure := _foretold(x.columns[name], y)) >= most:
                raise BadTable(
                    f"{name} foretells {what} in {100 * sure:.0f} % of the cases: it was probably "
                    "written afterwards. Leave it out, or name it as trusted if it was known before"
                )


def _foretold(column: np.ndarray, y: np.ndarray) -> float:
    """How often the value of one column alone names y, balanced over y, on the other half."""
    if column.dtype != object:
        known = column[~np.isnan(column)]
        edges = np.unique(np.quantile(known, np.linspace(0, 1, 21)[1:-1])) if len(known) else []
        column = np.where(np.isnan(column), -1, np.searchsorted(edges, column))
    groups, codes = np.unique(column.astype(str), return_inverse=True)
    y = np.unique(y, return_inverse=True)[1]
    k, half = int(y.max()) + 1, np.random.default_rng(0).random(len(y)) < 0.5
    if k < 2 or len(groups) > len(y) / 3 or np.bincount(y).min() < 2 or len(y) < LEAST:
        return 0.0
    counts = np.bincount(codes[half] * k + y[half], minlength=len(groups) * k).reshape(-1, k)
    share = counts / np.maximum(1, np.bincount(y[half], minlength=k))
    hit = share.argmax(1)[codes[~half]] == y[~half]
    return float(np.mean([hit[y[~half] == one].mean() for one in np.unique(y[~half])]))
