"""Opening evaluations, answering them, and what follows from the answers."""

from evaluation.operations.answering import Over, save_draft, send
from evaluation.operations.bringing import save_answers
from evaluation.operations.closing import close_evaluations
from evaluation.operations.opening import NoQuestionnaire, open_evaluations
from evaluation.operations.rating import record_program_ratings
from evaluation.operations.standard import ensure_questionnaires
from evaluation.operations.undoing import undo_answers

__all__ = [
    "NoQuestionnaire",
    "Over",
    "close_evaluations",
    "ensure_questionnaires",
    "open_evaluations",
    "record_program_ratings",
    "save_answers",
    "save_draft",
    "send",
    "undo_answers",
]
