"""Cleaning a column at once gives what cleaning each of its cells gives."""

import datetime as dt
import random
import re
from functools import partial

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.spreadsheets import clean
from core.spreadsheets.clean import words
from core.spreadsheets.columnwise import clean_column
from core.spreadsheets.kinds import Column
from core.text import initials, latin, search_text, sort_key, spelling
from tests.factories.people import roster

PEOPLE = roster(60)
DIRT = st.sampled_from(
    ["", " ", "　", "\u200b", "'", "=", "０", "１", "-", ".", "，", "转", "号", "年", "月", "x", "X", "e+", "\n", "\t", "\\", '"', "元"]
)  # fmt: skip
SEEDS = {
    clean.text: [one["name"] for one in PEOPLE]
    + ["Anna Müller", "欧阳 小明", "a/b", "（一）", "。"],
    clean.phone: [one["phone"] for one in PEOPLE] + ["0431-85167890", "4008001234", "85167890转8"],
    clean.id_number: [one["id_number"] for one in PEOPLE] + ["110101900307123"],
    clean.date: [one["born_on"] for one in PEOPLE]
    + [
        "2026年9月5日",
        "2026.9",
        "20260905",
        "5/6/78",
        "2026-02-30",
        "1899-01-01",
        "45000",
        "二〇二六年九月",
    ],
}
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEXES = {"male": ["男", "Male"], "female": ["女", "Female"]}


def cells(seeds):
    """Right cells, and right ones with dirt somewhere inside."""
    whole = st.sampled_from(seeds)
    spoiled = st.builds(
        lambda cell, dirt, at: cell[: at % (len(cell) + 1)] + dirt + cell[at % (len(cell) + 1) :],
        whole,
        DIRT,
        st.integers(0, 30),
    )
    return st.lists(
        st.one_of(whole, spoiled, st.none(), st.text(max_size=6)), min_size=1, max_size=20
    )


def each(column, options, values):
    """What cleaning one by one says: a text, None, or wrong."""
    said = []
    for value in values:
        try:
            found = column.value_of(value, options)
        except clean.Unclean:
            said.append("wrong")
        else:
            found = found.isoformat() if isinstance(found, dt.date) else found
            said.append(found or None)
    return said


def at_once(column, options, values):
    """What cleaning the column says."""
    found = clean_column(column, pl.Series(values, dtype=pl.String), options)
    return [
        "wrong" if wrong else value or None
        for value, wrong in zip(found.values.to_list(), found.wrong.to_list(), strict=True)
    ]


@pytest.mark.parametrize("function", SEEDS)
@patient
@given(data=st.data())
def test_a_column_is_cleaned_as_its_cells_are(function, data):
    values = data.draw(cells(SEEDS[function]))
    limited = partial(function, limit=4) if function is clean.text else function
    column = Column(name="c", label="c", aliases=(), clean=limited)

    assert at_once(column, None, values) == each(column, None, values)


@patient
@given(values=cells(["男", "女", "Male", "female", "保密"]))
def test_choices_are_found_alike(values):
    column = Column(name="sex", label="sex", aliases=(), options=lambda _actor: SEXES)

    assert at_once(column, SEXES, values) == each(column, SEXES, values)


@patient
@given(
    name=st.one_of(
        st.sampled_from(
            [one["name"] for one in PEOPLE] + ["单晓燕", "欧阳明月", "吕安", "", "Li 明"]
        ),
        st.text("王单曾欧阳尉迟长小明乐于吕女安·a ", max_size=5),
    )
)
def test_a_name_spelt_once_is_spelt_as_it_is_piece_by_piece(name):
    spelt = latin(name), sort_key(name), search_text(name), initials(name)

    assert spelling(name) == spelt


def test_a_bare_cell_is_what_the_long_way_makes_of_it(monkeypatch):
    chance = random.Random(5)
    cells = {
        "".join(chance.choices("aZ09.-王一鿿", k=chance.randint(1, 6))) for _one in range(2_000)
    }
    assert all(map(words.BARE.fullmatch, cells))
    short = {cell: words.plain(cell) for cell in cells}
    monkeypatch.setattr(words, "BARE", re.compile("(?!)"))
    assert short == {cell: words.plain(cell) for cell in cells}
