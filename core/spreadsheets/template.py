"""Templates people fill in, and the error workbook that has the same layout."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from core.spreadsheets.read import Workbook
from core.spreadsheets.write import (
    OPTIONS,
    Formats,
    display_width,
    safe_text,
    sheet_name,
    write_cell,
)

LISTS, META = "_lists", "_meta"
LAST_ROW = 100_000  # choices and formats reach this far down
ERROR_FILL = "#F8D7DA"
MOST_COMMENTS = 5_000  # each is a drawing: tens of thousands would choke the program that opens it
PATTERNS = {"text": "@", "date": "yyyy-mm-dd", "number": "General"}
REQUIRED_MARK = "＊"
EARLIEST = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class TemplateColumn:
    """One column. `kind` is "text", "date" or "number"; `options` become a drop-down."""

    header: str
    required: bool = False
    hint: str = ""
    example: object = ""
    options: Sequence[str] | None = None
    kind: str = "text"

    @property
    def heading(self) -> str:
        """Return the header with the mark of a required column."""
        return f"{self.header}{REQUIRED_MARK}" if self.required else str(self.header)


@dataclass(frozen=True)
class BadRow:
    """A row that was not taken: its number in the file, its cells, the reasons by column index."""

    number: int
    values: Sequence
    reasons: dict[int, str] = field(default_factory=dict)
    note: str = ""

    def explained(self, columns: Sequence[TemplateColumn]) -> str:
        """Return all reasons, a line each, with the column's name before it."""
        lines = [self.note] if self.note else []
        for index, reason in sorted(self.reasons.items()):
            name = columns[index].header
            lines.append(_("{column}: {reason}").format(column=name, reason=reason))
        return "\n".join(lines)


class Meta(NamedTuple):
    """By what a workbook shows that it is a template of ours."""

    kind: str
    version: str
    language: str
    sheet: str
    is_error_workbook: bool = False


def read_meta(workbook: Workbook) -> Meta | None:
    """Return what `read.inspect` found on the hidden sheet, or None for any other workbook."""
    found = workbook.meta
    if not found.get("kind"):
        return None
    return Meta(
        kind=found["kind"],
        version=found.get("version", ""),
        language=found.get("language", ""),
        sheet=found.get("sheet", workbook.default_sheet),
        is_error_workbook=found.get("layout") == "errors",
    )


def build_template(
    title: str,
    columns: Sequence[TemplateColumn],
    language: str,
    *,
    kind: str = "",
    version: str = "1",
    rules: Sequence[str] = (),
) -> bytes:
    """Return a workbook to fill in: a page of rules, the table, drop-downs from hidden lists."""
    with translation.override(language):
        return _Builder(title, columns, language, kind, version).template(rules)


def error_workbook(
    title: str,
    columns: Sequence[TemplateColumn],
    language: str,
    *,
    rows: Iterable[BadRow],
    kind: str = "",
    version: str = "1",
) -> bytes:
    """Return the rows that were not taken, as in the template, after their number and reasons."""
    with translation.override(language):
        return _Builder(title, columns, language, kind, version).errors(rows)


def filled(
    title: str,
    columns: Sequence[TemplateColumn],
    language: str,
    *,
    rows: Iterable[Sequence],
    kind: str = "",
    version: str = "1",
) -> bytes:
    """Return a template that holds data already: what was read back from the portal."""
    with translation.override(language):
        return _Builder(title, columns, language, kind, version).filled(rows)


