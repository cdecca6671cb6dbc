"""Writing: text stays text, values stay values."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from core.spreadsheets import clean, read
from core.spreadsheets.template import BadRow, TemplateColumn, error_workbook
from core.spreadsheets.write import SheetOut, safe_text, write_csv, write_xlsx

COMMANDS = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.org","点击")',
    "SUM(A1:A9)",
    "DDE('cmd';'/C calc';'x')",
]
STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\0=", "＝", "＠"]
PAYLOADS = [start + command for start in STARTS for command in COMMANDS]
DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")
COLUMNS = [TemplateColumn("姓名")]


def cells_of(content: bytes, row=2):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for cell in book.worksheets[0][row] if cell.value is not None]


def test_there_are_fifty_payloads():
    assert len(set(PAYLOADS)) == 50


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_export_carries_a_formula(payload):
    books = [
        write_xlsx([SheetOut("表", ["姓名"], [[payload]])]),
        error_workbook("表", COLUMNS, "zh-hans", rows=[BadRow(1, [payload], {0: payload})]),
    ]
    cells = [cell for content in books for cell in cells_of(content)]
    assert {cell.data_type for cell in cells} == {"s", "n"}  # n: the number of the bad row
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    exported = write_csv(["姓名"], [[payload]]).decode("utf-8-sig")
    texts += [cell for row in csv.reader(io.StringIO(exported, newline="")) for cell in row]
    assert not [text for text in texts if text.startswith(DANGEROUS)]
    assert sum(text.startswith("'") for text in texts) >= 3


@pytest.mark.parametrize("payload", PAYLOADS)
def test_headers_and_sheet_names_are_text_too(payload):
    content = write_xlsx({payload: ([payload], [])})
    assert cells_of(content, row=1)[0].data_type == "s"
    assert safe_text(payload).startswith("'")


def test_an_export_can_be_imported_again(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_xlsx([SheetOut("表", ["公式"], [["=1+1"], ["+8618612341402"]])]))
    cells = [row.values[0] for row in read.rows(path)][1:]
    assert [clean.text(cell) for cell in cells] == ["=1+1", "+8618612341402"]


def test_values_keep_their_kind(tmp_path):
    moment = dt.datetime(2026, 9, 5, 0, 30, tzinfo=dt.UTC)
    row = [
        12,
        0.5,
        Decimal("1.25"),
        True,
        dt.date(2026, 9, 5),
        moment,
        dt.time(8, 30),
        None,
        "0012",
    ]
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_xlsx([SheetOut("表", list("abcdefghi"), [row])]))
    assert list(read.rows(path))[1].values == [
        *(12, 0.5, 1.25, True, "2026-09-05", "2026-09-05 08:30", "08:30", None, "0012")
    ]


def test_a_number_too_long_for_a_cell_is_written_as_text(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_xlsx({"表": (["a"], [[110101199003078515], [float("inf")]])}))
    first, second = list(read.rows(path))[1:]
    assert (first.values, first.faults) == (["110101199003078515"], {})
    assert second.values == ["inf"]


def test_csv_is_utf8_with_its_mark():
    content = write_csv(["姓名", "数"], [["张三", -5], ["李四", None], ["=1", dt.date(2026, 9, 5)]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "姓名,数",
        "张三,-5",
        "李四,",
        "'=1,2026-09-05",
    ]


def test_sheet_names_are_made_acceptable_and_different():
    names = ["课程/教学[2026]", "课程 教学 2026", "", "很长" * 30, "很长" * 30]
    content = write_xlsx([SheetOut(name, ["a"], []) for name in names])
    titles = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert len({title.casefold() for title in titles}) == 5
    assert max(map(len, titles)) <= 31


def test_what_no_workbook_can_hold_is_left_out():
    content = write_xlsx({"表": (["a"], [["甲\x01\ud800乙" + "长" * 40_000]])})
    assert cells_of(content)[0].value == ("甲乙" + "长" * 40_000)[:32_767]
