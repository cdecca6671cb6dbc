"""Read spreadsheets that people upload: in a child process with limits, never in this one."""

import contextlib
import json
import logging
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.spreadsheets.faults import MAX_FILE_BYTES, MB, SPOOL_IS_FULL, CellFault, Fault

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 90
BEAT_SECONDS = 5
PATH = "/usr/bin:/bin"

Beat = Callable[[], None] | None

SENTENCES = {
    Fault.EMPTY_FILE: _("The file is empty. Choose the file again."),
    Fault.TOO_BIG: _(
        "The file is larger than {megabytes} MB. Delete what is not needed, or split it."
    ),
    Fault.WEB_PAGE: _(
        "This is a web page, although it is named like a spreadsheet. "
        "Open it in Excel or WPS, save it as .xlsx and upload that."
    ),
    Fault.DOCUMENT: _(
        "This is a text document, not a spreadsheet. Copy its table into Excel or WPS, "
        "save it as .xlsx and upload that."
    ),
    Fault.PICTURE: _("This is a picture, not a spreadsheet. Upload the .xlsx file itself."),
    Fault.ARCHIVE: _("This is a compressed archive. Unpack it and upload the spreadsheet inside."),
    Fault.UNSUPPORTED: _(
        "This kind of file cannot be read. Open it in Excel or WPS, save it as .xlsx "
        "and upload that."
    ),
    Fault.PASSWORD: _("The file is protected by a password. Save it without one and upload it."),
    Fault.MACROS: _("The file contains macros. Save it as .xlsx, without macros, and upload that."),
    Fault.EXTERNAL_LINKS: _(
        "The file is linked to other files. Break the links, or paste the cells as values, "
        "and upload it again."
    ),
    Fault.EMBEDDED_OBJECTS: _(
        "Other files are embedded in this file. Delete them and upload it again."
    ),
    Fault.UNSAFE_PARTS: _(
        "The file has parts that a spreadsheet never has. Copy the table into a new workbook "
        "and upload that."
    ),
    Fault.UNPACKS_TOO_LARGE: _(
        "The file holds far more than can be taken at once. Copy the table into a new workbook, "
        "or split it."
    ),
    Fault.DAMAGED: _(
        "The file is damaged or incomplete. Open it in Excel or WPS, save it anew and upload that."
    ),
    Fault.TOO_SLOW: _(
        "Reading the file takes too long. Copy the table into a new workbook, or split it."
    ),
    Fault.TOO_COMPLEX: _(
        "Reading the file needs too much memory. Copy the table into a new workbook, or split it."
    ),
    Fault.NO_SHEETS: _("The file has no sheet that can be read."),
    Fault.NO_SUCH_SHEET: _("The file has no sheet named “{sheet}”. Choose one of its sheets."),
    Fault.FAR_CELL: _(
        "There is a value far away from the table, in cell {cell}. Delete it and upload the "
        "file again."
    ),
    Fault.NUL_BYTES: _(
        "The file is not a text file. Open it in Excel or WPS, save it as .xlsx and upload that."
    ),
    Fault.ENCODING_UNCLEAR: _(
        "The Chinese characters of the file can be read in several ways. "
        "Choose the one that shows them correctly."
    ),
    Fault.ENCODING_UNKNOWN: _(
        "The characters of the file cannot be read. Open it in Excel or WPS, save it as .xlsx "
        "and upload that."
    ),
    Fault.UNCLOSED_QUOTE: _(
        "A quotation mark in row {row} is opened and never closed. Correct it and upload the "
        "file again."
    ),
}
CELL_SENTENCES = {
    CellFault.DAMAGED_NUMBER: _(
        "The number is too long for a numeric cell; its last digits are lost. Format the cell as "
        "text and enter it again."
    ),
    CellFault.FORMULA_WITHOUT_VALUE: _(
        "The formula has no result. Open the file in Excel or WPS and save it, or paste the value."
    ),
    CellFault.ERROR_VALUE: _("The cell shows an error instead of a value. Correct its formula."),
}


class BadFile(Refusal):
    """The file cannot be read; `code` is one of `Fault`."""

    code = "bad_file"
    status = 422

    def __init__(self, fault: Fault, **params):
        super().__init__(SENTENCES[fault], **params)
        self.fault, self.code = fault, fault.value


class Row(NamedTuple):
    """One row that holds something. `number` is the row's number in the person's file."""

    number: int
    values: list
    faults: dict[int, CellFault] = {}
    is_aside: bool = False


class Sheet(NamedTuple):
    """A sheet of a workbook; `rows_guess` is the number of its last used row."""

    name: str
    rows_guess: int
    visible: bool = True


class Candidate(NamedTuple):
    """An encoding the file may be in, and how a line of it would then read."""

    encoding: str
    sample: str


@dataclass(frozen=True)
class Workbook:
    """What a file holds. With `encoding_candidates` the person must choose one of them.

    `looked` is what the look over its XML has found, for `grid` to go by.
    """

    kind: str
    sheets: list[Sheet]
    default_sheet: str
    encoding: str | None = None
    encoding_candidates: list[Candidate] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    looked: dict = field(default_factory=dict)


