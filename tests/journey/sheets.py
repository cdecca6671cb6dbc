"""The spreadsheets of the journey: a real room list where it lies, else one of ours; a roster."""

import os
from pathlib import Path

from core.spreadsheets.write import write_xlsx
from trainportal.demo.sheets import MISTAKES, ROWS, rooms_rows, roster_rows

BESIDE = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL_ROOMS = BESIDE / "cn-rooms" / "教室信息.xlsx"
ROSTER = {"rows": ROWS, "wrong": [f"{mistake.row}" for mistake in MISTAKES]}


def upload(name: str, content: bytes) -> dict:
    """A file as the browser sends it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def workbook(rows: list[dict]) -> bytes:
    """Rows of text as an xlsx."""
    return write_xlsx({"Sheet1": (list(rows[0]), [list(row.values()) for row in rows])})


def rooms() -> dict:
    """The room list of a real school if it lies beside the checkout, else the demo's."""
    if REAL_ROOMS.exists():
        return upload(REAL_ROOMS.name, REAL_ROOMS.read_bytes())
    return upload("教室信息.xlsx", workbook(rooms_rows()))


def roster(unit: str) -> dict:
    """The roster of a unit, with its four mistakes."""
    return upload("人员花名册.xlsx", workbook(roster_rows(unit)))


def picture() -> dict:
    """A picture that somebody renamed."""
    return upload("教室信息.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100))
