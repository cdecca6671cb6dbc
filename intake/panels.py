"""The place of the intake in the side navigation."""

from django.utils.translation import gettext_lazy as _

from core.navigation import Entry, register
from intake import rules

register(
    Entry(
        label=_("Imports"),
        url_name="intake:batch_list",
        icon="file-up",
        order=80,
        audience=rules.may_browse,
    )
)
