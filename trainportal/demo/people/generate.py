"""Invented leaders.

Pure and deterministic: the same seed gives the same people. Shares of sex, age and preference
follow the survey of paper S1, section 2. Telephone numbers and identity numbers are well formed
but belong to nobody: 990101 is no administrative division.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import cycle, islice
from random import Random
from typing import TypedDict

from trainportal.demo.content import rows

SEED = 2026  # the demo's own people: leaders(SEED)
REFERENCE_ON = date(2026, 7, 1)  # ages are counted on this day
REGION = "990101"

SHARE_MEN = 0.89
SHARES_BY_AGE = (((29, 35), 0.08), ((36, 45), 0.17), ((46, 55), 0.45), ((56, 59), 0.30))
SHARES_BY_LEVEL = {
    "unit_head": 0.056,
    "unit_deputy": 0.140,
    "mid_head": 0.260,
    "mid_deputy": 0.252,
    "junior": 0.176,
    "reserve": 0.116,
}
SHARES_BY_FORMAT = {
    "case": 0.91,
    "discussion": 0.56,
    "field": 0.62,
    "lecture": 0.45,
    "simulation": 0.38,
    "seminar": 0.34,
    "blended": 0.30,
    "online": 0.33,
}
LAST_AGE_OF_WOMEN = 54  # the group's women leaders retire at 55
AREAS_OF_TEAMS = {  # where first-line managers and reserve leaders work
    "operation": 24, "marketing": 24, "construction": 10, "safety": 8, "finance": 7, "digital": 7,
    "supply": 6, "hr": 4, "party_work": 4, "general": 3, "legal": 2, "discipline": 1,
}  # fmt: skip
NAMESAKES = 3  # pairs of different people with the same name, to tell apart


class Person(TypedDict):
    """One leader, as the demo loads him."""

    staff_number: str
    unit_code: str
    name: str
    name_latin: str
    sex: str  # "male" or "female"
    born_on: date
    level: str
    area: str
    post_title: str
    post_title_en: str
    phone: str
    id_number: str
    education: str
    preferences: dict[str, float]  # weight in (0, 1] of each format he asks for
    joined_on: date


def check_digit(first_17: str) -> str:
    """Return the last character of an 18-digit identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first_17))
    return "10X98765432"[total % 11]


def age_in(person: Person, year: int) -> int:
    """Age on the reference day of a year."""
    born = person["born_on"]
    day = (REFERENCE_ON.month, REFERENCE_ON.day)
    return year - born.year - ((born.month, born.day) > day)


def leaders(seed: int, n: int = 430, *, first_serial: int = 1) -> list[Person]:
    """Return `n` invented leaders of the twelve units.

    Parameters
    ----------
    seed : the same seed and `n` give the same people.
    n : number of people; shares are met to the nearest person.
    first_serial : number of the first person. Lists whose serial ranges do not overlap
        share no telephone, staff or identity number. At most 9,999.
    """
    rng = Random(f"leaders {seed}")
    posts = _posts(n, rng)
    ages = _ages(posts, rng)
    young_enough = [i for i in range(n) if ages[i] <= LAST_AGE_OF_WOMEN]
    women = _chosen(young_enough, round(n * (1 - SHARE_MEN)), rng)
    tastes = _tastes(ages, rng)
    people = [
        _person(first_serial + i, posts[i], ages[i], i in women, tastes[i], rng) for i in range(n)
    ]
    _give_whole_names(people, rng)
    _make_namesakes(people, rng)
    return people


def _person(
    serial: int,
    post: tuple[str, str, str],
    age: int,
    is_woman: bool,
    preferences: dict[str, float],
    rng: Random,
) -> Person:
    level, area, unit_code = post
    sex = "female" if is_woman else "male"
    born_on = _birthday(age, rng)
    education = _education(age, rng)
    joined_on = _joined(born_on, education, rng)
    name, name_latin = _name(sex, born_on.year, rng)
    title, title_en = _titles()[level, area]
    return Person(
        staff_number=f"{joined_on.year}{serial:04d}",
        unit_code=unit_code,
        name=name,
        name_latin=name_latin,
        sex=sex,
        born_on=born_on,
        level=level,
        area=area,
        post_title=title,
        post_title_en=title_en,
        phone=f"1380000{serial:04d}",
        id_number=_id_number(born_on, serial, sex),
        education=education,
        preferences=preferences,
        joined_on=joined_on,
    )


def _posts(n: int, rng: Random) -> list[tuple[str, str, str]]:
    """Level, area and unit of each post; no unit has two heads of one section."""
    units = [row["code"] for row in rows("organisations") if row["kind"] == "unit"]
    counts = _counts(n, list(SHARES_BY_LEVEL.values()))
    posts = []
    for level, count in zip(SHARES_BY_LEVEL, counts, strict=True):
        areas = {unit: _areas(level, rng) for unit in units}
        posts += [(level, next(areas[unit]), unit) for unit in islice(cycle(units), count)]
    return posts


