"""Who may ask what would become of a plan if things were different."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import PERSONAL_ROLES
from programs.models import Plan, Scenario
from programs.rules import plan as rules


def may_see_scenarios(actor: Actor, plan: Plan) -> Answer:
    """Staff of the department that owns the plan, and of those above it."""
    if actor.role not in PERSONAL_ROLES and actor.organisation.is_above(plan.organisation):
        return YES
    return Answer(_("What could become of a plan is tried out by the department that owns it."))


def may_try(actor: Actor, scenario: Scenario) -> Answer:
    """A manager of that department."""
    return rules.may_manage_plan(actor, scenario.plan)


def may_adopt(actor: Actor, scenario: Scenario) -> Answer:
    """The same, while the plan is a draft; a missing base or teacher is nothing a plan says."""
    if not {"least", "budget_yuan"} & scenario.changes.keys():
        return Answer(_("This scenario changes nothing that stands in the plan."))
    return rules.may_edit_plan(actor, scenario.plan)
