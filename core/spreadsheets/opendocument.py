"""A look over an OpenDocument spreadsheet before a parser may build anything from it. In the child.

A table that is not closed keeps the fast engine busy for ever; a cell that says it is repeated
two thousand million times is taken at its word.
"""

import zipfile
from pathlib import Path
from xml.parsers import expat

from core.spreadsheets.container import pieces, read_every_part
from core.spreadsheets.faults import MAX_COLUMN, MAX_ROW, Fault, FileFault

CONTENT = "content.xml"
REPEATS = {"number-rows-repeated": MAX_ROW, "number-columns-repeated": MAX_COLUMN}
DEEPEST = 200


class Look:
    """Follows the elements of the content."""

    def __init__(self):
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end

    def begin(self, _name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FileFault(Fault.DAMAGED)
        for name, value in attributes.items():
            most = REPEATS.get(name.rpartition(":")[2])
            if most and not (value.isdecimal() and len(value) < 9 and 0 < int(value) <= most):
                raise FileFault(Fault.DAMAGED)

    def end(self, _name: str) -> None:
        self.depth -= 1


def check(path: Path) -> None:
    """Read every part within the budgets; refuse content that no spreadsheet program writes."""
    read_every_part(path)
    look = Look()
    with zipfile.ZipFile(path) as archive:
        if CONTENT not in archive.namelist():
            raise FileFault(Fault.DAMAGED)
        try:
            for piece in pieces(archive, archive.getinfo(CONTENT)):
                look.parser.Parse(piece, False)
            look.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileFault(Fault.DAMAGED) from error
