"""Reading JSON that may be wrong: every fault is kept with its path, none stops the rest."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

SENTENCES = {
    "missing": "is missing",
    "type": "must be {wanted}",
    "negative": "must not be negative",
    "small": "must be at least {least}",
    "duplicate": "the same as {first}",
    "unknown": "no {thing} {name}",
    "beyond": "must not be more than {most}",
    "range": "must be from 0 to {most}",
    "date": "is no date (YYYY-MM-DD)",
    "order": "must be later than the day before it",
    "over_100": "must not be more than 100 %",
    "sum_over_100": "the minimums add up to {sum} %, more than 100 %",
    "self": "names the course itself",
    "cycle": "the courses wait for each other: {names}",
    "pin": "no offer allows this pin",
    "pin_end": "the course would end after the last slot of the day",
    "pin_window": "is in none of the windows",
    "empty": "must not be empty",
}
LARGEST = 10**12  # beyond it sums would no longer be exact
WANTED = {str: "a text", bool: "true or false", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a problem.

    `path` is its place in the JSON (`courses[3].after[0]`), `code` a key of `SENTENCES` for
    translators, `params` what fills the sentence.
    """

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is wrong, in English."""
        return SENTENCES[self.code].format(**self.params)

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


class Faults(ValueError):
    """The problem cannot be read; `faults` names everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Reader:
    """Values of one JSON document. A method answers None for a value it found fault with."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, code: str, **params: Any) -> None:
        """Keep a fault."""
        self.faults.append(Fault(path or "$", code, params))

    def typed(self, value: Any, path: str, kind: type) -> Any:
        """The value if it is of the kind."""
        if isinstance(value, kind):
            return value
        self.fault(path, "type", wanted=WANTED[kind])
        return None

    def need(self, of: dict, key: str, path: str, kind: type) -> Any:
        """The value of a key that must be there."""
        if key in of:
            return self.typed(of[key], join(path, key), kind)
        self.fault(join(path, key), "missing")
        return None

    def number(
        self, of: dict, key: str, path: str, *, needed=False, whole=False, least=0, most=LARGEST
    ):
        """A finite number of at least `least`, at most `most`; a missing one, or null, is None."""
        value = of.get(key)
        if value is None and not needed:
            return None
        if key not in of:
            self.fault(join(path, key), "missing")
            return None
        return self.checked_number(value, join(path, key), whole=whole, least=least, most=most)

    def checked_number(self, value: Any, path: str, *, whole=False, least=0, most=LARGEST):
        """The value if it is a finite number of at least `least` and at most `most`."""
        if not is_number(value) or (whole and value != int(value)):
            self.fault(path, "type", wanted="a whole number" if whole else "a number")
            return None
        if value < least:
            self.fault(path, "negative" if value < 0 else "small", least=least)
            return None
        if value > most:
            self.fault(path, "beyond", most=most)
            return None
        return int(value) if whole else value

    def rows(self, of: dict, key: str, path: str, *, needed=True) -> Iterator[tuple[str, dict]]:
        """The objects of a list, with their paths."""
        if key not in of and not needed:
            return
        for index, row in enumerate(self.need(of, key, path, list) or []):
            at = f"{join(path, key)}[{index}]"
            if self.typed(row, at, dict) is not None:
                yield at, row

    def ids(self, rows: Iterable[tuple[str, dict]], key: str) -> dict[str, dict]:
        """Rows by their id; one that came before is a fault."""
        found: dict[str, dict] = {}
        places: dict[str, str] = {}
        for path, row in rows:
            name = self.need(row, key, path, str)
            if name in found:
                self.fault(join(path, key), "duplicate", first=places[name])
            elif name is not None:
                found[name], places[name] = row, path
        return found

    def known(self, value: Any, path: str, thing: str, names: Iterable[str]) -> None:
        """Find fault with a name that is not among the names."""
        if not isinstance(value, str):
            self.fault(path, "type", wanted=WANTED[str])
        elif value not in names:
            self.fault(path, "unknown", thing=thing, name=value)

    def day(self, value: Any, path: str) -> str | None:
        """An ISO date."""
        if is_date(value):
            return value
        self.fault(path, "date")
        return None

    def days(self, values: Any, path: str) -> tuple[str, ...]:
        """ISO dates, each later than the one before it."""
        found: list[str] = []
        for index, value in enumerate(self.typed(values, path, list) or []):
            at = f"{path}[{index}]"
            if self.day(value, at) is None:
                continue
            if found and value <= found[-1]:
                self.fault(at, "order")
            found.append(value)
        return tuple(found)


def join(path: str, key: str) -> str:
    """The path of a key below a path."""
    return f"{path}.{key}" if path else key


def is_number(value: Any) -> bool:
    """Whether a value is a finite number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_date(value: Any) -> bool:
    """Whether a value is a date as text, YYYY-MM-DD."""
    return isinstance(value, str) and _is_date(value)


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
