"""The learning record in the navigation of a trainee and on his page."""

from django.utils.translation import gettext_lazy as _

from accounts.access import may_view
from accounts.choices import Role
from core.navigation import Entry
from core.navigation import register as register_entry
from core.panels import Panel, register

register_entry(
    Entry(
        label=_("Growth"),
        url_name="portfolios:own",
        icon="trending-up",
        order=36,
        audience=lambda actor: actor.has(Role.TRAINEE),
    )
)
register(
    Panel(
        page="accounts.trainee",
        label=_("Learning record"),
        url_name="portfolios:record_panel",
        rule=may_view,
        order=5,
    )
)
