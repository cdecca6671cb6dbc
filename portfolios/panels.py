"""The learning record on a person's page."""

from django.utils.translation import gettext_lazy as _

from core.panels import Panel, register

register(
    Panel(
        page="accounts.trainee",
        label=_("Learning record"),
        url_name="portfolios:record_panel",
        rule=lambda actor, trainee: True,
        order=50,
    )
)
