"""A programme in plain values, both languages: what a version keeps and a reviewer reads."""

from dataclasses import asdict
from typing import Any

from accounts.access import Actor
from core.models import in_both
from programs.meter import Meter, Share
from programs.models import Program, Session


def _day(day) -> str | None:
    return day and day.isoformat()


def snapshot(actor: Actor, program: Program, sessions: list, meter: Meter) -> dict[str, Any]:
    """Everything a reviewer sees, as plain values: basics, lines (by stable key), meter."""
    return {
        "basics": _basics(program),
        "lines": [line(actor, s) for s in sessions],
        "meter": _meter(meter, sessions),
    }


def _basics(p: Program) -> dict[str, Any]:
    return {
        "name": {"zh": p.name, "en": p.name_en or p.name},
        "plan": in_both(p.plan),
        "theme": in_both(p.theme),
        "institute": in_both(p.institute),
        "levels": [in_both(level) for level in p.levels.all()],
        "aim": p.aim,
        "places": p.places,
        "starts_on": _day(p.starts_on),
        "ends_on": _day(p.ends_on),
        "hours_min": p.hours_min,
        "hours_max": p.hours_max,
        "budget_yuan": p.budget_yuan,
    }


def line(actor: Actor, s: Session) -> dict[str, Any]:
    """One line as a version holds it."""
    return {
        "id": s.pk,
        "course": {"id": s.course_id, **in_both(s.course)},
        "category": {"id": s.course.category_id, **in_both(s.course.category)},
        "hours": s.course.hours,
        "format": in_both(s.format),
        "teacher": in_both(s.teacher),
        "base": in_both(s.base),
        "room": in_both(s.room),
        "on": _day(s.on),
        "slot": s.slot,
        "fee_yuan": s.fee_yuan,
    }


def _meter(meter: Meter, sessions: list) -> dict[str, Any]:
    categories = {s.course.category_id: s.course.category for s in sessions}
    formats = {s.format_id: s.format for s in sessions}
    return {
        "shares": [_share(x, categories) for x in meter.shares],
        "format_shares": [_share(x, formats) for x in meter.format_shares],
        "hours": meter.hours,
        "days": meter.days,
        "cost_yuan": {**asdict(meter.cost), "total": meter.cost.total},
        "capacity": meter.smallest and meter.smallest.capacity,
        "advice": len(meter.advice),
    }


def _share(x: Share, codes: dict) -> dict[str, Any]:
    return {
        "category": {"id": x.quota.key, **_named(codes.get(x.quota.key), x.quota)},
        "hours": x.hours,
        "percent": x.shown,
        "min_percent": x.quota.minimum,
        "max_percent": x.quota.maximum,
    }


def _named(category, quota) -> dict[str, str]:
    return in_both(category) or {"zh": quota.name, "en": quota.name}
