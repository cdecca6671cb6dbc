from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, Search, Table
from surveys.choices import Purpose


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
