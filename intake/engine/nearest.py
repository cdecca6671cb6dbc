"""The entry of a list that somebody's word probably means."""

import difflib
from collections.abc import Iterable, Mapping

LIKE = 0.6  # below that, two words share letters by chance: "In-person" and "Online course"


def nearest(word: str, options: Mapping[str, Iterable[str]]) -> str:
    """Return the value whose names are most like `word`; "" if none is."""
    best, best_score = "", LIKE
    for value, names in options.items():
        for name in names:
            score = difflib.SequenceMatcher(None, word.casefold(), name.casefold()).ratio()
            if score > best_score:
                best, best_score = value, score
    return best
