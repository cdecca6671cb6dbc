"""What training does for the invented leaders, and how they were sent to it.

Nothing here is known to the portal: it sees who was sent, and the results.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from trainportal.demo.content import items, rows
from trainportal.demo.people.generate import REFERENCE_ON, SHARES_BY_LEVEL, Person, age_in


class Outcome(NamedTuple):
    """What a programme did for a person."""

    score: float  # 0 to 100, one decimal
    rating: int  # 1 to 5


@dataclass(frozen=True)
class Appeal:
    """Whom a theme suits."""

    areas: dict[str, float]
    other_areas: float
    level_rank: float  # the rank it is made for: 0 head of unit to 5 reserve leader
    level_spread: float
    formats: list[str]
    age: int


def _appeal(row: dict[str, str]) -> Appeal:
    pairs = [item.split(":") for item in items(row["areas"])]
    return Appeal(
        areas={area: float(weight) for area, weight in pairs},
        other_areas=float(row["other_areas"]),
        level_rank=float(row["level_rank"]),
        level_spread=float(row["level_spread"]),
        formats=items(row["formats"]),
        age=int(row["age"]),
    )


THEMES = {row["theme"]: _appeal(row) for row in rows("theme_appeals")}
RANKS = {level: rank for rank, level in enumerate(SHARES_BY_LEVEL)}
SKILLED_AGE = 52  # from here on, a digital course helps only those who asked for its formats
CAMPAIGNS = {  # what the department pressed for, whoever it suited
    2023: ("safety", "party", "compliance"),
    2024: ("digital", "market", "safety"),
    2025: ("green", "digital", "finance"),
    2026: ("compliance", "market", "green"),
    2027: ("digital", "operation", "leadership"),
}


def suitability(person: Person, theme: str, *, year: int = REFERENCE_ON.year) -> float:
    """How well a theme suits a person, in [0, 1]. Hidden from the portal: models must learn it.

    With each term in [0, 1]::

        area    table of the theme, `other_areas` for areas it does not name
        level   exp(-(d / spread)^2 / 2), d = distance from the rank it is made for
        format  mean preference weight over the theme's two formats, best one counted twice
        age     exp(-((age - its age) / 9)^2 / 2)

        suitability = 0.40 area + 0.20 level + 0.15 format + 0.10 age + 0.15 area x format

    Digital courses are halved for people over 51 who asked for neither of their formats. The
    product and the bells make the function curved, so a linear model falls short of a kernel one.
    """
    appeal = THEMES[theme]
    area = appeal.areas.get(person["area"], appeal.other_areas)
    level = _bell(RANKS[person["level"]] - appeal.level_rank, appeal.level_spread)
    liked = [person["preferences"].get(code, 0.0) for code in appeal.formats]
    taste = (sum(liked) + max(liked)) / (len(liked) + 1)
    age = age_in(person, year)
    fit = 0.40 * area + 0.20 * level + 0.15 * taste + 0.10 * _bell(age - appeal.age, 9)
    fit += 0.15 * area * taste
    return fit / 2 if theme == "digital" and age >= SKILLED_AGE and not any(liked) else fit


def _bell(distance: float, spread: float) -> float:
    return math.exp(-((distance / spread) ** 2) / 2)


def outcome(person: Person, theme: str, rng: Random, *, year: int = REFERENCE_ON.year) -> Outcome:
    """Return what a programme of a theme did for a person.

    score = 52 + 44 x suitability + N(0, 4.5), kept within 0 and 100; rating = 1.9 + 3.2 x
    suitability + N(0, 0.5), rounded and kept within 1 and 5. Score and rating err independently.
    A sensible reading of "it helped" is a score of at least 80.
    """
    fit = suitability(person, theme, year=year)
    score = min(100.0, max(0.0, 52 + 44 * fit + rng.gauss(0, 4.5)))
    rating = round(1.9 + 3.2 * fit + rng.gauss(0, 0.5))
    return Outcome(round(score, 1), min(5, max(1, rating)))


def assigned_themes(person: Person, year: int, rng: Random) -> list[str]:
    """Return the themes a person was sent to in a year: none, one or two, without repetition.

    History is not an experiment. Half of the choices lean towards fit (probability
    proportional to suitability^6); the other half follow the year's campaign or, for heads and
    deputies of units, leadership and Party courses, whoever they suit. A model that trusts the
    share of people sent therefore learns the policy, and only the outcomes show what helped.
    """
    count = rng.choices((0, 1, 2), (10, 65, 25))[0]
    themes: list[str] = []
    while len(themes) < count:
        theme = _by_fit(person, year, rng) if rng.random() < 0.5 else _by_duty(person, year, rng)
        if theme not in themes:
            themes.append(theme)
    return themes


def _by_fit(person: Person, year: int, rng: Random) -> str:
    weights = [suitability(person, theme, year=year) ** 6 for theme in THEMES]
    return rng.choices(list(THEMES), weights)[0]


def _by_duty(person: Person, year: int, rng: Random) -> str:
    if person["level"] in {"unit_head", "unit_deputy"} and rng.random() < 0.6:
        return rng.choice(("leadership", "party"))
    return rng.choice(CAMPAIGNS[year])