def inspect(path: Path | str, encoding: str | None = None) -> Workbook:
    """Say what is in the file. Raises `BadFile`."""
    with _ask(path, None, want="sheets", encoding=encoding) as spool:
        return _workbook(json.loads(spool.readline()))


def rows(
    path: Path | str, sheet: str | None = None, encoding: str | None = None, beat: Beat = None
) -> Iterator[Row]:
    """Give the rows of one sheet, by default the one that holds the table. Raises `BadFile`.

    The whole file is read before this returns, so a refusal comes here and not halfway;
    the rows wait on disk and are taken from there one by one. `beat` is called while the child
    works; what it raises ends the child.
    """
    spool = _ask(path, beat, want="rows", sheet=sheet, encoding=encoding)
    spool.readline()
    return _each(spool)


def opening(path: Path | str, most: int) -> tuple[Workbook, list[Row]]:
    """Say what is in the file, and give the first rows of the sheet that holds the table.

    No rows while the encoding is open. Raises `BadFile`.
    """
    spool = _ask(path, None, want="rows", sheet=None, encoding=None, most=most)
    book = _workbook(json.loads(spool.readline()))
    return book, list(_each(spool))


def grid(path: Path | str, into: str, beat: Beat = None, **task) -> dict:
    """Write a `sheet` of an xlsx, or a csv in an `encoding`, as an Arrow table to `into`.

    Its columns are `_row`, the number of the row, and c0, c1 … with texts; empty rows are left
    out. `looked` spares a second look over the XML of a file that has been opened before.
    Returns the faults: {row number: {column: fault}}. Raises `BadFile`: then `rows` may still
    be able to.
    """
    spool, ending = _run(Path(path), {"want": "grid", "into": into, **task}, beat)
    with spool:
        if "fault" in ending:
            raise BadFile(Fault(ending["fault"]), **ending.get("params", {}))
        said = json.loads(spool.read().splitlines()[-2])["faults"]
    return {int(number): _faults(found) for number, found in said.items()}


def _each(spool) -> Iterator[Row]:
    with spool:
        for line in spool:
            if line.startswith(b"{"):
                return
            number, values, *faults = json.loads(line)
            yield Row(number, values, _faults(faults[0]) if faults else {})


def _faults(faults: dict[str, str]) -> dict[int, CellFault]:
    return {int(column): CellFault(fault) for column, fault in faults.items()}


def _workbook(record: dict) -> Workbook:
    return Workbook(
        kind=record["kind"],
        sheets=[Sheet(*sheet) for sheet in record["sheets"]],
        default_sheet=record["sheet"],
        encoding=record.get("encoding"),
        encoding_candidates=[Candidate(*one) for one in record.get("candidates", ())],
        meta=record.get("meta", {}),
        looked=record.get("looked", {}),
    )


def _ask(path: Path | str, beat: Beat, **task):
    """Run the child, and once more if it broke off: a workbook then with the careful engine."""
    path = Path(path)
    if path.stat().st_size > MAX_FILE_BYTES:
        raise BadFile(Fault.TOO_BIG, megabytes=MAX_FILE_BYTES // MB)
    spool, ending = _run(path, task, beat)
    if "cause" in ending and (_is_zip(path) or ending["cause"] == -signal.SIGKILL):
        spool.close()
        spool, ending = _run(path, task | {"careful": True}, beat)
    if "fault" in ending:
        spool.close()
        log.info("A file was refused: %s", ending)
        raise BadFile(Fault(ending["fault"]), **ending.get("params", {}))
    return spool


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _run(path: Path, task: dict, beat: Beat = None):
    """Start the child on a nameless temporary file; return that file and the child's last word."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever reads the rows
    command = [sys.executable, "-s", "-X", "utf8", "-m", "core.spreadsheets.child"]
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [*command, str(path.resolve()), json.dumps(task)],
        stdin=subprocess.DEVNULL,
        stdout=spool,
        stderr=subprocess.DEVNULL,
        env={"PATH": PATH, "POLARS_MAX_THREADS": "1"},
        cwd=ROOT,
    )
    with child:
        try:
            returncode = _waited(child, beat)
        finally:
            child.kill()
    if returncode is None:
        return spool, {"fault": Fault.TOO_SLOW}
    return spool, _last_word(spool, returncode)


def _waited(child: subprocess.Popen, beat: Beat) -> int | None:
    """Wait for the child, with a sign of life now and then; None if it takes too long."""
    until = time.monotonic() + WALL_SECONDS
    while (left := until - time.monotonic()) > 0:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(min(left, BEAT_SECONDS))
        if beat:
            beat()
    return None


def _last_word(spool, returncode: int) -> dict:
    if returncode == -signal.SIGXCPU:
        return {"fault": Fault.TOO_SLOW}
    if returncode == SPOOL_IS_FULL:
        return {"fault": Fault.UNPACKS_TOO_LARGE}
    if returncode:
        return {"fault": Fault.TOO_COMPLEX, "cause": returncode}
    size = spool.seek(0, 2)
    spool.seek(max(0, size - 4096))
    ending = spool.read().rstrip(b"\n").rpartition(b"\n")[2]
    spool.seek(0)
    return json.loads(ending)
