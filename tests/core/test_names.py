"""Names spelt column by column read as each of them alone."""

import random

import polars as pl

from core.names import sounds, spellings
from core.text import COMPOUND_SURNAMES, SURNAMES, latin, spelling
from tests.factories.people import GIVEN
from tests.factories.people import SURNAMES as COMMON

ODD = [
    "John Smith", "O'Neil  Ann", "Straße", "阿卜杜拉·买买提", "欧阳", "尉迟恭", "欧阳建国", "王", "𠮷野",
    "李Anna", " 王芳 ", "ＡＮＮＡ", "王 芳", "西安", "", "12", "呂安", "单于婚礼", "上官婉儿", "一二三四五",
]  # fmt: skip


def names(size: int) -> list[str]:
    """Many names, of surnames with readings of their own as well."""
    chance = random.Random(3)
    heads = [*COMMON, *SURNAMES, *COMPOUND_SURNAMES]
    made = [chance.choice(heads) + "".join(chance.sample(GIVEN, 2)) for _one in range(size)]
    return [*made, *(name[:2] for name in made), *ODD]


def test_a_column_is_spelt_as_each_name_alone():
    column = pl.Series([*names(3_000), None, "王芳"])
    found = spellings(column)
    assert found.height == len(set(column.drop_nulls()))
    assert {row[0]: row[1:] for row in found.rows()} == {
        name: tuple(spelling(name)) for name in found["name"]
    }


def test_sounds_are_latin_letters_without_spaces_and_case():
    found = dict(sounds(pl.Series(names(500))).rows())
    assert found == {name: "".join(latin(name).split()).casefold() for name in found}
    assert found["Straße"] == "strasse"


def test_no_names_at_all():
    assert spellings(pl.Series([None], dtype=pl.String)).height == 0
