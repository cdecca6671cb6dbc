"""The spreadsheet of answers that were given elsewhere."""

from evaluation.imports.answers import EVALUATIONS

__all__ = ["EVALUATIONS"]
