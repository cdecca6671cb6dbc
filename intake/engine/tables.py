"""Arrow tables of received rows: which rows are plainly good, and how tables become bytes."""

import io
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from intake.engine.duplicates import ID_HEAD, LARGEST, Index, Person

NUMBER = "_row"
KEY = "key"
Sounds = Callable[[pl.Series], pl.DataFrame]  # names -> name, pinyin; each different one once


def packed(table: pl.DataFrame) -> bytes:
    """Return a table as bytes; about a third of its size."""
    buffer = io.BytesIO()
    table.write_ipc(buffer, compression="zstd")
    return buffer.getvalue()


def unpacked(content: bytes, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Return the table that `packed` was given, or some columns of it."""
    return pl.read_ipc(io.BytesIO(bytes(content)), columns=columns and list(columns))


def changed(ready: pl.DataFrame, payload: pl.DataFrame, cells: Mapping[str, str]) -> pl.DataFrame:
    """Leave out the cleaned columns that are as they came. cells : {column: name cleaned}."""
    said = {name: payload[cell] for cell, name in cells.items() if cell in payload.columns}
    return ready.drop(name for name, came in said.items() if ready[name].equals(came))


def cleaned(
    ready: bytes, payload: bytes, cells: Mapping[str, str], wanted: Sequence[str]
) -> pl.DataFrame:
    """Return some cleaned columns of a pack; what `changed` left out stands in its payload."""
    altered = pl.read_ipc_schema(io.BytesIO(bytes(ready)))
    came = {cell: name for cell, name in cells.items() if name in wanted and name not in altered}
    table = unpacked(ready, [name for name in altered if name in (NUMBER, *wanted)])
    if came:
        table = table.hstack(unpacked(payload, list(came)).rename(came).get_columns())
    return table.select(wanted)


def without_gaps(values: list) -> list:
    """Leave out what is empty at the end of a row."""
    while values and values[-1] is None:
        values.pop()
    return values


def repeated(keys: pl.Series) -> pl.Series:
    """Say of each key whether it stood in an earlier row; null is no key. O(n)."""
    frame = pl.DataFrame({KEY: keys})
    return frame.select(pl.col(KEY).is_first_distinct().not_() & pl.col(KEY).is_not_null())[KEY]


def people_of(table: pl.DataFrame, columns: Mapping[str, str], sounds: Sounds) -> pl.DataFrame:
    """Take what identifies from a table of cleaned values, as `duplicates.person` does.

    columns : {field of `duplicates.Person`: column}. Returns name, pinyin, id_number, phone,
    born_on; texts or null.
    """
    said = {
        field: table[columns[field]] if columns.get(field) in table.columns else _nothing(table)
        for field in ("name", "id_number", "phone", "born_on")
    }
    spelt = sounds(said["name"])
    return pl.DataFrame(said).join(spelt, on="name", how="left", maintain_order="left")


def _nothing(table: pl.DataFrame) -> pl.Series:
    return pl.Series([None] * table.height, dtype=pl.String)


def blocks_of(people: pl.DataFrame) -> pl.DataFrame:
    """Return the keys of `duplicates.blocks`, a column for each; null where a row has none.

    Digits in any order are told by how often each comes, as digits of a number of base 32.
    """
    sound, number, phone = pl.col("pinyin"), pl.col("id_number"), pl.col("phone")
    counts = [phone.str.count_matches(str(n), literal=True).cast(pl.UInt64) for n in range(10)]
    digits = sum(count * 32**at for at, count in enumerate(counts))
    return people.select(
        id=number,
        phone=phone,
        born=pl.concat_str(sound, pl.col("born_on")),
        head=pl.concat_str(sound, number.str.slice(0, ID_HEAD)),
        digits=pl.concat_str(sound, digits.cast(pl.String)),
    )


def doubled(people: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """Say of each row whether it probably doubles an earlier one, or somebody known.

    Compares as `duplicates.Index` does, but only those who share a block. people, known : as
    from `people_of`. O(n log n), and the size of their blocks for the rows that share one.
    """
    everybody = pl.concat([known, people])
    blocks = blocks_of(everybody)
    asked = _later_in_a_block(blocks)
    asked &= pl.int_range(len(asked), eager=True) >= known.height
    if not asked.any():
        return asked[known.height :]
    near = asked | _shares(blocks, blocks.filter(asked))
    index, found = Index(), []
    rows = everybody.filter(near).iter_rows(named=True)
    for at, row in zip(near.arg_true().to_list(), rows, strict=True):
        one = Person(**{field: value or "" for field, value in row.items()})
        one = one._replace(name="".join(one.name.split()).casefold())
        if asked[at] and index.find(one):
            found.append(at - known.height)
        index.add(at, one)
    return pl.repeat(False, people.height, eager=True).scatter(found, True)


def _later_in_a_block(blocks: pl.DataFrame) -> pl.Series:
    """Say which rows share a block with an earlier one; blocks beyond `LARGEST` say nothing."""
    later = pl.repeat(False, blocks.height, eager=True)
    for column in blocks:
        places = (column.is_duplicated() & column.is_not_null()).arg_true()
        most = len(blocks) if column.name == "id" else LARGEST
        rank = pl.DataFrame({"key": column.gather(places)}).select(
            pl.int_range(pl.len()).over("key").is_between(1, most)
        )
        later[places.filter(rank.to_series())] = True
    return later


def _shares(blocks: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    marks = [blocks[c.name].is_in(c.drop_nulls().unique().implode()) for c in others]
    return pl.DataFrame(marks).select(near=pl.any_horizontal(pl.all()).fill_null(value=False))[
        "near"
    ]


def neighbours(people: pl.DataFrame, of: pl.DataFrame) -> pl.Series:
    """Say of each row whether it shares a block with one of some others."""
    return _shares(blocks_of(people), blocks_of(of))
