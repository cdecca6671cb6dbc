"""An independent judge of answers, over the JSON alone: it shares no code with the solvers.

Every rule of the public format is written out again here, from its words. Used by the tests, the
benchmark and whoever doubts an answer.
"""

from collections import Counter, defaultdict
from itertools import pairwise

EPSILON = 1e-6
EXAMPLE_WEIGHTS = {"value": 1.0, "rating": 0.2, "cost_per_1000": 0.05, "base_change": 0.5}


def violations(problem: dict, sessions: list[dict], window: list[str] | None = None) -> list[str]:
    """Find every broken rule of one programme.

    Parameters
    ----------
    problem : the programme's JSON.
    sessions : the sessions of an answer.
    window : dates of the window in a year's plan, where days are named by date.

    Returns
    -------
    Sentences, none if all is well. O(n²) for n sessions.
    """
    names = list(range(len(problem["days"]))) if window is None else list(window)
    sheet = Sheet(problem, sessions, names)
    return [
        *sheet.offered(),
        *sheet.times(),
        *sheet.bases_by_day(),
        *sheet.teacher_calendars(),
        *sheet.sequence(),
        *sheet.held_courses(),
        *sheet.totals(),
    ]


def figures(problem: dict, sessions: list[dict]) -> dict:
    """Score, hours, cost and percentages of sessions, from the words of the format. O(n log n)."""
    courses = {c["id"]: c for c in problem["courses"]}
    teachers = {t["id"]: t for t in problem["teachers"]}
    bases = {b["id"]: b for b in problem["bases"]}
    weights = problem.get("weights") or (EXAMPLE_WEIGHTS if "weights" not in problem else {})
    base_of = {s["day"]: s["base"] for s in sessions}
    order = [base_of[d] for d in sorted(base_of)]
    moves = sum(1 for one, two in pairwise(order) if one != two)
    per_slot = problem["hours_per_slot"]
    true = {c["id"]: c.get("hours") or c["slots"] * per_slot for c in problem["courses"]}
    fees = sum(
        teachers[s["teacher"]]["fee_per_slot"] * true[s["course"]] / per_slot for s in sessions
    )
    cost = fees + sum(bases[b]["day_cost"] for b in order)
    value = sum(courses[s["course"]]["value"] for s in sessions)
    rating = sum(teachers[s["teacher"]]["rating"] * courses[s["course"]]["slots"] for s in sessions)
    score = (
        value * weights.get("value", 0)
        + rating * weights.get("rating", 0)
        - cost / 1000 * weights.get("cost_per_1000", 0)
        - moves * weights.get("base_change", 0)
    )
    hours: Counter = Counter()
    for s in sessions:
        hours[courses[s["course"]]["category"]] += true[s["course"]]
    total = sum(hours.values())
    percent = {
        row["code"]: 100 * hours[row["code"]] / total if total else 0.0
        for row in problem["categories"]
    }
    return {
        "score": score,
        "hours": total,
        "cost": cost,
        "percent": percent,
        "changes": moves,
    }


