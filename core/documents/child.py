"""The child process that reads documents: `python -m core.documents.child PATH TYPE MOST`.

It limits itself first and may die of anything; its answer is one line of JSON.
"""

import importlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from defusedxml import ElementTree

from core.spreadsheets.child import limit
from core.spreadsheets.container import checked_parts, pieces
from core.spreadsheets.encodings import decodes

MOST_PAGES, MOST_ROWS = 300, 5_000
PARTS = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml"),
    "pptx": re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
}
ENDS = ("p", "si", "tr", "is")  # paragraphs, rows


def main() -> None:
    """Answer one request."""
    path, key, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    limit()
    found, length = [], 0
    for piece in READ[key](path, key):
        found.append(piece)
        length += len(piece) + 1
        if length >= most:
            break
    text = " ".join(" ".join(found).split())[:most]
    sys.stdout.write(json.dumps({"text": text.encode("utf-8", "replace").decode()}) + "\n")


def of_office(path: Path, key: str) -> Iterator[str]:
    """Give the paragraphs of a document, of slides, or the texts of a workbook."""
    checked_parts(path)
    with zipfile.ZipFile(path) as archive:
        names = [info for info in archive.infolist() if PARTS[key].fullmatch(info.filename)]
        for info in sorted(names, key=_place):
            yield from _paragraphs(b"".join(pieces(archive, info)))


def _place(info: zipfile.ZipInfo) -> tuple:
    number = re.search(r"(\d+)\.xml$", info.filename)
    return re.sub(r"\d+\.xml$", "", info.filename), int(number[1]) if number else 0


def _paragraphs(xml: bytes) -> Iterator[str]:
    words: list[str] = []
    for element in ElementTree.fromstring(xml).iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in ENDS and words:
            yield "".join(words)
            words = []
        if name == "t" and element.text:
            words.append(element.text)
    yield "".join(words)


def of_pdf(path: Path, _key: str) -> Iterator[str]:
    """Give the pages of a PDF, as far as they hold text and not pictures of it."""
    reader = importlib.import_module("pypdf").PdfReader(path)
    for page, _number in zip(reader.pages, range(MOST_PAGES), strict=False):
        yield page.extract_text()


def of_text(path: Path, _key: str) -> Iterator[str]:
    """Give the lines of a text file."""
    content = path.read_bytes()
    yield from (decodes(content, "utf-8") or decodes(content, "gb18030") or "").splitlines()


READ = {"docx": of_office, "pptx": of_office, "xlsx": of_office, "pdf": of_pdf, "text": of_text}

if __name__ == "__main__":
    main()
