"""The fast engine: calamine, for xls, ods and every xlsx whose bounds are sane. In the child."""

from pathlib import Path

from python_calamine import (
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.spreadsheets.faults import Fault, FileFault


class Book:
    """One open workbook."""

    def __init__(self, path: Path):
        try:
            self.book = CalamineWorkbook.from_path(str(path))
        except PasswordError as error:
            raise FileFault(Fault.PASSWORD) from error

    def sheets(self) -> list[tuple[str, bool]]:
        """Name each sheet and say whether it is visible."""
        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self.book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def height(self, name: str) -> int:
        """Give the number of the last row."""
        return self.book.get_sheet_by_name(name).total_height

    def rows(self, name: str):
        """Yield (row number in the file, cells)."""
        # iter_rows pads with the empty rows above the first cell, so the count is the file's
        yield from enumerate(self.book.get_sheet_by_name(name).iter_rows(), start=1)
