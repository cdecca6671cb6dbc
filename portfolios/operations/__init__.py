"""Keeping what a person brings with him."""

from portfolios.operations.sheets import (
    EndsBeforeItBegins,
    save_posts,
    save_trainings,
    undo_posts,
    undo_trainings,
)

__all__ = [
    "EndsBeforeItBegins",
    "save_posts",
    "save_trainings",
    "undo_posts",
    "undo_trainings",
]
