"""Names spelt column by column: each surname and each given name is read once for all people."""

import polars as pl

from core.text import COMPOUND_SURNAMES, Spelling, part, spelling

PLAIN = r"^[\x{3400}-\x{9fff}]{2,3}$"  # `core.text.PLAIN_NAME`
WRITTEN = ("name", *Spelling._fields)


def spellings(names: pl.Series) -> pl.DataFrame:
    """Return each different name once, with `core.text.spelling` of it.

    Columns: name, latin, sort, search, initials. O(n), and Python only for each different part.
    """
    different = names.drop_nulls().unique().alias("name")
    is_plain = different.str.contains(PLAIN)
    rest = [(name, *spelling(name)) for name in different.filter(~is_plain)]
    others = pl.DataFrame(rest, schema=dict.fromkeys(WRITTEN, pl.String), orient="row")
    return pl.concat([_of_parts(different.filter(is_plain)), others])


def _of_parts(names: pl.Series) -> pl.DataFrame:
    """Spell names of two or three Chinese characters."""
    head = pl.col("name").str.slice(0, 2)
    is_compound = (pl.col("name").str.len_chars() > 2) & head.is_in(list(COMPOUND_SURNAMES))
    length = pl.when(is_compound).then(2).otherwise(1)
    cut = pl.DataFrame({"name": names}).with_columns(
        one=pl.col("name").str.slice(0, length), two=pl.col("name").str.slice(length)
    )
    for column in ("one", "two"):
        read = [(text, *part(text, is_surname=column == "one")) for text in cut[column].unique()]
        fields = [column, *(f"{column}_{field}" for field in ("latin", "sort", "plain", "first"))]
        spelt = pl.DataFrame(read, schema=dict.fromkeys(fields, pl.String), orient="row")
        cut = cut.join(spelt, on=column, how="left")
    first = pl.concat_str("one_first", "two_first")
    sounds = pl.concat_str("one_plain", "two_plain")
    return cut.select(
        "name",
        latin=pl.concat_str("one_latin", "two_latin", separator=" "),
        sort=pl.concat_str("one_sort", "two_sort", separator=" "),
        search=pl.concat_str("name", first, sounds, separator=" "),
        initials=first,
    )


def sounds(names: pl.Series) -> pl.DataFrame:
    """Return each different name and its Latin letters, without spaces and case."""
    letters = pl.col("latin").str.replace_all(r"\s+", "")
    found = spellings(names).select("name", pinyin=letters.str.to_lowercase())
    odd = found.filter(~pl.col("pinyin").str.contains(r"^[\x00-\x7f]*$"))["pinyin"].to_list()
    if not odd:
        return found
    folded = pl.col("pinyin").replace(odd, [text.casefold() for text in odd])
    return found.with_columns(folded)
