"""Lists: one class says what a list page shows; the address holds what a person chose.

See `docs/recipes/pages.md` for an example.
"""

from core.lists.columns import Cell, Column, Measured, Row
from core.lists.filters import Choice, DateRange, Flag, Range, Search
from core.lists.table import Bulk, Table

__all__ = [
    "Bulk",
    "Cell",
    "Choice",
    "Column",
    "DateRange",
    "Flag",
    "Measured",
    "Range",
    "Row",
    "Search",
    "Table",
]
