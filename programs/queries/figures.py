"""The requirements of a programme, and how two versions of it stand to them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.access import Actor
from programs.models import Version
from programs.queries.words import Words


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One requirement, and how two versions stand to it; `None` where nothing is required."""

    label: str
    old: str
    new: str
    old_met: bool | None = None
    new_met: bool | None = None


def before_after(actor: Actor, old: Version | None, new: Version) -> list[Figure]:
    """The meter of two versions side by side; of one version alone where there is no older one."""
    before = _figures(old.content) if old else {}
    return [
        Figure(
            label=label,
            old=before.get(label, ("", None))[0],
            old_met=before.get(label, ("", None))[1],
            new=text,
            new_met=met,
        )
        for label, (text, met) in _figures(new.content).items()
    ]


def _figures(content: dict) -> dict[str, tuple[str, bool | None]]:
    basics, meter = content["basics"], content["meter"]
    figures = {}
    for share in [*meter["shares"], *meter.get("format_shares", ())]:
        least, most, percent = share["min_percent"], share["max_percent"], share["percent"]
        met = percent >= least and (most is None or percent <= most)
        name = Words.field("category", share["category"])
        figures[f"{name} ≥ {least} %"] = (f"{percent} %", met)
    low, high, hours = basics["hours_min"], basics["hours_max"], meter["hours"]
    label = _("Hours %(low)s to %(high)s") % {"low": low, "high": high}
    figures[label] = (str(hours), low <= hours <= high)
    cost, budget = meter["cost_yuan"]["total"], basics["budget_yuan"]
    label = _("Cost ≤ %(budget)s") % {"budget": f"{budget:,}"} if budget else _("Cost (yuan)")
    figures[label] = (f"{cost:,}", cost <= budget if budget else None)
    seats, places = meter["capacity"], basics["places"]
    text = f"{places} / {seats}" if seats is not None else str(places)
    figures[_("People / smallest room")] = (text, None if seats is None else places <= seats)
    return figures