def _areas(level: str, rng: Random) -> Iterator[str]:
    if level in {"junior", "reserve"}:
        names, weights = list(AREAS_OF_TEAMS), list(AREAS_OF_TEAMS.values())
        while True:
            yield rng.choices(names, weights)[0]
    areas = [area for held, area in _titles() if held == level]
    rng.shuffle(areas)
    yield from cycle(areas)


@cache
def _titles() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["level"], row["area"]): (row["title"], row["title_en"]) for row in rows("posts")}


def _counts(n: int, shares: list[float]) -> list[int]:
    """Whole numbers that add up to `n` (largest remainder)."""
    exact = [n * share / sum(shares) for share in shares]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for i in by_remainder[: n - sum(counts)]:
        counts[i] += 1
    return counts


def _ages(posts: list[tuple[str, str, str]], rng: Random) -> list[int]:
    """Ages by quota; the more senior the post, the older its holder, with noise."""
    counts = _counts(len(posts), [share for _, share in SHARES_BY_AGE])
    ages = [
        rng.randint(*limits)
        for (limits, _), count in zip(SHARES_BY_AGE, counts, strict=True)
        for _ in range(count)
    ]
    ranks = {level: rank for rank, level in enumerate(SHARES_BY_LEVEL)}
    seniority = [ranks[level] + rng.gauss(0, 1.1) for level, _, _ in posts]
    order = sorted(range(len(posts)), key=seniority.__getitem__)
    placed = [0] * len(posts)
    for index, age in zip(order, sorted(ages, reverse=True), strict=True):
        placed[index] = age
    return placed


def _chosen(able: list[int], count: int, rng: Random) -> set[int]:
    return set(rng.sample(able, min(count, len(able))))


def _birthday(age: int, rng: Random) -> date:
    latest = REFERENCE_ON.replace(year=REFERENCE_ON.year - age)
    return latest - timedelta(days=rng.randrange(365))


def _education(age: int, rng: Random) -> str:
    degrees = ("college", "bachelor", "master", "doctor")
    weights = (30, 60, 10, 0) if age > 45 else (4, 58, 35, 3)
    return rng.choices(degrees, weights)[0]


def _joined(born_on: date, education: str, rng: Random) -> date:
    years = {"college": 21, "bachelor": 22, "master": 25, "doctor": 28}[education]
    year = born_on.year + years + rng.randint(0, 1)
    return date(year, rng.choice((7, 7, 7, 8)), rng.randint(1, 28))


def _tastes(ages: list[int], rng: Random) -> list[dict[str, float]]:
    """Preferred formats by quota, case teaching on top; the young like online courses more."""
    n = len(ages)
    likers = {
        code: _chosen(list(range(n)), round(n * share), rng)
        for code, share in SHARES_BY_FORMAT.items()
    }
    likers["online"] = {i for i in range(n) if rng.random() < (0.6 if ages[i] < 46 else 0.24)}
    tastes: list[dict[str, float]] = []
    for index in range(n):
        liked = [code for code, who in likers.items() if index in who] or ["lecture"]
        tastes.append({code: _weight(code, rng) for code in liked})
    return tastes


def _weight(code: str, rng: Random) -> float:
    return round(rng.uniform(0.8, 1.0) if code == "case" else rng.uniform(0.3, 0.79), 2)


def _id_number(born_on: date, serial: int, sex: str) -> str:
    """The 17th digit is odd for men; the serial keeps people of one birthday apart."""
    order = (serial % 500) * 2 + (sex == "male")
    first_17 = f"{REGION}{born_on:%Y%m%d}{order:03d}"
    return first_17 + check_digit(first_17)


def _name(sex: str, year: int, rng: Random) -> tuple[str, str]:
    era = "old" if year < 1972 else "middle" if year < 1985 else "young"
    surnames = _parts("surname")
    given = [row for row in _parts("given") if (row["sex"], row["era"]) == (sex, era)]
    first = rng.choices(surnames, [int(row["weight"]) for row in surnames])[0]
    second = rng.choice(given)
    return first["text"] + second["text"], f"{first['latin']} {second['latin']}"


@cache
def _parts(kind: str) -> list[dict[str, str]]:
    return [row for row in rows("names") if row["kind"] == kind]


def _give_whole_names(people: list[Person], rng: Random) -> None:
    """Names of minority peoples, which do not split into surname and given name."""
    for row in _parts("whole")[: len(people) // 50]:
        bearers = [
            p
            for p in people
            if p["sex"] == row["sex"] and "-W" in p["unit_code"] and "·" not in p["name"]
        ]
        if bearers:
            rng.choice(bearers).update({"name": row["text"], "name_latin": row["latin"]})


def _make_namesakes(people: list[Person], rng: Random) -> None:
    men = [p for p in people if p["sex"] == "male" and "·" not in p["name"]]
    rng.shuffle(men)
    pairs = zip(men[:NAMESAKES], men[NAMESAKES : 2 * NAMESAKES], strict=False)
    for one, other in pairs:
        other.update({"name": one["name"], "name_latin": one["name_latin"]})
