"""What can be done with files, rows and imports."""

from intake.operations.choosing import NoCandidate, decide
from intake.operations.deciding import (
    BadRows,
    NothingGood,
    confirm,
    resume,
    skip_errors,
    stop,
    undo,
)
from intake.operations.mapping import (
    MissingKey,
    NoHeader,
    TwiceMapped,
    choose_sheet,
    map_columns,
    match_word,
)
from intake.operations.receiving import (
    AlreadyReceived,
    Arrival,
    NotTheErrorTable,
    correct,
    receive,
)
from intake.operations.starting import Busy
from intake.operations.work import Check, Load, TakeBack

__all__ = [
    "AlreadyReceived",
    "Arrival",
    "BadRows",
    "Busy",
    "Check",
    "Load",
    "MissingKey",
    "NoCandidate",
    "NoHeader",
    "NotTheErrorTable",
    "NothingGood",
    "TakeBack",
    "TwiceMapped",
    "choose_sheet",
    "confirm",
    "correct",
    "decide",
    "map_columns",
    "match_word",
    "receive",
    "resume",
    "skip_errors",
    "stop",
    "undo",
]
