"""What a file really is, and whether its parts may be opened. Runs in the child."""

import re
import zipfile
from pathlib import Path

from core.spreadsheets.faults import (
    MAX_FILE_BYTES,
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_UNPACKED_BYTES,
    MB,
    Fault,
    FileFault,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = {
    b"%PDF": Fault.DOCUMENT,
    b"{\\rtf": Fault.DOCUMENT,
    b"\x89PNG": Fault.PICTURE,
    b"\xff\xd8\xff": Fault.PICTURE,
    b"GIF8": Fault.PICTURE,
    b"RIFF": Fault.PICTURE,
    b"Rar!": Fault.ARCHIVE,
    b"7z\xbc\xaf": Fault.ARCHIVE,
    b"\x1f\x8b": Fault.ARCHIVE,
    b"MIME-Version": Fault.WEB_PAGE,
}
WEB_PAGE = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|meta|body|table|div)\b", re.I)
WORKBOOK_SUFFIXES = {".xlsx", ".xls", ".ods", ".xlsm", ".xlsb", ".et"}
FORBIDDEN_PARTS = (
    (re.compile(r"vbaProject|xl/macrosheets/|^Basic/", re.I), Fault.MACROS),
    (re.compile(r"xl/externalLinks/", re.I), Fault.EXTERNAL_LINKS),
    (re.compile(r"/embeddings/|oleObject|/activeX/|^Object ", re.I), Fault.EMBEDDED_OBJECTS),
)
DOCTYPE = b"<!DOCTYPE"
MARKUP = (".xml", ".rels", ".vml", ".rdf")


def kind_of(path: Path) -> str:
    """Say "xlsx", "xls", "ods" or "csv"; anything else is a `FileFault` that names it."""
    size = path.stat().st_size
    if not size:
        raise FileFault(Fault.EMPTY_FILE)
    if size > MAX_FILE_BYTES:
        raise FileFault(Fault.TOO_BIG, megabytes=MAX_FILE_BYTES // MB)
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, fault in MAGIC.items():
        if head.startswith(magic):
            raise FileFault(fault)
    if head.startswith(b"PK"):
        return _kind_of_zip(path)
    if head.startswith(OLE):
        return _kind_of_ole(path.read_bytes())
    return _kind_of_text(path, head)


def _kind_of_zip(path: Path) -> str:
    names = {info.filename for info in checked_parts(path)}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names:
        return _kind_of_opendocument(path, names)
    if "xl/workbook.bin" in names:
        raise FileFault(Fault.UNSUPPORTED)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise FileFault(Fault.DOCUMENT)
    damaged = path.suffix.lower() in WORKBOOK_SUFFIXES and "[Content_Types].xml" in names
    raise FileFault(Fault.DAMAGED if damaged else Fault.ARCHIVE)


def _kind_of_opendocument(path: Path, names: set[str]) -> str:
    with zipfile.ZipFile(path) as archive:
        mimetype = archive.open("mimetype").read(200)
        manifest = b""
        if "META-INF/manifest.xml" in names:
            manifest = archive.open("META-INF/manifest.xml").read(MB)
    if b"encryption-data" in manifest:
        raise FileFault(Fault.PASSWORD)
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    raise FileFault(Fault.DOCUMENT if b"opendocument" in mimetype else Fault.ARCHIVE)


def _kind_of_ole(content: bytes) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise FileFault(Fault.PASSWORD)
    if has("_VBA_PROJECT"):
        raise FileFault(Fault.MACROS)
    if has("Workbook") or has("Book"):
        return "xls"
    if has("WordDocument") or has("PowerPoint Document"):
        raise FileFault(Fault.DOCUMENT)
    raise FileFault(Fault.DAMAGED if b"\x09\x08" in content else Fault.UNSUPPORTED)


def _kind_of_text(path: Path, head: bytes) -> str:
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")):
        raise FileFault(Fault.WEB_PAGE)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise FileFault(Fault.UNSUPPORTED)
    if path.suffix.lower() in WORKBOOK_SUFFIXES and _looks_binary(head):
        raise FileFault(Fault.DAMAGED)
    return "csv"


def _looks_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return any(byte < 9 or 13 < byte < 32 for byte in head)


def checked_parts(path: Path) -> list[zipfile.ZipInfo]:
    """List the parts of a zip whose directory is in order; nothing is unpacked yet."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise FileFault(Fault.DAMAGED) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise FileFault(Fault.UNPACKS_TOO_LARGE)
    if len({part.filename for part in parts}) < len(parts):
        raise FileFault(Fault.UNSAFE_PARTS)
    for part in parts:
        _check_part(part)
    return parts


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.orig_filename.replace("\\", "/")
    if "\0" in name or name.startswith("/") or ".." in name.split("/"):
        raise FileFault(Fault.UNSAFE_PARTS)
    if part.flag_bits & 1:
        raise FileFault(Fault.PASSWORD)
    if part.file_size > MAX_PART_BYTES:
        raise FileFault(Fault.UNPACKS_TOO_LARGE)
    for pattern, fault in FORBIDDEN_PARTS:
        if pattern.search(name):
            raise FileFault(fault)


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, size: int = MB):
    """Yield a part in pieces, never more than it may have: declared sizes can lie."""
    left = MAX_PART_BYTES
    with archive.open(part) as stream:
        while piece := stream.read(size):
            left -= len(piece)
            if left < 0:
                raise FileFault(Fault.UNPACKS_TOO_LARGE)
            yield piece


def read_every_part(path: Path, watch=None) -> None:
    """Unpack each part once, within the byte budget, and refuse a DOCTYPE in any.

    `watch(name)` may return an object whose `feed(piece)` sees the pieces of that part.
    A wrong checksum or a cut stream shows here, before any parser of workbooks runs.
    """
    left = MAX_UNPACKED_BYTES
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            watcher = watch(part.filename) if watch else None
            tail = b""
            for piece in pieces(archive, part):
                left -= len(piece)
                if left < 0:
                    raise FileFault(Fault.UNPACKS_TOO_LARGE)
                if part.filename.lower().endswith(MARKUP):
                    _check_markup(tail, piece)
                tail = piece[-16:]
                if watcher:
                    watcher.feed(piece)


def _check_markup(tail: bytes, piece: bytes) -> None:
    # spreadsheets are written in UTF-8; UTF-16 could hide the word from this look
    hidden = not tail and b"\0" in piece[:64]
    if hidden or DOCTYPE in piece or DOCTYPE in tail + piece[:16]:
        raise FileFault(Fault.UNSAFE_PARTS)
