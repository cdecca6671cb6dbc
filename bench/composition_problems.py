"""Problems in the public JSON form, made by chance from a seed.

`programme` covers every rule: categories and formats with least and most percent, courses of one
to three slots that come after each other, busy teachers with limits, small and busy bases, pins,
budgets, several bases. `year` puts many programmes over one stock of courses, teachers and bases.
All draws come from one `random.Random(seed)`, so a seed is a problem.
"""

import random
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

    def programme(self, courses, labels):
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
            if f in self.hosts[b["id"]]
        ]
        used = {o["teacher"] for o in offers}
        return {
            "slots_per_day": 4,
            "hours_per_slot": 2,
            "courses": courses,
            "teachers": [self._busy(t, labels) for t in self.teachers if t["id"] in used],
            "bases": [self._closed(b, labels) for b in self.bases],
            "offers": offers,
            "weights": {"value": 1.0, "rating": 0.2, "cost_per_1000": 0.05, "base_change": 0.5},
        }

    def _busy(self, teacher, labels):
        rng = random.Random(f"{teacher['id']} {teacher['fee_per_slot']} {self.tight}")
        if not self.odd or rng.random() < 0.4:
            return dict(teacher)
        busy = [[d, s] for d in labels for s in range(4) if rng.random() < 0.1 + 0.25 * self.tight]
        return (
            teacher
            | {"busy": busy}
            | ({"max_slots_per_day": rng.randint(2, 4)} if rng.random() < 0.3 else {})
        )

    def _closed(self, base, labels):
        rng = random.Random(f"{base['id']} {base['day_cost']} {self.tight}")
        if not self.odd or rng.random() < 0.5:
            return dict(base)
        return base | {"busy_days": [d for d in labels if rng.random() < 0.15 + 0.25 * self.tight]}


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


def iso(days, first=FIRST):
    """The date so many days after the first Monday."""
    return (first + timedelta(days=days)).isoformat()
