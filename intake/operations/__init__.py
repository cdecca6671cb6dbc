"""What can be done with files, rows and imports."""

from intake.operations.choosing import NoCandidate, decide
from intake.operations.converting import Converter
from intake.operations.deciding import (
    BadRows,
    NothingGood,
    OverTheLimit,
    confirm,
    resume,
    skip_errors,
    stop,
    undo,
)
from intake.operations.limits import NotOver, Retention, purge, save_policy
from intake.operations.mapping import (
    BadConstant,
    MissingKey,
    NoHeader,
    TwiceMapped,
    choose_sheet,
    map_columns,
    match_word,
)
from intake.operations.mending import MOST_CELLS, NothingTyped, mend
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
    "MOST_CELLS",
    "AlreadyReceived",
    "Arrival",
    "BadConstant",
    "BadRows",
    "Busy",
    "Check",
    "Converter",
    "Load",
    "MissingKey",
    "NoCandidate",
    "NoHeader",
    "NotOver",
    "NotTheErrorTable",
    "NothingGood",
    "NothingTyped",
    "OverTheLimit",
    "Retention",
    "TakeBack",
    "TwiceMapped",
    "choose_sheet",
    "confirm",
    "correct",
    "decide",
    "map_columns",
    "match_word",
    "mend",
    "purge",
    "receive",
    "resume",
    "save_policy",
    "skip_errors",
    "stop",
    "undo",
]
