from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, Table
from matching.choices import ModelState
from matching.flow import MODEL
from matching.sentences import verdict


def state_of(model):
    return model.get_state_display(), MODEL.flow.tones[model.state]


class Models(Table):
    key, title, default_sort = "models", _("Matching models"), "-number"
    nothing_yet = _("No model has been trained yet")
    why_nothing = _(
        "A model learns from the results of closed programmes whom which theme does good. Until "
        "there is one, suggestions follow the rules."
    )
    columns = (
        Column(
            "name",
            _("Model"),
            kind="link",
            value=str,
            url="get_absolute_url",
            sort="number",
            fixed=True,
        ),
        Column("state", _("State"), kind="pill", value=state_of, sort="state"),
        Column("trained_at", _("Trained"), kind="datetime", sort="trained_at"),
        Column("cases", _("Past results"), numeric=True, sort="cases"),
        Column("verdict", _("Comparison"), value=verdict, minor=True),
        Column("by", _("Started by"), value="started_by.user.display_name", minor=True),
        Column("number", _("Number"), numeric=True, shown=False),
    )
    filters = (Choice("state", _("State"), options=ModelState.choices),)
