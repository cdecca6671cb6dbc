"""The difference of two versions shows everything that changed, and nothing else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.diff import apply, difference, kept_in_order, spans

TEXT = st.text("提升中层干部综合素质政治能力ab 1", max_size=24)
VALUE = st.none() | st.integers(0, 9) | TEXT | st.fixed_dictionaries({"zh": TEXT, "en": TEXT})
CELLS = st.dictionaries(st.sampled_from(["course", "teacher", "base", "on"]), VALUE)


@st.composite
def versions(draw):
    ids = draw(st.lists(st.integers(1, 8), unique=True))
    lines = [{"id": pk} | draw(CELLS) for pk in ids]
    return {"basics": draw(st.dictionaries(st.sampled_from("abcd"), VALUE)), "lines": lines}


@given(versions(), versions())
def test_applying_the_difference_gives_the_newer_version(old, new):
    assert apply(difference(old, new), old) == new


@given(versions())
def test_a_version_does_not_differ_from_itself(version):
    diff = difference(version, version)
    assert (bool(diff), len(diff), diff.unchanged) == (False, 0, len(version["lines"]))


@given(TEXT, TEXT)
def test_spans_hold_both_texts(old, new):
    found = spans(old, new)
    assert "".join(text for kind, text in found if kind != "ins") == old
    assert "".join(text for kind, text in found if kind != "del") == new


@given(st.permutations(range(7)))
def test_what_stays_in_order_is_as_much_as_can(order):
    kept = kept_in_order(list(range(7)), order)
    in_new = [key for key in order if key in kept]
    assert in_new == sorted(in_new)
    naive = max(bin(m).count("1") for m in range(128) if _rises([k for k in order if m >> k & 1]))
    assert len(kept) == naive


def _rises(keys):
    return all(a < b for a, b in pairwise(keys))


def version(*lines, **basics):
    return {"basics": basics, "lines": [dict(line) for line in lines]}


A, B, C = {"id": 1, "course": "甲"}, {"id": 2, "course": "乙"}, {"id": 3, "course": "丙"}


def test_lines_are_matched_by_their_key_not_by_their_place():
    diff = difference(version(A, B), version(C, A | {"teacher": "何静"}))
    assert [(line.kind, line.id) for line in diff.lines] == [
        ("added", 3),
        ("changed", 1),
        ("removed", 2),
    ]
    assert [(c.name, c.new) for c in diff.lines[1].cells] == [("teacher", "何静")]


def test_one_line_put_first_is_one_move():
    diff = difference(version(A, B, C), version(C, A, B))
    assert [(line.kind, line.id) for line in diff.lines] == [("moved", 3)]
    assert diff.counts == {"added": 0, "removed": 0, "changed": 0, "moved": 1}


def test_a_changed_line_that_moved_says_both():
    diff = difference(version(A, B, C), version(C | {"on": "2027-04-12"}, A, B))
    assert [(line.kind, line.moved) for line in diff.lines] == [("changed", True)]


def test_a_changed_field_counts_as_a_change():
    diff = difference(version(A, places=40), version(A, places=55))
    assert [(c.name, c.old, c.new) for c in diff.basics] == [("places", 40, 55)]
    assert (len(diff), diff.counts["changed"], diff.unchanged) == (1, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "提升中层干部综合素质，形成岗位改进计划",
            "提升中层干部政治能力，形成可检查的岗位改进计划",
            [
                ("same", "提升中层干部"),
                ("del", "综合素质"),
                ("ins", "政治能力"),
                ("same", "，形成"),
                ("ins", "可检查的"),
                ("same", "岗位改进计划"),
            ],
        ),
        ("budget 1200", "budget 1300", [("same", "budget "), ("del", "1200"), ("ins", "1300")]),
        ("", "新", [("ins", "新")]),
        ("旧", "", [("del", "旧")]),
        ("一样", "一样", [("same", "一样")]),
    ],
)
def test_texts_differ_by_character_in_chinese_and_by_word_in_english(old, new, expected):
    assert spans(old, new) == expected
