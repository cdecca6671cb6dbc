"""A need matched with what there is: ranked courses, teachers, bases, ready-made programmes.

Every entry has points out of 100, and the points are the sum of its reasons: nothing is ranked
that is not said.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Actor
from programs import meter
from programs.models import Plan, Program, Session
from programs.queries import compose
from programs.queries import plan as plans
from programs.queries.ranked import Entry, Need, Reason
from resources.bookings import taken
from resources.models import ReadyLine
from resources.queries import bases, courses, offers_for
from resources.queries.ready import ready_programs

SHOWN = 8  # of each kind
LEADING = 30  # courses whose teachers count
MOST = 200  # programmes that are looked at
SATURDAY = 5
LONGEST = 120  # days of a period that are looked at
PEOPLE = 40  # where a plan does not say how large a programme is


@dataclass(frozen=True)
class Matches:
    """The best of each kind, best first."""

    courses: list[Entry]
    teachers: list[Entry]
    bases: list[Entry]
    programs: list[Entry]


def of_plan(actor: Actor, plan: Plan) -> Matches:
    """What fits a plan's demand; a fixed number of statements."""
    return _matches(actor, _need(actor, plan))


def ready_made(actor: Actor, plan: Plan, most: int) -> list[Entry]:
    """Earlier programmes that would fit a plan as they are; a fixed number of statements."""
    return _best(_programs(actor, _need(actor, plan), None), most)


def _need(actor: Actor, plan: Plan) -> Need:
    first = plan.starts_on or date(plan.year, 1, 1)
    last = plan.ends_on or date(plan.year, 12, 31)
    return Need(
        plan,
        frozenset(plan.levels.values_list("pk", flat=True)),
        frozenset(plan.themes.values_list("pk", flat=True)),
        compose.quotas(actor, plan),
        PEOPLE,
        _working(max(first, timezone.localdate()), last),
        competences=_demanded(plan),
    )


def _demanded(plan: Plan | None) -> dict[int, int]:
    return dict(plan.competences.values_list("competence", "level")) if plan else {}


def of_program(actor: Actor, program: Program) -> Matches:
    """What fits a programme as it stands: what it lacks counts most."""
    now = compose.measured(actor, program)
    days = _working(program.starts_on, program.ends_on) if program.starts_on else []
    need = Need(
        program.plan,
        frozenset(program.levels.values_list("pk", flat=True)),
        frozenset({program.theme_id} - {None}),
        compose.quotas_of(actor, program),
        program.places,
        days,
        {share.quota.key: share.missing_hours for share in now.shares if share.missing_hours},
        frozenset(line.course for line in now.lines),
        _demanded(program.plan),
    )
    return _matches(actor, need, program)


def _working(first: date, last: date | None) -> list[date]:
    length = ((last or first) - first).days + 1
    days = (first + timedelta(n) for n in range(max(0, min(length, LONGEST))))
    return [day for day in days if day.weekday() < SATURDAY]


def _matches(actor: Actor, need: Need, program: Program | None = None) -> Matches:
    rows = list(courses(actor).prefetch_related("levels", "competences__competence"))
    worth = dict(need.plan.course_values.values_list("course", "value")) if need.plan else {}
    offers: dict[int, list] = defaultdict(list)
    for offer in offers_for(actor, [c.pk for c in rows]):
        offers[offer.course_id].append(offer)
    ranked = _best(
        (_course(c, worth.get(c.pk), offers[c.pk], need) for c in rows if c.pk not in need.held),
        LEADING,
    )
    places = list(bases(actor))
    busy = Busy(need.days, offers, places)
    leading = [entry.thing.pk for entry in ranked]
    return Matches(
        ranked[:SHOWN],
        _best(_teachers(leading, offers, busy), SHOWN),
        _best(_bases(places, need, busy), SHOWN),
        _best(_programs(actor, need, program), SHOWN),
    )


def _best(entries: Iterable[Entry], most: int) -> list[Entry]:
    return sorted(entries, key=lambda entry: (-entry.points, entry.thing.pk))[:most]


