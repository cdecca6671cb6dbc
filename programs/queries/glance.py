"""All programmes at a glance: by state, by place, by day."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.access import Actor
from programs.choices import ProgramState
from programs.models import Program, Session
from programs.queries.page import programs as seen

MOST = 500  # programmes on one page; the list pages and exports all of them


@dataclass(frozen=True)
class Group:
    """Programmes under one heading."""

    key: str
    label: str
    programs: list[Program] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    on: date
    inside: bool
    programs: list[Program]


@dataclass(frozen=True)
class Month:
    """A month in whole weeks, Monday first."""

    first: date
    previous: date
    next: date
    weeks: list[list[Day]]


def programs(actor: Actor, *, plan: int | None = None, year: int | None = None):
    """Programmes the actor may see, of one plan or one year; one statement."""
    rows = seen(actor).order_by("starts_on", "pk")
    if plan:
        rows = rows.filter(plan=plan)
    if year:
        rows = rows.filter(starts_on__year=year)
    return rows


def by_state(actor: Actor, rows: Iterable[Program]) -> list[Group]:
    """A column for every state in the order of the flow."""
    groups = {state.value: Group(state.value, str(state.label)) for state in ProgramState}
    for row in rows:
        groups[row.state].programs.append(row)
    return [group for group in groups.values() if group.programs]


def by_place(actor: Actor, rows: Iterable[Program]) -> list[Group]:
    """A group for every base used; a programme of two bases stands in both; one statement."""
    rows = {row.pk: row for row in rows}
    lines = Session.objects.visible_to(actor).filter(program__in=rows).order_by()
    places = lines.values_list("base__name", "base__name_en", "base", "program").distinct()
    groups: dict[int | None, Group] = {}
    for name, name_en, base, program in sorted(places, key=lambda p: (p[2] is None, p[0] or "")):
        label = Program(name=name, name_en=name_en).label if base else _("No base yet")
        group = groups.setdefault(base, Group(str(base), label))
        if rows[program] not in group.programs:
            group.programs.append(rows[program])
    placed = {row.pk for group in groups.values() for row in group.programs}
    if rest := [row for pk, row in rows.items() if pk not in placed]:
        groups.setdefault(None, Group("None", _("No base yet"))).programs.extend(rest)
    return list(groups.values())


def month(actor: Actor, rows, year: int, number: int) -> Month:
    """The days of a month and the programmes held on each; one statement."""
    days = calendar.Calendar().monthdatescalendar(year, number)
    held = list(rows.filter(starts_on__lte=days[-1][-1], ends_on__gte=days[0][0]))
    first = date(year, number, 1)
    return Month(
        first=first,
        previous=(first - timedelta(1)).replace(day=1),
        next=(first + timedelta(31)).replace(day=1),
        weeks=[[_day(on, number, held) for on in week] for week in days],
    )


def _day(on: date, number: int, held: list[Program]) -> Day:
    return Day(on, on.month == number, [p for p in held if p.starts_on <= on <= p.ends_on])
