"""What can be asked about yearly plans and how far they have come."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.access import Actor
from accounts.choices import OrganisationKind
from accounts.models import Code, Organisation
from accounts.queries import organisations
from programs import meter
from programs.choices import PlanState, ProgramState
from programs.models import Demand, Plan, Program

SETTLED = (ProgramState.APPROVED, ProgramState.RUNNING, ProgramState.CLOSED)
UNDERWAY = (*SETTLED, ProgramState.SUBMITTED, ProgramState.ACCEPTED)


def plans(actor: Actor):
    """Plans the actor may see: his own, and those published above him."""
    return Plan.objects.visible_to(actor).select_related("organisation")


def open_plans(actor: Actor, current: int | None = None):
    """Published plans that a programme of the actor can belong to, and the one it is in."""
    return plans(actor).filter(Q(state=PlanState.PUBLISHED) | Q(pk=current))


def plan_list(actor: Actor):
    """Plans for the list: the people asked of whom the actor sees, and the programmes so far."""
    asked = _asked(actor).filter(plan=OuterRef("pk")).order_by().values("plan")
    held = Program.objects.visible_to(actor).filter(plan=OuterRef("pk")).order_by().values("plan")
    return plans(actor).annotate(
        headcount=Coalesce(Subquery(asked.annotate(n=Sum("headcount")).values("n")), 0),
        program_count=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
    )


def _asked(actor):
    rows = Demand.objects.visible_to(actor)
    return rows.filter(unit__path__startswith=actor.organisation.path)


def demands(actor: Actor, plan: Plan):
    """What a plan asks of the actor's organisation and those below it; never of a sibling."""
    return _asked(actor).filter(plan=plan).select_related("unit").order_by("unit__path")


def shares(actor: Actor, plan: Plan):
    """The shares of a plan the actor was shown: categories first, then formats."""
    return plan.shares.select_related("code").order_by("code__kind", "code__order", "pk")


@dataclass(frozen=True, kw_only=True)
class PlanQuota(meter.Quota):
    """A share of a plan; `kind` is that of its code."""

    kind: str = ""
    code: Code | None = None

    def changed(self, changes: dict[str, Any]) -> "PlanQuota":
        """The same with the minimum that a scenario gives it."""
        least = changes.get("least", {}).get(str(self.key), self.minimum)
        return replace(self, minimum=least)


def quotas(actor: Actor, plan: Plan, changes: dict[str, Any]) -> list[PlanQuota]:
    """The shares of a plan, with the minimums that a scenario changes."""
    found = [
        PlanQuota(
            key=s.code_id,
            name=s.code.label,
            minimum=s.min_percent,
            maximum=s.max_percent,
            kind=s.code.kind,
            code=s.code,
        )
        for s in shares(actor, plan)
    ]
    return [quota.changed(changes) for quota in found]


def units(actor: Actor):
    """The units that a plan of the actor's department can ask."""
    return organisations(actor, OrganisationKind.UNIT).filter(active=True).order_by("path")


@dataclass(frozen=True)
class UnitProgress:
    """One unit against what it was asked for; counts are places."""

    unit: Organisation
    asked: int
    note: str
    approved: int
    underway: int
    programs: int

    @property
    def percent(self) -> float:
        """Places in approved programmes, of the people asked."""
        return 100 * self.approved / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Progress:
    """All programmes of a plan that the actor sees, against its demand."""

    units: list[UnitProgress]
    states: list[tuple[str, str, int]]
    asked: int
    approved: int
    underway: int
    budget_used_yuan: int
    programs: int

    @property
    def percent(self) -> float:
        """Places in approved programmes, of the people asked."""
        return 100 * self.approved / self.asked if self.asked else 0.0

    @property
    def owing(self) -> list[UnitProgress]:
        """Units that have not submitted as many places as they were asked for."""
        return [unit for unit in self.units if unit.underway < unit.asked]


def progress(actor: Actor, plan: Plan) -> Progress:
    """Count the programmes of a plan; two statements."""
    rows = Program.objects.visible_to(actor).filter(plan=plan).order_by()
    rows = list(
        rows.values("state", "organisation").annotate(
            n=Count("pk"), seats=Sum("places"), yuan=Sum("budget_yuan")
        )
    )
    units = [_unit_progress(demand, rows) for demand in demands(actor, plan)]
    states = Counter()
    for row in rows:
        states[row["state"]] += row["n"]
    return Progress(
        units=units,
        states=[(s.value, s.label, states[s]) for s in ProgramState if states[s]],
        asked=sum(unit.asked for unit in units),
        approved=_sum(rows, SETTLED, "seats"),
        underway=_sum(rows, UNDERWAY, "seats"),
        budget_used_yuan=_sum(rows, SETTLED, "yuan"),
        programs=states.total(),
    )


def _unit_progress(demand: Demand, rows: list[dict]) -> UnitProgress:
    own = [row for row in rows if row["organisation"] == demand.unit_id]
    return UnitProgress(
        unit=demand.unit,
        asked=demand.headcount,
        note=demand.note,
        approved=_sum(own, SETTLED, "seats"),
        underway=_sum(own, UNDERWAY, "seats"),
        programs=sum(row["n"] for row in own),
    )


def _sum(rows, states, what) -> int:
    return sum(row[what] for row in rows if row["state"] in states)
