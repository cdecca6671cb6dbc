"""Who may do what to a yearly plan."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import PERSONAL_ROLES, OrganisationKind, Role
from accounts.models import Organisation
from programs.choices import PlanState
from programs.models import Plan


def may_create_plan(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of the department itself."""
    own = organisation.pk == actor.organisation.pk
    if own and actor.at(OrganisationKind.DEPARTMENT) and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of a training department draws up its yearly plan."))


def may_manage_plan(actor: Actor, plan: Plan) -> Answer:
    """A manager of the department that owns the plan."""
    return may_create_plan(actor, plan.organisation)


def may_edit_plan(actor: Actor, plan: Plan) -> Answer:
    """The same, while the plan is a draft: units rely on what has been published."""
    if plan.state != PlanState.DRAFT:
        return Answer(
            _("Units already work with this plan: it is no longer changed. Draw up a new one.")
        )
    return may_manage_plan(actor, plan)


def may_see_plans(actor: Actor) -> Answer:
    """Staff of departments, units and institutes."""
    if actor.role in PERSONAL_ROLES or actor.at(OrganisationKind.ENTERPRISE):
        return Answer(_("Yearly plans are for the staff of departments, units and institutes."))
    return YES
