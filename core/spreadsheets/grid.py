"""A whole sheet as one Arrow table of texts, for files of many rows. Runs in the child.

Texts read as the careful engine's values do when written: 12, 0.3, 2026-09-05. What that cannot
be said of is reported as the fault of a cell, as everywhere.
"""

import importlib
from pathlib import Path

from core.spreadsheets import delimited, values
from core.spreadsheets.faults import MAX_TABLE_COLUMNS, CellFault, Fault, FileFault
from core.spreadsheets.prescan import Scan, column_letters

pl = importlib.import_module("polars")
CLOSER = r"#|[\x00-\x08\x0b\x0c\x0e-\x1f]|_x00|\d[Ee]\+?\d"
CLOCK = r"^\d{4}-\d\d-\d\d \d\d:"
NUMBER = "_row"


def write_workbook(path: Path, sheet: str, scan: Scan, into: str) -> dict:
    """Write one sheet of an xlsx whose bounds are sane; return the faults by row and column."""
    book = importlib.import_module("fastexcel").read_excel(path)
    loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    frame = loaded.to_polars()
    frame = frame.rename({name: f"c{at}" for at, name in enumerate(frame.columns)})
    faults: dict[int, dict[int, str]] = {}
    for fault, positions in (
        (CellFault.FORMULA_WITHOUT_VALUE, scan.valueless),
        (CellFault.ERROR_VALUE, scan.errors),
        (CellFault.DAMAGED_NUMBER, scan.long),
    ):
        for number, column in positions:
            faults.setdefault(number, {})[column] = fault.value
    return _write(_dated(frame), faults, into)


def write_text(book: delimited.Book, into: str) -> dict:
    """Write the one sheet of a csv; return the faults by row and column."""
    if text := book.plain_lines:
        return _write(_of_lines(text, book.delimiter), {}, into)
    rows = [cells for _number, cells in book.rows()]
    width = max(map(len, rows), default=0)
    _check_width(width)
    if any(len(cells) < width for cells in rows):
        rows = [cells + [""] * (width - len(cells)) for cells in rows]
    columns = {f"c{at}": column for at, column in enumerate(zip(*rows, strict=True))}
    schema = dict.fromkeys(columns, pl.String)
    return _write(pl.DataFrame(columns, schema=schema), {}, into)


def _of_lines(text: str, delimiter: str):
    """Split lines that need no closer look; every line is a record, and has its number."""
    frame = pl.read_csv(
        text.encode(),
        has_header=False,
        separator=delimiter,
        quote_char=None,
        infer_schema=False,
        truncate_ragged_lines=False,
    )
    return frame.rename({name: f"c{at}" for at, name in enumerate(frame.columns)})


def _dated(frame):
    """Dates without their midnight, times without their day, as the careful engine has them."""
    clocks = [c.name for c in frame if c.dtype == pl.String and c.str.contains(CLOCK).any()]
    midnight = pl.col(clocks).str.replace(r"^(\d{4}-\d\d-\d\d) 00:00:00$", "$1")
    minutes = midnight.str.replace(r"^(\d{4}-\d\d-\d\d \d\d:\d\d):00$", "$1")
    return frame.with_columns(minutes.str.replace(r"^1899-12-3[01] (\d\d:\d\d)$", "$1"))


def _check_width(width: int, number: int = 1) -> None:
    if width > MAX_TABLE_COLUMNS:
        raise FileFault(Fault.FAR_CELL, cell=f"{column_letters(width - 1)}{number}")


def _write(frame, faults: dict, into: str) -> dict:
    """Look closer at rows in which something may be seen, drop rows without anything, write."""
    _check_width(frame.width)
    names = frame.columns
    frame = frame.with_columns(
        pl.when(pl.col(name) == "").then(None).otherwise(pl.col(name)).alias(name) for name in names
    )
    frame = frame.with_row_index(NUMBER, offset=1)
    closer = frame.filter(pl.any_horizontal(pl.col(names).str.contains(CLOSER)))
    if closer.height:
        frame = frame.update(_tidied(closer, faults), on=NUMBER, include_nulls=True)
    frame.filter(_said(frame, names, faults)).write_ipc(into, compression="uncompressed")
    return faults


def _said(frame, names: list[str], faults: dict):
    """Tell the rows that hold anything: most do in the first cell that is not empty."""
    said = frame.select(said=pl.coalesce(names).str.strip_chars().ne("").fill_null(False))["said"]
    if said.all():
        return said
    anywhere = pl.any_horizontal(pl.col(names).str.strip_chars().ne("")).fill_null(False)
    return frame.select(said=anywhere | pl.col(NUMBER).is_in(list(faults)))["said"]


def _tidied(closer, faults: dict):
    tidied = []
    for number, *row in closer.iter_rows():
        found: dict[int, str] = {}
        values.tidy_texts(row, found)
        if found:
            own = faults.setdefault(number, {})
            own |= {column: str(fault) for column, fault in found.items() if column not in own}
        tidied.append((number, *row))
    return type(closer)(tidied, schema=closer.schema, orient="row")
