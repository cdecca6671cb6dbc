"""Invented people, what training does for them, and how they were sent to it."""

from trainportal.demo.people.effect import (
    THEMES,
    Outcome,
    assigned_themes,
    outcome,
    suitability,
)
from trainportal.demo.people.generate import (
    REFERENCE_ON,
    SEED,
    Person,
    age_in,
    check_digit,
    leaders,
)

__all__ = [
    "REFERENCE_ON",
    "SEED",
    "THEMES",
    "Outcome",
    "Person",
    "age_in",
    "assigned_themes",
    "check_digit",
    "leaders",
    "outcome",
    "suitability",
]
