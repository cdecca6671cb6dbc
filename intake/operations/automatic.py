"""A file is read as it was read the last time, without anybody to ask."""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from core.spreadsheets import layout
from intake import queries, rules
from intake.engine.suggest import fingerprint, suggest
from intake.models import Batch
from intake.operations.mapping import choose_sheet, map_columns


class Unclear(Refusal):
    """Something that only a person can say."""

    code = "unclear"
    message = _("The encoding of the file is not clear. Somebody has to choose it.")
    status = 422


@operation(rules.may_import, on="batch")
def map_as_known(*, actor: Actor, batch: Batch) -> Batch:
    """Take the sheet, the header and the columns that are suggested or remembered.

    The check begins. Raises `Unclear`, `NoHeader`, `MissingKey`, `BadFile`.
    """
    preview = queries.preview(actor, batch.file)
    if preview.candidates:
        raise Unclear
    choose_sheet(actor=actor, batch=batch, preview=preview, header_row=preview.header_row)
    headings = [layout.fold(name) for name in batch.file.headings]
    memory = queries.remembered(actor, batch.kind, fingerprint(headings))
    known = {column.name: column.headings for column in batch.declared.columns}
    found = suggest(headings, known, memory.mapping if memory else {})
    return map_columns(
        actor=actor,
        batch=batch,
        mapping={str(index): one.column for index, one in enumerate(found)},
        constants=memory.constants if memory else {},
        first_counts=memory.first_counts if memory else False,
    )
