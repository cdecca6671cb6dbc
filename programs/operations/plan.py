"""Drawing up a yearly plan and handing it to the units."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Code, Organisation
from accounts.queries import codes
from core.errors import Refusal
from programs.choices import SHARED
from programs.flow import COMPOSE, PLAN
from programs.models import Demand, Plan, PlanCompetence, Share
from programs.rules import plan as rules


class SharesTooHigh(Refusal):
    """The minimums of all categories (or formats) together ask for more than everything."""

    code = "shares_too_high"
    message = _(
        "{kind}: the minimums add up to {total} %: no programme can meet them. "
        "Lower them to a sum of 100."
    )
    status = 422


class ShareUpsideDown(Refusal):
    """A maximum below its minimum."""

    code = "share_upside_down"
    message = _("“{category}”: the most ({most} %) is below the least ({least} %).")
    status = 422


class SharesTooLow(Refusal):
    """Maximums for everything that together leave a part of the hours to nothing."""

    code = "shares_too_low"
    message = _(
        "{kind}: every one has a maximum, and they add up to {total} %: the hours cannot be "
        "filled. Raise them to a sum of 100 at least."
    )
    status = 422


class PeriodUpsideDown(Refusal):
    """A period that ends before it begins."""

    code = "period_upside_down"
    message = _("The period of the programmes ends before it begins.")
    status = 422


class NobodyAsked(Refusal):
    """A plan that asks nobody for anything cannot be published."""

    code = "nobody_asked"
    message = _("Enter how many people at least one unit is to train; then publish the plan.")


@operation(rules.may_edit_plan, on="plan")
def save_plan(
    *,
    actor: Actor,
    plan: Plan,
    levels: Iterable[Code] | None = None,
    themes: Iterable[Code] | None = None,
) -> Plan:
    """Draw up or change a plan. Raises `PeriodUpsideDown`."""
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise PeriodUpsideDown
    is_new = plan.pk is None
    plan.save()
    if levels is not None:
        plan.levels.set(levels)
    if themes is not None:
        plan.themes.set(themes)
    if is_new:
        PLAN.start(plan, actor=actor, label=_("Drawn up"))
    return plan


@operation(rules.may_edit_plan, on="plan")
def set_shares(*, actor: Actor, plan: Plan, shares: Iterable[tuple[Code, int, int | None]]) -> Plan:
    """Replace the shares: triples of category or format, least and most percent.

    Raises `SharesTooHigh`, `SharesTooLow`, `ShareUpsideDown`.
    """
    shares = list(shares)
    for kind in SHARED:
        _check(actor, kind, [share for share in shares if share[0].kind == kind])
    plan.shares.all().delete()
    Share.objects.bulk_create(
        Share(plan=plan, code=code, min_percent=least, max_percent=most)
        for code, least, most in shares
    )
    return plan


def _check(actor: Actor, kind: CodeKind, shares: list) -> None:
    for code, least, most in shares:
        if most is not None and most < least:
            raise ShareUpsideDown(category=code.label, least=least, most=most)
    total = sum(least for _code, least, _most in shares)
    if total > 100:
        raise SharesTooHigh(kind=kind.label, total=total)
    most = {code.pk: most for code, _least, most in shares if most is not None}
    everything = codes(actor, kind).values_list("pk", flat=True)
    if most and set(everything) <= most.keys() and sum(most.values()) < 100:
        raise SharesTooLow(kind=kind.label, total=sum(most.values()))


@operation(rules.may_edit_plan, on="plan")
def set_demands(
    *, actor: Actor, plan: Plan, demands: Iterable[tuple[Organisation, int, str]]
) -> Plan:
    """Replace the demand: triples of unit, people and note; units with nobody are left out."""
    plan.demands.all().delete()
    Demand.objects.bulk_create(
        Demand(plan=plan, unit=unit, headcount=headcount, note=note)
        for unit, headcount, note in demands
        if headcount
    )
    return plan


@operation(rules.may_manage_plan, on="plan")
def publish_plan(*, actor: Actor, plan: Plan) -> Plan:
    """Hand the plan to the units: each finds on its to-do list what it is asked for.

    Raises `NobodyAsked`, `WrongState`.
    """
    demands = list(plan.demands.select_related("unit", "plan"))
    if not demands:
        raise NobodyAsked
    PLAN.move(plan, "publish", actor=actor)
    for demand in demands:
        _ask(demand, actor)
    return plan


def _ask(demand, actor):
    url = reverse("programs:plan", args=[demand.plan_id])
    for unit in COMPOSE.to(demand):
        process.ask(COMPOSE, demand, unit, actor=actor, url=url, due_on=demand.plan.deadline_on)


@operation(rules.may_manage_plan, on="plan")
def close_plan(*, actor: Actor, plan: Plan) -> Plan:
    """End the plan; nobody is asked for a programme any longer. Raises `WrongState`."""
    PLAN.move(plan, "close", actor=actor)
    for demand in plan.demands.all():
        process.close(demand, actor=actor)
    return plan


@operation(rules.may_edit_plan, on="plan")
def set_competences(*, actor: Actor, plan: Plan, levels: dict[int, int]) -> int:
    """Say which competences the plan asks for and how far: {competence key: level}, all of them.

    Returns how many there are.
    """
    known = codes(actor, CodeKind.COMPETENCE).filter(pk__in=levels)
    plan.competences.all().delete()
    rows = [PlanCompetence(plan=plan, competence=one, level=levels[one.pk]) for one in known]
    return len(PlanCompetence._base_manager.bulk_create(rows))
