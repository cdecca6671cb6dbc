"""Problems in the public JSON form, made by chance from a seed.

`programme` covers every rule: categories and formats with least and most percent, courses of one
to three slots that come after each other, busy teachers with limits, small and busy bases, pins,
budgets, several bases. `year` puts many programmes over one stock of courses, teachers and bases.
`crooked` gives courses true hours that leave part of their last slot free. All draws come from
one `random.Random(seed)`, so a seed is a problem.
"""

import json
import random
import zlib
from datetime import date, timedelta

CATEGORIES = ("theory", "skills", "management", "field")
FORMATS = ("lecture", "case", "seminar", "simulation")
FIRST = date(2027, 3, 1)  # a Monday


def programme(seed, *, courses=30, teachers=15, bases=8, days=5, tight=0.5, odd=True):
    """A single programme.

    tight : 0 everything is possible, 1 hardly anything is.
    odd : with pins, `after`, busy calendars, limits; without, only the totals matter.
    """
    rng = random.Random(f"programme {seed}")
    stock = Stock(rng, courses, teachers, bases, tight, odd)
    labels = list(range(days))
    problem = {"days": [iso(i) for i in range(days)]} | stock.programme(stock.courses, labels)
    slots = 4
    full = days * slots * 2
    problem |= {
        "hours": {"min": round(full * rng.uniform(0.3, 0.5 + 0.4 * tight)), "max": full},
        "max_hours_per_day": rng.choice((6, 8, 8)) if odd else 8,
        "cohort": rng.randint(25, 60),
    }
    problem["budget"] = rng.choice(
        (None, round(full * rng.uniform(500, 1300 - 600 * tight) + days * 2500))
    )
    shares(rng, problem, tight)
    if odd:
        pins(rng, problem, days, slots)
    return problem


def tiny(seed):
    """A programme small enough to try everything: few courses, days of three slots."""
    rng = random.Random(f"tiny {seed}")
    problem = programme(seed, courses=rng.randint(3, 5), teachers=3, bases=2, days=2, tight=0.6)
    offers = problem["offers"]
    rng.shuffle(offers)
    pinned = {json.dumps(pin) for pin in problem.pop("pinned", [])}
    problem["offers"] = [o for c in problem["courses"] for o in offers if o["course"] == c["id"]]
    kept = {c["id"]: 0 for c in problem["courses"]}
    problem["offers"] = [o for o in problem["offers"] if _count(kept, o["course"]) <= 3]
    problem["slots_per_day"] = 3
    for teacher in problem["teachers"]:
        teacher["busy"] = [[d, s] for d, s in teacher.get("busy", []) if s < 3]
    problem["hours"] = {"min": rng.choice((0, 2, 4)), "max": rng.choice((6, 8, 12))}
    problem["max_hours_per_day"] = rng.choice((4, 6))
    problem["cohort"] = rng.randint(20, 35)
    if problem["budget"] is not None:
        problem["budget"] = rng.randint(8000, 25000)
    for row in problem["categories"]:
        row["min_percent"] = rng.choice((0, 0, 0, 0, 20, 25))
        if "max_percent" in row:
            row["max_percent"] = rng.choice((30, 50, 70, 100))
    if pinned and rng.random() < 0.6:
        one = rng.choice(problem["offers"])
        pin = {key: one[key] for key in ("course", "base", "teacher") if rng.random() < 0.6}
        problem["pinned"] = [pin | {"course": one["course"], "day": rng.randrange(2)}]
    return problem


def crooked(problem, seed):
    """The same problem, some of whose courses do not fill their last slot."""
    rng = random.Random(f"crooked {seed}")
    full = problem["hours_per_slot"]
    courses = [
        c | {"hours": c["slots"] * full - rng.choice((0.5, 1, 1))} if rng.random() < 0.5 else c
        for c in problem["courses"]
    ]
    return problem | {"courses": courses}


def _count(kept, course):
    kept[course] += 1
    return kept[course]


