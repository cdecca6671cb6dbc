"""The open demand of a plan as a year's problem: groups of people over shared resources."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.access import Actor
from programs.choices import HOURS_PER_SLOT, SLOT_NAMES, Aim
from programs.models import Plan
from programs.queries import plan as plans
from programs.queries import problem as one
from resources.bookings import taken
from resources.queries import bases, courses, offers_for

GROUP, DAYS = 50, 3  # people and days of a programme where nothing else is said
MOST_GROUPS = 60  # what is planned at once; the largest groups first
WINDOWS = 4  # weeks that one group can take
PLACES = 4  # bases that one group can go to
OF_CATEGORY = 5  # courses of one category, the most needed first
HOURS_A_DAY = {"min": 6, "max": 8}


def year_problem(actor: Actor, plan: Plan, changes: dict[str, Any]) -> dict:
    """What a plan still has to bring about, as the public JSON of a year.

    People asked for who are in no programme on the way yet are put into groups, each for some of
    the weeks left of the plan's period and some of the bases, each with its part of the budget
    that is not bound. A day on which a base already hosts somebody counts as taken. A fixed
    number of statements.
    """
    days = changes.get("days", DAYS)
    progress = plans.progress(actor, plan)
    groups = _groups(progress, changes.get("group", GROUP))
    weeks = _weeks(plan, days)
    if not groups or not weeks:
        return {"programmes": []}
    budget = changes.get("budget_yuan", plan.budget_yuan)
    left = max(0, budget - progress.budget_used_yuan)
    a_head = left / sum(people for _unit, people in groups)
    stock = Stock(actor, plan, changes, {day for week in weeks for day in week})
    rows = []
    for number, (unit, people) in enumerate(groups):
        windows = _some(weeks, number, WINDOWS)
        rows.append(
            {
                "id": f"{unit}.{number}",
                "windows": [[day.isoformat() for day in week] for week in windows],
                "cohort": people,
                "budget": int(a_head * people) if budget else None,
                "hours": {name: hours * days for name, hours in HOURS_A_DAY.items()},
            }
            | stock.programme(number, people, {day for week in windows for day in week})
        )
    return {"programmes": rows, "base_concurrency": stock.hosts()}


def _groups(progress: plans.Progress, size: int) -> list[tuple[int, int]]:
    """Pairs of unit and people, groups of one unit as equal as can be."""
    found = []
    for row in progress.units:
        open_ = max(0, row.asked - row.underway)
        count = -(-open_ // size)
        found += [(row.unit.pk, (open_ + n) // count) for n in range(count)]
    return sorted(found, key=lambda group: (-group[1], group[0]))[:MOST_GROUPS]


def _weeks(plan: Plan, days: int) -> list[list[date]]:
    """The first days of every week of the plan's period that is still to come."""
    first = plan.starts_on or date(plan.year, 1, 1)
    last = plan.ends_on or date(plan.year, 12, 31)
    first = max(first, timezone.localdate() + timedelta(days=1))
    monday = first + timedelta(days=-first.weekday() % 7)
    found = []
    while monday + timedelta(days=days - 1) <= last:
        found.append([monday + timedelta(days=n) for n in range(days)])
        monday += timedelta(days=7)
    return found


