from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, Table
from resources.choices import AdoptionState, ChangeKind
from resources.flow import CHANGE


def change_state_of(change):
    return change.get_state_display(), CHANGE.flow.tones[change.state]


class Changes(Table):
    key, title, default_sort = "course-changes", _("Changes of resources"), "-asked"
    nothing_yet = _("Nothing that you took over has changed")
    why_nothing = _(
        "When a course or ready-made programme changes, or something is taken out of use, you "
        "decide here what follows."
    )
    columns = (
        Column(
            "course",
            _("Resource"),
            kind="link",
            value="thing.label",
            url="get_absolute_url",
            sort="name",
            fixed=True,
        ),
        Column("kind", _("What has happened"), value="get_kind_display", sort="kind"),
        Column("about", _("Taken over by"), value="shown", sort="label"),
        Column(
            "organisation",
            _("Organisation"),
            value="organisation.label",
            sort="organisation__name",
            minor=True,
        ),
        Column("state", _("State"), kind="pill", value=change_state_of, sort="state"),
        Column("asked", _("Asked on"), kind="date", value="asked_at", sort="asked_at", minor=True),
    )
    filters = (
        Choice("state", _("State"), path="state", options=AdoptionState.choices),
        Choice("kind", _("What has happened"), path="kind", options=ChangeKind.choices),
    )
