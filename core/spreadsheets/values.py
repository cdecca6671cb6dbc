"""Cells as plain values: text, integers, decimals, truth values, ISO dates. Runs in the child."""

import datetime as dt
import re

from core.spreadsheets.faults import MAX_TABLE_COLUMNS, CellFault, Fault, FileFault
from core.spreadsheets.prescan import column_letters

ERRORS = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
LONGEST_EXACT = 10**15
SCIENTIFIC = re.compile(r"\s*\d(\.\d+)?[Ee]\+?\d{2}\s*")
ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def row_of(cells) -> tuple[list, dict[int, str]]:
    """Turn the cells of one row into values without trailing gaps, and the faults by column."""
    values: list = []
    faults: dict[int, str] = {}
    for index, cell in enumerate(cells):
        kind = cell.__class__
        if kind is str:
            values.append(cell or None)
        elif kind is float or kind is int:
            values.append(_number(cell, index, faults))
        else:
            values.append(_other(cell))
    while values and values[-1] is None:
        values.pop()
    return values, faults


def _number(cell, index, faults):
    if cell != cell or cell in (float("inf"), float("-inf")):
        faults[index] = CellFault.ERROR_VALUE
        return None
    if cell == int(cell):
        cell = int(cell)
        if abs(cell) >= LONGEST_EXACT:
            faults[index] = CellFault.DAMAGED_NUMBER
    return cell


def _other(cell):
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, dt.datetime):
        return _moment(cell)
    if isinstance(cell, dt.timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(cell, dt.time):
        return cell.isoformat("minutes")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _moment(cell: dt.datetime) -> str:
    # serial numbers are fractions of a day: half a second of rounding is theirs, not the clerk's
    cell = (cell + dt.timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
    if not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat(" ", "seconds" if cell.second else "minutes")


def tidy_texts(values: list, faults: dict[int, str]) -> None:
    """Look closer at a row that holds error words, exponents or control characters."""
    for index, value in enumerate(values):
        if not isinstance(value, str):
            continue
        if value in ERRORS:
            values[index] = None
            faults[index] = CellFault.ERROR_VALUE
        elif SCIENTIFIC.fullmatch(value):
            faults[index] = CellFault.DAMAGED_NUMBER
        else:
            values[index] = CONTROLS.sub("", ESCAPED.sub(_control, value)) or None


def _control(match: re.Match) -> str:
    character = chr(int(match[1], 16))
    return character if character in "\t\n\r" else ""


def flag(values: list, faults: dict[int, str], column: int, fault: CellFault) -> None:
    """Mark one cell and make the row long enough to hold it."""
    values.extend([None] * (column + 1 - len(values)))
    values[column] = None
    faults[column] = fault


def check_width(number: int, values: list) -> None:
    """Refuse a value so far to the right that it cannot belong to a table."""
    if len(values) > MAX_TABLE_COLUMNS:
        raise FileFault(Fault.FAR_CELL, cell=f"{column_letters(len(values) - 1)}{number}")
