"""Rows of a csv or tsv file, numbered as a spreadsheet program would show them. In the child."""

import csv
import io
import re
from collections import Counter

from core.spreadsheets.encodings import OFFERED, decide, decodes
from core.spreadsheets.faults import Fault, FileFault

DELIMITERS = ",\t;|"
DECLARED = re.compile(r'"?sep=([,\t;|])"?\r?\n', re.I)
END = "\ue000end\ue000"


class Book:
    """One text file as a workbook of one sheet; its text is None while the encoding is open."""

    def __init__(self, content: bytes, encoding: str = ""):
        self.encoding, self.candidates = (encoding, []) if encoding else decide(content)
        self.text = None
        if self.encoding:
            self.text = _text(content, self.encoding)
            self.delimiter, self.start = _delimiter(self.text)

    def rows(self):
        """Yield (record number, cells); a record may span several lines of the file."""
        if self.text is None:
            raise FileFault(Fault.ENCODING_UNCLEAR)
        # a quotation mark that is never closed swallows all that follows, this last line as well
        stream = io.StringIO(f"{self.text[self.start :].rstrip()}\n{END}\n", newline="")
        number = 0
        try:
            for number, cells in enumerate(csv.reader(stream, delimiter=self.delimiter), start=1):
                if cells == [END]:
                    return
                if cells and cells[-1].rstrip().endswith(END):
                    raise FileFault(Fault.UNCLOSED_QUOTE, row=number)
                yield number, cells
        except csv.Error as error:
            raise FileFault(Fault.UNCLOSED_QUOTE, row=number + 1) from error

    @property
    def plain_lines(self) -> str:
        """The text, if each of its lines is a record with as many cells as the others; else ""."""
        text = (self.text or "")[getattr(self, "start", 0) :].rstrip()
        if '"' in text or text.count("\r") > text.count("\r\n") or text.startswith("\n"):
            return ""
        lines = text.split("\n")
        width = lines[0].count(self.delimiter)
        same = all(line.count(self.delimiter) == width for line in lines)
        return text if width and same else ""


def _text(content: bytes, encoding: str) -> str:
    text = decodes(content, encoding) if encoding in OFFERED else None
    if text is None:
        raise FileFault(Fault.ENCODING_UNKNOWN)
    if "\0" in text:
        raise FileFault(Fault.NUL_BYTES)
    return text.removeprefix("\ufeff")


def _delimiter(text: str) -> tuple[str, int]:
    """Return the delimiter and where the rows begin: some programs write `sep=;` first."""
    if declared := DECLARED.match(text):
        return declared[1], declared.end()
    head = text[:20_000]
    return max(DELIMITERS, key=lambda delimiter: _regularity(head, delimiter)), 0


def _regularity(head: str, delimiter: str) -> tuple[float, int]:
    """Say how many of the first rows have the same, and how large a, number of columns."""
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            if cells:
                widths[len(cells)] += 1
            if widths.total() == 50:
                break
    except csv.Error:
        return 0.0, 0
    # the last row of an excerpt may be cut; titles and notes above the table are narrow
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(count / widths.total(), 1), width
