"""The places of plans and programmes in the side navigation."""

from django.utils.translation import gettext_lazy as _

from core.navigation import Entry, register
from programs.rules import plan as rules

register(
    Entry(
        label=_("Plans"),
        url_name="programs:plan_list",
        icon="target",
        order=28,
        audience=rules.may_see_plans,
    )
)
register(
    Entry(
        label=_("Programmes"),
        url_name="programs:program_list",
        icon="layout-list",
        order=30,
        audience=lambda actor: True,
    )
)
