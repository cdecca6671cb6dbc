"""A big file read, kept and checked at once, column by column.

It decides only about rows that are plainly good: clean, new, named once, nobody's probable
duplicate. They are packed. All others become received rows that wait for the check row by row,
so what is said of them is said in one place only. Everything is written in one transaction: a
worker that dies leaves nothing behind, and the next one begins again.
"""

import json
import re
import tempfile
from pathlib import Path

import polars as pl

from accounts.access import Actor
from core.bulk import insert
from core.jobs import Run
from core.names import sounds
from core.spreadsheets import layout, read
from core.spreadsheets.clean import words as clean
from core.spreadsheets.columnwise import clean_column, suits
from intake import queries
from intake.choices import Fate
from intake.engine.tables import NUMBER, changed, doubled, packed, people_of, repeated, without_gaps
from intake.models import Pack, ReceivedFile, ReceivedRow
from intake.operations.converting import Converter

LEAST_BYTES = 200_000  # smaller files are as quick row by row
PACK = 10_000
MOST_OTHERS = 0.25  # with more than this share of other rows, row by row is the way
FORMATS = ("xlsx", "csv")
PLAIN_KEY = "^[a-z0-9-]+$"
ACCIDENT = f"^(?i:{clean.ACCIDENT.pattern})$"
TOTAL = "|".join(map(re.escape, sorted(layout.TOTALS)))


