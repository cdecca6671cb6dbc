"""Hostile and broken files: each is answered by rows or by a sentence from the closed list."""

import json
import subprocess
import sys
import time

import pytest

from core.spreadsheets import read
from core.spreadsheets.faults import Fault
from tests.core import spreadsheet_files as files

GOOD = files.workbook(files.TABLE)
DOCTYPE = "<!DOCTYPE worksheet [{}]>"
LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
LINK = "xl/externalLinks/externalLink1.xml"
DDE = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
MANY = {f"xl/media/{n}.txt": b"" for n in range(2_001)}
TRUNCATED = {f"cut at {share} %": GOOD[: len(GOOD) * share // 100] for share in (1, 20, 50, 80, 99)}

REFUSED = {
    "nothing": ("a.xlsx", b"", Fault.EMPTY_FILE),
    "21 MB": ("a.csv", b"a,b\n" * (21 * 1024 * 256), Fault.TOO_BIG),
    "html as xls": ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", Fault.WEB_PAGE),
    "html with mark": ("a.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>1", Fault.WEB_PAGE),
    "docx as xlsx": ("a.xlsx", files.zipped({"word/document.xml": "<w/>"}), Fault.DOCUMENT),
    "pdf as xlsx": ("a.xlsx", b"%PDF-1.7\n...", Fault.DOCUMENT),
    "png as xlsx": ("a.xlsx", b"\x89PNG\r\n\x1a\n....", Fault.PICTURE),
    "zip as xlsx": ("a.xlsx", files.zipped({"a.txt": "1"}), Fault.ARCHIVE),
    "rar": ("a.xlsx", b"Rar!\x1a\x07\x00", Fault.ARCHIVE),
    "xlsb": ("a.xlsb", files.zipped({"xl/workbook.bin": b"1"}), Fault.UNSUPPORTED),
    "password": ("a.xlsx", files.encrypted(), Fault.PASSWORD),
    "macros": ("a.xlsm", files.with_part("xl/vbaProject.bin"), Fault.MACROS),
    "link": ("a.xlsx", files.with_part(LINK, DDE), Fault.EXTERNAL_LINKS),
    "object": ("a.xlsx", files.with_part("xl/embeddings/oleObject1.bin"), Fault.EMBEDDED_OBJECTS),
    "slip": ("a.xlsx", files.with_part("../../etc/cron.d/x"), Fault.UNSAFE_PARTS),
    "2,001 parts": ("a.xlsx", files.zipped(files.parts("") | MANY), Fault.UNPACKS_TOO_LARGE),
    "201 MB part": ("a.xlsx", files.bomb(), Fault.UNPACKS_TOO_LARGE),
    "lying sizes": ("a.xlsx", files.lying_sizes(), Fault.DAMAGED),
    "far cell": ("a.xlsx", files.far_cell(), Fault.FAR_CELL),
    "row 9 billion": ("a.xlsx", files.raw('<row r="9999999999"/>'), Fault.DAMAGED),
    "nul bytes": ("a.csv", b"a,b\n1,\0\0\0\0\0x\n", Fault.NUL_BYTES),
    "no encoding": ("a.csv", "a,é\n".encode("cp1252") + b"\x81\xff\n", Fault.ENCODING_UNKNOWN),
    "open quote": ("a.csv", '姓名,注\n张三,"一\n李四,二\n'.encode(), Fault.UNCLOSED_QUOTE),
    "noise as xlsx": ("a.xlsx", bytes(range(256)) * 8, Fault.DAMAGED),
    "ole noise": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Fault.UNSUPPORTED),
} | {name: ("a.xlsx", content, Fault.DAMAGED) for name, content in TRUNCATED.items()}


def answer(path):
    """Read a file to the end; return the number of rows or the code of the refusal."""
    try:
        return sum(1 for _row in read.rows(path))
    except read.BadFile as refused:
        return Fault(refused.code)  # a code that is not in the list is a ValueError here


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_for_its_own_reason(tmp_path, name):
    filename, content, fault = REFUSED[name]
    path = tmp_path / filename
    path.write_bytes(content)
    assert answer(path) == fault


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/passwd">', LAUGHS])
def test_a_doctype_is_refused_in_any_part(tmp_path, part, entity):
    parts = files.parts(CELL.format("1"))
    parts[part] = parts[part].replace(files.XML, files.XML + DOCTYPE.format(entity))
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.zipped(parts))
    assert answer(path) == Fault.UNSAFE_PARTS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_in_the_sheet_is_never_expanded(tmp_path, encoding):
    parts = files.parts(CELL.format("&x;"), prolog=DOCTYPE.format('<!ENTITY x "secret">'))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace("UTF-8", encoding).encode(encoding)
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.zipped(parts))
    assert answer(path) == Fault.UNSAFE_PARTS


