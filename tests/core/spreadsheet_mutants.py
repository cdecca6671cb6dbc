"""Ways to break a workbook, each the same every time."""

import io
import random
import struct
import zipfile

from tests.core import spreadsheet_files as files

GOOD = files.workbook(files.TABLE)
CSV = files.csv_text().encode()
XLS = files.xls([["姓名", 1.0], ["张三", 2.0]] * 30)
ODS = files.ods(files.TABLE)
ROWS = "".join(
    f'<row r="{n}">{files.text_cell(f"A{n}", f"学员{n}")}<c r="B{n}"><v>{n}</v></c></row>'
    for n in range(1, 40)
)
SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
SHARED = "xl/sharedStrings.xml"
MB = 1024 * 1024


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def without(part: str) -> bytes:
    parts = files.parts(ROWS)
    del parts[part]
    return files.zipped(parts)


def replaced(part: str, content: str | bytes) -> bytes:
    return files.zipped(files.parts(ROWS) | {part: content})


def edited(part: str, old: str, new: str) -> bytes:
    parts = files.parts(ROWS)
    return files.zipped(parts | {part: parts[part].replace(old, new)})


def nested(part: str, depth: int) -> bytes:
    """Elements within elements within elements."""
    parts = files.parts(ROWS)
    return files.zipped(parts | {part: parts[part] + "<a>" * depth + "</a>" * depth})


def inner(part: str, xml: str) -> bytes:
    """Something put behind the first element of a part."""
    parts = files.parts(ROWS)
    at = parts[part].index(">", len(files.XML)) + 1
    return files.zipped(parts | {part: parts[part][:at] + xml + parts[part][at:]})


def attributes(count: int) -> bytes:
    many = " ".join(f'a{n}="1"' for n in range(count))
    return files.raw(f'<row r="1" {many}>{files.text_cell("A1", "甲")}</row>')


def stored(mutate) -> bytes:
    """A zip whose members are stored, then changed as bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.parts(ROWS).items():
            archive.writestr(name, content)
    return mutate(bytearray(buffer.getvalue()))


def in_directory(offset: int, layout: str, value: int):
    """Change one field of the first entry of a zip's directory."""

    def mutate(content: bytearray) -> bytes:
        at = content.find(b"PK\x01\x02")
        struct.pack_into(layout, content, at + offset, value)
        return bytes(content)

    return mutate


def overlapping(content: bytearray) -> bytes:
    """All entries of the directory point to the same bytes: small, and large when unpacked."""
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<I", content, at + 42, 0)
    return bytes(content)


def with_names(*names: str) -> bytes:
    return files.zipped(files.parts(ROWS) | dict.fromkeys(names, "x"))


def shared(sheet: str, texts: str) -> bytes:
    parts = files.parts(sheet)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{files.RELATION}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    )
    text = f'{files.XML}<sst xmlns="{files.MAIN}">{texts}</sst>'
    return files.zipped(parts | {SHARED: text})


def cells(xml: str) -> bytes:
    return files.raw(f'<row r="1">{files.text_cell("A1", "姓名")}</row><row r="2">{xml}</row>')


def dimension(reference: str) -> bytes:
    parts = files.parts(ROWS)
    return files.zipped(
        parts
        | {SHEET: parts[SHEET].replace("<sheetData>", f'<dimension ref="{reference}"/><sheetData>')}
    )


def merged(count: int) -> bytes:
    ranges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count))
    return edited(SHEET, "</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")


def styles(count: int) -> bytes:
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="0.{n}"/>' for n in range(164, count))
    return inner(STYLES, f"<numFmts>{formats}</numFmts>")


def ods_with(old: str, new: str) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(ODS))
    parts = {name: source.read(name) for name in source.namelist()}
    parts["content.xml"] = parts["content.xml"].decode().replace(old, new).encode()
    return files.zipped(parts)


def xls_with(offset: int, layout: str, value: int) -> bytes:
    content = bytearray(XLS)
    struct.pack_into(layout, content, offset, value)
    return bytes(content)


def noise(size: int, seed: int, head: bytes = b"") -> bytes:
    return head + random.Random(seed).randbytes(size)


def shuffled(seed: int) -> bytes:
    """The lines of a csv in other encodings, line by line."""
    chance = random.Random(seed)
    encodings = ("utf-8", "gb18030", "big5", "utf-16-le")
    lines = files.csv_text().splitlines(keepends=True)
    return b"".join(line.encode(chance.choice(encodings), "replace") for line in lines)


def spliced(seed: int) -> bytes:
    """Pieces of a good workbook in another order."""
    chance = random.Random(seed)
    places = sorted(chance.sample(range(len(GOOD)), 4))
    pieces = [GOOD[a:b] for a, b in zip([0, *places], [*places, len(GOOD)], strict=True)]
    chance.shuffle(pieces)
    return b"".join(pieces)


DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