class AtOnce:
    """One file on its way into the original database."""

    def __init__(self, run: Run, actor: Actor, file: ReceivedFile):
        self.run, self.actor, self.file = run, actor, file
        self.batch, self.kind = file.batch, file.batch.declared
        self.columns = {cell: self.kind.column(name) for cell, name in file.cells.items()}

    def suits(self) -> bool:
        """Whether the file is big, and of a kind that can be read so."""
        return (
            self.kind.bulk is not None
            and not (self.batch.constants or self.batch.first_counts)
            and self.file.size_bytes >= LEAST_BYTES
            and self.file.format in FORMATS
            and all(map(suits, self.columns.values()))
        )

    def go(self) -> bool:
        """Read, decide, write; False, with nothing written, if rows have to be taken one by one."""
        self.run.report(stage="reading")
        table, faults = self._table()
        if table is None or not table.height:
            return False
        ready, good = self._cleaned(table)
        good &= ~table[NUMBER].is_in(list(faults))
        good &= self._is_new(table, ready)
        if self.kind.identity and good.any():
            good &= ~self._doubtful(ready, good)
        if (~good).sum() > max(PACK, MOST_OTHERS * table.height):
            return False
        self._keep(table, ready, good, faults)
        return True

    def _table(self) -> tuple[pl.DataFrame | None, dict]:
        """The rows under the header that are not kept yet, as texts."""
        sheet = None if self.file.format == "csv" else self.file.sheet
        with tempfile.TemporaryDirectory() as folder:
            into = Path(folder) / "sheet.arrow"
            try:
                faults = read.grid(
                    self.file.content.path,
                    str(into),
                    self.run.report,
                    sheet=sheet,
                    encoding=self.file.encoding,
                    looked=self.file.looked,
                )
            except read.BadFile:
                return None, {}  # row by row says what is wrong with it
            table = pl.read_ipc(into)
        head = max(self.file.header_depth, 1)
        table = table.filter(pl.col(NUMBER) >= self.file.header_row).slice(head)
        kept = list(self.file.rows.values_list("number", flat=True))
        return (table.filter(~pl.col(NUMBER).is_in(kept)) if kept else table), faults

    def _cleaned(self, table: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        """The cleaned values, and which rows have all they need and nothing wrong."""
        options = Converter(self.batch, self.actor).options
        ready, good = [table[NUMBER]], ~_maybe_total(table)
        for cell, column in self.columns.items():
            self.run.report()
            empty = pl.Series([None] * table.height, dtype=pl.String)
            cells = table[cell] if cell in table.columns else empty
            values, wrong = clean_column(column, cells, options.get(column.name))
            good &= ~wrong
            ready.append(values.alias(column.name))
        found = pl.DataFrame(ready)
        for column in self.kind.columns:
            if column.required or column.name in self.kind.natural_key:
                is_said = found[column.name].is_not_null() if column.name in found else None
                good &= is_said if is_said is not None else pl.repeat(False, len(good), eager=True)
        return found, good

    def _is_new(self, table: pl.DataFrame, ready: pl.DataFrame) -> pl.Series:
        """Named for the first time in this file, and nothing of that name is there."""
        names = ready[self.kind.natural_key[0]]
        keys = _folded(ready[self.kind.natural_key[0]])
        decided = self.batch.rows.exclude(key="").values_list("key", flat=True)
        target = queries.target_of(self.actor, self.batch)
        held = {layout.fold(key) for key in self.kind.bulk.held(self.actor, target)}
        held |= {key.rpartition("|")[2] for key in decided}
        odd = names.str.contains(ACCIDENT).fill_null(value=False)
        return ~odd & ~repeated(keys) & ~keys.is_in(list(held)).fill_null(value=False)

    def _doubtful(self, ready: pl.DataFrame, good: pl.Series) -> pl.Series:
        """Good rows that probably double an earlier good one, or somebody who is there."""
        columns = self.kind.identity.columns
        target = queries.target_of(self.actor, self.batch)
        known = [
            {column: str(one[column] or "") or None for column in columns.values()}
            for one in self.kind.identity.known(self.actor, target)
        ]
        there = pl.DataFrame(known, schema=dict.fromkeys(columns.values(), pl.String))
        there = people_of(there, columns, sounds)
        said = [name for name in columns.values() if name in ready.columns]
        here = people_of(ready.select(said).filter(good), columns, sounds)
        places = good.arg_true().filter(doubled(here, there))
        return pl.repeat(False, len(good), eager=True).scatter(places, True)

    def _keep(self, table, ready, good, faults) -> None:
        """Write all rows: the good ones in packs, each of the others by itself."""
        places, others = good.arg_true(), table.filter(~good)
        with self.run.chunk(stage="checking", done=len(places), total=table.height):
            self._keep_each(others, faults)
            for at in range(0, len(places), PACK):
                wanted = places.slice(at, PACK)
                part = table[wanted]
                Pack(
                    batch=self.batch,
                    file=self.file,
                    number=part[NUMBER][0],
                    row_count=part.height,
                    payload=packed(part),
                    ready=packed(changed(ready[wanted], part, self.file.cells)),
                ).save(force_insert=True)
            self.file.extracted = True
            self.file.save(update_fields=["extracted"])

    def _keep_each(self, rows: pl.DataFrame, faults: dict) -> None:
        kept: dict[str, list] = {"number": [], "values": [], "faults": [], "fate": []}
        for number, *cells in rows.iter_rows():
            values = without_gaps(cells)
            found = {str(at): fault.value for at, fault in faults.get(number, {}).items()}
            aside = layout.is_aside(read.Row(number, values))
            kept["number"].append(number)
            kept["values"].append(json.dumps(values))
            kept["faults"].append(json.dumps(found))
            kept["fate"].append((Fate.SKIPPED if aside else Fate.PENDING).value)
        if rows.height:
            insert(ReceivedRow, pl.DataFrame(kept), batch_id=self.batch.pk, file_id=self.file.pk)


def _folded(keys: pl.Series) -> pl.Series:
    """Fold each key as `layout.fold` does; plain ones are folded already."""
    low = keys.str.to_lowercase()
    odd = keys.filter(~low.str.contains(PLAIN_KEY)).drop_nulls().unique().to_list()
    if not odd:
        return low
    return keys.replace_strict(odd, [layout.fold(one) for one in odd], default=low)


def _maybe_total(table: pl.DataFrame) -> pl.Series:
    """Rows with a cell like 合计 or Total where `layout.is_total` looks: asked row by row later.

    It looks at the first two filled cells; in most rows those stand in the first two columns.
    """
    names = [name for name in table.columns if name != NUMBER]
    found = table.select(total=_is_mark(names[:2]))["total"]
    has_gaps = table.select(gap=pl.any_horizontal(pl.col(names[:2]).is_null()))["gap"]
    if not has_gaps.any():
        return found
    anywhere = table.filter(has_gaps).select(total=_is_mark(names))["total"]
    return found.scatter(has_gaps.arg_true(), anywhere)


def _is_mark(names: list[str]) -> pl.Expr:
    cells = pl.col(names).str.to_lowercase().str.replace_all(r"\s", "")
    mark = cells.str.contains(rf"^[*＊※]*(?:{TOTAL})[*＊※:：]*$")
    return pl.any_horizontal(mark).fill_null(value=False)