class Stock:
    """Courses, teachers, bases and offers that programmes draw from."""

    def __init__(self, rng, courses, teachers, bases, tight, odd):
        self.rng, self.tight, self.odd = rng, tight, odd
        self.courses = [self._course(i) for i in range(courses)]
        self.teachers = [
            {
                "id": f"T{i}",
                "rating": round(rng.uniform(3.2, 5), 1),
                "fee_per_slot": 100 * rng.randint(4, 20),
            }
            for i in range(teachers)
        ]
        self.bases = [
            {
                "id": f"B{i}",
                "capacity": rng.choice((30, 40, 60, 80, 120)),
                "day_cost": 100 * rng.randint(10, 50),
            }
            for i in range(bases)
        ]
        self.hosts = {
            b["id"]: set(rng.sample(FORMATS, rng.randint(2, len(FORMATS)))) for b in self.bases
        }
        self.gives = {c["id"]: self._gives() for c in self.courses}

    def _course(self, i):
        rng = self.rng
        after = [f"C{rng.randrange(i)}"] if self.odd and i and rng.random() < 0.12 else []
        return {
            "id": f"C{i}",
            "category": CATEGORIES[i % len(CATEGORIES)],
            "slots": rng.choice((1, 1, 2, 2, 2, 3) if self.odd else (1, 1, 2)),
            "value": round(rng.uniform(2, 10), 1),
            "required": False,
            "after": after,
        }

    def _gives(self):
        """Pairs of teacher and format that a course can have."""
        rng = self.rng
        who = rng.sample(self.teachers, min(len(self.teachers), rng.randint(1, 4)))
        return [(t["id"], f) for t in who for f in rng.sample(FORMATS, rng.randint(1, 2))]

    def programme(self, courses, labels, near=None):
        """The part of a problem that comes from the stock; calendars over the days `labels`."""
        rng = self.rng
        ids = {c["id"] for c in courses}
        courses = [c | {"after": [a for a in c["after"] if a in ids]} for c in courses]
        for course in courses:
            course["required"] = rng.random() < 0.06
        offers = [
            {"course": c["id"], "format": f, "teacher": t, "base": b["id"]}
            for c in courses
            for t, f in self.gives[c["id"]]
            for b in self.bases
            if f in self.hosts[b["id"]] and (near is None or b["id"] in near)
        ]
        used = {o["teacher"] for o in offers}
        places = {o["base"] for o in offers}
        return {
            "slots_per_day": 4,
            "hours_per_slot": 2,
            "courses": courses,
            "teachers": [self._busy(t, labels) for t in self.teachers if t["id"] in used],
            "bases": [self._closed(b, labels) for b in self.bases if b["id"] in places],
            "offers": offers,
            "weights": {"value": 1.0, "rating": 0.2, "cost_per_1000": 0.05, "base_change": 0.5},
        }

    def _busy(self, teacher, labels):
        rng = random.Random(f"{teacher['id']} {teacher['fee_per_slot']} {self.tight}")
        if not self.odd or rng.random() < 0.4:
            return dict(teacher)
        often = 0.1 + 0.25 * self.tight
        limit = {"max_slots_per_day": rng.randint(2, 4)} if rng.random() < 0.3 else {}
        name = f"{teacher['id']} {teacher['fee_per_slot']}"
        busy = [[d, s] for d in labels for s in range(4) if chance(name, d, s) < often]
        return teacher | {"busy": busy} | limit

    def _closed(self, base, labels):
        rng = random.Random(f"{base['id']} {base['day_cost']} {self.tight}")
        if not self.odd or rng.random() < 0.5:
            return dict(base)
        often = 0.15 + 0.25 * self.tight
        name = f"{base['id']} {base['day_cost']}"
        return base | {"busy_days": [d for d in labels if chance(name, d) < often]}


def year(seed, *, programmes=40, courses=500, teachers=200, bases=60, weeks=48, each=8):
    """Many programmes over one stock, each in one of `each` weeks of five days.

    A programme draws on 30 courses and 8 bases of the stock; a base hosts one or two at once.
    """
    rng = random.Random(f"year {seed}")
    stock = Stock(rng, courses, teachers, bases, 0.2, True)
    starts = [7 * week for week in range(weeks)]
    rows = []
    for number in range(programmes):
        windows = sorted(rng.sample(starts, min(each, weeks)))
        chosen = sorted(rng.sample(range(courses), 30))
        near = {f"B{b}" for b in rng.sample(range(bases), 8)}
        labels = [iso(day + d) for day in windows for d in range(5)]
        one = stock.programme([stock.courses[i] for i in chosen], labels, near)
        one |= {
            "id": f"P{number}",
            "windows": [[iso(day + d) for d in range(5)] for day in windows],
            "hours": {"min": 24, "max": 40},
            "max_hours_per_day": 8,
            "cohort": rng.randint(25, 60 if roomy(one["bases"]) else 40),
            "budget": rng.choice((None, 80000, 60000)),
        }
        shares(rng, one, 0.3)
        rows.append(one)
    several = {f"B{b}": 2 for b in range(bases) if rng.random() < 0.3}
    return {"programmes": rows, "base_concurrency": several}


def roomy(bases):
    """Whether at least three bases hold 60."""
    return sum(base["capacity"] >= 60 for base in bases) > 2


def shares(rng, problem, tight):
    """Shares by category and sometimes by format."""
    room = 60 + 35 * tight
    parts = [rng.random() for _ in CATEGORIES]
    problem["categories"] = [
        {
            "code": code,
            "min_percent": round(
                room * part / sum(parts) * rng.uniform(0.4, 1), rng.choice((0, 1))
            ),
        }
        for code, part in zip(CATEGORIES, parts, strict=True)
    ]
    if rng.random() < 0.5:
        one = rng.choice(problem["categories"])
        one["max_percent"] = min(100, round(one["min_percent"] + rng.uniform(5, 40)))
    if rng.random() < 0.5:
        problem["formats"] = [
            {"code": rng.choice(FORMATS), "min_percent": rng.choice((10, 20, 25, 33.3))}
        ]
        if rng.random() < 0.3:
            problem["formats"][0]["max_percent"] = rng.choice((50, 60, 80))


def pins(rng, problem, days, slots):
    """Up to three pins, each of some of the keys."""
    pinned = []
    for course in rng.sample(
        problem["courses"], min(len(problem["courses"]), rng.choice((0, 0, 1, 1, 2, 3)))
    ):
        offers = [o for o in problem["offers"] if o["course"] == course["id"]]
        if not offers or course["slots"] > slots:
            continue
        one = rng.choice(offers)
        pin = {"course": course["id"]}
        pin |= {key: one[key] for key in ("teacher", "base", "format") if rng.random() < 0.3}
        if rng.random() < 0.5:
            pin["day"] = rng.randrange(days)
        if rng.random() < 0.3:
            pin["slot"] = rng.randint(0, slots - course["slots"])
        pinned.append(pin)
    if pinned:
        problem["pinned"] = pinned


def chance(*about):
    """A number from 0 to 1 that depends on what it is about alone: a calendar is one everywhere."""
    return zlib.crc32(" ".join(map(str, about)).encode()) / 2**32


def iso(days, first=FIRST):
    """The date so many days after the first Monday."""
    return (first + timedelta(days=days)).isoformat()
