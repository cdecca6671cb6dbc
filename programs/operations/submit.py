"""Handing a programme over, and taking it back."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from core.errors import Refusal
from core.retry import retried
from programs import bookings
from programs.choices import PlanState
from programs.flow import COMPOSE, PROGRAM
from programs.meter import Meter
from programs.models import Program, Version
from programs.queries import compose as queries
from programs.rules import program as rules
from resources import bookings as calendar


class NotReady(Refusal):
    """The meter found what forbids submitting; `issues` are the sentences."""

    code = "not_ready"
    status = 422
    message = _("This cannot be submitted yet. {issues}")

    def __init__(self, issues: list[queries.Said]):
        self.issues = issues
        super().__init__(None, issues=" ".join(issue.text for issue in issues))


@retried
@operation(rules.may_submit, on="program")
def submit(*, actor: Actor, program: Program) -> Program:
    """Hand a programme to its institute, and keep this version of it for good.

    From here on its teachers and rooms are taken. What it wants is locked before it is
    measured: of several that want the same at once, one is submitted and the others learn why
    not. Raises `NotReady` (nothing is changed then), `WrongState`, `TooBusy`.
    """
    sessions = queries.lines(actor, program)
    calendar.lock(bookings.wants(program, sessions))
    meter = queries.measured(actor, program, sessions)
    if not meter.ready:
        raise NotReady([queries.said(actor, issue) for issue in meter.blocking])
    bookings.book(program, sessions)
    PROGRAM.move(program, "submit", actor=actor, version=program.version + 1)
    Version.objects.create(
        program=program,
        number=program.version,
        content=_snapshot(program, sessions, meter),
        member=actor.member,
    )
    for demand in _demands(program):
        process.close(demand, actor=actor)
    return program


@operation(rules.may_submit, on="program")
def withdraw(*, actor: Actor, program: Program) -> Program:
    """Take a programme back while the institute has not decided. Raises `WrongState`."""
    PROGRAM.move(program, "withdraw", actor=actor)
    bookings.settle(program)
    for demand in _demands(program):
        for unit in COMPOSE.to(demand):
            url, due_on = program.plan.get_absolute_url(), program.plan.deadline_on
            process.ask(COMPOSE, demand, unit, actor=actor, url=url, due_on=due_on)
    return program


def _demands(program: Program):
    """What the plan asks of the programme's owner, while the plan is open."""
    if program.plan is None or program.plan.state != PlanState.PUBLISHED:
        return ()
    return program.plan.demands.filter(unit=program.organisation)


def _both(named) -> dict[str, str] | None:
    """The name in both languages."""
    if named is None:
        return None
    english = getattr(named, "name_en", "") or getattr(named, "name_latin", "")
    return {"zh": named.name, "en": english or named.name}


def _day(day) -> str | None:
    return day and day.isoformat()


def _snapshot(program: Program, sessions: list, meter: Meter) -> dict[str, Any]:
    """Everything a reviewer sees, as plain values: basics, lines (by stable key), meter."""
    return {
        "basics": _basics(program),
        "lines": [_line(s, x) for s, x in zip(sessions, meter.lines, strict=True)],
        "meter": _meter(meter, {s.course.category_id: s.course.category for s in sessions}),
    }


def _basics(p: Program) -> dict[str, Any]:
    return {
        "name": {"zh": p.name, "en": p.name_en or p.name},
        "plan": _both(p.plan),
        "theme": _both(p.theme),
        "institute": _both(p.institute),
        "levels": [_both(level) for level in p.levels.all()],
        "aim": p.aim,
        "places": p.places,
        "starts_on": _day(p.starts_on),
        "ends_on": _day(p.ends_on),
        "hours_min": p.hours_min,
        "hours_max": p.hours_max,
        "budget_yuan": p.budget_yuan,
    }


def _line(s, measured) -> dict[str, Any]:
    return {
        "id": s.pk,
        "course": {"id": s.course_id, **_both(s.course)},
        "category": {"id": s.course.category_id, **_both(s.course.category)},
        "hours": s.course.hours,
        "format": _both(s.format),
        "teacher": _both(s.teacher),
        "base": _both(s.base),
        "room": _both(s.room),
        "on": _day(s.on),
        "slot": s.slot,
        "fee_yuan": measured.fee_yuan,
    }


def _meter(meter: Meter, categories: dict) -> dict[str, Any]:
    return {
        "shares": [
            {
                "category": {"id": x.quota.key, **_named(categories.get(x.quota.key), x.quota)},
                "hours": x.hours,
                "percent": x.shown,
                "min_percent": x.quota.minimum,
                "max_percent": x.quota.maximum,
            }
            for x in meter.shares
        ],
        "hours": meter.hours,
        "days": meter.days,
        "cost_yuan": {**asdict(meter.cost), "total": meter.cost.total},
        "capacity": meter.smallest and meter.smallest.capacity,
    }


def _named(category, quota) -> dict[str, str]:
    return _both(category) or {"zh": quota.name, "en": quota.name}
