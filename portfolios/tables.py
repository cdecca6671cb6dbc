from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, DateRange, Search, Table
from programs.choices import EnrolmentState

TONES = {
    EnrolmentState.NOMINATED: "running",
    EnrolmentState.COMPLETED: "approved",
    EnrolmentState.FAILED: "refused",
}
STATES = [(state.value, state.label) for state in TONES]


def link_of(row):
    return reverse("programs:program", args=[row.program_id])


class Record(Table):
    key, title, default_sort = "record", _("Learning record"), "-starts_on"
    nothing_yet = _("No training yet")
    why_nothing = _("Programmes stand here once the person has been named for one.")
    columns = (
        Column(
            "name",
            _("Programme"),
            kind="link",
            value="program.label",
            url=link_of,
            sort="program__name",
            fixed=True,
        ),
        Column(
            "starts_on",
            _("Begins"),
            kind="date",
            value="program.starts_on",
            sort="program__starts_on",
        ),
        Column("institute", _("Institute"), value="program.institute.label", minor=True),
        Column("theme", _("Theme"), value="program.theme.label", minor=True),
        Column("hours", _("Hours"), numeric=True, unit=_("h"), sort="hours"),
        Column(
            "state",
            _("Result"),
            kind="pill",
            value=lambda row: (row.get_state_display(), TONES[row.state]),
        ),
        Column("score", _("Score"), numeric=True, sort="score"),
        Column("grade", _("Grade"), value="grade.label"),
    )
    filters = (
        Search(label=_("Programme"), fields=("program__name", "program__name_en")),
        Choice("state", _("Result"), options=STATES),
        DateRange("starts_on", _("Begins"), path="program__starts_on", more=True),
    )
