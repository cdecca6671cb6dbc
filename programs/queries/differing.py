"""What somebody typed beside what somebody else has saved meanwhile."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.access import Actor
from programs.choices import SLOT_NAMES


@dataclass(frozen=True)
class Differing:
    """One field with both values in words."""

    label: str
    mine: str
    theirs: str


def differing(actor: Actor, stored: Model, typed: dict[str, Any]) -> list[Differing]:
    """The fields of a line or programme that stand otherwise than they were typed."""
    found = []
    for name, mine in typed.items():
        field = stored._meta.get_field(name)
        theirs = getattr(stored, name)
        if field.many_to_many:
            mine, theirs = (
                tuple(sorted(rows, key=lambda row: row.pk)) for rows in (mine, theirs.all())
            )
        if mine != theirs:
            label = str(field.verbose_name)
            found.append(Differing(label, _said(name, mine), _said(name, theirs)))
    return found


def _said(name: str, value: Any) -> str:
    if value is None or value == "" or value == ():
        return "--"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return _(", ").join(_said(name, one) for one in value)
    if name == "slot":
        return SLOT_NAMES[value]
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(getattr(value, "label", value))
