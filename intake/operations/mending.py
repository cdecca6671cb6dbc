"""Bad cells corrected on the page: what was typed is kept like any other file that came."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Actor, operation
from core.digest import sha256
from core.errors import Refusal
from core.spreadsheets.write import write_csv
from intake import rules
from intake.choices import Fate
from intake.flow import PROCESS
from intake.models import Batch, ReceivedFile, ReceivedRow
from intake.operations.starting import CHECK, Busy

MOST_CELLS = 200
BAD = (Fate.ERROR,)


class NothingTyped(Refusal):
    """No cell was changed."""

    code = "nothing_typed"
    message = gettext_lazy("Nothing was changed. Correct at least one cell.")
    status = 422


@operation(rules.may_import, on="batch")
def mend(*, actor: Actor, batch: Batch, cells: Mapping[tuple[int, str], str]) -> Batch:
    """Replace cells of bad rows: {(row key, column): what was typed}; then check them again.

    The rows as they came stay in the original database. Raises `NothingTyped`, `Busy`,
    `WrongState`.
    """
    if batch.is_busy:
        raise Busy
    keys = {key for key, _column in cells}
    rows = batch.rows.filter(pk__in=keys, chunk=None, fate__in=BAD).select_related("file")
    names = [column.name for column in batch.declared.columns]
    fresh = [(row, _typed(row, names, cells)) for row in rows[:MOST_CELLS]]
    changed = [(row, values) for row, values in fresh if values != _values(row, names)]
    if not changed:
        raise NothingTyped
    file = _kept(actor, batch, names, changed)
    places = {name: index for index, name in enumerate(names)}
    ReceivedRow.objects.bulk_create(
        ReceivedRow(
            batch=batch,
            file=file,
            number=row.number,
            values=values,
            faults=_faults(row, places, cells),
        )
        for row, values in changed
    )
    batch.rows.filter(pk__in=[row.pk for row, _values in changed]).update(fate=Fate.REPLACED)
    PROCESS.move(batch, "correct", actor=actor)
    batch.forget_check()
    CHECK.begin(actor, batch)
    return batch


def _values(row: ReceivedRow, names: list[str]) -> list:
    """The cells of a row in the order of our columns."""
    held = {
        name: row.values[int(index)]
        for index, name in row.file.mapping.items()
        if int(index) < len(row.values)
    }
    return [held.get(name) for name in names]


def _typed(row: ReceivedRow, names: list[str], cells: Mapping) -> list:
    held = _values(row, names)
    return [
        cells.get((row.pk, name), value) if _said(cells.get((row.pk, name)), value) else value
        for name, value in zip(names, held, strict=True)
    ]


def _said(typed: str | None, value) -> bool:
    """Whether a cell was really changed: what the page showed comes back with it."""
    return typed is not None and typed != str("" if value is None else value)


def _faults(row: ReceivedRow, places: dict[str, int], cells: Mapping) -> dict:
    return {
        str(places[name]): row.faults[index]
        for index, name in row.file.mapping.items()
        if index in row.faults and (row.pk, name) not in cells
    }


def _kept(actor: Actor, batch: Batch, names: list[str], changed: list) -> ReceivedFile:
    columns = batch.declared.columns
    header = [_("Original row"), *(str(column.label) for column in columns)]
    content = write_csv(header, [[row.number, *values] for row, values in changed])
    file = ReceivedFile(
        organisation=batch.organisation,
        batch=batch,
        name=_("Corrected on the page.csv"),
        sha256=sha256(content),
        size_bytes=len(content),
        format="csv",
        encoding="utf-8",
        is_correction=True,
        extracted=True,
        headings=header[1:],
        mapping={str(index): name for index, name in enumerate(names)},
        received_by=actor.member,
    )
    file.content.save(file.name, ContentFile(content), save=False)
    file.save()
    return file
