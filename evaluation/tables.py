from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lists import Column, DateRange, Search, Table


def link_of(program):
    return reverse("evaluation:results", args=[program.pk])


def answers_of(program):
    if not program.asked:
        return None
    return f"{program.sent} / {program.asked}"


class Evaluated(Table):
    key, title, default_sort = "evaluated", _("Evaluation"), "-ends_on"
    nothing_yet = _("No programme has been closed yet")
    why_nothing = _("When a programme is closed, trainees and units are asked to evaluate it.")
    columns = (
        Column(
            "name",
            _("Programme"),
            kind="link",
            value="label",
            url=link_of,
            sort="name",
            fixed=True,
        ),
        Column("institute", _("Institute"), value="institute.label", sort="institute__name"),
        Column("ends_on", _("Last day"), kind="date", sort="ends_on"),
        Column(
            "answers",
            _("Answers of trainees"),
            value=answers_of,
            numeric=True,
        ),
    )
    filters = (
        Search(label=_("Programme"), fields=("name", "name_en")),
        DateRange("ends_on", _("Last day")),
    )
