"""One probable duplicate as a card: the row, what is there, and what becomes of the two."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import kinds
from intake import operations, queries
from intake.models import ReceivedRow
from intake.tables.causes import value_shown, word_shown
from intake.tables.workbooks import listed

CERTAIN, LIKELY = 0.97, 0.8


@dataclass(frozen=True)
class Line:
    """One field on both sides; `take` is the side that is proposed."""

    name: str
    label: str
    row: str
    there: str
    take: str
    same: bool


@dataclass(frozen=True)
class Card:
    """A row with one of its candidates."""

    row: ReceivedRow
    place: int
    title: str
    other: str
    mark: str
    why: str
    lines: list[Line]

    @property
    def others(self) -> int:
        """How many more candidates the row has."""
        return len(self.row.candidates) - 1


def card_of(actor, row: ReceivedRow, place: int = 0) -> Card:
    """Show a row beside a candidate, field by field."""
    batch = row.file.batch
    kind, candidate = batch.declared, row.candidates[place]
    values = operations.Converter(batch, actor).convert(row).values
    there = queries.there(actor, batch, candidate) if "pk" in candidate else candidate["values"]
    fields = queries.fields(actor, kind)
    identity = set(kind.identity.columns.values()) if kind.identity else set()
    lines = [
        _line(column, values, there, fields, identity)
        for column in kind.columns
        if column.name not in kind.natural_key and (column.name in values or column.name in there)
    ]
    number = " ".join(str(values.get(name) or "") for name in kind.natural_key)
    return Card(
        row=row,
        place=place,
        title=f"{values.get('name') or ''} {number}".strip(),
        other=_other(candidate, kind),
        mark=_mark(candidate["score"]),
        why=_why(candidate, kind),
        lines=lines,
    )


def _line(column: kinds.Column, values: Mapping, there: Mapping, fields, identity: set) -> Line:
    one, other = (_said(column, side.get(column.name), fields) for side in (values, there))
    keeps = not one or (other and column.name in identity)
    return Line(
        name=column.name,
        label=str(column.label),
        row=one,
        there=other,
        take="right" if keeps else "left",
        same=one == other,
    )


def _said(column: kinds.Column, value, fields) -> str:
    """A cleaned value in the words of the page; numbers of persons are masked."""
    if column.name in fields:
        options = fields[column.name]
        return gettext(", ").join(word_shown(options.get(v, ()), v) for v in listed(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return value_shown(column, value)


def _other(candidate: dict, kind: kinds.Kind) -> str:
    if "row" in candidate:
        return gettext("Row {row} of the file").format(row=candidate["row"])
    number = " ".join(str(candidate["key"].get(name, "")) for name in kind.natural_key)
    return gettext("There already: {number}").format(number=number)


def _mark(score: float) -> str:
    if score >= CERTAIN:
        return str(_("Almost certainly the same"))
    return str(_("Probably the same") if score >= LIKELY else _("Perhaps the same"))


def _why(candidate: dict, kind: kinds.Kind) -> str:
    labels = {column.name: str(column.label) for column in kind.columns}
    told = (
        (gettext("agree: {fields}"), candidate["same"]),
        (gettext("similar: {fields}"), candidate["near"]),
        (gettext("differ: {fields}"), candidate["other"]),
    )
    comma = gettext(", ")
    parts = [
        words.format(fields=comma.join(labels.get(name, name) for name in names))
        for words, names in told
        if names
    ]
    return gettext("; ").join(parts)
