"""Turn cells, as people fill them, into values; what cannot be known is `Unclean`, never guessed.

Each function takes a cell as `read.rows` gives it (text, number, truth value, ISO date or None)
and returns None, for texts "", where it is empty.
"""

from core.spreadsheets.clean.dates import clock, date, moment
from core.spreadsheets.clean.numbers import capacity, decimal, integer, percent, yuan
from core.spreadsheets.clean.people import email, id_number, phone
from core.spreadsheets.clean.unclean import Unclean, refuse_flagged
from core.spreadsheets.clean.units import HOURS, PEOPLE, in_units
from core.spreadsheets.clean.words import (
    Choices,
    code,
    long_text,
    names_of,
    one_of,
    refuse_accident,
    text,
    yes_no,
)

__all__ = [
    "HOURS",
    "PEOPLE",
    "Choices",
    "Unclean",
    "capacity",
    "clock",
    "code",
    "date",
    "decimal",
    "email",
    "id_number",
    "in_units",
    "integer",
    "long_text",
    "moment",
    "names_of",
    "one_of",
    "percent",
    "phone",
    "refuse_accident",
    "refuse_flagged",
    "text",
    "yes_no",
    "yuan",
]
