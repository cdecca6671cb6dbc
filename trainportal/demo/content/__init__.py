"""The words and figures of the demo, as tables in two languages.

Every table is a CSV file in UTF-8 beside this module. A column `x` that people read has a
twin `x_en`; several codes in one cell are joined by ";". The group and everyone in it are invented.

organisations, codes                  who takes part, and the code tables
courses, teachers, offers             what is taught, by whom; an offer is course, format, teacher
competences, ready                    what courses lead to, and programmes offered as a whole
bases, rooms, base_offers             where; an offer names a format and the courses it allows
plans, plan_minimums, plan_competences, programmes
                                      what each year asks for, and what was or will be held
posts, names, theme_appeals           what people are made of, and which theme suits whom
evaluation_texts, return_comments, suggestions, notices    what people write
"""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Names of the tables, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def rows(name: str) -> list[dict[str, str]]:
    """All rows of a table, as a fresh list of fresh dictionaries. Raises FileNotFoundError."""
    return [dict(row) for row in _table(name)]


def items(cell: str) -> list[str]:
    """The codes of a cell that may hold several."""
    return [code for code in cell.split(";") if code]
