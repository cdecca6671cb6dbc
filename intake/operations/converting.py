"""A row as it came becomes a row as the operations take it, or the reasons why it cannot."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.access import Actor
from core.errors import Refusal
from core.spreadsheets import clean, kinds, layout
from core.spreadsheets.faults import CellFault
from core.spreadsheets.kinds import Outcome
from intake import queries
from intake.choices import Do, Fate
from intake.engine.packing import pack, unpack
from intake.models import Batch, ReceivedRow

LONGEST_SHOWN = 80
LONGEST_KEY = 200
FATES = {"created": Fate.NEW, "updated": Fate.UPDATED, "unchanged": Fate.UNCHANGED}


class Empty(Refusal):
    """A cell that must be filled in is empty."""

    code = "empty"
    message = _("“{column}” must be filled in.")


class Twice(Refusal):
    """Two rows of one file name the same thing."""

    code = "twice"
    message = _("The same record is already in row {row}. Keep one of the two rows.")


@dataclass
class Converted:
    """One row on its way."""

    row: ReceivedRow
    values: dict
    reasons: list[dict] = field(default_factory=list)
    repeats: bool = False

    def refuse(self, error: Refusal, column: str = "", value: object = "") -> None:
        """Keep a refusal in every language, as a later reader may need another one."""
        text = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                text[language] = str(error)
        shown = str("" if value is None else value)[:LONGEST_SHOWN]
        self.reasons.append({"column": column, "code": error.code, "value": shown, "text": text})

    def note(self, result: Outcome | Refusal, *, rehearsed: bool) -> None:
        """Keep what writing the row, or the rehearsal of it, has come to."""
        if isinstance(result, Refusal):
            self._refused(result)
            return
        row, new = self.row, result.action == "created"
        row.fate, row.reasons = FATES[result.action], []
        row.target_pk = None if new and rehearsed else result.pk
        row.changes = pack(result.changes) if result.action == "updated" else {}

    def _refused(self, refusal: Refusal) -> None:
        """Name the columns where the operation only said that something is missing."""
        if not (refusal.code.startswith("missing") and self.refuse_empty()):
            self.refuse(refusal)

    def refuse_empty(self) -> bool:
        """Refuse the row for every column that a new row must fill in; say whether there is one."""
        columns = self.row.file.batch.declared.columns
        lacking = [c for c in columns if c.required and not self.values.get(c.name)]
        for column in lacking:
            self.refuse(Empty(column=column.label), column.name)
        return bool(lacking)

    @property
    def awaits_partner(self) -> bool:
        """Whether it is merged with a row of this file: that one is written first."""
        return "row" in self.row.choice

    def settle(self) -> None:
        """A row with reasons is one with errors, or repeats another one that counts."""
        if self.reasons:
            self.row.fate = Fate.REPEATED if self.repeats else Fate.ERROR
            self.row.reasons = self.reasons


class Converter:
    """Turns the rows of one import into values; choices are read once for all rows."""

    def __init__(self, batch: Batch, actor: Actor):
        self.batch, self.actor, self.kind = batch, actor, batch.declared
        self.options = queries.fields(actor, self.kind)
        for name, words in batch.words.items():
            self.options[name] = _with_words(self.options.get(name, {}), words)
        self.columns = {column.name: column for column in self.kind.columns}
        # what a cell of few possible values has been cleaned to; rows say the same again and again
        self.cleaned: dict[tuple, object] = {}
        self.constants = {n: cell for n, cell in batch.constants.items() if n in self.columns}

    def convert(self, row: ReceivedRow) -> Converted:
        """Clean every mapped cell; the row remembers its natural key."""
        done = Converted(row, {})
        for index, name in row.file.mapping.items():
            column = self.columns.get(name)
            if column:
                self._cell(done, int(index), column)
        for name, cell in self.constants.items():
            if name not in row.file.mapping.values():
                self._value(done, cell, self.columns[name])
        self._identify(done)
        if row.choice.get("do") == Do.MERGE and not done.reasons:
            self._merge(done)
        return done

    def _merge(self, done: Converted) -> None:
        """Let the row speak of the record it is merged with, and of what was chosen only."""
        taken = set(done.row.choice["take"])
        done.values = {name: value for name, value in done.values.items() if name in taken}
        done.values |= unpack(done.row.choice["key"])
        done.row.key = ""  # two rows may well speak of it

    def _cell(self, done: Converted, index: int, column: kinds.Column) -> None:
        values = done.row.values
        cell = values[index] if index < len(values) else None
        try:
            clean.refuse_flagged(_fault(done.row, index))
        except clean.Unclean as error:
            done.refuse(error, column.name, cell)
        else:
            self._value(done, cell, column)

    def _value(self, done: Converted, cell, column: kinds.Column) -> None:
        try:
            done.values[column.name] = self._cleaned(cell, column)
        except clean.Unclean as error:
            if column.many and column.name in self.options:
                self._refuse_words(done, cell, column)
            else:
                done.refuse(error, column.name, cell)

    def _refuse_words(self, done: Converted, cell, column: kinds.Column) -> None:
        """Refuse each wrong word of a cell by itself: a word is what can be given a meaning."""
        options = self.options[column.name]
        for word in column.words_of(cell, options):
            try:
                clean.one_of(word, options)
            except clean.Unclean as error:
                done.refuse(error, column.name, word)

    def _cleaned(self, cell, column: kinds.Column):
        options = self.options.get(column.name)
        if options is None or column.many or type(cell) is not str:
            return column.value_of(cell, options)
        key = column.name, cell
        if key not in self.cleaned:
            self.cleaned[key] = column.value_of(cell, options)
        return self.cleaned[key]

    def _identify(self, done: Converted) -> None:
        wrong = {one["column"] for one in done.reasons}
        for name in self.kind.natural_key:
            if not done.values.get(name) and name not in wrong:
                done.refuse(Empty(column=self.columns[name].label), name)
            self._refuse_accident(done, name)
        # a column named as the parent says that the row belongs to another one
        names = (self.kind.parent.name, *self.kind.natural_key)
        parts = [str(done.values.get(name) or "") for name in names]
        done.row.key = "|".join(map(layout.fold, parts))[:LONGEST_KEY] if any(parts[1:]) else ""

    def _refuse_accident(self, done: Converted, name: str) -> None:
        value = done.values.get(name)
        try:
            clean.refuse_accident(value if isinstance(value, str) else "")
        except clean.Unclean as error:
            done.refuse(error, name, value)


def _fault(row: ReceivedRow, index: int) -> CellFault | None:
    fault = row.faults.get(str(index))
    return CellFault(fault) if fault else None


def _with_words(options: kinds.Options, words: dict[str, str]) -> clean.Choices:
    """Add the words that a person has matched, each to the entry it means."""
    added = clean.Choices({value: list(names) for value, names in options.items()})
    for word, value in words.items():
        if value in added:
            added[value].append(word)
    return added
