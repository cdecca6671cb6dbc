"""Numbers that people write with their unit: 40学时, 50人, 86.5分, 800元/学时."""

import re
from collections.abc import Callable
from typing import Any

HOURS = "学时|课时|节|hours?|hrs?|h"
PEOPLE = "人|名|persons?|people"


def in_units(units: str, clean: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let cells of a column end in the unit of the column, and in no other one.

    "800元/学时" is an amount for an hour; "800元/天" in the same column stays a question.
    """
    unit = re.compile(rf"\s*[/／每]?\s*(?:{units})\s*$", re.IGNORECASE)

    def bare(value: object) -> Any:
        return clean(unit.sub("", value) if isinstance(value, str) else value)

    return bare
