"""Finding the table: headers below titles, in two lines, totals, empty rows."""

import pytest

from core.spreadsheets.layout import Body, fold, guess_header, is_aside, is_total
from core.spreadsheets.read import Row


def sheet(*lines, first=1):
    """Number the lines and leave out the empty ones, as the reader does."""
    return [Row(number, list(line)) for number, line in enumerate(lines, start=first) if line]


HEADER = ("姓名", "性别", "出生日期", "课时")
PERSON = ("仲晓妮", "女", "1990-03-07", 12)
OTHER = ("王大明", "男", "1991-04-08", 16)


@pytest.mark.parametrize(
    ("above", "reason"),
    [
        ([], "first"),
        ([("2026 年学员名单",)], "below_title"),
        ([("2026 年学员名单",), (), ("填表单位：教务处", None, None, "单位：学时")], "below_title"),
    ],
)
def test_the_header_is_found_below_titles_and_notes(above, reason):
    header = guess_header(sheet(*above, HEADER, PERSON, OTHER))
    assert (header.reason, header.names, header.depth) == (reason, list(HEADER), 1)


def test_a_header_of_a_csv_is_told_from_its_rows_though_all_are_texts():
    rows = sheet(("标题", None), ("姓名", "日期", "课时"), ("甲", "2026-09-05", "12"))
    assert guess_header(rows).names == ["姓名", "日期", "课时"]


def test_known_headings_decide():
    rows = sheet(("甲", "乙", "丙", "丁"), HEADER, PERSON)
    assert guess_header(rows, known=["姓名", "性别"])[:2] == (1, "known")


def test_merged_headings_of_two_lines_are_joined():
    rows = sheet(
        ("姓名", "联系方式", None, "部门"),
        (None, "手机", "邮箱"),
        ("仲晓妮", "18612341402", "z@example.org", "教务处"),
        ("王大明", "18612341403", "w@example.org", "教务处"),
    )
    header = guess_header(rows)
    assert header.depth == 2
    assert header.names == ["姓名", "联系方式 手机", "联系方式 邮箱", "部门"]
    assert [row.number for row in Body(rows, header)] == [3, 4]


def test_no_header_is_said_so():
    assert guess_header([])[:2] == (-1, "none")
    assert guess_header(sheet((1, 2), (3, 4)))[:2] == (-1, "none")


@pytest.mark.parametrize("word", ["合计", "合 计", "总计：", "Total", " 小计"])
def test_rows_of_totals_are_known_by_their_word(word):
    assert is_total(Row(9, [word, None, None, 28]))
    assert is_total(Row(9, [None, word, None, 28]))


def test_a_person_is_no_total():
    assert not is_total(Row(9, ["仲合计", "女", None, 28]))


@pytest.mark.parametrize(
    "cells",
    [
        ["注：本表数据截至10月31日。", None, None],
        ["制表人：张工        审核人：李主任", None],
        ["填表人：张工", None, "联系人：李工"],
        ["Prepared by: Wang", None],
        ["班主任：王老师", None],
        ["平均分", None, 79.8],
    ],
)
def test_notes_under_a_table_are_no_data(cells):
    assert is_aside(Row(9, cells))


def test_a_remark_beside_data_is_data():
    assert not is_aside(Row(9, ["100234", "注：借调", None]))
    assert not is_aside(Row(9, ["注册会计师班", None]))
    assert not is_aside(Row(9, ["12:30", None]))


def test_the_body_counts_what_it_leaves_out():
    rows = sheet(HEADER, PERSON, (), (), (" ", None), OTHER, ("合计", None, None, 28))
    body = Body(rows, guess_header(rows))
    assert [(row.number, row.is_aside) for row in body] == [(2, False), (6, False), (7, True)]
    assert (body.empty, body.asides) == (3, 1)


@pytest.mark.parametrize("heading", ["＊姓名", "姓 名", "姓名＊", "姓名：", " 姓名 *"])
def test_fold_sees_through_marks_and_blanks(heading):
    assert fold(heading) == "姓名"
