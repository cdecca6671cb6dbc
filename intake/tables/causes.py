"""Errors by cause, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import clean, kinds
from core.templatetags.marks import masked
from intake import queries
from intake.engine.nearest import nearest
from intake.models import Batch

MASKED = {clean.id_number: "identity", clean.phone: "phone"}
LISTED = 5
PHRASES = {
    "text_too_long": _("is too long"),
    "not_an_integer": _("is not a whole number"),
    "not_a_number": _("is not a number"),
    "too_small": _("is too small"),
    "too_large": _("is too large"),
    "percent_unclear": _("may be one percent or all"),
    "not_an_amount": _("is not an amount of money"),
    "not_a_date": _("is not a date"),
    "date_unclear": _("is an unclear date"),
    "not_a_moment": _("is not a date with a time"),
    "not_a_time": _("is not a time of day"),
    "not_a_phone": _("is not a telephone number"),
    "not_an_id_number": _("is not an identity number"),
    "id_check_digit": _("has a wrong digit"),
    "id_birth_date": _("holds a date of birth that cannot be"),
    "id_15_digits": _("is an old number of 15 digits"),
    "not_yes_or_no": _("is neither yes nor no"),
    "capacity_unclear": _("is not one number of places"),
    "not_an_option": _("is not in the list of choices"),
    "damaged_number": _("has lost its last digits"),
    "formula_without_value": _("is a formula without result"),
    "error_value": _("shows an error instead of a value"),
    "empty": _("is empty"),
    "twice": _("stands in the file twice"),
}


@dataclass(frozen=True)
class Cause:
    """One cause of errors, as the page of the check shows it."""

    index: int
    column: str
    phrase: str
    values: list[str]
    rows: str
    count: int
    options: list[tuple[str, str]] = field(default_factory=list)
    nearest: str = ""


def causes_of(actor, batch: Batch) -> list[Cause]:
    """The causes of an import; words outside a list get the list, the nearest entry first."""
    fields = queries.fields(actor, batch.declared)
    return [_cause(batch.declared, index, one, fields) for index, one in enumerate(batch.causes)]


def _cause(kind: kinds.Kind, index: int, found: dict, fields: dict) -> Cause:
    column = next((one for one in kind.columns if one.name == found["column"]), None)
    options = fields.get(found["column"], {}) if found["word"] else {}
    return Cause(
        index=index,
        column=str(column.label) if column else "",
        phrase=str(PHRASES.get(found["code"]) or said(found["text"])),
        values=[value_shown(column, value) for value in found["values"] if value],
        rows=rows_shown(found["rows"], found["count"]),
        count=found["count"],
        options=[(value, word_shown(names, value)) for value, names in options.items()],
        nearest=nearest(found["word"], options),
    )


def said(text: dict[str, str]) -> str:
    """The sentence of a reason in the language of the page."""
    return text.get(get_language() or "", "") or next(iter(text.values()), "")


def value_shown(column: kinds.Column | None, value: object) -> str:
    """A cell as the page may show it: numbers of persons are masked."""
    kind = MASKED.get(column.clean) if column else None
    return masked(value, kind) if kind else str("" if value is None else value)


def word_shown(names: Iterable[str], value: str) -> str:
    """The word for a choice: tables give the Chinese name first, then the English one."""
    words = list(names) or [value]
    english = (get_language() or "").startswith("en")
    return words[1] if english and len(words) > 1 else words[0]


def rows_shown(rows: list[int], count: int) -> str:
    """Row numbers with neighbours joined; how many there are in all, if not all are named."""
    runs = _runs(rows)
    shown = gettext(", ").join(runs[:LISTED])
    if len(runs) <= LISTED and count <= len(rows):
        return shown
    return ngettext("{rows} … {count} row", "{rows} … {count} rows", count).format(
        rows=shown, count=count
    )


def _runs(rows: list[int]) -> list[str]:
    if not rows:
        return []
    starts = [rows[0]] + [after for before, after in pairwise(rows) if after != before + 1]
    ends = [before for before, after in pairwise(rows) if after != before + 1] + [rows[-1]]
    return [str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]


@dataclass(frozen=True)
class BadCell:
    """One bad cell to be corrected on the page."""

    name: str
    row: str
    column: str
    value: str
    why: str


def cell_of(row, reason: dict, typed: dict) -> BadCell:
    """A bad cell with what it holds, or what has just been typed into it."""
    column = row.file.batch.declared.column(reason["column"])
    places = {name: int(index) for index, name in row.file.mapping.items()}
    at = places.get(column.name, -1)
    held = row.values[at] if 0 <= at < len(row.values) else ""
    value = typed.get((row.pk, column.name))
    return BadCell(
        name=f"cell_{row.pk}_{column.name}",
        row=str(row.number),
        column=str(column.label),
        value=str(held if held is not None else "") if value is None else value,
        why=said(reason["text"]),
    )