def test_a_name_with_a_nul_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.with_part("xl/media/aaa.txt").replace(b"/aaa.txt", b"/a\0a.txt"))
    assert answer(path) == Fault.UNSAFE_PARTS


def test_two_parts_of_one_name_are_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    content = files.with_part("xl/worksheets/sheet2.xml")
    path.write_bytes(content.replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml"))
    assert answer(path) == Fault.UNSAFE_PARTS


@pytest.mark.parametrize("filename", ["a.xls", "a.csv", "a"])
def test_a_workbook_under_another_name_is_still_a_workbook(tmp_path, filename):
    path = tmp_path / filename
    path.write_bytes(GOOD)
    assert answer(path) == len(files.TABLE)


def test_a_csv_named_xls_is_still_a_csv(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(files.csv_text().encode("gb18030"))
    assert answer(path) == len(files.TABLE)


@pytest.mark.parametrize("seed", range(50))
def test_random_damage_ends_in_rows_or_a_listed_fault(tmp_path, seed):
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.flipped(GOOD, seed))
    begun = time.monotonic()
    assert isinstance(answer(path), int | Fault)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("seed", range(6))
def test_damaged_markup_under_a_right_checksum_is_no_crash(tmp_path, seed):
    parts = files.parts(CELL.format("甲") * 50)
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = files.flipped(parts[sheet].encode(), seed, flips=3)
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.zipped(parts))
    assert isinstance(answer(path), int | Fault)


MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-s", "-X", "utf8", "-m", "core.spreadsheets.child",
                       sys.argv[1], sys.argv[2]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
last = done.stdout.rpartition(b"\\n{")[2][-200:].decode()
print(json.dumps([resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, last]))
"""


@pytest.mark.parametrize(
    "make", [files.far_cell, files.far_row, files.many_cells_far_apart, files.bomb]
)
def test_the_child_stays_small(tmp_path, make):
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), json.dumps({"want": "rows"})],
        capture_output=True,
        cwd=read.ROOT,
        check=True,
    )
    megabytes, last = json.loads(done.stdout)
    assert megabytes < 512
    assert '"end"' in last or '"fault"' in last


def test_rows_far_apart_are_read_by_the_careful_engine(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.many_cells_far_apart())
    rows = list(read.rows(path))
    assert len(rows) == 2_999
    assert (rows[-1].number, rows[-1].values[0], len(rows[-1].values)) == (899_700, 2_999, 1_000)


def test_a_child_that_dies_is_one_of_the_listed_faults(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(read, "_waited", lambda child, _beat: -6)
    assert answer(path) == Fault.TOO_COMPLEX


def test_a_fast_engine_that_dies_is_followed_by_the_careful_one(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    run, asked = read._run, []

    def die_once(path, task, beat):
        asked.append(task.get("careful", False))
        spool, ending = run(path, task, beat)
        return spool, ending if task.get("careful") else {"fault": "too_complex", "cause": -6}

    monkeypatch.setattr(read, "_run", die_once)
    assert answer(path) == len(files.TABLE)
    assert asked == [False, True]


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(read, "WALL_SECONDS", 0.01)
    assert answer(path) == Fault.TOO_SLOW


def test_whoever_waits_for_a_slow_child_is_asked_meanwhile_and_may_end_it(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(read, "BEAT_SECONDS", 0.001)
    beats = []
    assert len(list(read.rows(path, beat=lambda: beats.append(1)))) == len(files.TABLE)
    assert beats

    def lost():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read.rows(path, beat=lost)


def test_the_child_sees_no_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://secret")
    given = {}
    start = subprocess.Popen

    def watch(*args, **options):
        given.update(options)
        return start(*args, **options)

    monkeypatch.setattr(subprocess, "Popen", watch)
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    assert answer(path) == len(files.TABLE)
    assert sorted(given["env"]) == ["PATH", "POLARS_MAX_THREADS"]
    assert given["stdin"] == subprocess.DEVNULL


def test_every_fault_has_a_sentence_and_the_list_stays_short():
    assert set(read.SENTENCES) == set(Fault)
    assert len(Fault) <= 25
