"""Keeping what a person brings with him."""

from portfolios.operations.keeping import AlreadyOnRecord, remove_entry, save_entry
from portfolios.operations.sheets import (
    EndsBeforeItBegins,
    save_posts,
    save_trainings,
    undo_posts,
    undo_trainings,
)

__all__ = [
    "AlreadyOnRecord",
    "EndsBeforeItBegins",
    "remove_entry",
    "save_entry",
    "save_posts",
    "save_trainings",
    "undo_posts",
    "undo_trainings",
]
