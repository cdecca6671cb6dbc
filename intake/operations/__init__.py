"""What can be done with files, rows and imports."""

from intake.operations.attaching import TooMany, Words, attach, detach
from intake.operations.automatic import Unclear, map_as_known
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
from intake.operations.feeding import (
    Due,
    NoSuchFolder,
    NothingSent,
    Polling,
    ask_now,
    load_by_itself,
    push,
    save_feed,
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
    "Due",
    "Load",
    "MissingKey",
    "NoCandidate",
    "NoHeader",
    "NoSuchFolder",
    "NotOver",
    "NotTheErrorTable",
    "NothingGood",
    "NothingSent",
    "NothingTyped",
    "OverTheLimit",
    "Polling",
    "Retention",
    "TakeBack",
    "TooMany",
    "TwiceMapped",
    "Unclear",
    "Words",
    "ask_now",
    "attach",
    "choose_sheet",
    "confirm",
    "correct",
    "decide",
    "detach",
    "load_by_itself",
    "map_as_known",
    "map_columns",
    "match_word",
    "mend",
    "purge",
    "push",
    "receive",
    "resume",
    "save_feed",
    "save_policy",
    "skip_errors",
    "stop",
    "undo",
]