class _Builder:
    """Writes sheets from top to bottom, as a workbook of constant memory must be written."""

    def __init__(self, title, columns, language, kind, version):
        self.title, self.columns, self.language = title, columns, language
        self.kind, self.version = kind or str(title), version
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, OPTIONS)
        self.formats = Formats(self.book)
        self.bold = self.book.add_format({"bold": True, "font_size": 16})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.required = self.book.add_format(
            {"bold": True, "bg_color": "#FFE8B3", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self.taken = {LISTS, META}

    def template(self, rules) -> bytes:
        self._instructions(rules)
        page = self._table(first=0)
        page.activate()
        page.set_first_sheet()
        return self._finished(page, "template")

    def errors(self, rows: Iterable[BadRow]) -> bytes:
        page = self._table(first=2)
        comments = 0
        for line, bad in enumerate(rows, start=1):
            page.write_number(line, 0, bad.number, self.wrap)
            page.write_string(line, 1, safe_text(bad.explained(self.columns)), self.wrap)
            for index, column in enumerate(self.columns):
                reason = bad.reasons.get(index)
                cell = bad.values[index] if index < len(bad.values) else None
                fill = ERROR_FILL if reason else None
                write_cell(page, line, index + 2, cell, self.formats, PATTERNS[column.kind], fill)
                if reason and comments < MOST_COMMENTS:
                    comments += 1
                    page.write_comment(line, index + 2, str(reason), {"author": ""})
        return self._finished(page, "errors")

    def filled(self, rows: Iterable[Sequence]) -> bytes:
        page = self._table(first=0)
        for line, cells in enumerate(rows, start=1):
            for index, column in enumerate(self.columns):
                write_cell(page, line, index, cells[index], self.formats, PATTERNS[column.kind])
        return self._finished(page, "template")

    def _instructions(self, rules) -> None:
        page = self.book.add_worksheet(sheet_name(_("Instructions"), self.taken))
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 10)
        page.set_column(2, 3, 48)
        page.write_string(0, 0, safe_text(self.title), self.bold)
        line = 1
        for line, rule in enumerate(self._rules(rules), start=2):
            page.write_string(line, 0, safe_text(rule))
        line += 2
        heads = (_("Column"), _("Required"), _("How to fill it in"), _("Example"))
        for index, head in enumerate(heads):
            page.write_string(line, index, head, self.formats.header)
        for column in self.columns:
            line += 1
            page.write_string(line, 0, safe_text(column.header), self.wrap)
            page.write_string(line, 1, _("yes") if column.required else "", self.wrap)
            page.write_string(line, 2, safe_text(self._hint(column)), self.wrap)
            write_cell(page, line, 3, column.example, self.formats)
        version = _("Version of the template: {version}").format(version=self.version)
        page.write_string(line + 2, 0, version)

    def _rules(self, rules) -> list[str]:
        return [
            _("Enter the data on the sheet “{sheet}”, one row for each record.").format(
                sheet=self.title
            ),
            _("Columns marked with {mark} must be filled in.").format(mark=REQUIRED_MARK),
            _("Do not rename the columns. Columns you do not need may stay empty."),
            _("Where a cell offers a list, choose from it."),
            *map(str, rules),
        ]

    def _hint(self, column: TemplateColumn) -> str:
        if column.hint:
            return column.hint
        if column.options:
            return _("Choose from the list.")
        return _("A date such as 2026-09-05.") if column.kind == "date" else ""

    def _table(self, first: int):
        """Begin the data sheet; `first` columns before ours hold row number and reasons."""
        page = self.book.add_worksheet(sheet_name(self.title, self.taken))
        if first:
            page.set_column(0, 0, 10)
            page.set_column(1, 1, 48, self.wrap)
            page.write_string(0, 0, _("Original row"), self.formats.header)
            page.write_string(0, 1, _("Reason"), self.formats.header)
        for index, column in enumerate(self.columns, start=first):
            width = max(12, display_width(column.heading) + 4, display_width(column.example) + 2)
            page.set_column(index, index, width, self.formats.number(PATTERNS[column.kind]))
            look = self.required if column.required else self.formats.header
            page.write_string(0, index, safe_text(column.heading), look)
            self._validate(page, index, index - first, column)
        page.freeze_panes(1, first)
        return page

    def _validate(self, page, index: int, position: int, column: TemplateColumn) -> None:
        """Offer the list, and warn of what is no date; the import has the last word."""
        rule = {"error_type": "warning", "ignore_blank": True}
        if column.options:
            letter = xlsxwriter.utility.xl_col_to_name(position)
            source = f"={LISTS}!${letter}$1:${letter}${len(column.options)}"
            rule |= {"validate": "list", "source": source, "error_type": "stop"}
            rule |= {"error_message": _("Choose from the list.")}
        elif column.kind == "date":
            rule |= {"validate": "date", "criteria": ">=", "value": EARLIEST}
            rule |= {"error_message": _("A date such as 2026-09-05.")}
        else:
            return
        page.data_validation(1, index, LAST_ROW, index, rule)

    def _finished(self, page, layout: str) -> bytes:
        lists = self.book.add_worksheet(LISTS)
        longest = max((len(column.options or ()) for column in self.columns), default=0)
        for row in range(longest):
            for index, column in enumerate(self.columns):
                if column.options and row < len(column.options):
                    lists.write_string(row, index, safe_text(column.options[row]))
        meta = self.book.add_worksheet(META)
        facts = {
            "kind": self.kind,
            "version": self.version,
            "language": self.language,
            "sheet": page.get_name(),
            "layout": layout,
        }
        for row, (name, fact) in enumerate(facts.items()):
            meta.write_string(row, 0, name)
            meta.write_string(row, 1, str(fact))
        lists.hide()
        meta.hide()
        self.book.close()
        return self.buffer.getvalue()