class Busy:
    """Days of the period on which teachers and bases are taken; read once."""

    def __init__(self, days: list[date], offers: dict[int, list], places: list):
        self.days = days
        self.teachers: dict[int, set[date]] = defaultdict(set)
        self.bases: dict[int, set[date]] = defaultdict(set)
        people = {o.teacher_id for rows in offers.values() for o in rows}
        for booking in taken(set(days), people, {b.pk for b in places}) if days else ():
            if booking.teacher:
                self.teachers[booking.teacher].add(booking.on)
            if booking.base and booking.open:
                self.bases[booking.base].add(booking.on)

    def free(self, most: float, taken_on: set[date]) -> Reason:
        """Points for the days on which something is free."""
        if not self.days:
            return Reason(most, _("no dates are set yet"))
        n = sum(day not in taken_on for day in self.days)
        words = _("free on %(n)s of %(all)s days") % {"n": n, "all": len(self.days)}
        return Reason(most * n / len(self.days), words)


def _course(course, value, offers: list, need: Need) -> Entry:
    set_here = value is not None
    value = float(value if set_here else course.value)
    weight = 3.5 if need.competences else 4.5
    words = _("value %(value)s in the plan") if set_here else _("value %(value)s")
    reasons = [
        Reason(weight * value, words % {"value": f"{value:.1f}"}),
        Reason.rated(course, 15),
        need.fits_levels({level.pk for level in course.levels.all()}, 15),
        _category(course, need),
        *_competences(course, need),
    ]
    people = {offer.teacher_id for offer in offers}
    taught = ngettext("%(n)s teacher gives it", "%(n)s teachers give it", len(people))
    words = taught % {"n": len(people)} if people else _("nobody gives it at present")
    reasons.append(Reason(5.0 if people else -50.0, words))
    return Entry(course, course.get_absolute_url(), reasons)


def _competences(course, need: Need) -> Iterable[Reason]:
    """Ten points where a course leads to a competence asked for as far as it must."""
    if need.competences:
        far = [
            one.competence.label
            for one in course.competences.all()
            if one.level >= need.competences.get(one.competence_id, one.level + 1)
        ]
        words = _("leads to %(names)s") % {"names": _(", ").join(far)}
        none = _("leads to no competence asked for")
        yield Reason(10 if far else 0, words if far else none)


def _category(course, need: Need) -> Reason:
    """What a programme lacks counts in full, what a plan only asks for by its share."""
    quota = next((q for q in need.quotas["quotas"] if q.key == course.category_id), None)
    lacks = need.lacking.get(course.category_id)
    if lacks:
        words = _("%(name)s lacks %(n)s h") % {"name": course.category.label, "n": lacks}
        return Reason(20, words)
    if quota is None or not quota.minimum:
        return Reason(5, _("no share of %(name)s is asked for") % {"name": course.category.label})
    words = _("%(name)s: at least %(n)s %%") % {"name": quota.name, "n": quota.minimum}
    return Reason(10 if need.held else 10 + quota.minimum / 10, words)


def _teachers(leading: list[int], offers: dict[int, list], busy: Busy) -> Iterable[Entry]:
    gives: dict[int, set[int]] = defaultdict(set)
    people = {}
    for course in leading:
        for offer in offers[course]:
            gives[offer.teacher_id].add(course)
            people[offer.teacher_id] = offer.teacher
    dearest = max((t.fee_per_hour_yuan for t in people.values()), default=0) or 1
    for pk, teacher in people.items():
        n = len(gives[pk])
        words = ngettext(
            "gives %(n)s of the best courses", "gives %(n)s of the best courses", n
        ) % {"n": n}
        fee = _("%(n)s yuan an hour") % {"n": teacher.fee_per_hour_yuan}
        reasons = [
            Reason.rated(teacher, 35),
            Reason(7.0 * min(n, 5), words),
            busy.free(20, busy.teachers[pk]),
            Reason(10 * (1 - teacher.fee_per_hour_yuan / dearest), fee),
        ]
        yield Entry(teacher, teacher.get_absolute_url(), reasons)


