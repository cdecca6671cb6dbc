"""Sheet, header, columns, words: how a file is to be read."""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from core.spreadsheets import clean, layout
from intake import queries, rules
from intake.choices import BatchState
from intake.engine.suggest import fingerprint
from intake.flow import PROCESS
from intake.models import Batch, RememberedMapping
from intake.operations.starting import CHECK, Busy


class NoHeader(Refusal):
    """The chosen row holds no headings."""

    code = "no_header"
    message = _("Row {row} has no headings. Choose the row in which the columns are named.")
    status = 422


class MissingKey(Refusal):
    """Without its key a row cannot be told from the others."""

    code = "missing_key"
    message = _("No column of the file is mapped to “{column}”; without it rows have no identity.")
    status = 422


class TwiceMapped(Refusal):
    """Two columns of the file cannot fill one of ours."""

    code = "twice_mapped"
    message = _("Two columns of the file are mapped to “{column}”. Leave one of them out.")
    status = 422


class BadConstant(Refusal):
    """A value for all rows that its column cannot hold."""

    code = "bad_constant"
    message = _("{column}: {reason}")
    status = 422


@operation(rules.may_import, on="batch")
def choose_sheet(*, actor: Actor, batch: Batch, preview: queries.Preview, header_row: int) -> Batch:
    """Say which sheet holds the table and which row its headings. Raises `NoHeader`, `Busy`.

    `preview` was read before: no transaction waits for a file to be opened.
    """
    if batch.is_busy:
        raise Busy
    names = _headings(preview, header_row)
    if not any(names):
        raise NoHeader(row=header_row)
    file = batch.file
    guessed = header_row == preview.header_row
    said = {
        "sheet": preview.sheet,
        "encoding": preview.encoding,
        "header_row": header_row,
        "header_depth": preview.header.depth if guessed else 1,
    }
    if any(getattr(file, name) != value for name, value in said.items()):
        batch.rows.all().delete()
        batch.packs.all().delete()
        file.extracted, file.mapping = False, {}
    for name, value in said.items():
        setattr(file, name, value)
    file.headings = [name[:120] for name in names]
    kept = [[row.number, row.values] for row in preview.rows]
    file.preview = {f"{file.sheet}|{file.encoding}": kept}
    file.save()
    PROCESS.move(batch, "reopen", actor=actor)
    return batch


def _headings(preview: queries.Preview, header_row: int) -> list[str]:
    """Headings of the guessed row, or of another one that a person chose."""
    if header_row == preview.header_row:
        return preview.header.names
    row = next((row for row in preview.rows if row.number == header_row), None)
    return [" ".join(str(value or "").split()) for value in row.values] if row else []


@operation(rules.may_import, on="batch")
def map_columns(
    *,
    actor: Actor,
    batch: Batch,
    mapping: dict[str, str],
    constants: dict[str, str] | None = None,
    first_counts: bool = False,
) -> Batch:
    """Say which column of the file fills which of ours; remembered at once, then checked.

    `mapping` is {index of the file's column: name of ours}, `constants` are cells for columns
    that the file lacks: {name of ours: cell}. Raises `MissingKey`, `TwiceMapped`, `Busy`,
    `BadConstant`.
    """
    if batch.is_busy:
        raise Busy
    kind = batch.declared
    mapping = {index: name for index, name in mapping.items() if name}
    for column in kind.columns:
        if list(mapping.values()).count(column.name) > 1:
            raise TwiceMapped(column=column.label)
    constants = _constants(actor, kind, constants or {}, set(mapping.values()))
    for name in kind.natural_key:
        if name not in (*mapping.values(), *constants):
            raise MissingKey(column=kind.column(name).label)
    file = batch.file
    file.mapping = mapping
    file.save(update_fields=["mapping"])
    memory = queries.remembered(actor, batch.kind, RememberedMapping.WORDS)
    batch.words = _joined(memory.words if memory else {}, batch.words)
    batch.constants, batch.first_counts = constants, first_counts
    batch.save(update_fields=["words", "constants", "first_counts"])
    _remember(batch, file, mapping)
    PROCESS.move(batch, "map", actor=actor)
    batch.forget_check()
    CHECK.begin(actor, batch)
    return batch


def _constants(actor: Actor, kind, said: dict[str, str], mapped: set[str]) -> dict[str, str]:
    """Take what the file lacks, if each value is one that its column can hold."""
    options = queries.fields(actor, kind)
    given = {name: cell for name, cell in said.items() if cell and name not in mapped}
    for name, cell in given.items():
        column = kind.column(name)
        try:
            column.value_of(cell, options.get(name))
        except clean.Unclean as error:
            raise BadConstant(column=column.label, reason=error) from error
    return given


def _joined(*memories: dict[str, dict]) -> dict[str, dict]:
    """Join what words mean, column by column; the later memory wins."""
    joined: dict[str, dict] = {}
    for memory in memories:
        for column, words in memory.items():
            joined.setdefault(column, {}).update(words)
    return joined


def _remember(batch, file, mapping) -> None:
    headings = [layout.fold(name) for name in file.headings]
    RememberedMapping._base_manager.update_or_create(
        organisation=batch.organisation,
        kind=batch.kind,
        fingerprint=fingerprint(headings),
        defaults={
            "mapping": {
                heading: mapping.get(str(index), "")
                for index, heading in enumerate(headings)
                if heading
            },
            "constants": batch.constants,
            "first_counts": batch.first_counts,
        },
    )


def _remember_word(batch: Batch, column: str, word: str, value: str) -> None:
    """What a word means is the same in the next file of this kind."""
    memory, _new = RememberedMapping._base_manager.select_for_update().get_or_create(
        organisation=batch.organisation, kind=batch.kind, fingerprint=RememberedMapping.WORDS
    )
    memory.words = _joined(memory.words, {column: {word: value}})
    memory.save()


@operation(rules.may_import, on="batch")
def match_word(*, actor: Actor, batch: Batch, column: str, word: str, value: str) -> Batch:
    """Say which entry of a code table a word of the file means, for all its rows at once.

    Raises `Busy`, `WrongState`.
    """
    if batch.is_busy:
        raise Busy
    batch.words.setdefault(column, {})[word] = value
    batch.save(update_fields=["words"])
    _remember_word(batch, column, word, value)
    is_loaded = batch.state == BatchState.LOADED
    PROCESS.move(batch, "correct" if is_loaded else "map", actor=actor)
    batch.forget_check()
    CHECK.begin(actor, batch)
    return batch
