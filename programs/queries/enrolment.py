"""Who takes part, who could, and what stands against it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.models import Trainee
from accounts.queries import trainees
from programs.choices import NAMING, EnrolmentState, ProgramState
from programs.models import Enrolment, Program

S = EnrolmentState
TAKING_PART = (S.NOMINATED, S.COMPLETED, S.FAILED)
RECENT = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A trainee who could be named: `against` forbids it, `advice` is worth a thought."""

    trainee: Trainee
    against: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def enrolments(actor: Actor, program: Program):
    """The name list as far as the actor may see it."""
    rows = Enrolment.objects.visible_to(actor).filter(program=program)
    return rows.select_related(
        "trainee__level", "organisation", "program__organisation", "grade", "named_by__user"
    )


def participants(actor: Actor, program: Program):
    """Those who have a place, sorted by name."""
    return enrolments(actor, program).filter(state__in=TAKING_PART)


def enrolments_of(actor: Actor, trainee: Trainee):
    """The programmes of one person, latest first."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee=trainee)
    return rows.select_related("program__theme", "program__institute").order_by(
        "-program__starts_on"
    )


def by_unit(actor: Actor, program: Program) -> list[dict]:
    """How many each unit has named, and how many of them wait; one statement."""
    rows = enrolments(actor, program).exclude(state=S.WITHDRAWN)
    return list(
        rows.order_by()
        .values("organisation__name", "organisation__name_en", "organisation__path")
        .annotate(named=Count("pk"), waiting=Count("pk", filter=Q(state=S.WAITING)))
        .order_by("organisation__path")
    )


def nameable(actor: Actor, program: Program):
    """The actor's own people, as a list to search and filter."""
    return trainees(actor).filter(organisation__path__startswith=actor.organisation.path)


def candidates(actor: Actor, program: Program, people: list[Trainee]) -> list[Candidate]:
    """Say about each of the people what stands against naming him; two statements."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee__in=people)
    rows = rows.exclude(state=S.WITHDRAWN).select_related("program__theme")
    history = defaultdict(list)
    for row in rows:
        history[row.trainee_id].append(row)
    levels = {level.pk: level.label for level in program.levels.all()}
    return [
        Candidate(
            trainee=person,
            against=_against(program, history[person.pk]),
            advice=[*_recent(program, history[person.pk]), *_level(levels, person)],
        )
        for person in people
    ]


def levels_of(actor: Actor, program: Program) -> list[tuple[int, str]]:
    """The levels that occur among the actor's own people, for the filter."""
    rows = nameable(actor, program).order_by().values_list("level").distinct()
    found = {pk for (pk,) in rows if pk}
    levels = Trainee._meta.get_field("level").related_model.objects.visible_to(actor)
    return [(level.pk, level.label) for level in levels.filter(pk__in=found)]


def span(actor: Actor, program: Program) -> tuple[date | None, date | None]:
    """First and last day: as planned, else as the sessions lie."""
    if program.starts_on and program.ends_on:
        return program.starts_on, program.ends_on
    found = program.sessions.aggregate(first=Min("on"), last=Max("on"))
    return found["first"], found["last"]


def _against(program, history) -> list[str]:
    said = []
    for row in history:
        if row.program_id == program.pk:
            waits = row.state == S.WAITING
            said.append(_("On the waiting list already") if waits else _("Named already"))
        elif _same_days(program, row):
            said.append(_("On the same days: %(other)s") % {"other": row.program.label})
    return said


def _same_days(program, row) -> bool:
    other = row.program
    dated = all((program.starts_on, program.ends_on, other.starts_on, other.ends_on))
    if not dated or row.state != S.NOMINATED or other.state not in NAMING:
        return False
    return other.starts_on <= program.ends_on and program.starts_on <= other.ends_on


def _recent(program, history) -> list[str]:
    """The same theme within twelve months before: worth a thought, never forbidden."""
    if program.theme_id is None or program.starts_on is None:
        return []
    return [
        _("The same theme on %(day)s: %(other)s")
        % {"day": row.program.starts_on.isoformat(), "other": row.program.label}
        for row in history
        if row.program_id != program.pk
        and row.program.theme_id == program.theme_id
        and row.program.state in (*NAMING, ProgramState.CLOSED)
        and row.program.starts_on is not None
        and abs(program.starts_on - row.program.starts_on) <= RECENT
    ]


def _level(levels, person) -> list[str]:
    if not levels or person.level_id in levels:
        return []
    return [_("Meant for: %(levels)s") % {"levels": _(", ").join(levels.values())}]
