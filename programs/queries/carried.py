"""The shares of the hours from plan to programme to what was really held."""

from django.db.models import Exists, OuterRef, Sum

from accounts.access import Actor
from accounts.choices import CodeKind
from programs import meter
from programs.choices import AttendanceStatus, ProgramState
from programs.models import Attendance, Plan, Program, Session
from programs.queries import compose
from programs.queries.plan import SETTLED

WHERE = {CodeKind.CATEGORY: "course__category", CodeKind.FORMAT: "format"}
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


def of_program(actor: Actor, program: Program) -> tuple[meter.Carried, ...]:
    """One programme: as composed, as approved, as held; eight statements."""
    quotas = compose.quotas_of(actor, program)
    return _carried(actor, quotas, Program.objects.visible_to(actor).filter(pk=program.pk))


def of_plan(actor: Actor, plan: Plan) -> tuple[meter.Carried, ...]:
    """All programmes of a plan that the actor sees, refused ones left out; eight statements."""
    rows = Program.objects.visible_to(actor).filter(plan=plan)
    return _carried(actor, compose.quotas(actor, plan), rows.exclude(state=ProgramState.REFUSED))


def _carried(actor: Actor, quotas, programs) -> tuple[meter.Carried, ...]:
    by_kind = {CodeKind.CATEGORY: quotas["quotas"], CodeKind.FORMAT: quotas["format_quotas"]}
    lines = Session.objects.visible_to(actor).filter(program__in=programs.order_by().values("pk"))
    approved = lines.filter(program__state__in=SETTLED)
    there = Attendance.objects.visible_to(actor).filter(session=OuterRef("pk"), status__in=THERE)
    held = lines.filter(Exists(there))
    return tuple(
        one
        for kind, found in by_kind.items()
        if found
        for one in meter.carried(
            kind,
            found,
            planned=_hours(lines, kind),
            approved=_hours(approved, kind),
            held=_hours(held, kind),
        )
    )


def _hours(lines, kind: str) -> dict[int | None, int]:
    rows = lines.order_by().values_list(WHERE[kind]).annotate(hours=Sum("course__hours"))
    return dict(rows)
