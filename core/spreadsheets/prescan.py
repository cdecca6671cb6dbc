"""A quick look over the XML of an xlsx before a parser may build anything from it.

Finds how far the cells reach, which formulas have no stored value and which cells hold an error:
three things the fast engine either dies of or hides.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from defusedxml import ElementTree

from core.digest import of_file
from core.spreadsheets.container import read_every_part
from core.spreadsheets.faults import MAX_COLUMN, MAX_ROW, MB, Fault, FileFault

PREFIX = re.compile(rb"<(\w+:)?worksheet\b")


class Patterns:
    """What to look for, spelt with the part's own namespace prefix: a literal start is fastest."""

    def __init__(self, prefix: bytes):
        def spelt(pattern: bytes) -> re.Pattern[bytes]:
            return re.compile(pattern.replace(b"~", re.escape(prefix)))

        self.cell = spelt(rb"<~c [^<>]*?\br=[\"']([A-Z]{1,7})")
        self.row = spelt(rb"<~row [^<>]*?\br=[\"']([0-9]{1,20})[\"']")
        self.error = spelt(
            rb"<~c (?=[^<>]*\bt=[\"']e[\"'])[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']"
        )
        self.bare_formula = spelt(
            rb"<~c ([^<>]*)>\s*<~f\b(?:[^<>]*/>|[^<>]*>[^<>]*</~f>)\s*"
            rb"(<~v\b[^<>]*?(?:/>|></~v>))?\s*</~c>"
        )
        self.formula_start = b"<" + prefix + b"f"
        # every value but a short number: most sheets hold none, as their texts stand elsewhere
        self.other_value = spelt(rb"<~v>(?!-?[0-9]{1,15}(?:\.[0-9]*)?</~v>)")
        self.long_value = spelt(rb"<~v>-?(?:[0-9]{16,}|[0-9.]+[eE]\+?[0-9]{2})")
        self.small_value = spelt(rb"<~v>-?[0-9.]+[eE]-")
        self.long_cell = spelt(
            rb"<~c ([^<>]*)>(?:<~f\b(?:[^<>]*/>|[^<>]*>[^<>]*</~f>))?"
            rb"<~v>(-?(?:[0-9]{16,}(?:\.[0-9]*)?|[0-9.]+[eE]\+?[0-9]{2,3}))</~v>"
        )


REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
ROW_OF_CELL = re.compile(rb"\br=[\"'][A-Z]{1,3}([0-9]{1,20})[\"']")
TEXT = re.compile(rb"\bt=[\"'](?:s|str|inlineStr|d)[\"']")
LONGEST_EXACT = 10**15
MOST_TOLD = 2_000  # cells with a fault
TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")


