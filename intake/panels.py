"""The place of the intake in the side navigation, and attached files on the pages of others."""

from django.utils.translation import gettext_lazy as _

from core import panels
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
PAGES = {
    "accounts.trainee": "intake:trainee_files",
    "resources.course": "intake:course_files",
    "programs.program": "intake:program_files",
}
for page, url_name in PAGES.items():
    panels.register(
        panels.Panel(
            page=page,
            label=_("Attached files"),
            url_name=url_name,
            rule=rules.may_see_attached,
            order=90,
        )
    )
