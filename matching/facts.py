"""What the models know of a person, as it was on a day.

Pure: takes values, knows no database. Sex is kept beside the fields only to see whether the
model serves women and men alike; it is never learned from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from matching.engine.features import Field, Record, Schema

RECENT_YEARS = 3
DAYS_PER_YEAR = 365.25
NOTHING = "none"  # the value of `recent` for someone without a training: known, and nothing
AGES = (30.0, 35.0, 40.0, 45.0, 50.0, 55.0)
TIMES = (0.5, 1.5, 2.5, 4.5)

SCHEMA = Schema(
    (
        Field("age", "number", bins=AGES),
        Field("level"),
        Field("area"),
        Field("formats", "multi"),
        Field("recent", "multi"),
        Field("trainings", "number", bins=TIMES),
        Field("region"),
        Field("sex", sensitive=True),
    )
)


@dataclass(frozen=True, slots=True)
class Past:
    """A former training: codes and days, nothing else."""

    theme: str
    began_on: date
    ended_on: date


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's particulars as they stood on the day in question; codes, not names."""

    key: str
    born_on: date | None
    level: str
    area: str
    formats: tuple[str, ...]
    region: str
    sex: str


def record(person: Profile, past: Iterable[Past], on: date) -> Record:
    """All that was known of a person on a day; what ended later is not looked at."""
    before = recent(past, on)
    ended = max((one.ended_on for one in before), default=on)
    values = {
        "age": age(person.born_on, on),
        "level": person.level,
        "area": person.area,
        "formats": person.formats,
        "recent": tuple(sorted({one.theme for one in before})) or (NOTHING,),
        "trainings": len(before),
        "region": person.region,
        "sex": person.sex,
    }
    known = dict.fromkeys(values, on) | {"recent": ended, "trainings": ended}
    known["age"] = person.born_on or on
    return Record(values, known, on, person.key)


def recent(past: Iterable[Past], on: date) -> list[Past]:
    """Trainings that ended before a day, at most three years before it."""
    years = RECENT_YEARS * DAYS_PER_YEAR
    return [one for one in past if 0 < (on - one.ended_on).days <= years]


def age(born_on: date | None, on: date) -> int | None:
    """Whole years on a day."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@dataclass(frozen=True, slots=True)
class Options:
    """What a person can change: values to try, and from when a value of `recent` would hold."""

    values: dict[str, list]
    since: dict[tuple, date]


def changeable(now: Record, past: Iterable[Past], theme: str, formats, on: date) -> Options:
    """Say what the person can change: prefer one more format, or wait until a training is old.

    Age, level, field of work and region are not the person's to change.
    """
    held = now.values["formats"]
    more = [tuple(sorted({*held, code})) for code in formats if code not in held]
    values, since = {"formats": more}, {}
    before = recent(past, on)
    same = [one for one in before if one.theme == theme]
    if same:
        free = max(one.ended_on for one in same) + timedelta(days=RECENT_YEARS * DAYS_PER_YEAR + 1)
        later = tuple(sorted({o.theme for o in recent(before, free)})) or (NOTHING,)
        values["recent"], since = [later], {later: free}
    return Options(values, since)


def groups(field: str, value) -> tuple[str, ...]:
    """Under which words a value is counted: the codes, the age group, the number of times."""
    if value in (None, "", ()):
        return ()
    if field == "age":
        return (_span(value, AGES),)
    if field == "trainings":
        return (_span(value, TIMES),)
    return value if isinstance(value, tuple) else (str(value),)


def _span(value: float, edges: tuple[float, ...]) -> str:
    return str(sum(value >= edge for edge in edges))


def tally(records: Iterable[Record], taken: Iterable[str], good: Iterable[bool]) -> dict:
    """Count past results and good ones: theme to field to group to [all, good]."""
    out: dict[str, dict[str, dict[str, list[int]]]] = {}
    for one, theme, well in zip(records, taken, good, strict=True):
        fields = out.setdefault(theme, {"": {"": [0, 0]}})
        places = [("", "")]
        places += [(f, g) for f in SCHEMA.names for g in groups(f, one.values[f])]
        for field, group in places:
            pair = fields.setdefault(field, {}).setdefault(group, [0, 0])
            pair[0] += 1
            pair[1] += bool(well)
    return out