@dataclass
class Scan:
    """What the XML of one sheet says about itself."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: set = field(default_factory=set)
    valueless: set = field(default_factory=set)
    long: set = field(default_factory=set)
    is_plain: bool = True  # no truth values, no exponents: every cell reads alike as a text
    rest: bytes = b""
    patterns: Patterns = field(default_factory=lambda: Patterns(b""))

    def feed(self, piece: bytes) -> None:
        """Look at whole rows; keep the begun one for the next piece."""
        if not self.cells and (prefix := PREFIX.search(piece)):
            self.patterns = Patterns(prefix[1] or b"")
        buffer = self.rest + piece
        cut = buffer.rfind(b"row>") + 4
        if cut < 4:
            cut = buffer.rfind(b">") + 1 if len(buffer) > 16 * MB else 0
        self.rest = buffer[cut:]
        self._look(buffer[:cut])

    def close(self) -> None:
        """Look at what is left."""
        self._look(self.rest)
        self.rest = b""

    def _look(self, xml: bytes) -> None:
        if not xml:
            return
        cells = self.patterns.cell.findall(xml)
        self.cells += len(cells)
        columns = max(map(column_index, set(cells)), default=-1) + 1
        rows = max(map(int, self.patterns.row.findall(xml)), default=0)
        # rows without a number: the last cell of the piece knows it
        last = ROW_OF_CELL.findall(xml, max(0, len(xml) - 100_000))
        rows = max(rows, int(last[-1]) if last else 0)
        if rows > MAX_ROW or columns > MAX_COLUMN:
            raise FileFault(Fault.DAMAGED)
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        self._look_for_faults(xml)

    def _look_for_faults(self, xml: bytes) -> None:
        if b't="e"' in xml or b"t='e'" in xml:
            self.errors.update(map(_position, self.patterns.error.findall(xml)))
        has_others = self.patterns.other_value.search(xml) is not None
        if (
            b't="b"' in xml
            or b"t='b'" in xml
            or (has_others and self.patterns.small_value.search(xml))
        ):
            self.is_plain = False
        if has_others and self.patterns.long_value.search(xml):
            self._look_for_long_numbers(xml)
        if self.patterns.formula_start not in xml:
            return
        for attributes, value in self.patterns.bare_formula.findall(xml):
            reference = REFERENCE.search(attributes)
            # an empty <v> in a text cell is a formula whose result is the empty text
            if reference and not (value and TEXT_RESULT.search(attributes)):
                self.valueless.add(_position(reference.groups()))

    def _look_for_long_numbers(self, xml: bytes) -> None:
        for attributes, value in self.patterns.long_cell.findall(xml):
            reference = REFERENCE.search(attributes)
            if reference and not TEXT.search(attributes) and abs(float(value)) >= LONGEST_EXACT:
                self.long.add(_position(reference.groups()))

    def told(self) -> list:
        """Say what was seen, as JSON can hold it and `known` takes it."""
        marks = [sorted(found) for found in (self.errors, self.valueless, self.long)]
        return [self.rows, self.columns, self.cells, self.is_plain, *marks]

    @classmethod
    def known(cls, said: list) -> "Scan":
        """Make a scan of what `told` has said."""
        rows, columns, cells, is_plain, *marks = said
        errors, valueless, long = ({(row, column) for row, column in one} for one in marks)
        return cls(rows, columns, cells, errors, valueless, long, is_plain)

    @property
    def is_dense(self) -> bool:
        """Whether a full grid of these bounds is about as large as the cells in it."""
        area = self.rows * self.columns
        return area <= 100_000 or (area <= 8_000_000 and area <= 20 * self.cells)


def column_index(letters: bytes) -> int:
    """Turn b"A" into 0, b"AB" into 27."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def column_letters(index: int) -> str:
    """Turn 0 into "A", 27 into "AB"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _position(groups) -> tuple[int, int]:
    letters, number = groups
    return int(number), column_index(letters)


class SheetPart(NamedTuple):
    """The part that holds a sheet."""

    part: str
    visible: bool


def local_name(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]


def sheet_parts(path: Path) -> dict[str, SheetPart]:
    """Map the names of the sheets to their parts."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    parts = {}
    for sheet in book.iter():
        if local_name(sheet.tag) == "sheet":
            key = next((v for k, v in sheet.attrib.items() if local_name(k) == "id"), "")
            visible = sheet.get("state", "visible") == "visible"
            parts[sheet.get("name", "")] = SheetPart(_absolute(targets.get(key, "")), visible)
    return parts


def _absolute(target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join("xl", target))


def scan(path: Path) -> dict[str, Scan]:
    """Read every part within the budgets and scan the sheets; keyed by sheet name."""
    scans: dict[str, Scan] = {}

    def watch(part: str):
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            return scans.setdefault(part, Scan())
        return None

    read_every_part(path, watch)
    for one in scans.values():
        one.close()
    sheets = sheet_parts(path).items()
    return {name: scans[sheet.part] for name, sheet in sheets if sheet.part in scans}


def told(path: Path, scans: dict[str, Scan]) -> dict:
    """Say what a look over a file has found, and of which bytes; {} if that would be long."""
    marks = (mark for one in scans.values() for mark in (one.errors, one.valueless, one.long))
    if sum(map(len, marks)) > MOST_TOLD:
        return {}
    return {"of": of_file(path), "sheets": {name: one.told() for name, one in scans.items()}}


def known(path: Path, said: dict) -> dict[str, Scan]:
    """Return the scans that `told` has told of the very same bytes, else look anew."""
    if said and said["of"] == of_file(path):
        return {name: Scan.known(one) for name, one in said["sheets"].items()}
    return scan(path)
