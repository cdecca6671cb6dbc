"""Plans and programmes in the side navigation, and what they add to the page of a course."""

from django.utils.translation import gettext_lazy as _

from core.navigation import Entry, register
from core.panels import Panel
from core.panels import register as register_panel
from programs.rules import plan as rules
from resources.rules import may_browse

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
register_panel(
    Panel(
        page="resources.course",
        label=_("Use and effect"),
        url_name="programs:course_use",
        rule=may_browse,
        order=20,
    )
)
register_panel(
    Panel(
        page="resources.readyprogram",
        label=_("Use and effect"),
        url_name="programs:ready_use",
        rule=may_browse,
        order=20,
    )
)
