"""The stored values of a version in the words of the page."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import in_language
from core.templatetags.marks import MISSING
from programs.diff import ABSENT
from programs.models import Program
from resources.choices import SLOT_NAMES
from resources.models import ReadyProgram

NAMED = (
    "name",
    "plan",
    "theme",
    "institute",
    "levels",
    "aim",
    "places",
    "starts_on",
    "ends_on",
    "hours_min",
    "hours_max",
    "budget_yuan",
)
FIELDS = {name: capfirst(Program._meta.get_field(name).verbose_name) for name in NAMED}
FIELDS |= {"cost": gettext_lazy("Cost (yuan)"), "hours": gettext_lazy("Hours in all")}
# Of a ready-made programme; its lines have the number of a day instead of a date.
FIELDS |= {
    name: capfirst(ReadyProgram._meta.get_field(name).verbose_name)
    for name in ("name_en", "aim_en", "days")
}
# Figures that follow from the lines: a reviewer wants to see them change too.
COMPUTED = {
    "hours": lambda content: content["meter"]["hours"],
    "cost": lambda content: content["meter"]["cost_yuan"]["total"],
}
BUDGET = ("budget_yuan", "cost")
# What a line shows, and the stored cells each is made of.
CELLS = {
    "course": (gettext_lazy("Course"), ("course", "category")),
    "time": (gettext_lazy("Time"), ("on", "slot")),
    "hours": (gettext_lazy("Hours"), ("hours",)),
    "format": (gettext_lazy("Format"), ("format",)),
    "teacher": (gettext_lazy("Teacher"), ("teacher",)),
    "place": (gettext_lazy("Place"), ("base", "room")),
    "fee_yuan": (gettext_lazy("Fee"), ("fee_yuan",)),
}
UNITS = {"hours": gettext_lazy("%s h"), "fee_yuan": gettext_lazy("%s yuan")}


class Words:
    """How a stored value is said."""

    @staticmethod
    def field(name: str, value: Any) -> str:
        """Say the value of a field."""
        if value in (None, "", ABSENT) or value == []:
            return MISSING
        if isinstance(value, list):
            return _(", ").join(Words.field(name, one) for one in value)
        if isinstance(value, dict):
            return in_language(value["zh"], value["en"])
        if isinstance(value, int):
            return f"{value:,}"
        return str(value)

    @staticmethod
    def cell(name: str, line: dict) -> str:
        """Say what a line shows under one heading."""
        if name == "time":
            slot = line.get("slot")
            begins = SLOT_NAMES[slot] if slot is not None and slot < len(SLOT_NAMES) else ""
            return f"{Words.day(line.get('on'))} {begins}".strip() or MISSING
        if name == "place":
            parts = [Words.field(part, line.get(part)) for part in ("base", "room")]
            return " ".join(part for part in parts if part != MISSING) or MISSING
        text = Words.field(name, line.get(name))
        return text if text == MISSING else UNITS.get(name, "%s") % text

    @staticmethod
    def day(on: str | int | None) -> str:
        """Say a date, or which day of the programme."""
        return _("day %(n)s") % {"n": on} if isinstance(on, int) else on or ""

    @staticmethod
    def headings(changed: set[str]) -> list[tuple[str, str]]:
        """The headings that show any of these stored cells."""
        return [
            (name, str(label)) for name, (label, stored) in CELLS.items() if changed & {*stored}
        ]
