"""Cells that name several things, however people set them apart."""

import pytest

from core.spreadsheets import clean
from core.spreadsheets.kinds import Column

FORMATS = {"lecture": ["讲授"], "seminar": ["研讨"], "mixed": ["案例+讨论"], "c": ["C++"]}
COLUMN = Column(name="formats", label="x", aliases=(), options=lambda _actor: FORMATS, many=True)


@pytest.mark.parametrize("sign", ["+", "＋", "/", "／", "、", "，", "；", " + ", "\n"])
def test_two_words_however_they_are_set_apart(sign):
    assert COLUMN.value_of(f"讲授{sign}研讨", FORMATS) == ["lecture", "seminar"]


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("案例+讨论", ["mixed"]),
        ("案例＋讨论", ["mixed"]),
        ("讲授+案例+讨论+研讨", ["lecture", "mixed", "seminar"]),
        ("C++、讲授", ["c", "lecture"]),
        ("C++", ["c"]),
    ],
)
def test_an_option_whose_name_holds_the_sign_is_that_option(cell, means):
    assert COLUMN.value_of(cell, FORMATS) == means


def test_an_unknown_word_among_several_is_the_one_that_is_refused():
    with pytest.raises(clean.Unclean) as refused:
        COLUMN.value_of("讲授+飞行", FORMATS)
    assert "飞行" in str(refused.value)
    assert COLUMN.words_of("D++", FORMATS) == ["D++"]
