"""Errors grouped by cause, so that one kind of mistake is mended once for all its rows.

A reason is {"column", "code", "value", "text": {language: sentence}}.
"""

from collections.abc import Iterable

LISTED_ROWS, LISTED_VALUES, MOST_CAUSES = 12, 3, 200
WORDS = {"not_an_option", "option_nearby"}  # a word that a person can match once for all


def group(rows: Iterable[tuple[int, list[dict]]]) -> list[dict]:
    """Group the reasons of (row number, reasons); the most frequent cause comes first.

    Words outside a list of choices are a cause each, everything else is one per column.
    Returns dicts of `column`, `code`, `word` (where it can be matched), `values`, `text`,
    `rows` (the first ones) and `count`. O(n) in the number of reasons.
    """
    causes: dict[tuple, dict] = {}
    for number, reasons in rows:
        for reason in reasons:
            word = reason["value"] if reason["code"] in WORDS else ""
            code = "not_an_option" if word else reason["code"]
            cause = causes.setdefault((reason["column"], code, word), _begun(reason, code, word))
            cause["count"] += 1
            if len(cause["rows"]) < LISTED_ROWS:
                cause["rows"].append(number)
            if len(cause["values"]) < LISTED_VALUES and reason["value"] not in cause["values"]:
                cause["values"].append(reason["value"])
    return sorted(causes.values(), key=lambda cause: -cause["count"])[:MOST_CAUSES]


def _begun(reason: dict, code: str, word: str) -> dict:
    return {
        "column": reason["column"],
        "code": code,
        "word": word,
        "text": reason["text"],
        "values": [],
        "rows": [],
        "count": 0,
    }
