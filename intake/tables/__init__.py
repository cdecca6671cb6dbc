"""What leaves the intake for a person to look at: lists, causes of errors, workbooks."""

from intake.tables.causes import BadCell, Cause, causes_of, cell_of, said, value_shown, word_shown
from intake.tables.doubts import Card, card_of
from intake.tables.feeds import Feeds
from intake.tables.feeds import fault_of as feed_fault
from intake.tables.feeds import state_of as feed_state
from intake.tables.lists import (
    Batches,
    Changed,
    Doubts,
    FileRows,
    Files,
    Fresh,
    Kept,
    changes_of,
    fate_of,
    tell_changes,
)
from intake.tables.workbooks import errors, export_of, template_of

__all__ = [
    "BadCell",
    "Batches",
    "Card",
    "Cause",
    "Changed",
    "Doubts",
    "Feeds",
    "FileRows",
    "Files",
    "Fresh",
    "Kept",
    "card_of",
    "causes_of",
    "cell_of",
    "changes_of",
    "errors",
    "export_of",
    "fate_of",
    "feed_fault",
    "feed_state",
    "said",
    "tell_changes",
    "template_of",
    "value_shown",
    "word_shown",
]
