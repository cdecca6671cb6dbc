"""Trying out what a plan would lead to, and taking over what convinces."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.background import enqueue
from core import jobs
from core.errors import Refusal
from programs.models import Scenario
from programs.operations import plan as plans
from programs.queries import plan as queries
from programs.queries.year import year_problem
from programs.rules import scenario as rules

MOST = 6  # scenarios of one plan that stand side by side


class NothingToPlan(Refusal):
    """A plan whose demand is met, or that asks for nobody."""

    code = "nothing_to_plan"
    message = _(
        "Nobody is left to be planned for: enter the demand first, or everything asked for is on "
        "the way already."
    )
    status = 422


class EnoughScenarios(Refusal):
    """Too many scenarios to compare."""

    code = "enough_scenarios"
    message = _("{most} scenarios stand side by side at most. Remove one first.")


@operation(rules.may_try, on="scenario")
def try_out(*, actor: Actor, scenario: Scenario) -> Scenario:
    """Let a worker compute a scenario. Raises `NothingToPlan`, `EnoughScenarios`."""
    plan = scenario.plan
    if plan.scenarios.count() >= MOST:
        raise EnoughScenarios(most=MOST)
    if not year_problem(actor, plan, scenario.changes)["programmes"]:
        raise NothingToPlan
    scenario.organisation, scenario.created_by = plan.organisation, actor.member
    scenario.save()
    url = scenario.get_absolute_url()
    label = f"{plan} · {scenario}"
    scenario.job = enqueue(
        actor, "programs.try_scenario", label=label, url=url, scenario_id=scenario.pk
    )
    scenario.save(update_fields=["job"])
    return scenario


@operation(rules.may_try, on="scenario")
def keep_figures(*, actor: Actor, scenario: Scenario, answer: dict) -> Scenario:
    """Write down what a worker found in the end."""
    scenario.answer = answer
    scenario.took_ms = int((timezone.now() - scenario.created_at).total_seconds() * 1000)
    scenario.save(update_fields=["answer", "took_ms"])
    return scenario


@operation(rules.may_try, on="scenario")
def remove_scenario(*, actor: Actor, scenario: Scenario) -> Scenario:
    """Take a scenario away, stopping the work on it."""
    if scenario.job:
        jobs.cancel(scenario.job.pk)
    Scenario._base_manager.filter(pk=scenario.pk).delete()
    return scenario


@operation(rules.may_adopt, on="scenario")
def adopt(*, actor: Actor, scenario: Scenario) -> Scenario:
    """Make the scenario's shares and budget those of the plan.

    Raises `SharesTooHigh`, `ShareUpsideDown`.
    """
    plan, changes = scenario.plan, scenario.changes
    if "least" in changes:
        shares = [(q.code, q.minimum, q.maximum) for q in queries.quotas(actor, plan, changes)]
        plans.set_shares(actor=actor, plan=plan, shares=shares)
    if "budget_yuan" in changes:
        plan.budget_yuan = changes["budget_yuan"]
        plans.save_plan(actor=actor, plan=plan)
    return scenario
