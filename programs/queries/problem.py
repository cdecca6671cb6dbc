"""A programme as a problem for the composer: what is offered, taken, required, fixed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from core.errors import Refusal
from programs import meter
from programs.choices import HOURS_PER_SLOT, SLOT_NAMES, Aim
from programs.models import Program, Session
from programs.queries import compose
from programs.queries.calendar import bookings
from resources.models import Offer, Room
from resources.queries import bases, courses, offers_for

MOST = 60  # courses of one category that are looked at, the most needed first
LONGEST = 31  # days of a programme
HOURS_A_DAY = 8
SATURDAY = 5
USUAL_RATING = 4.0  # of a teacher whom nobody has rated yet
WEIGHTS = {
    Aim.BALANCED: {"value": 1.0, "rating": 0.2, "cost_per_1000": 0.05, "base_change": 0.5},
    Aim.THRIFTY: {"value": 1.0, "rating": 0.1, "cost_per_1000": 0.5, "base_change": 0.5},
    Aim.TEACHERS: {"value": 0.5, "rating": 1.0, "cost_per_1000": 0.02, "base_change": 0.5},
}


class NothingToCompose(Refusal):
    """What the composer has to know first is still open."""

    code = "nothing_to_compose"
    message = _("First choose the institute, the first and the last day under “Basics”.")
    status = 422


class PinNotOffered(Refusal):
    """A pinned line that nobody offers as it is."""

    code = "pin_not_offered"
    message = _("“{course}” is pinned, but nobody offers it like that. Unpin it or choose anew.")
    status = 422


def problem(actor: Actor, program: Program, *, keep: bool = True, aim: str = Aim.BALANCED) -> dict:
    """The problem of one programme as the public JSON; a fixed number of statements.

    Keys of courses, teachers, bases, categories and formats are those of the database, as text.
    Boarding is part of what a day at a base costs. What is not offered, retired, too long for a
    day or closed to the actor is left out. Raises `NothingToCompose`, `PinNotOffered`.
    """
    if not (program.institute_id and program.starts_on and program.ends_on):
        raise NothingToCompose
    now = compose.lines(actor, program)
    days = _training_days(program, now)
    held = {line.course_id for line in now}
    chosen = _courses(actor, held)
    offers = [o for o in offers_for(actor, chosen) if chosen[o.course_id].hours <= HOURS_A_DAY]
    places = _places(actor, program, now)
    rooms = _rooms(actor, places)
    taken = bookings(
        actor,
        program,
        days=set(days),
        teachers={o.teacher_id for o in offers},
        bases=set(places),
    )
    index = {day: n for n, day in enumerate(days)}
    given = Form.offers(offers, places)
    offered = {offer["course"] for offer in given}
    kept = [chosen[pk] for pk in chosen if str(pk) in offered]
    worth = dict(program.plan.course_values.values_list("course", "value")) if program.plan else {}
    required = {str(pk) for pk in held} if keep else set()
    demanded = compose.problem(actor, program, now)
    return {
        "days": [day.isoformat() for day in days],
        "slots_per_day": len(SLOT_NAMES),
        "hours_per_slot": HOURS_PER_SLOT,
        "cohort": program.places,
        "budget": program.budget_yuan or None,
        "hours": {"min": program.hours_min, "max": program.hours_max},
        "max_hours_per_day": HOURS_A_DAY,
        "categories": Form.shares(demanded.quotas, {c.category_id for c in kept}),
        "formats": Form.shares(demanded.format_quotas, {o.format_id for o in offers}),
        "courses": [
            Form.course(c, worth.get(c.pk, c.value), required=str(c.pk) in required) for c in kept
        ],
        "teachers": _teachers(offers, taken, index),
        "bases": [_base(base, rooms, program, taken, index) for base in places.values()],
        "offers": given,
        "pinned": _pins(now, given, index),
        "weights": WEIGHTS[aim],
    }


def _training_days(program: Program, now: Iterable[Session]) -> list[date]:
    """The days that can be used: working days, and others on which a line already lies."""
    length = min((program.ends_on - program.starts_on).days + 1, LONGEST)
    days = [program.starts_on + timedelta(n) for n in range(length)]
    used = {line.on for line in now}
    working = [day for day in days if day.weekday() < SATURDAY or day in used]
    return working or days


def _courses(actor: Actor, held: set[int]) -> dict:
    """Courses held now, and of each category those that the need values most."""
    rows = courses(actor).order_by("-value", "-rating", "pk")
    found, count = {}, defaultdict(int)
    for course in rows:
        count[course.category_id] += 1
        if course.pk in held or count[course.category_id] <= MOST:
            found[course.pk] = course
    return found


def _places(actor: Actor, program: Program, now: list[Session]) -> dict:
    """Bases of the institute, and those where lines already are."""
    used = {line.base_id for line in now}
    rows = bases(actor).prefetch_related(None).prefetch_related("formats")
    return {b.pk: b for b in rows if b.organisation_id == program.institute_id or b.pk in used}


def _rooms(actor: Actor, places) -> dict[int, int]:
    """The largest room in use, by base."""
    rows = Room.objects.visible_to(actor).filter(active=True, base__in=places)
    largest: dict[int, int] = {}
    for base, capacity in rows.order_by().values_list("base", "capacity"):
        largest[base] = max(largest.get(base, 0), capacity)
    return largest


class Form:
    """Courses, teachers, offers and shares as the public JSON has them."""

    @staticmethod
    def offers(offers: Iterable[Offer], places) -> list[dict]:
        """Offers at each of the places that have their format."""
        having = {pk: {form.pk for form in base.formats.all()} for pk, base in places.items()}
        return [
            {
                "course": str(o.course_id),
                "format": str(o.format_id),
                "teacher": str(o.teacher_id),
                "base": str(pk),
            }
            for o in offers
            for pk, formats in having.items()
            if o.format_id in formats
        ]

    @staticmethod
    def shares(quotas: Iterable[meter.Quota], known: set[int]) -> list[dict]:
        """Shares by code; codes that only courses or offers know have none."""
        rows = []
        for quota in quotas:
            row = {"code": str(quota.key), "min_percent": quota.minimum}
            rows.append(row if quota.maximum is None else row | {"max_percent": quota.maximum})
        named = {quota.key for quota in quotas}
        return rows + [{"code": str(pk), "min_percent": 0} for pk in sorted(known - named)]

    @staticmethod
    def course(course, value: Decimal, *, required: bool) -> dict:
        """A course as the composer reads it."""
        return {
            "id": str(course.pk),
            "category": str(course.category_id),
            "slots": -(-course.hours // HOURS_PER_SLOT),
            "hours": course.hours,
            "value": float(value),
            "required": required,
        }

    @staticmethod
    def teacher(teacher, busy: list[list]) -> dict:
        """A teacher as the composer reads him; `busy` are pairs of day and double hour."""
        return {
            "id": str(teacher.pk),
            "rating": _rating(teacher),
            "fee_per_slot": teacher.fee_per_hour_yuan * HOURS_PER_SLOT,
            "busy": busy,
        }


def _teachers(offers: Iterable[Offer], taken, index) -> list[dict]:
    people = {o.teacher_id: o.teacher for o in offers}
    busy: dict[int, set] = defaultdict(set)
    for b in taken:
        if b.teacher in people:
            busy[b.teacher] |= {(index[b.on], slot) for slot in b.slots}
    return [Form.teacher(one, sorted(map(list, busy[pk]))) for pk, one in people.items()]


def _rating(teacher) -> float:
    rated: Decimal | None = teacher.rating if teacher.rating_count else None
    return float(rated) if rated else USUAL_RATING


def _base(base, rooms, program: Program, taken, index) -> dict:
    """A base; a day on which it has no place for one more group, or is closed, is busy."""
    booked: dict[date, list] = defaultdict(list)
    for b in taken:
        if b.base == base.pk:
            booked[b.on].append(b)
    busy = [
        index[day]
        for day, there in booked.items()
        if meter.base_full(base.pk, base.groups, there) or _shut(there)
    ]
    boarding = base.boarding_yuan_per_day * program.places
    return {
        "id": str(base.pk),
        "capacity": rooms.get(base.pk, base.capacity),
        "day_cost": base.day_cost_yuan + boarding,
        "busy_days": sorted(busy),
    }


def _shut(there) -> bool:
    """Whether a base is closed in every double hour of the day."""
    closed = {slot for b in there if not b.open and not b.room for slot in b.slots}
    return len(closed) >= len(SLOT_NAMES)


def _pins(now: Iterable[Session], offers: list[dict], index) -> list[dict]:
    pins = []
    for line in now:
        if not line.pinned:
            continue
        parts = {"format": line.format_id, "teacher": line.teacher_id, "base": line.base_id}
        fixed = {name: str(pk) for name, pk in parts.items() if pk}
        pin = {"course": str(line.course_id)} | fixed
        if not any(pin.items() <= offer.items() for offer in offers):
            raise PinNotOffered(course=line.course.label)
        if line.on in index and line.slot is not None:
            pin |= {"day": index[line.on], "slot": line.slot}
        pins.append(pin)
    return pins
