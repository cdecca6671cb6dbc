"""The careful engine: openpyxl's cell parser, row by row, for an xlsx the fast one must not touch.

Only what values need is read: names, shared texts, date formats. A stylesheet or a drawing
that openpyxl's own loader stumbles over is no reason to refuse a table. Runs in the child.
"""

import zipfile
from pathlib import Path

from defusedxml import ElementTree
from openpyxl.reader.strings import read_string_table
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet._reader import WorkSheetParser

from core.spreadsheets.prescan import SheetPart, local_name, sheet_parts

SHARED, STYLES, BOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


class Book:
    """One open workbook; holds one row at a time, and the shared texts."""

    def __init__(self, path: Path):
        self.archive = zipfile.ZipFile(path)
        self.parts: dict[str, SheetPart] = {
            name: sheet
            for name, sheet in sheet_parts(path).items()
            if sheet.part in self.archive.namelist()
        }
        self.texts = self._read(SHARED, read_string_table, [])
        self.formats = self._read(STYLES, number_formats, [])
        self.epoch = self._read(BOOK, epoch, WINDOWS_EPOCH)

    def _read(self, part: str, reader, default):
        if part not in self.archive.namelist():
            return default
        with self.archive.open(part) as stream:
            return reader(stream)

    def sheets(self) -> list[tuple[str, bool]]:
        """Name each sheet and say whether it is visible."""
        return [(name, sheet.visible) for name, sheet in self.parts.items()]

    def rows(self, name: str):
        """Yield (row number in the file, cells)."""
        parser = WorkSheetParser(
            None,
            self.texts,
            data_only=True,
            epoch=self.epoch,
            date_formats=self._styles_where(is_date_format),
            timedelta_formats=self._styles_where(is_timedelta_format),
        )
        with self.archive.open(self.parts[name].part) as stream:
            for _event, element in ElementTree.iterparse(stream):
                if local_name(element.tag) == "row":
                    number, cells = parser.parse_row(element)
                    element.clear()
                    yield number, in_line(cells)

    def _styles_where(self, matches) -> set[int]:
        return {index for index, code in enumerate(self.formats) if matches(code)}


def in_line(cells: list[dict]) -> list:
    """Put cells where their columns are."""
    width = max((cell["column"] for cell in cells if cell["value"] is not None), default=0)
    line = [None] * width
    for cell in cells:
        if cell["value"] is not None:
            line[cell["column"] - 1] = cell["value"]
    return line


def number_formats(stream) -> list[str]:
    """List the number format of each cell style."""
    root = ElementTree.parse(stream).getroot()
    own = {
        int(one.get("numFmtId", 0)): one.get("formatCode", "")
        for one in root.iter()
        if local_name(one.tag) == "numFmt"
    }
    styles = next((one for one in root if local_name(one.tag) == "cellXfs"), ())
    numbers = [int(style.get("numFmtId", 0)) for style in styles]
    return [own.get(number) or BUILTIN_FORMATS.get(number) or "" for number in numbers]


def epoch(stream):
    """Return the day from which the workbook counts."""
    for element in ElementTree.parse(stream).getroot():
        if local_name(element.tag) == "workbookPr" and element.get("date1904") in {"1", "true"}:
            return MAC_EPOCH
    return WINDOWS_EPOCH
