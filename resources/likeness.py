"""Courses that are probably the same. Pure: no Django, no database.

Names and texts are cut into short runs of signs (two Chinese signs, three letters), weighed by
how rare they are, and compared by the cosine of their weights. Only courses that share a rare run
of their names are compared at all, so that the work grows with the number of courses, not with
its square.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import log, sqrt
from unicodedata import normalize

WEIGHTS = {"name": 0.55, "name_en": 0.25, "text": 0.2}
COMPETENCES = 0.15  # added to the weights where both name competences
RAREST = 6  # runs of a name by which a course is found
LARGEST = 250  # courses that may share such a run; a more common one says too little
THRESHOLD = 0.6
RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True)
class Described:
    """What is compared of one course; `owner` is its organisation."""

    key: int
    owner: int
    name: str
    name_en: str = ""
    text: str = ""
    competences: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Pair:
    """Two courses of different owners, the smaller key first; `score` is from 0 to 1."""

    left: int
    right: int
    score: float


def runs(text: str) -> Counter[str]:
    """Cut a text into its runs: pairs of Chinese signs, three letters of a word, with its ends."""
    found: Counter[str] = Counter()
    for word in RUN.findall(normalize("NFKC", text).casefold()):
        size = 2 if "\u3400" <= word[0] <= "\u9fff" else 3
        padded = word if size == 2 else f" {word} "
        found.update(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))
    return found


def pairs(courses: Iterable[Described], threshold: float = THRESHOLD) -> Iterator[Pair]:
    """Yield the probable pairs, each once. O(n · RAREST · LARGEST) for n courses."""
    known = {course.key: course for course in courses}
    vectors = {name: _weighed(known.values(), name) for name in WEIGHTS}
    for left, right in sorted(_candidates(known, vectors)):
        score = _score(known[left], known[right], vectors)
        if score >= threshold:
            yield Pair(left, right, round(score, 4))


def _weighed(courses: Iterable[Described], part: str) -> dict[int, dict[str, float]]:
    """Unit vectors of one part of every course that has it."""
    counted = {c.key: found for c in courses if (found := runs(getattr(c, part)))}
    spread = Counter(run for found in counted.values() for run in found)
    total = len(counted)
    vectors = {}
    for key, found in counted.items():
        weights = {
            run: (1 + log(count)) * (1 + log((1 + total) / (1 + spread[run])))
            for run, count in found.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values()))
        vectors[key] = {run: weight / length for run, weight in weights.items()}
    return vectors


def _candidates(known: dict[int, Described], vectors: dict) -> set[tuple[int, int]]:
    blocks: dict[tuple[str, str], set[int]] = defaultdict(set)
    for part in ("name", "name_en"):
        for key, vector in vectors[part].items():
            for run in sorted(vector, key=lambda run: (-vector[run], run))[:RAREST]:
                blocks[part, run].add(key)
            blocks[part, normalize("NFKC", getattr(known[key], part)).casefold()].add(key)
    return {
        pair
        for block in blocks.values()
        if len(block) <= LARGEST
        for pair in combinations(sorted(block), 2)
        if known[pair[0]].owner != known[pair[1]].owner
    }


def _score(one: Described, other: Described, vectors: dict) -> float:
    total = weight = 0.0
    for part, share in WEIGHTS.items():
        a, b = vectors[part].get(one.key), vectors[part].get(other.key)
        if a and b:
            total += share * _cosine(a, b)
            weight += share
    if one.competences and other.competences:
        both = len(one.competences & other.competences)
        total += COMPETENCES * both / len(one.competences | other.competences)
        weight += COMPETENCES
    return total / weight if weight else 0.0


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return sum(weight * large[run] for run, weight in small.items() if run in large)
