"""Columns: what a list shows of each row, and how it leaves as a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core.templatetags.marks import MASKS, masked

KINDS = ("text", "words", "link", "pill", "tag", "date", "datetime", "measure", "mask", "template")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The value of a measure cell: `value` of `maximum`, required `minimum`, in words `text`."""

    value: float
    minimum: float | None = None
    maximum: float = 100
    text: str = ""


@dataclass(frozen=True)
class Column:
    """One column.

    Parameters
    ----------
    name : str
        Stands in the address; also the attribute path, unless `value` says otherwise.
    label : str
        The heading; lazy translations are fine.
    sort : str or tuple of str, optional
        ORM paths to order by. Without it the heading is no link.
    value : callable or str, optional
        `callable(row)` or an attribute path such as ``"organisation.label"``.
    kind : str
        text, words (text that is never broken inside a word), link (needs `url`), pill (value:
        pair label, tone), tag (label or pair label, colour), date, datetime, measure (value:
        `Measured`), mask (needs `mask`), template (needs `template`; gets `row` and `value`).
    numeric : bool
        Right-aligned; the unit belongs into `unit`.
    minor : bool
        Left out on phones.
    shown : bool
        Shown unless the person chooses otherwise.
    fixed : bool
        Always shown, first. The first column names the row.
    allowed : callable, optional
        `callable(actor)`; a column that is not allowed does not exist.
    export : callable, optional
        `callable(row)` for spreadsheets, when the page shows something else.
    """

    name: str
    label: Any
    sort: str | tuple[str, ...] = field(default=(), kw_only=True)
    value: Callable[[Any], Any] | str | None = field(default=None, kw_only=True)
    kind: str = field(default="text", kw_only=True)
    url: Callable[[Any], Any] | str | None = field(default=None, kw_only=True)
    numeric: bool = field(default=False, kw_only=True)
    unit: Any = field(default="", kw_only=True)
    mask: str = field(default="", kw_only=True)
    template: str = field(default="", kw_only=True)
    minor: bool = field(default=False, kw_only=True)
    shown: bool = field(default=True, kw_only=True)
    fixed: bool = field(default=False, kw_only=True)
    allowed: Callable[[Any], Any] | None = field(default=None, kw_only=True)
    export: Callable[[Any], Any] | None = field(default=None, kw_only=True)

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Column {self.name!r}: kind must be one of {', '.join(KINDS)}")
        needs = {"link": self.url, "template": self.template, "mask": self.mask in MASKS}
        if not needs.get(self.kind, True):
            raise ValueError(f"Column {self.name!r} of kind {self.kind!r} lacks what it needs")

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the ORM paths this column sorts by."""
        return (self.sort,) if isinstance(self.sort, str) else self.sort

    def read(self, row) -> Any:
        """Return the value of `row` in this column."""
        if callable(self.value):
            return self.value(row)
        return follow(row, self.value or self.name)

    def cell(self, row) -> "Cell":
        """Return what the page shows."""
        value = self.read(row)
        url = None
        if self.url:
            url = self.url(row) if callable(self.url) else follow(row, self.url)
        return Cell(column=self, value=SHAPES.get(self.kind, plain)(self, value), url=url)

    def leave(self, row) -> Any:
        """Return what a spreadsheet gets."""
        if self.export:
            return self.export(row)
        value = self.read(row)
        return LEAVING.get(self.kind, plain)(self, value)

    @property
    def heading(self) -> str:
        """Return the heading of a spreadsheet column, with its unit."""
        if not self.unit:
            return str(self.label)
        return _("%(label)s (%(unit)s)") % {"label": self.label, "unit": self.unit}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of one row, ready for the template."""

    column: Column
    value: Any
    url: str | None = None

    @property
    def missing(self) -> bool:
        """Return whether there is nothing to show."""
        return self.value is None or self.value == ""

    @property
    def html(self):
        """Return the cell where a few characters do; None where it takes a template."""
        if self.missing:
            return NONE
        draw = QUICK.get(self.column.kind)
        return draw(self) if draw else None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: the object, its cells, and the words that name it."""

    object: Any
    cells: list[Cell]

    @property
    def pk(self):
        """Return the key that the selection sends."""
        return self.object.pk

    @property
    def name(self) -> str:
        """Return the words of the first cell."""
        return str(self.cells[0].value)


def follow(row, path: str) -> Any:
    """Return the attribute `path` (dots) of `row`; a None on the way ends it."""
    value = row
    for part in path.split("."):
        if value is None:
            return None
        value = getattr(value, part)
        if callable(value):
            value = value()
    return value


def plain(column: Column, value) -> Any:
    """Return the value as it is."""
    return value


def pair(column: Column, value) -> Any:
    """Return (words, tone or colour)."""
    if value is None or value == "":
        return None
    return value if isinstance(value, tuple) else (value, "")


def hidden(column: Column, value) -> str:
    """Return the value masked, on the page and in the spreadsheet alike."""
    return masked(value, column.mask)


def words(column: Column, value) -> Any:
    """Return the words of a pair."""
    return str(value[0]) if isinstance(value, tuple) else value


def figure(column: Column, value) -> Any:
    """Return the figure of a measure."""
    return value.value if isinstance(value, Measured) else value


def day(cell: Cell):
    """Draw a date, or a moment to the minute."""
    value = cell.value
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    shape = "%Y-%m-%d %H:%M" if cell.column.kind == "datetime" else "%Y-%m-%d"
    return format_html('<span class="nowrap">{}</span>', value.strftime(shape))


NONE = mark_safe('<span class="none">--</span>')
QUICK = {
    "text": lambda cell: conditional_escape(localize(cell.value)),
    "words": lambda cell: format_html('<span class="words">{}</span>', cell.value),
    "link": lambda cell: (
        format_html('<a href="{}">{}</a>', cell.url, cell.value)
        if cell.url
        else conditional_escape(cell.value)
    ),
    "date": day,
    "datetime": day,
    "mask": lambda cell: format_html('<span class="mask">{}</span>', cell.value),
}
SHAPES = {"pill": pair, "tag": pair, "mask": hidden}
LEAVING = {
    "pill": words,
    "tag": words,
    "mask": hidden,
    "measure": figure,
}
