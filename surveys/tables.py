from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, Search, Table
from surveys.choices import InquiryState, Purpose
from surveys.flow import INQUIRY


def link_of(row):
    return reverse("surveys:questionnaire", args=[row.pk])


def state_of(row):
    return (_("In use"), "running") if row.active else (_("Not in use"), "draft")


def by_state(rows, values):
    return rows.filter(active__in=[value == "use" for value in values])


class Questionnaires(Table):
    key, title, default_sort = "questionnaires", _("Questionnaires"), "purpose"
    nothing_yet = _("No questionnaires yet")
    why_nothing = _("The standard ones are made when the first programme is closed.")
    columns = (
        Column(
            "name",
            _("Questionnaire"),
            kind="link",
            value="label",
            url=link_of,
            sort="name",
            fixed=True,
        ),
        Column("purpose", _("Purpose"), value="get_purpose_display", sort="purpose"),
        Column("state", _("State"), kind="pill", value=state_of, sort="active"),
        Column("questions", _("Questions"), value="question_count", numeric=True, minor=True),
        Column("owner", _("Kept by"), value="organisation.label", sort="organisation__name"),
    )
    filters = (
        Search(label=_("Questionnaire"), fields=("name", "name_en")),
        Choice("purpose", _("Purpose"), options=Purpose.choices),
        Choice(
            "state",
            _("State"),
            options=(("use", _("In use")), ("off", _("Not in use"))),
            apply=by_state,
        ),
    )


class Inquiries(Table):
    key, title, default_sort = "inquiries", _("Need research"), "-due_on"
    nothing_yet = _("No need research yet")
    why_nothing = _("Ask leaders, units or teachers what training they need.")
    columns = (
        Column("label", _("Need research"), kind="link", url="get_absolute_url", sort=("name",)),
        Column(
            "state",
            _("State"),
            kind="pill",
            value=lambda row: (row.get_state_display(), INQUIRY.flow.tones[row.state]),
            sort="state",
        ),
        Column("audience", _("Who is asked"), value="get_audience_display", minor=True),
        Column("owner", _("Asked by"), value="organisation.label", sort="organisation__path"),
        Column("sent_count", _("Answered"), numeric=True, sort="sent_count"),
        Column("asked_count", _("Asked"), numeric=True, sort="asked_count"),
        Column("due_on", _("Until"), kind="date", sort="due_on"),
    )
    filters = (
        Search(label=_("Need research"), fields=("name", "name_en")),
        Choice("state", _("State"), options=InquiryState.choices),
    )