def _bases(places: list, need: Need, busy: Busy) -> Iterable[Entry]:
    costs = {b.pk: b.day_cost_yuan / need.people + b.boarding_yuan_per_day for b in places}
    dearest = max(costs.values(), default=0) or 1
    for base in places:
        having = {form.pk for form in base.formats.all()}
        has = len(having & need.wanted)
        room = {"n": base.capacity, "people": need.people}
        fits = base.capacity >= need.people
        words = _("holds %(n)s people") if fits else _("holds only %(n)s of %(people)s people")
        formats = _("%(n)s formats") % {"n": len(having)}
        if need.wanted:
            formats = _("has %(n)s of the %(all)s formats asked for") % {
                "n": has,
                "all": len(need.wanted),
            }
        share = has / len(need.wanted) if need.wanted else min(len(having), 5) / 5
        cost = _("%(n)s yuan a person and day") % {"n": round(costs[base.pk])}
        reasons = [
            Reason(30 if fits else 0, words % room),
            Reason(25 * share, formats),
            busy.free(20, busy.bases[base.pk]),
            Reason(15 * (1 - costs[base.pk] / dearest), cost),
            Reason.rated(base, 10),
        ]
        yield Entry(base, base.get_absolute_url(), reasons)


def _programs(actor: Actor, need: Need, program: Program | None) -> Iterable[Entry]:
    """What institutes offer as a whole, and what was approved: how well it would meet the need."""
    offered = {row.pk: row for row in ready_programs(actor).prefetch_related("levels")[:MOST]}
    held = _held(ReadyLine, "ready", offered)
    for pk, row in offered.items():
        reasons = [*_alike(row, held, need), Reason.rated(row, 15)]
        begin = reverse("programs:ready_use", args=[pk])
        yield Entry(row, row.get_absolute_url(), reasons, begin)
    rows = compose.programs(actor).filter(state__in=plans.SETTLED).prefetch_related("levels")
    approved = {row.pk: row for row in rows.order_by("-starts_on", "-pk")[:MOST]}
    held = _held(Session, "program", approved)
    for pk, row in approved.items():
        if program is None or pk != program.pk:
            begin = reverse("programs:program_copy", args=[pk])
            yield Entry(row, row.get_absolute_url(), [*_alike(row, held, need), _age(row)], begin)


def _held(model, of: str, rows: dict[int, Any]) -> dict[str, dict[int, dict]]:
    """Hours by category and by format of each of the rows; two statements."""
    found: dict[str, dict[int, dict]] = {}
    for name, column in (("quotas", "course__category"), ("format_quotas", "format")):
        found[name] = defaultdict(dict)
        sums = model._base_manager.filter(**{f"{of}__in": rows}).order_by()
        for pk, code, hours in sums.values_list(of, column).annotate(n=Sum("course__hours")):
            found[name][pk][code] = hours
    return found


def _alike(row, held: dict[str, dict[int, dict]], need: Need) -> Iterable[Reason]:
    shares = [
        share
        for name, quotas in need.quotas.items()
        for share in meter.shares(quotas, held[name].get(row.pk, {}).items())
    ]
    met = sum(share.state == "ok" for share in shares)
    words = _("no shares are asked for")
    if shares:
        words = _("meets %(n)s of the %(all)s shares") % {"n": met, "all": len(shares)}
    yield Reason(45 * met / len(shares) if shares else 45, words)
    yield need.fits_levels({level.pk for level in row.levels.all()}, 20)
    same = row.theme_id in need.themes
    yield Reason(20 if same else 0, _("the same theme") if same else _("another theme"))


def _age(row: Program) -> Reason:
    if row.starts_on is None:
        return Reason(0, _("no dates are set yet"))
    years = max(0, timezone.localdate().year - row.starts_on.year)
    return Reason(max(0, 15 - 5 * years), _("held in %(year)s") % {"year": row.starts_on.year})