def _some(things: list, number: int, most: int) -> list:
    """At most so many of a list, spread over it, another choice for each number."""
    step = max(1, len(things) // most)
    places = {(number + step * n) % len(things) for n in range(min(most, len(things)))}
    return [things[place] for place in sorted(places)]


class Stock:
    """What can be taught, by whom and where, and when it is taken; read once for all groups."""

    def __init__(self, actor: Actor, plan: Plan, changes: dict[str, Any], days: set[date]):
        worth = dict(plan.course_values.values_list("course", "value"))
        self.courses = _most_needed(actor, worth)
        offers = offers_for(actor, self.courses)
        self.offers = [o for o in offers if o.teacher_id not in changes.get("teachers", ())]
        closed = changes.get("bases", ())
        self.bases = [b for b in bases(actor) if b.pk not in closed and b.formats.all()]
        self.formats = {b.pk: {form.pk for form in b.formats.all()} for b in self.bases}
        self.quotas = plans.quotas(actor, plan, changes)
        self.worth = worth
        self.busy: dict[int, list] = defaultdict(list)
        self.full: dict[int, set[date]] = defaultdict(set)
        self._read(days)

    def _read(self, days: set[date]) -> None:
        teachers = {o.teacher_id for o in self.offers}
        closed: dict[tuple[int, date], set[int]] = defaultdict(set)
        for booking in taken(days, teachers, {b.pk for b in self.bases}):
            if booking.teacher:
                self.busy[booking.teacher] += [(booking.on, slot) for slot in booking.slots]
            if booking.base and booking.open:
                self.full[booking.base].add(booking.on)
            elif booking.base and not booking.room:
                closed[booking.base, booking.on] |= set(booking.slots)
        for (base, day), slots in closed.items():
            if len(slots) >= len(SLOT_NAMES):
                self.full[base].add(day)

    def hosts(self) -> dict[str, int]:
        """How many groups a base takes at once."""
        return {str(b.pk): b.groups for b in self.bases if b.groups > 1}

    def programme(self, number: int, people: int, days: set[date]) -> dict:
        """The part of a group's problem that comes from the resources."""
        roomy = [b for b in self.bases if b.capacity >= people] or self.bases
        places = {b.pk: b for b in (_some(roomy, number, PLACES) if roomy else [])}
        offers = one.Form.offers(self.offers, places)
        used = {offer["course"] for offer in offers}
        kept = [c for c in self.courses.values() if str(c.pk) in used]
        quotas = {
            kind: [q for q in self.quotas if q.kind == kind] for kind in ("category", "format")
        }
        teachers = {o.teacher_id: o.teacher for o in self.offers}
        teaching = {offer["teacher"] for offer in offers}
        return {
            "slots_per_day": len(SLOT_NAMES),
            "hours_per_slot": HOURS_PER_SLOT,
            "max_hours_per_day": one.HOURS_A_DAY,
            "categories": one.Form.shares(quotas["category"], {c.category_id for c in kept}),
            "formats": one.Form.shares(quotas["format"], {o.format_id for o in self.offers}),
            "courses": [
                one.Form.course(c, self.worth.get(c.pk, c.value), required=False) for c in kept
            ],
            "teachers": [
                self._teacher(t, days) for pk, t in teachers.items() if str(pk) in teaching
            ],
            "bases": [self._base(b, people, days) for b in places.values()],
            "offers": offers,
            "weights": one.WEIGHTS[Aim.BALANCED],
        }

    def _teacher(self, teacher, days: set[date]) -> dict:
        busy = sorted({(on.isoformat(), slot) for on, slot in self.busy[teacher.pk] if on in days})
        return one.Form.teacher(teacher, [list(pair) for pair in busy])

    def _base(self, base, people: int, days: set[date]) -> dict:
        return {
            "id": str(base.pk),
            "capacity": base.capacity,
            "day_cost": base.day_cost_yuan + base.boarding_yuan_per_day * people,
            "busy_days": sorted(day.isoformat() for day in self.full[base.pk] & days),
        }


def _most_needed(actor: Actor, worth: dict) -> dict:
    """Courses that fit into a day, of each category those of the highest value."""
    rows = sorted(
        (c for c in courses(actor) if c.hours <= one.HOURS_A_DAY),
        key=lambda c: (-worth.get(c.pk, c.value), c.pk),
    )
    found, count = {}, defaultdict(int)
    for course in rows:
        count[course.category_id] += 1
        if count[course.category_id] <= OF_CATEGORY:
            found[course.pk] = course
    return found
