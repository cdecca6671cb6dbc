"""Drawing up a yearly plan and handing it to the units."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.models import Code, Organisation
from core.errors import Refusal
from programs.flow import COMPOSE, PLAN
from programs.models import Demand, Plan, Share
from programs.rules import plan as rules


class SharesTooHigh(Refusal):
    """The minimums of all categories together ask for more than everything."""

    code = "shares_too_high"
    message = _(
        "The minimums add up to {total} %: no programme can meet them. Lower them to a sum of 100."
    )
    status = 422


class ShareUpsideDown(Refusal):
    """A maximum below its minimum."""

    code = "share_upside_down"
    message = _("“{category}”: the most ({most} %) is below the least ({least} %).")
    status = 422


class NobodyAsked(Refusal):
    """A plan that asks nobody for anything cannot be published."""

    code = "nobody_asked"
    message = _("Enter how many people at least one unit is to train; then publish the plan.")


@operation(rules.may_edit_plan, on="plan")
def save_plan(*, actor: Actor, plan: Plan) -> Plan:
    """Draw up or change a plan."""
    is_new = plan.pk is None
    plan.save()
    if is_new:
        PLAN.start(plan, actor=actor, label=_("Drawn up"))
    return plan


@operation(rules.may_edit_plan, on="plan")
def set_shares(*, actor: Actor, plan: Plan, shares: Iterable[tuple[Code, int, int | None]]) -> Plan:
    """Replace the category shares: triples of category, least and most percent.

    Raises `SharesTooHigh`, `ShareUpsideDown`.
    """
    shares = list(shares)
    _check(shares)
    plan.shares.all().delete()
    Share.objects.bulk_create(
        Share(plan=plan, category=category, min_percent=least, max_percent=most)
        for category, least, most in shares
    )
    return plan


def _check(shares):
    total = sum(least for _category, least, _most in shares)
    if total > 100:
        raise SharesTooHigh(total=total)
    for category, least, most in shares:
        if most is not None and most < least:
            raise ShareUpsideDown(category=category.label, least=least, most=most)


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
