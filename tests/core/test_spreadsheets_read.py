"""Reading: values, row numbers, encodings. Every file is opened by the real child process."""

import datetime as dt
import io
import os
from pathlib import Path

import pytest
import xlsxwriter

from core.spreadsheets import prescan, read
from core.spreadsheets.faults import CellFault, Fault
from tests.core import spreadsheet_files as files

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
ROOMS = SHARED / "cn-rooms"


@pytest.fixture
def keep(tmp_path):
    """Return a function that stores content under a name."""

    def store(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return store


@pytest.fixture
def careful(monkeypatch):
    """Let the child take the careful engine."""
    run = read._run
    monkeypatch.setattr(
        read, "_run", lambda path, task, beat=None: run(path, task | {"careful": True})
    )


def values(path, **options):
    return [row.values for row in read.rows(path, **options)]


def all_kinds_of_cells(*, date_1904=False) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": date_1904}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        hour = book.add_format({"num_format": "hh:mm"})
        page.write_row(2, 1, ["  前后空格 ", 50, 0.3, True, "0012"])
        page.write_datetime(2, 6, dt.date(2026, 9, 5), day)
        page.write_datetime(2, 7, dt.datetime.combine(dt.date(2026, 9, 5), dt.time(8, 30)), minute)
        page.write_datetime(2, 8, dt.time(8, 30), hour)
        page.write_number(4, 0, 110101199003078515)
        page.write_formula(4, 1, "=1+1", None, 2)
        page.write_formula(4, 2, "=NA()", None, "#N/A")
    return buffer.getvalue()


EXPECTED = [
    None,
    "  前后空格 ",
    50,
    0.3,
    True,
    "0012",
    "2026-09-05",
    "2026-09-05 08:30",
    "08:30",
]


def check_all_kinds(path):
    first, second = read.rows(path)
    assert (first.number, first.values, first.faults) == (3, EXPECTED, {})
    assert all(type(a) is type(b) for a, b in zip(first.values, EXPECTED, strict=True))
    assert (second.number, second.values[:2]) == (5, [110101199003078515 // 1000 * 1000 + 496, 2])
    assert second.faults == {0: CellFault.DAMAGED_NUMBER, 2: CellFault.ERROR_VALUE}


@pytest.mark.parametrize("date_1904", [False, True])
def test_values_keep_their_kind_and_rows_their_number(keep, date_1904):
    check_all_kinds(keep("a.xlsx", all_kinds_of_cells(date_1904=date_1904)))


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("date_1904", [False, True])
def test_the_careful_engine_reads_the_same(keep, date_1904):
    check_all_kinds(keep("a.xlsx", all_kinds_of_cells(date_1904=date_1904)))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A1*2</f></c>',
        '<c r="B2"><f>A1*2</f><v></v></c>',
        '<c r="B2"><f>A1*2</f><v/></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
    ],
)
def test_a_formula_without_a_stored_value_is_flagged(keep, cell):
    sheet = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}</row>'
    last = list(read.rows(keep("a.xlsx", files.raw(sheet))))[-1]
    assert last == read.Row(2, [None, None], {1: CellFault.FORMULA_WITHOUT_VALUE})


def test_a_formula_whose_result_is_the_empty_text_is_no_fault(keep):
    sheet = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'
    assert list(read.rows(keep("a.xlsx", files.raw(sheet)))) == [read.Row(1, [None, 1], {})]


def test_prefixed_xml_is_scanned_like_any_other(keep):
    parts = files.parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        f'{files.XML}<x:worksheet xmlns:x="{files.MAIN}"><x:sheetData><x:row r="4">'
        '<x:c r="C4"><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert list(read.rows(keep("a.xlsx", files.zipped(parts)))) == [
        read.Row(4, [None, None, None], {2: CellFault.FORMULA_WITHOUT_VALUE})
    ]


def test_serial_numbers_count_from_1904_where_the_workbook_says_so(keep):
    cell = '<row r="1"><c r="A1" s="1"><v>44808</v></c></row>'
    assert values(keep("a.xlsx", files.raw(cell))) == [["2022-09-04"]]
    assert values(keep("b.xlsx", files.raw(cell, date1904=True))) == [["2026-09-05"]]


def test_empty_rows_are_skipped_and_the_numbers_stay(keep):
    rows = list(read.rows(keep("a.xlsx", files.many_empty_rows())))
    assert [(row.number, row.values) for row in rows] == [
        (1, ["姓名"]),
        (2, ["甲"]),
        (10_000, ["乙"]),
    ]


def test_inspect_names_the_sheets_and_rows_takes_the_longest_visible(keep):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("封面").write_string(0, 0, "标题")
        book.add_worksheet("数据").write_column(0, 0, ["a", "b", "c"])
        hidden = book.add_worksheet("隐藏")
        hidden.write_column(0, 0, list("123456"))
        hidden.hide()
    path = keep("a.xlsx", buffer.getvalue())
    found = read.inspect(path)
    assert found.kind == "xlsx"
    assert found.sheets == [("封面", 1, True), ("数据", 3, True), ("隐藏", 6, False)]
    assert values(path) == [["a"], ["b"], ["c"]]
    assert values(path, sheet="封面") == [["标题"]]
    with pytest.raises(read.BadFile) as refused:
        read.rows(path, sheet="没有")
    assert refused.value.code == Fault.NO_SUCH_SHEET


def test_an_ods_is_read(keep):
    path = keep("a.ods", files.ods(files.TABLE))
    assert read.inspect(path).kind == "ods"
    assert values(path) == files.TABLE


