"""The comparison of a training as charts."""

from django.utils.translation import gettext as _

from core.charts import Chart, Series
from matching.sentences import NAMES, main_message, worth_message


def order_chart(report: dict) -> Chart:
    """How often the right theme stood among the first three, for every model compared."""
    judged = sorted(report["judged"], key=lambda one: -one["figures"]["top3"])
    return Chart(
        kind="bar",
        title=_("The right theme among the first three"),
        message=main_message(report),
        categories=[_named(one["name"], report["best"]) for one in judged],
        series=[Series(_("Share"), [round(100 * one["figures"]["top3"], 1) for one in judged])],
        unit="%",
    )


def worth_chart(report: dict) -> Chart:
    """What following each model would have been worth, beside what was done."""
    pairs = [(_named(o["name"], report["best"]), o["value"]["value"]) for o in report["judged"]]
    pairs.append((_("What was decided without a model"), report["logged"]["value"]))
    pairs.sort(key=lambda pair: -pair[1])
    return Chart(
        kind="bar",
        title=_("Expected result if the first choice is followed"),
        message=worth_message(report),
        categories=[name for name, _worth in pairs],
        series=[Series(_("Result of 100"), [round(100 * max(0, w), 1) for _name, w in pairs])],
    )


def _named(name: str, best: str) -> str:
    label = str(NAMES.get(name, name))
    return _("%(name)s (chosen)") % {"name": label} if name == best else label
