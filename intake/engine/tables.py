"""Arrow tables of received rows: which rows are plainly good, and how tables become bytes."""

import io
from collections.abc import Callable, Mapping

import polars as pl

from intake.engine.duplicates import ID_HEAD, LARGEST, Index, Person

NUMBER = "_row"
KEY = "key"


def packed(table: pl.DataFrame) -> bytes:
    """Return a table as bytes; about a third of its size."""
    buffer = io.BytesIO()
    table.write_ipc(buffer, compression="zstd")
    return buffer.getvalue()


def unpacked(content: bytes) -> pl.DataFrame:
    """Return the table that `packed` was given."""
    return pl.read_ipc(io.BytesIO(bytes(content)))


def without_gaps(values: list) -> list:
    """Leave out what is empty at the end of a row."""
    while values and values[-1] is None:
        values.pop()
    return values


def repeated(keys: pl.Series) -> pl.Series:
    """Say of each key whether it stood in an earlier row; null is no key. O(n)."""
    frame = pl.DataFrame({KEY: keys})
    return frame.select(pl.col(KEY).is_first_distinct().not_() & pl.col(KEY).is_not_null())[KEY]


def people_of(table: pl.DataFrame, columns: Mapping[str, str], spell: Callable) -> pl.DataFrame:
    """Take what identifies from a table of cleaned values, as `duplicates.person` does.

    columns : {field of `duplicates.Person`: column}. Returns name, pinyin, id_number, phone,
    born_on; texts or null.
    """
    said = {
        field: table[columns[field]] if columns.get(field) in table.columns else _nothing(table)
        for field in ("name", "id_number", "phone", "born_on")
    }
    names = said["name"].drop_nulls().unique().to_list()
    sounds = ["".join(spell(name).split()).casefold() for name in names]
    spelt = pl.DataFrame(
        {"name": names, "pinyin": sounds}, schema=dict.fromkeys(("name", "pinyin"), pl.String)
    )
    return pl.DataFrame(said).join(spelt, on="name", how="left", maintain_order="left")


def _nothing(table: pl.DataFrame) -> pl.Series:
    return pl.Series([None] * table.height, dtype=pl.String)


def blocks_of(people: pl.DataFrame) -> pl.DataFrame:
    """Return the keys of `duplicates.blocks`, a column for each; null where a row has none."""
    sound, number, phone = pl.col("pinyin"), pl.col("id_number"), pl.col("phone")
    digits = phone.str.split("").list.sort().list.join("")
    return people.select(
        id=number,
        phone=phone,
        born=pl.concat_str(sound, pl.col("born_on")),
        head=pl.concat_str(sound, number.str.slice(0, ID_HEAD)),
        digits=pl.concat_str(sound, digits),
    )


def doubtful(people: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """Say of each row whether an earlier row, or somebody known, shares a block with it.

    Only these need be compared with anybody. Blocks of more than `LARGEST` say nothing.
    people, known : as from `people_of`. O(n log n).
    """
    blocks = blocks_of(pl.concat([known, people]))
    rank = pl.int_range(pl.len())
    marks = [
        pl.col(name).is_not_null()
        & rank.over(name).is_between(1, len(blocks) if name == "id" else LARGEST)
        for name in blocks.columns
    ]
    return blocks.select(doubtful=pl.any_horizontal(marks))["doubtful"][known.height :]


def probable(people: pl.DataFrame, known: pl.DataFrame, asked: pl.Series) -> pl.Series:
    """Say of each row that is asked about whether it probably doubles an earlier one, or a known.

    Compares as `duplicates.Index` does, but only those who share a block with somebody asked
    about. people, known : as from `people_of`; asked : (n,) from `doubtful`.
    """
    if not asked.any():
        return asked
    everybody = pl.concat([known, people])
    marked = pl.concat([pl.repeat(False, known.height, eager=True), asked])
    near = marked | neighbours(everybody, everybody.filter(marked))
    index, found = Index(), []
    rows = everybody.filter(near).iter_rows(named=True)
    for at, row in zip(near.arg_true().to_list(), rows, strict=True):
        one = Person(**{field: value or "" for field, value in row.items()})
        one = one._replace(name="".join(one.name.split()).casefold())
        if marked[at] and index.find(one):
            found.append(at - known.height)
        index.add(at, one)
    return pl.repeat(False, people.height, eager=True).scatter(found, True)


def neighbours(people: pl.DataFrame, of: pl.DataFrame) -> pl.Series:
    """Say of each row whether it shares a block with one of some others."""
    mine, theirs = blocks_of(people), blocks_of(of)
    marks = [mine[name].is_in(theirs[name].drop_nulls().implode()) for name in mine.columns]
    return pl.DataFrame(marks).select(near=pl.any_horizontal(pl.all()).fill_null(value=False))[
        "near"
    ]
