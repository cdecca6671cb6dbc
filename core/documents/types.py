"""What a file is, decided by its content; its name only has to agree."""

import zipfile
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Type(NamedTuple):
    """A type of file: a word for the page, and the suffixes that its name may have."""

    key: str
    label: object
    suffixes: tuple[str, ...]
    has_text: bool = False


PDF = Type("pdf", _("PDF"), (".pdf",), True)
DOCX = Type("docx", _("Word document"), (".docx",), True)
XLSX = Type("xlsx", _("Excel workbook"), (".xlsx",), True)
PPTX = Type("pptx", _("Presentation"), (".pptx",), True)
OFFICE = Type("office", _("Office document"), (".doc", ".xls", ".ppt", ".wps", ".et", ".dps"))
ODF = Type("odf", _("OpenDocument"), (".odt", ".ods", ".odp"))
TEXT = Type("text", _("Text"), (".txt", ".csv", ".md"), True)
PICTURE = Type("picture", _("Picture"), (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"))
SOUND = Type("sound", _("Sound"), (".mp3", ".wav", ".ogg", ".m4a", ".flac"))
FILM = Type("film", _("Film"), (".mp4", ".webm", ".mov"))
TYPES = {one.key: one for one in (PDF, DOCX, XLSX, PPTX, OFFICE, ODF, TEXT, PICTURE, SOUND, FILM)}
MAGIC = (
    (0, b"%PDF-", PDF),
    (0, OLE, OFFICE),
    (0, b"\x89PNG\r\n\x1a\n", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF87a", PICTURE),
    (0, b"GIF89a", PICTURE),
    (0, b"BM", PICTURE),
    (8, b"WEBP", PICTURE),
    (8, b"WAVE", SOUND),
    (0, b"ID3", SOUND),
    (0, b"\xff\xfb", SOUND),
    (0, b"\xff\xf3", SOUND),
    (0, b"OggS", SOUND),
    (0, b"fLaC", SOUND),
    (4, b"ftypM4A", SOUND),
    (4, b"ftyp", FILM),
    (0, b"\x1aE\xdf\xa3", FILM),
)
INSIDE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
ACTIVE = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"#!", b"mz", b"\x7felf")
MACROS = "vbaproject.bin"


class BadDocument(Refusal):
    """A file that is not kept; `code` says why."""

    status = 422
    SENTENCES = {
        "empty_file": _("The file is empty. Choose the file again."),
        "too_big": _("The file is larger than {megabytes} MB."),
        "not_kept": _(
            "This kind of file is not kept. Attach documents, tables, presentations, pictures, "
            "sound or film."
        ),
        "other_content": _(
            "The file is called “{suffix}”, but its content is something else ({found}). "
            "Save it anew in the program it comes from."
        ),
        "macros": _("The file contains macros. Save it without them and attach that."),
    }

    def __init__(self, code: str, **params):
        super().__init__(self.SENTENCES[code], **params)
        self.code = code


def type_of(path: Path, name: str) -> Type:
    """Say what a file is. Raises `BadDocument`."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise BadDocument("empty_file")
    found = _by_content(path, head)
    if found is None:
        raise BadDocument("not_kept")
    suffix = Path(name).suffix.lower()
    if suffix not in found.suffixes:
        raise BadDocument("other_content", suffix=suffix or name[-20:], found=found.label)
    return found


def _by_content(path: Path, head: bytes) -> Type | None:
    for at, magic, found in MAGIC:
        if head[at:].startswith(magic):
            return found
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(path)
    return TEXT if _is_text(path, head) else None


def _in_zip(path: Path) -> Type | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist()}
            mimetype = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, KeyError):
        return None
    if any(name.lower().endswith(MACROS) or name.startswith("Basic/") for name in names):
        raise BadDocument("macros")
    if b"opendocument" in mimetype:
        return ODF
    return next((found for part, found in INSIDE.items() if part in names), None)


def _is_text(path: Path, head: bytes) -> bool:
    """Text in a usual encoding, and none that a browser or a shell would run."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(ACTIVE) or any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    content = path.read_bytes()
    return any(_decodes(content, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
