"""What can be asked about the people of a programme, its attendance and its results."""

from datetime import timedelta

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.access import Actor
from accounts.choices import OrganisationKind
from accounts.queries import organisations, trainees
from programs.choices import EnrolmentState as S
from programs.models import Allotment, Attendance, Enrolment, Program, Session

PLACED = (S.NOMINATED, S.COMPLETED, S.FAILED)
TAKING_PART = (*PLACED, S.WAITING)
RECENT = timedelta(days=365)


def enrolments(actor: Actor, program: Program):
    """Everybody who was named for a programme, as far as the actor may see."""
    rows = Enrolment.objects.visible_to(actor).filter(program=program)
    return rows.select_related(
        "trainee__level", "trainee__organisation", "organisation", "named_by__user", "grade"
    ).order_by("trainee__name_sort", "pk")


def placed(actor: Actor, program: Program):
    """Those who have a place."""
    return enrolments(actor, program).filter(state__in=PLACED)


def waiting(actor: Actor, program: Program):
    """The waiting list, first come first."""
    return enrolments(actor, program).filter(state=S.WAITING).order_by("named_at", "pk")


def own_enrolment(actor: Actor, program: Program) -> Enrolment | None:
    """The place of the person who asks."""
    return enrolments(actor, program).filter(trainee__user=actor.user).first()


def counts(actor: Actor, program: Program) -> dict[str, int]:
    """How many people stand where; one statement."""
    rows = enrolments(actor, program).order_by().values_list("state")
    return dict.fromkeys(S.values, 0) | dict(rows.annotate(n=Count("pk")))


def candidates(actor: Actor, program: Program):
    """Trainees the actor could name, each with what speaks for a second look.

    `standing` (state here), `busy_with` (another programme on the same days), `trained_on`
    (end of a programme of the same theme within a year before), `off_level`.
    """
    here = Enrolment.objects.visible_to(actor).filter(trainee=OuterRef("pk"))
    elsewhere = here.exclude(program=program).filter(state__in=TAKING_PART)
    busy = elsewhere.filter(_same_days(program)).order_by("program__starts_on")
    recent = elsewhere.filter(_same_theme(program)).order_by("-program__ends_on")
    levels = list(program.levels.values_list("pk", flat=True))
    misses = Q(level=None) | ~Q(level__in=levels) if levels else Q(pk__in=())
    return trainees(actor).annotate(
        standing=Subquery(here.filter(program=program).values("state")[:1]),
        busy_with=Subquery(busy.values("program__name")[:1]),
        busy_with_en=Subquery(busy.values("program__name_en")[:1]),
        trained_on=Subquery(recent.values("program__ends_on")[:1]),
        off_level=Case(When(misses, then=Value(True)), default=Value(False)),
    )


def _same_days(program) -> Q:
    if program.starts_on is None or program.ends_on is None:
        return Q(pk__in=())
    return Q(program__starts_on__lte=program.ends_on, program__ends_on__gte=program.starts_on)


def _same_theme(program) -> Q:
    if program.theme_id is None or program.starts_on is None:
        return Q(pk__in=())
    since = program.starts_on - RECENT
    days = Q(program__ends_on__gte=since, program__ends_on__lt=program.starts_on)
    return Q(program__theme=program.theme_id) & days & ~Q(state=S.WAITING)


def sessions(actor: Actor, program: Program):
    """The sessions of a programme in the order of time, those without a time last."""
    rows = Session.objects.visible_to(actor).filter(program=program)
    rows = rows.select_related(
        "course__category", "format", "teacher", "base", "room", "program__institute"
    )
    untimed = Case(When(on=None, then=Value(1)), default=Value(0))
    return rows.order_by(untimed, "on", "slot", "position", "pk")


def with_attendance(actor: Actor, program: Program):
    """Sessions with the number of people recorded, and of those present or late."""
    rows = sessions(actor, program)
    return rows.annotate(
        recorded=Count("attendance"),
        present=Count("attendance", filter=Q(attendance__status__in=("present", "late"))),
    )


def attendance(actor: Actor, session: Session) -> dict[int, str]:
    """Who was there: enrolment key → status; one statement."""
    rows = Attendance.objects.visible_to(actor).filter(session=session)
    return dict(rows.values_list("enrolment", "status"))


def presence(actor: Actor, program: Program):
    """Those who have a place, with `present` of `recorded` sessions; one statement."""
    there = Q(attendance__status__in=("present", "late"))
    return placed(actor, program).annotate(
        recorded=Count("attendance"), present=Count("attendance", filter=there)
    )


def allotments(actor: Actor, program: Program):
    """Places of the units: all for the owner and who is above, a unit's own for the unit."""
    rows = Allotment.objects.visible_to(actor).filter(program=program).select_related("unit")
    placed = Enrolment.objects.visible_to(actor).filter(
        program=program,
        state__in=PLACED,
        trainee__organisation__path__startswith=OuterRef("unit__path"),
    )
    named = placed.order_by().values("program").annotate(n=Count("pk")).values("n")
    return rows.annotate(named=Coalesce(Subquery(named), 0)).order_by("unit__path")


def allottable(actor: Actor):
    """The units a department can give places to."""
    return organisations(actor, OrganisationKind.UNIT).filter(active=True).order_by("path")
