"""The child process that opens what people upload: `python -m core.spreadsheets.child`.

It limits itself before it touches the file, answers in JSON lines on standard output, and may
die of anything. The first line describes the workbook, the last is {"end": true} or a fault.
Arguments: the path, and a JSON object with `want` ("sheets", "rows" or "grid"), `sheet`,
`encoding`, `careful`, `most` rows, `into`, where a grid is written to, and `looked`, what an
earlier look over the same bytes has found (`prescan.told`).
"""

import csv
import errno
import importlib
import json
import os
import re
import resource
import sys
from itertools import islice
from pathlib import Path

from core.spreadsheets import container, delimited, opendocument, prescan, values
from core.spreadsheets.faults import (
    MAX_SPOOL_BYTES,
    MB,
    SPOOL_IS_FULL,
    CellFault,
    Fault,
    FileFault,
)

MEMORY_BYTES = 768 * MB
GRID_BYTES = 1_280 * MB  # its libraries reserve much more than they use
CPU_SECONDS = 60
META = "_meta"
BATCH = 200
SUSPECT = ('"#', "\\u00", "_x00", "E+", "e+")


def main() -> None:
    """Answer one request; whatever happens, the last line says how it went."""
    path, task = Path(sys.argv[1]), json.loads(sys.argv[2])
    limit(GRID_BYTES if task["want"] == "grid" else MEMORY_BYTES)
    try:
        answer(path, task)
        say({"end": True, "peak_mb": peak_mb()})
    except FileFault as fault:
        say({"fault": fault.fault, "params": fault.params})
    except MemoryError:
        say({"fault": Fault.TOO_COMPLEX})
    except OSError as error:
        if error.errno in (errno.EFBIG, errno.ENOSPC):
            os._exit(SPOOL_IS_FULL)  # not even the fault could be written any more
        say({"fault": Fault.DAMAGED, "cause": type(error).__name__})
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        say({"fault": Fault.DAMAGED, "cause": type(error).__name__})


