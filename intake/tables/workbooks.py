"""Workbooks that leave: templates, and rows with errors in the same layout."""

from decimal import Decimal

from django.utils.translation import gettext, override

from core.spreadsheets import clean, kinds, template
from intake import queries
from intake.choices import Fate
from intake.models import Batch
from intake.tables.causes import word_shown

DATES = {clean.date}


def columns_of(actor, kind: kinds.Kind) -> list[template.TemplateColumn]:
    """Our columns as a template has them, with the words of the code tables to choose from."""
    fields = queries.fields(actor, kind)
    return [
        template.TemplateColumn(
            header=str(column.label),
            required=column.required,
            example=str(column.example),
            options=None
            if column.many or column.name not in fields
            else [word_shown(names, value) for value, names in fields[column.name].items()],
            kind="date" if column.clean in DATES else "text",
        )
        for column in kind.columns
    ]


def template_of(actor, kind: kinds.Kind, language: str) -> bytes:
    """The template of a kind, in one language."""
    with override(language):
        columns = columns_of(actor, kind)
        return template.build_template(str(kind.label), columns, language, kind=kind.key)


def export_of(actor, kind: kinds.Kind, target, language: str) -> bytes:
    """What is there, in the layout of the template: importing it again changes nothing.

    Private columns stay in the layout and are left empty: an empty cell says nothing.
    """
    with override(language):
        fields = queries.fields(actor, kind)
        rows = (
            [_shown(column, row.get(column.name), fields) for column in kind.columns]
            for row in kind.read(actor, target)
        )
        return template.filled(
            str(kind.label), columns_of(actor, kind), language, rows=rows, kind=kind.key
        )


def _shown(column: kinds.Column, value: object, fields: dict):
    """A value as a person would write it into the cell."""
    if value is None or column.private:
        return None
    options = fields.get(column.name)
    if options is not None:
        words = [word_shown(options.get(one, ()), one) for one in listed(value)]
        return "、".join(words)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value) if isinstance(value, Decimal) else value


def listed(value) -> list:
    """One value or several, as a list."""
    return value if isinstance(value, list) else [value] if value else []


def errors(actor, batch: Batch, language: str) -> bytes:
    """The rows with errors in the layout of the template, with their numbers and reasons."""
    with override(language):
        kind = batch.declared
        return template.error_workbook(
            str(kind.label),
            columns_of(actor, kind),
            language,
            rows=(_bad(row, kind, language) for row in queries.rows(actor, batch, Fate.ERROR)),
            kind=kind.key,
        )


def _bad(row, kind: kinds.Kind, language: str) -> template.BadRow:
    places = {column.name: index for index, column in enumerate(kind.columns)}
    values: list = [None] * len(places)
    for index, name in row.file.mapping.items():
        if name in places and int(index) < len(row.values):
            values[places[name]] = row.values[int(index)]
    reasons, notes = {}, []
    for reason in row.reasons:
        text = reason["text"].get(language, "")
        if reason["column"] in places:
            reasons[places[reason["column"]]] = text
        else:
            notes.append(text)
    return template.BadRow(row.number, values, reasons, "\n".join(notes))
