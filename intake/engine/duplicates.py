"""Rows that are probably the same person, found by blocking and weighed field by field.

A pair is compared only if it shares a block: identity number, telephone, pinyin with date of
birth, pinyin with the head of the identity number, or pinyin with the digits of the telephone in
any order. Every field then adds evidence in bits, the logarithm of how much likelier the
agreement is among records of one person than among two (Fellegi and Sunter 1969).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

SAME, NEAR, OTHER = "same", "near", "other"
BITS = {
    "id_number": {SAME: 14.0, NEAR: 8.0, OTHER: -9.0},
    "phone": {SAME: 9.0, NEAR: 6.0, OTHER: -2.0},
    "born_on": {SAME: 6.0, NEAR: 3.0, OTHER: -5.0},
    "name": {SAME: 6.0, NEAR: 3.0, OTHER: -5.0},
}
ENOUGH = 9.0  # bits from which a person is asked
LARGEST = 40  # a block of more records (the telephone of an office) says nothing
MOST = 5  # candidates shown for one row
ID_HEAD = 10  # place and year of birth
LATIN_NEAR = 0.92


class Person(NamedTuple):
    """What a record says about who it is; "" where it says nothing. `born_on` is an ISO date."""

    name: str = ""
    pinyin: str = ""
    id_number: str = ""
    phone: str = ""
    born_on: str = ""


class Match(NamedTuple):
    """How one record compares with another: `bits` of evidence, and the fields by verdict."""

    bits: float
    fields: dict[str, str]

    @property
    def score(self) -> float:
        """The evidence as a number from 0 to 1; 0.5 is where a person is asked."""
        return round(1 / (1 + 2 ** (ENOUGH - self.bits)), 3)


def person(values: Mapping, columns: Mapping[str, str], spell: Callable[[str], str]) -> Person:
    """Take what identifies from cleaned values.

    columns : {field of `Person`: column}. spell : name -> pinyin or Latin letters.
    """
    said = {field: str(values.get(column) or "") for field, column in columns.items()}
    name = "".join(said.get("name", "").split()).casefold()
    sound = "".join(spell(said.get("name", "")).split()).casefold()
    return Person(
        name, sound, said.get("id_number", ""), said.get("phone", ""), said.get("born_on", "")
    )


def blocks(one: Person) -> Iterable[tuple]:
    """Yield the keys under which records meet; at most five."""
    if one.id_number:
        yield "id", one.id_number
    if one.phone:
        yield "phone", one.phone
    if not one.pinyin:
        return
    if one.born_on:
        yield "born", one.pinyin, one.born_on
    if one.id_number:
        yield "head", one.pinyin, one.id_number[:ID_HEAD]
    if one.phone:
        yield "digits", one.pinyin, "".join(sorted(one.phone))


def compare(one: Person, other: Person) -> Match:
    """Weigh two records; a field that either lacks is no evidence. O(length of the texts)."""
    verdicts = {
        "name": _names(one, other),
        "id_number": _numbers(one.id_number, other.id_number),
        "phone": _numbers(one.phone, other.phone),
        "born_on": _days(one.born_on, other.born_on),
    }
    fields = {field: verdict for field, verdict in verdicts.items() if verdict}
    bits = sum(BITS[field][verdict] for field, verdict in fields.items())
    if fields.get("id_number") == SAME:
        bits = max(bits, ENOUGH)  # whatever else differs: two records, one identity number
    return Match(bits, fields)


def _names(one: Person, other: Person) -> str:
    if not (one.name and other.name):
        return ""
    if one.name == other.name:
        return SAME
    if one.pinyin == other.pinyin:
        return NEAR  # 晓 and 小: what is heard is the same
    if one.name.isascii() or other.name.isascii():
        alike = JaroWinkler.similarity(one.pinyin, other.pinyin) >= LATIN_NEAR
        return NEAR if alike else OTHER
    if min(len(one.name), len(other.name)) > 2 and _off_by_one(one.name, other.name):
        return NEAR
    return NEAR if _off_by_one(one.pinyin, other.pinyin) else OTHER


def _numbers(one: str, other: str) -> str:
    if not (one and other):
        return ""
    if one == other:
        return SAME
    return NEAR if _off_by_one(one, other) else OTHER


def _days(one: str, other: str) -> str:
    if not (one and other):
        return ""
    if one == other:
        return SAME
    is_swapped = one[:4] == other[:4] and one[5:7] == other[8:10] and one[8:10] == other[5:7]
    return NEAR if is_swapped or _off_by_one(one, other) else OTHER


def _off_by_one(one: str, other: str) -> bool:
    """One character wrong, missing, too many, or two neighbours swapped."""
    return OSA.distance(one, other, score_cutoff=1) <= 1


class Index:
    """Records by block. `find` costs the size of the blocks, never that of the whole."""

    def __init__(self):
        self.people: dict[Hashable, Person] = {}
        self.by_block: dict[int, list] = {}

    def add(self, ref: Hashable, one: Person) -> None:
        """Let later records find this one under its reference."""
        self.people[ref] = one
        for key in blocks(one):
            self.by_block.setdefault(hash(key), []).append(ref)

    def find(self, one: Person) -> list[tuple[Hashable, Match]]:
        """Return the records that are probably the same person, the likeliest first."""
        refs: dict = {}
        for key in blocks(one):
            block = self.by_block.get(hash(key), ())
            if len(block) <= LARGEST or key[0] == "id":
                refs.update(dict.fromkeys(block[:LARGEST]))
        found = [(ref, compare(one, self.people[ref])) for ref in refs]
        found = [pair for pair in found if pair[1].bits >= ENOUGH]
        return sorted(found, key=lambda pair: -pair[1].bits)[:MOST]
