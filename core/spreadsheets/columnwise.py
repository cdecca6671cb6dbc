"""A column of cells cleaned at once, with the very functions that clean single cells.

Most cells are already what cleaning would make of them, and a pattern can tell. Of all others
each different one is cleaned once, by `Column.value_of`. So both ways agree by construction, as
far as the patterns are right; a test compares them on random dirt.
"""

import datetime as dt
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Options

HANZI = r"\x{4e00}-\x{9fff}"
WORD = f"A-Za-z0-9{HANZI}"
LINE = rf"^[{WORD}](?:[{WORD}、，。；：（）()/_.-]*[{WORD}）)])?$"
PHONE = r"^1[3-9][0-9]{9}$"
ID_NUMBER = r"^[1-9][0-9]{16}[0-9X]$"
ISO_DATE = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


class Cleaned(NamedTuple):
    """The values of a column, null where a cell is empty, and which cells are wrong."""

    values: pl.Series
    wrong: pl.Series


def clean_column(column: Column, cells: pl.Series, options: Options | None) -> Cleaned:
    """Clean texts as `column.value_of` cleans each of them.

    cells : (n,) texts or null. O(n), and one call of `value_of` for each different cell that is
    not plainly right.
    """
    right = _right(column, cells) if options is None else pl.repeat(False, len(cells), eager=True)
    asked = cells.filter(~right & cells.is_not_null()).unique()
    kept: dict[str, Any] = {}
    wrong = []
    for cell in asked.to_list():
        try:
            kept[cell] = _value(column.value_of(cell, options))
        except clean.Unclean:
            wrong.append(cell)
    frame = pl.DataFrame({"cell": cells, "right": right})
    known = pl.DataFrame(
        {"cell": list(kept), "value": list(kept.values())}, schema=["cell", "value"], strict=False
    ).cast({"cell": pl.String, "value": pl.String})
    joined = frame.join(known, on="cell", how="left", maintain_order="left")
    values = joined.select(
        pl.when(pl.col("right")).then(pl.col("cell")).otherwise(pl.col("value")).alias("value")
    )["value"]
    return Cleaned(values, cells.is_in(wrong).fill_null(value=False))


def _value(value: Any) -> str | None:
    """Write a value as text; dates as ISO. Only columns of such values are cleaned at once."""
    if value in (None, ""):
        return None
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def suits(column: Column) -> bool:
    """Whether all values of a column are texts or dates."""
    return not column.many and (column.options is not None or _function(column) in RIGHT)


def _function(column: Column):
    return column.clean.func if isinstance(column.clean, partial) else column.clean


def _right(column: Column, cells: pl.Series) -> pl.Series:
    limit = column.clean.keywords.get("limit") if isinstance(column.clean, partial) else None
    return RIGHT[_function(column)](cells, limit).fill_null(value=False)


def _right_line(cells: pl.Series, limit: int | None) -> pl.Series:
    right = cells.str.contains(LINE)
    return right & (cells.str.len_chars() <= limit) if limit is not None else right


def _right_phone(cells: pl.Series, _limit) -> pl.Series:
    return cells.str.contains(PHONE)


def _right_id_number(cells: pl.Series, _limit) -> pl.Series:
    """Say where form, check character (GB 11643) and date of birth are right."""
    formed = cells.str.contains(ID_NUMBER)
    numbers = pl.DataFrame({"n": cells.filter(formed)})
    total = sum(
        pl.col("n").str.slice(at, 1).cast(pl.Int32) * weight for at, weight in enumerate(WEIGHTS)
    )
    check = pl.Series(list(CHECK_CHARACTERS))
    right = numbers.select(
        (total % 11).alias("at"),
        pl.col("n").str.slice(17).alias("last"),
        pl.col("n").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null().alias("day"),
    )
    found = right["day"] & (check.gather(right["at"]) == right["last"])
    places = formed.fill_null(value=False).arg_true().filter(found)
    return pl.repeat(False, len(cells), eager=True).scatter(places, True)


def _right_date(cells: pl.Series, _limit) -> pl.Series:
    return cells.str.contains(ISO_DATE) & cells.str.to_date("%Y-%m-%d", strict=False).is_not_null()


RIGHT = {
    clean.text: _right_line,
    clean.phone: _right_phone,
    clean.id_number: _right_id_number,
    clean.date: _right_date,
}