class Sheet:
    """The sessions of one programme laid beside its problem."""

    def __init__(self, problem: dict, sessions: list[dict], names: list):
        self.problem, self.sessions, self.names = problem, sessions, names
        self.courses = {c["id"]: c for c in problem["courses"]}
        self.teachers = {t["id"]: t for t in problem["teachers"]}
        self.bases = {b["id"]: b for b in problem["bases"]}

    def length(self, session: dict) -> int:
        """Slots of a session."""
        return self.courses[session["course"]]["slots"]

    def hours(self, session: dict) -> float:
        """Teaching hours of a session: the course's own, else those of its slots."""
        own = self.courses[session["course"]].get("hours")
        return own or self.length(session) * self.problem["hours_per_slot"]

    def taken(self, session: dict) -> set:
        """The (day, slot) pairs of a session."""
        first = session["slot"]
        return {(session["day"], s) for s in range(first, first + self.length(session))}

    def offered(self):
        """Every session is an offer, every course is held once."""
        offers = {
            (o["course"], o["format"], o["teacher"], o["base"]) for o in self.problem["offers"]
        }
        for s in self.sessions:
            if (s["course"], s["format"], s["teacher"], s["base"]) not in offers:
                yield f"{s['course']}: not offered so"
        for course, times in Counter(s["course"] for s in self.sessions).items():
            if times > 1:
                yield f"{course}: held {times} times"

    def times(self):
        """Sessions lie inside a day and do not overlap."""
        seen: dict = {}
        for s in self.sessions:
            end = s["slot"] + self.length(s)
            if s["day"] not in self.names or s["slot"] < 0 or end > self.problem["slots_per_day"]:
                yield f"{s['course']}: outside the days"
            for place in self.taken(s):
                if place in seen:
                    yield f"{s['course']} and {seen[place]} overlap"
                seen[place] = s["course"]

    def bases_by_day(self):
        """One base a day, large enough and free."""
        by_day = defaultdict(set)
        for s in self.sessions:
            by_day[s["day"]].add(s["base"])
        for day, bases in by_day.items():
            if len(bases) > 1:
                yield f"day {day}: bases {sorted(bases)}"
            for name in bases:
                base = self.bases[name]
                if day in (base.get("busy_days") or []):
                    yield f"{name}: busy on day {day}"
                if base.get("capacity") is not None and base["capacity"] < self.problem["cohort"]:
                    yield f"{name}: too small"

    def teacher_calendars(self):
        """Teachers are free and stay within their slots a day."""
        load: Counter = Counter()
        for s in self.sessions:
            teacher = self.teachers[s["teacher"]]
            load[s["teacher"], s["day"]] += self.length(s)
            if self.taken(s) & {tuple(pair) for pair in teacher.get("busy") or []}:
                yield f"{s['teacher']}: busy during {s['course']}"
        for (name, day), slots in load.items():
            limit = self.teachers[name].get("max_slots_per_day")
            if limit is not None and slots > limit:
                yield f"{name}: {slots} slots on day {day}"

    def sequence(self):
        """A course comes after those it names, and only with them."""
        at = {s["course"]: s for s in self.sessions}
        for s in self.sessions:
            for name in self.courses[s["course"]].get("after") or []:
                before = at.get(name)
                if before is None:
                    yield f"{s['course']}: without {name}"
                elif self._span(before)[1] >= self._span(s)[0]:
                    yield f"{s['course']}: begins before {name} ends"

    def _span(self, session):
        """First and last moment of a session, as places in time."""
        moments = [(self.names.index(day), slot) for day, slot in self.taken(session)]
        return min(moments), max(moments)

    def held_courses(self):
        """Required courses are held, pins are kept."""
        at = {s["course"]: s for s in self.sessions}
        for course in self.problem["courses"]:
            if course.get("required") and course["id"] not in at:
                yield f"{course['id']}: required, not held"
        for pin in self.problem.get("pinned") or []:
            session = at.get(pin["course"])
            if session is None:
                yield f"{pin['course']}: pinned, not held"
                continue
            for key, value in pin.items():
                if value is not None and session[key] != value:
                    yield f"{pin['course']}: pinned to {key} {value}"

    def totals(self):
        """Hours of programme and day, shares, budget."""
        hours = sum(self.hours(s) for s in self.sessions)
        bounds = self.problem.get("hours") or {}
        if bounds.get("min") is not None and hours < bounds["min"] - EPSILON:
            yield f"{hours} hours, at least {bounds['min']}"
        if bounds.get("max") is not None and hours > bounds["max"] + EPSILON:
            yield f"{hours} hours, at most {bounds['max']}"
        by_day: Counter = Counter()
        for s in self.sessions:
            by_day[s["day"]] += self.hours(s)
        most = self.problem.get("max_hours_per_day")
        for day, held in by_day.items():
            if most is not None and held > most + EPSILON:
                yield f"day {day}: {held} hours"
        yield from self._shares(hours)
        budget = self.problem.get("budget")
        cost = figures(self.problem, self.sessions)["cost"] if self.sessions else 0
        if budget is not None and cost > budget + EPSILON:
            yield f"costs {cost}, budget {budget}"

    def _shares(self, hours):
        by = {"categories": Counter(), "formats": Counter()}
        for s in self.sessions:
            by["categories"][self.courses[s["course"]]["category"]] += self.hours(s)
            by["formats"][s["format"]] += self.hours(s)
        for key, held in by.items():
            for row in self.problem.get(key) or []:
                if not hours:
                    continue
                percent = 100 * held[row["code"]] / hours
                if percent < (row.get("min_percent") or 0) - EPSILON:
                    yield f"{row['code']}: {percent} %, at least {row['min_percent']}"
                if row.get("max_percent") is not None and percent > row["max_percent"] + EPSILON:
                    yield f"{row['code']}: {percent} %, at most {row['max_percent']}"