def limit(memory_bytes: int = MEMORY_BYTES) -> None:
    """Bind this process: memory, processor time, size of its answer; no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_SPOOL_BYTES, MAX_SPOOL_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    csv.field_size_limit(MB)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, and its threads, for nothing
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def peak_mb() -> int:
    """Say how much memory this process has held at most; its limit reserves far more."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    found = re.search(r"VmHWM:\s*(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def answer(path: Path, task: dict) -> None:
    """Describe the workbook, then give the rows if they are wanted."""
    kind = container.kind_of(path)
    if kind == "csv":
        answer_text(path, task)
    else:
        answer_workbook(path, kind, task)


def answer_text(path: Path, task: dict) -> None:
    """Answer for a csv or tsv file."""
    book = delimited.Book(path.read_bytes(), task.get("encoding") or "")
    is_counted = book.text is not None and task["want"] == "sheets"
    height = sum(1 for _row in book.rows()) if is_counted else 0
    say(
        {
            "kind": "csv",
            "sheets": [[path.stem, height, True]],
            "sheet": path.stem,
            "encoding": book.encoding,
            "candidates": [[guess.encoding, guess.sample] for guess in book.candidates],
        }
    )
    if task["want"] == "rows" and book.text is not None:
        give(book.rows(), prescan.Scan(), task.get("most"))
    elif task["want"] == "rows" and not task.get("most"):
        raise FileFault(Fault.ENCODING_UNCLEAR)
    if task["want"] == "grid":
        grid = importlib.import_module("core.spreadsheets.grid")
        say({"faults": grid.write_text(book, task["into"])})


def answer_workbook(path: Path, kind: str, task: dict) -> None:
    """Answer for xlsx, xls and ods."""
    scans = prescan.known(path, task.get("looked", {})) if kind == "xlsx" else {}
    if task["want"] == "grid":
        answer_grid(path, scans, task)
        return
    if kind == "ods":
        opendocument.check(path)
    book = open_book(path, kind, task, scans)
    sheets = [
        [name, scans[name].rows if name in scans else height(book, name), visible]
        for name, visible in book.sheets()
    ]
    meta = meta_of(book) if any(name == META for name, _rows, _visible in sheets) else {}
    chosen = choose(sheets, meta, task.get("sheet"))
    looked = prescan.told(path, scans) if task.get("most") else {}
    say({"kind": kind, "sheets": sheets, "sheet": chosen, "meta": meta, "looked": looked})
    if task["want"] == "rows":
        give(book.rows(chosen), scans.get(chosen, prescan.Scan()), task.get("most"))


def answer_grid(path: Path, scans: dict, task: dict) -> None:
    """Write a whole sheet for reading at once, if the fast engine can be trusted with it."""
    scan = scans.get(task["sheet"])
    if scan is None or not (scan.is_plain and is_sane(scans)):
        raise FileFault(Fault.TOO_COMPLEX)
    grid = importlib.import_module("core.spreadsheets.grid")
    say({"faults": grid.write_workbook(path, task["sheet"], scan, task["into"])})


def is_sane(scans: dict) -> bool:
    """Whether no sheet reaches further than its cells fill: the fast engine could die of it."""
    return bool(scans) and all(scan.is_dense for scan in scans.values())


def open_book(path: Path, kind: str, task: dict, scans: dict):
    """Open with the fast engine, unless it could die of this xlsx."""
    fast = kind != "xlsx" or (is_sane(scans) and not task.get("careful"))
    # one engine is loaded, never both: each costs start-up time and memory
    name = "fast" if fast else "careful"
    return importlib.import_module(f"core.spreadsheets.{name}").Book(path)


def height(book, name: str) -> int:
    """Count the rows of a sheet that was not scanned."""
    if hasattr(book, "height"):
        return book.height(name)
    return sum(1 for _row in book.rows(name))


def meta_of(book) -> dict[str, str]:
    """Read the hidden sheet by which our templates are recognised."""
    pairs = {}
    for number, cells in book.rows(META):
        if number > 20:
            break
        if len(cells) > 1 and cells[0]:
            pairs[str(cells[0])[:40]] = str(cells[1] or "")[:200]
    return pairs


def choose(sheets: list, meta: dict, wanted: str | None) -> str:
    """Return the wanted sheet, else the template's, else the longest that can be seen."""
    names = [name for name, _rows, _visible in sheets]
    if wanted is not None:
        if wanted not in names:
            raise FileFault(Fault.NO_SUCH_SHEET, sheet=wanted[:80])
        return wanted
    if meta.get("sheet") in names:
        return meta["sheet"]
    seen = [sheet for sheet in sheets if sheet[2]] or sheets
    if not seen:
        raise FileFault(Fault.NO_SHEETS)
    return max(seen, key=lambda sheet: sheet[1])[0]


def give(rows, scan: prescan.Scan, most: int | None = None) -> None:
    """Print the rows that hold anything, all or the first ones, under their numbers in the file."""
    flagged: dict[int, list] = {}
    for fault, positions in (
        (CellFault.FORMULA_WITHOUT_VALUE, scan.valueless),
        (CellFault.ERROR_VALUE, scan.errors),
    ):
        for number, column in positions:
            flagged.setdefault(number, []).append((column, fault))
    said = islice(filled(with_rest(rows, flagged), flagged), most)
    while batch := list(islice(said, BATCH)):
        sys.stdout.write(lines_of(batch))


def filled(rows, flagged: dict):
    """Yield the rows that hold anything, as plain values and faults."""
    for number, cells in rows:
        row, faults = values.row_of(cells)
        for column, fault in flagged.get(number, ()):
            values.flag(row, faults, column, fault)
        if row:
            values.check_width(number, row)
            yield number, row, faults


def with_rest(rows, flagged: dict):
    """Yield the rows, then those an engine leaves out because nothing but faults is in them."""
    number = 0
    for number, cells in rows:
        yield number, cells
    for rest in sorted(flagged):
        if rest > number:
            yield rest, []


def lines_of(batch: list) -> str:
    """Write rows as JSON; look closer at their texts only if there may be something to see."""
    lines = "".join(line_of(*one) for one in batch)
    if any(mark in lines for mark in SUSPECT):
        for _number, row, faults in batch:
            values.tidy_texts(row, faults)
        lines = "".join(line_of(*one) for one in batch)
    return lines


def line_of(number: int, row: list, faults: dict) -> str:
    """Write one row as a line of JSON."""
    record = (number, row, faults) if faults else (number, row)
    return json.dumps(record, ensure_ascii=False) + "\n"


def say(record: dict) -> None:
    """Print one line that is not a row."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