def test_an_old_xls_is_read(keep):
    table = [["姓名", "课时"], ["仲晓妮", 12], ["0012", 0.5]]
    path = keep("a.xls", files.xls([*table, ["甲", 110101199003078515]]))
    assert read.inspect(path).kind == "xls"
    *rows, last = read.rows(path)
    assert [(row.number, row.values) for row in rows] == list(enumerate(table, start=1))
    assert last.faults == {1: CellFault.DAMAGED_NUMBER}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_five_encodings_give_the_same_table(keep, encoding, delimiter):
    # characters both scripts have, as big5 has no simplified ones
    table = [["姓名", "部門", "地址", "電話"]] + [
        [f"王大明{n}", "教育訓練處", "台北市中山北路", f"02-2345678{n}"] for n in range(9)
    ]
    path = keep("a.csv", files.csv_text(table, delimiter).encode(encoding))
    assert read.inspect(path).encoding_candidates == []
    assert values(path) == table


def test_simplified_text_in_gbk_is_told_from_big5(keep):
    path = keep("a.csv", files.csv_text().replace("，", "、").encode("gbk"))
    assert read.inspect(path).encoding == "gb18030"
    assert values(path)[1][3] == "教务处、培训科"


def test_bytes_that_fit_several_encodings_are_a_question(keep):
    path = keep("a.csv", "name,city\nM\u00fcller,K\u00f6ln\n".encode("cp1252"))
    found = read.inspect(path)
    assert found.encoding is None
    assert ("cp1252", "Müller,Köln") in found.encoding_candidates
    with pytest.raises(read.BadFile) as refused:
        read.rows(path)
    assert refused.value.code == Fault.ENCODING_UNCLEAR
    assert values(path, encoding="cp1252")[1] == ["Müller", "Köln"]


def test_a_broken_character_is_not_read_as_some_other_language(keep):
    content = files.csv_text().encode("gb18030")
    path = keep("a.csv", content[:200] + b"\xff" + content[200:])
    with pytest.raises(read.BadFile) as refused:
        read.inspect(path)
    assert refused.value.code == Fault.ENCODING_UNKNOWN


def test_an_encoding_that_nobody_offered_is_refused(keep):
    path = keep("a.csv", b"a,b\n1,2\n")
    with pytest.raises(read.BadFile) as refused:
        read.rows(path, encoding="rot13")
    assert refused.value.code == Fault.ENCODING_UNKNOWN


def test_csv_rows_are_numbered_as_a_spreadsheet_shows_them(keep):
    text = (
        '姓名,备注\r\n\r\n张三,"第一行\n第二行"\r\n李四,"他说""好"""\r\n,\r\n王五,1.10101E+17\r\n'
    )
    rows = list(read.rows(keep("a.csv", text.encode())))
    assert [(row.number, row.values) for row in rows] == [
        (1, ["姓名", "备注"]),
        (3, ["张三", "第一行\n第二行"]),
        (4, ["李四", '他说"好"']),
        (6, ["王五", "1.10101E+17"]),
    ]
    assert rows[-1].faults == {1: CellFault.DAMAGED_NUMBER}


@pytest.mark.parametrize("first_line", ["", "sep=;\r\n"])
def test_the_delimiter_is_found_below_a_title(keep, first_line):
    text = first_line + "学员名单，2026 年\r\n姓名;部门;课时\r\n" + "张三;教务处;12,5\r\n" * 5
    assert values(keep("a.csv", text.encode()))[1] == ["姓名", "部门", "课时"]


@pytest.mark.shared
@pytest.mark.skipif(not ROOMS.exists(), reason="the shared room list is not beside the checkout")
def test_six_files_of_a_real_room_list_are_the_same_291_rooms():
    paths = sorted(ROOMS.glob("*.xlsx")) + sorted(ROOMS.glob("derived-encodings/*.*"))
    tables = [values(path) for path in paths]
    assert len(paths) == 6
    assert [len(table) - 1 for table in tables] == [291] * 6
    assert all(table == tables[0] for table in tables)


def faulty_sheet(number: float) -> bytes:
    """A sheet with a formula without a value, an error, a number too long, a truth value."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, ["工号", "电话", "数"])
        page.write_row(1, 0, ["0012", "x", number])
        page.write_formula(2, 0, "=A1", None, "")
        page.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        page.write_number(3, 2, 110105199003071234)
    return content.getvalue()


def told(scans: dict) -> dict:
    return {name: one.told() for name, one in scans.items()}


def test_what_a_look_has_found_is_kept_and_is_of_these_bytes_only(keep):
    path = keep("名册.xlsx", faulty_sheet(1))
    book, _rows = read.opening(path, 30)
    looked = book.looked
    assert told(prescan.known(path, looked)) == told(prescan.scan(path))
    assert told(prescan.known(path, {})) == told(prescan.scan(path))

    looked["sheets"]["名册"][0] = 77  # taken from what was told, not looked for anew
    assert prescan.known(path, looked)["名册"].rows == 77
    other = keep("其他.xlsx", faulty_sheet(2))
    assert told(prescan.known(other, looked)) == told(prescan.scan(other))


def test_a_grid_is_the_same_with_and_without_what_was_found_before(keep, tmp_path):
    path = keep("名册.xlsx", faulty_sheet(1))
    looked = read.opening(path, 30)[0].looked
    found = [
        (read.grid(path, str(tmp_path / name), sheet="名册", looked=said), (tmp_path / name))
        for name, said in (("anew", {}), ("known", looked))
    ]
    assert found[0][0] == found[1][0] != {}
    assert found[0][1].read_bytes() == found[1][1].read_bytes()


def test_a_look_that_found_very_much_is_not_kept(keep, monkeypatch):
    path = keep("名册.xlsx", faulty_sheet(1))
    monkeypatch.setattr(prescan, "MOST_TOLD", 1)
    assert prescan.told(path, prescan.scan(path)) == {}
