"""Makes the files that the spreadsheet tests read: good ones, odd ones, hostile ones."""

import io
import random
import struct
import zipfile
from functools import cache

import xlsxwriter

HEADER = ["姓名", "身份证号", "手机号码", "部门", "出生日期", "课时"]
TABLE = [
    HEADER,
    *(
        [
            f"学员{n}",
            f"11010119900307{n:04d}",
            f"1861234{n:04d}",
            "教务处，培训科",
            "1990-03-07",
            "12",
        ]
        for n in range(40)
    ),
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def workbook(rows, *, name="学员") -> bytes:
    """Write rows as they are with xlsxwriter, formulas and all."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return buffer.getvalue()


def csv_text(rows=TABLE, delimiter=",") -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts(sheet_data: str, *, date1904=False, prolog="", styles=True) -> dict[str, str | bytes]:
    """Return the parts of a hand-made workbook around the rows of one sheet."""
    flag = '<workbookPr date1904="1"/>' if date1904 else ""
    style = f'<Relationship Id="rId2" Type="{RELATION}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="application/'
            f'vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (
                ("workbook", "sheet.main"),
                ("worksheets/sheet1", "worksheet"),
                ("styles", "styles"),
            )
        )
        + "</Types>",
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{flag}'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f"{style}</Relationships>",
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": f'{XML}{prolog}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{sheet_data}</sheetData></worksheet>",
    }


def raw(sheet_data: str, **options) -> bytes:
    return zipped(parts(sheet_data, **options))


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_part(name: str, content: str | bytes = b"x") -> bytes:
    return zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>') | {name: content})


def far_cell() -> bytes:
    return raw(
        f'<row r="1">{text_cell("A1", "姓名")}</row>'
        f'<row r="1048576">{text_cell("XFD1048576", "。")}</row>'
    )


def far_row() -> bytes:
    return raw(
        f'<row r="1">{text_cell("A1", "姓名")}</row>'
        f'<row r="1048576">{text_cell("A1048576", "末")}</row>'
    )


def many_empty_rows(count=10_000) -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, count))
    return raw(
        f'<row r="1">{text_cell("A1", "姓名")}</row><row r="2">{text_cell("A2", "甲")}</row>{rows}'
        f'<row r="{count}">{text_cell(f"A{count}", "乙")}</row>'
    )


@cache
def bomb(megabytes=201) -> bytes:
    """Return a small file with a part that unpacks to more than any part may have."""
    return with_part("xl/media/image1.bin", b"\0" * (megabytes * 1024 * 1024))


def many_cells_far_apart(count=3_000) -> bytes:
    """Return a sheet whose full grid would take hundreds of gigabytes."""
    rows = "".join(
        f'<row r="{n * 300}"><c r="A{n * 300}"><v>{n}</v></c><c r="ALL{n * 300}"><v>1</v></c></row>'
        for n in range(1, count)
    )
    return raw(rows)


def lying_sizes() -> bytes:
    """Return a zip whose directory says a part is small while its stream is not."""
    content = bytearray(with_part("xl/sharedStrings.xml", b"<sst>" + b"a" * 1_000_000 + b"</sst>"))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/sharedStrings.xml"))
    struct.pack_into("<I", content, at + 24, 10)
    return bytes(content)


def encrypted() -> bytes:
    names = "EncryptedPackage".encode("utf-16-le") + "EncryptionInfo".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + names + b"\0" * 1000


def ods(rows) -> bytes:
    """Write a small OpenDocument spreadsheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    body = (
        f'{XML}<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": body,
            "META-INF/manifest.xml": manifest,
        }
    )


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff(rows) -> bytes:
    """Write the stream of an Excel 97 workbook with one sheet of texts and numbers."""
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + _record(
        0x42, b"\xb0\x04"
    )
    name = "表".encode("utf-16-le")
    bound_size = 4 + 4 + 2 + 2 + len(name)
    at = len(start) + bound_size + 4
    start += _record(0x85, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name) + _record(10, b"")
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            where = struct.pack("<HHH", r, c, 0)
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                sheet += _record(0x204, where + struct.pack("<HB", len(text) // 2, 1) + text)
            else:
                sheet += _record(0x203, where + struct.pack("<d", cell))
    return start + sheet + _record(10, b"")


def _directory_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
    return entry + bytes(36) + struct.pack("<IQ", start & 0xFFFFFFFF, size)


def xls(rows) -> bytes:
    """Write an Excel 97 file: the stream in a compound document of 512-byte sectors."""
    stream = _biff(rows)
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    # sector 0: allocation table, sector 1: directory, then the stream
    chain = [-3, -2, *range(3, sectors + 2), -2]
    table = b"".join(struct.pack("<i", entry) for entry in chain).ljust(512, b"\xff")
    directory = _directory_entry("Root Entry", 5, 1, -2, 0)
    directory += _directory_entry("Workbook", 2, -1, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<i", 0).ljust(436, b"\xff")
    return header + table + directory.ljust(512, b"\0") + stream


def flipped(content: bytes, seed: int, flips: int = 8) -> bytes:
    """Change a few bytes, the same ones each time."""
    chance = random.Random(seed)
    damaged = bytearray(content)
    for _ in range(flips):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)
