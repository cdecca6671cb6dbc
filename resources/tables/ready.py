from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from core.lists import Choice, Column, Range, Search, Table
from resources.models import ReadyProgram
from resources.tables.shared import (
    LENT,
    OWNER,
    RATING,
    REACH,
    REACHES,
    STATE,
    STATES,
    having,
    name_of,
    number,
    of_table,
    owner_choice,
)


class ReadyPrograms(Table):
    key, title, default_sort = "ready-programmes", _("Ready-made programmes"), "code"
    nothing_yet = _("No ready-made programmes yet")
    why_nothing = _("Institutes offer whole programmes here, which units adopt and adapt.")
    columns = (
        name_of(_("Ready-made programme")),
        number(),
        Column("theme", _("Theme"), value="theme.label", sort="theme__order"),
        Column("days", _("Number of days"), numeric=True, sort="days"),
        Column("hours", _("Hours"), numeric=True, sort="hours"),
        Column(
            "lines", _("Sessions"), value="line_count", numeric=True, sort="line_count", minor=True
        ),
        Column("places", _("Number of places"), numeric=True, sort="places", minor=True),
        RATING,
        OWNER,
        REACH,
        LENT,
        STATE,
    )
    filters = (
        Search(label=_("Name, pinyin or number"), fields=("search_text",)),
        Choice("theme", _("Theme"), path="theme_id", options=of_table(CodeKind.THEME)),
        Choice("level", _("Level"), options=of_table(CodeKind.LEVEL), apply=having("levels")),
        owner_choice(ReadyProgram),
        Range("days", _("Number of days"), more=True),
        REACHES,
        STATES,
    )
