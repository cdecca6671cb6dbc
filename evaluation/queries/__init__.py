"""What can be asked about evaluations; of trainees' only how many, never who."""

from evaluation.queries.brought import exported_answers, subject_words, units_that_sent
from evaluation.queries.report import (
    Change,
    Grid,
    Line,
    Report,
    answered,
    being_answered,
    evaluations,
    is_open,
    is_over,
    pages,
    programs,
    report,
    subjects,
    to_answer,
)

__all__ = [
    "Change",
    "Grid",
    "Line",
    "Report",
    "answered",
    "being_answered",
    "evaluations",
    "exported_answers",
    "is_open",
    "is_over",
    "pages",
    "programs",
    "report",
    "subject_words",
    "subjects",
    "to_answer",
    "units_that_sent",
]
