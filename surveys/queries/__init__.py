"""What can be asked about questionnaires and answers."""

from surveys.queries.questionnaire import (
    MOST_ITEMS,
    Comments,
    Group,
    Item,
    Part,
    Result,
    Results,
    Statement,
    Subject,
    missing,
    parts,
    questionnaires,
    results,
    standard,
    statements,
)
from surveys.queries.rating import ratings

__all__ = [
    "MOST_ITEMS",
    "Comments",
    "Group",
    "Item",
    "Part",
    "Result",
    "Results",
    "Statement",
    "Subject",
    "missing",
    "parts",
    "questionnaires",
    "ratings",
    "results",
    "standard",
    "statements",
]
