"""Write spreadsheets in which text stays text: nothing a person typed can become a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767
LONGEST_EXACT = 10**15
WIDEST = 60
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


@dataclass(frozen=True)
class SheetOut:
    """A sheet to write. `widths` are in characters, `formats` are number formats, per column."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence]
    widths: Sequence[int | None] = ()
    formats: Sequence[str | None] = ()


def safe_text(value: object) -> str:
    """Return a text no spreadsheet program runs: a leading ' where it could be a formula."""
    written = str(value)
    guard = "'" if written.startswith(DANGEROUS) else ""
    return guard + ILLEGAL.sub("", written)


def write_csv(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """Return a csv in UTF-8 with the mark by which Excel recognises it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([safe_text(cell) for cell in header])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _csv_cell(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return _local(cell).isoformat(" ", "minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    is_number = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return cell if is_number else safe_text(cell)


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def write_xlsx(sheets: Sequence[SheetOut] | Mapping[str, tuple]) -> bytes:
    """Return a workbook with a frozen, bold header on each sheet.

    A mapping {name: (header, rows)} does where widths and formats are not to be said.
    """
    if isinstance(sheets, Mapping):
        sheets = [SheetOut(name, header, rows) for name, (header, rows) in sheets.items()]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        formats = Formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet_name(sheet.name, taken)), sheet, formats)
    return buffer.getvalue()


def _write_sheet(page, sheet: SheetOut, formats: "Formats") -> None:
    for column, heading in enumerate(sheet.header):
        width = sheet.widths[column] if column < len(sheet.widths) else None
        page.set_column(column, column, width or display_width(heading) + 4)
        page.write_string(0, column, safe_text(heading), formats.header)
    page.freeze_panes(1, 0)
    row = 0
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            named = sheet.formats[column] if column < len(sheet.formats) else None
            write_cell(page, row, column, cell, formats, named)
    if row and sheet.header:
        page.autofilter(0, 0, row, len(sheet.header) - 1)


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book):
        self._book = book
        self._made: dict[tuple, object] = {}
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "border": 1, "text_wrap": True, "valign": "top"}
        )

    def number(self, pattern: str, fill: str | None = None):
        """Return the format of a number pattern, filled if a colour is given."""
        key = (pattern, fill)
        if key not in self._made:
            look = {"num_format": pattern, "valign": "top"}
            self._made[key] = self._book.add_format(look | ({"bg_color": fill} if fill else {}))
        return self._made[key]


def write_cell(page, row, column, cell, formats: Formats, pattern=None, fill=None) -> None:
    """Write one value by its own kind; whatever is no number, truth value or date is text."""
    if cell is None or cell == "":
        if fill:
            page.write_blank(row, column, None, formats.number("@", fill))
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell, formats.number("General", fill))
    elif _is_exact_number(cell):
        page.write_number(row, column, cell, formats.number(pattern or "General", fill))
    elif isinstance(cell, dt.date | dt.time):
        _write_date(page, row, column, cell, formats, pattern, fill)
    else:
        written = safe_text(cell)[:LONGEST_CELL]
        page.write_string(row, column, written, formats.number(pattern or "@", fill))


def _is_exact_number(cell) -> bool:
    # a longer number would lose its last digits, and no workbook can hold inf or nan
    return isinstance(cell, int | float | Decimal) and abs(cell) < LONGEST_EXACT


def _write_date(page, row, column, cell, formats, pattern, fill) -> None:
    if isinstance(cell, dt.datetime):
        cell, usual = _local(cell), "yyyy-mm-dd hh:mm"
    else:
        usual = "yyyy-mm-dd" if isinstance(cell, dt.date) else "hh:mm"
    page.write_datetime(row, column, cell, formats.number(pattern or usual, fill))


def sheet_name(name: object, taken: set[str]) -> str:
    """Return a name Excel accepts: 31 characters, no forbidden sign, no other sheet's."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", str(name)).strip(" '")[:31] or "Sheet"
    unique, number = plain, 2
    while unique.casefold() in taken:
        unique = f"{plain[:27]} {number}"
        number += 1
    taken.add(unique.casefold())
    return unique


def display_width(text) -> int:
    """Count the columns a text takes: a Chinese character takes two."""
    widest = max(sum(1 + (char > "\u2e7f") for char in line) for line in str(text).split("\n"))
    return min(WIDEST, widest)
