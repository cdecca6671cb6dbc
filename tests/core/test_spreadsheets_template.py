"""Templates and error workbooks: filled in by people, recognised when they come back."""

import io

import openpyxl
import pytest

from core.spreadsheets import read
from core.spreadsheets.layout import fold, guess_header
from core.spreadsheets.template import (
    BadRow,
    TemplateColumn,
    build_template,
    error_workbook,
    read_meta,
)

PLACES = [f"第{n}培训基地" for n in range(300)]
COLUMNS = [
    TemplateColumn("姓名", required=True, hint="与身份证一致", example="仲晓妮"),
    TemplateColumn("身份证号", example="11010519491231002X"),
    TemplateColumn("培训基地", options=PLACES),
    TemplateColumn("出生日期", kind="date", example="1990-03-07"),
    TemplateColumn("课时", kind="number", example=12),
]


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def content(language):
    return build_template("学员", COLUMNS, language, kind="trainees", version="7", rules=["规则一"])


@pytest.fixture
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_sheets_and_header(book):
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden", "hidden"]
    assert book.sheetnames[1:] == ["学员", "_lists", "_meta"]
    page = book["学员"]
    assert [cell.value for cell in page[1]] == [
        "姓名＊",
        "身份证号",
        "培训基地",
        "出生日期",
        "课时",
    ]
    assert page.freeze_panes == "A2"
    assert page["A1"].fill.start_color.rgb != page["B1"].fill.start_color.rgb
    assert page.max_row == 1


def test_choices_come_from_the_hidden_list_and_dates_are_checked(book):
    rules = {rule.type: rule for rule in book["学员"].data_validations.dataValidation}
    assert rules["list"].formula1 == "_lists!$C$1:$C$300"
    assert str(rules["list"].sqref) == "C2:C100001"
    assert [row[2] for row in book["_lists"].iter_rows(values_only=True)] == PLACES
    assert str(rules["date"].sqref) == "D2:D100001"


def test_columns_of_codes_are_text_so_that_zeros_and_18_digits_stay(book):
    widths = book["学员"].column_dimensions
    assert widths["B"].width > 18
    assert widths["B"].number_format == "@"
    assert widths["D"].number_format == "yyyy-mm-dd"


def test_the_instructions_tell_rules_columns_examples_and_version(book):
    texts = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert {"学员", "规则一", "姓名", "与身份证一致", "仲晓妮", 12} <= set(texts)
    assert texts[-1].endswith("7")


def test_a_template_is_recognised_and_its_table_found(tmp_path, content, language):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    workbook = read.inspect(path)
    assert workbook.default_sheet == "学员"
    assert read_meta(workbook) == ("trainees", "7", language, "学员", False)
    header = guess_header(list(read.rows(path)))
    assert header.names[0] == "姓名＊"
    assert fold(header.names[0]) == fold(COLUMNS[0].header)


def test_another_workbook_is_no_template(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名\n", encoding="utf-8")
    assert read_meta(read.inspect(path)) is None


BAD = [
    BadRow(7, ["仲晓妮", "123", "第1培训基地", None, 12], {1: "不是身份证号"}),
    BadRow(12, ["", "=1+1"], {0: "必填"}, note="与第 7 行重复"),
]


@pytest.fixture
def errors():
    return error_workbook("学员", COLUMNS, "zh-hans", rows=iter(BAD), kind="trainees", version="7")


def test_an_error_workbook_has_the_layout_of_the_template(errors):
    page = openpyxl.load_workbook(io.BytesIO(errors))["学员"]
    assert [cell.value for cell in page[1]][2:] == [column.heading for column in COLUMNS]
    number, reason, *cells = [cell.value for cell in page[2]]
    assert (number, cells) == (7, ["仲晓妮", "123", "第1培训基地", None, 12])
    assert (reason[:4], reason[-6:]) == ("身份证号", "不是身份证号")
    assert page["B3"].value.startswith("与第 7 行重复\n")
    assert page["D2"].fill.start_color.rgb == "FFF8D7DA"
    assert page["D2"].comment.text == "不是身份证号"
    assert page["C3"].comment.text == "必填"
    assert page["C2"].comment is None
    assert page["D3"].value == "'=1+1"
    assert page.freeze_panes == "C2"
    assert {str(rule.sqref) for rule in page.data_validations.dataValidation} == {
        "E2:E100001",
        "F2:F100001",
    }


def test_an_error_workbook_comes_back_as_one(tmp_path, errors):
    path = tmp_path / "a.xlsx"
    path.write_bytes(errors)
    assert read_meta(read.inspect(path)).is_error_workbook
    rows = list(read.rows(path))
    assert [row.values[0] for row in rows[1:]] == [7, 12]
    assert guess_header(rows).row_index == 0
