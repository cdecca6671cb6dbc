"""The comparison of a training as charts."""

from django.utils.translation import gettext as _

from core.charts import Chart, Series
from matching.choices import ModelState
from matching.sentences import (
    NAMES,
    certainty_message,
    history_message,
    main_message,
    worth_message,
)

TWO, LEAST = 2, 10


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
    pairs.append((_("Imitating who was sent where"), report["naive"]["value"]))
    pairs.sort(key=lambda pair: -pair[1])
    return Chart(
        kind="bar",
        title=_("Expected result if the first choice is followed"),
        message=worth_message(report),
        categories=[name for name, _worth in pairs],
        series=[Series(_("Result of 100"), [round(100 * max(0, w), 1) for _name, w in pairs])],
    )


def certainty_chart(report: dict) -> Chart:
    """How often the first choice was right, by how sure the model was of it."""
    bins = report["reliability"]
    return Chart(
        kind="line",
        title=_("Is it as sure as it should be?"),
        message=certainty_message(report),
        categories=[f"{100 * one['low']:.0f}–{100 * one['low'] + 10:.0f} %" for one in bins],
        series=[
            Series(_("Came true"), [_share(one) for one in bins]),
            Series(_("Said"), [round(100 * one["said"], 1) for one in bins], past=True),
        ],
        unit="%",
        note=_("Later results: %(counts)s. Under %(least)s there is no point.")
        % {"counts": ", ".join(str(one["n"]) for one in bins), "least": LEAST},
    )


def _share(one: dict) -> float | None:
    return round(100 * one["came"], 1) if one["n"] >= LEAST else None


def history_chart(models) -> Chart | None:
    """Model by model, the earliest first; none where there are not two to lay side by side."""
    known = [m for m in models if m.report.get("judged")]
    if len(known) < TWO:
        return None
    worth = [100 * _best_of(m.report)["value"]["value"] for m in known]
    logged = [100 * m.report["logged"]["value"] for m in known]
    return Chart(
        kind="line",
        title=_("Models so far: expected result"),
        message=history_message(worth[-1], logged[-1]),
        categories=[_marked(m) for m in known],
        series=[
            Series(_("Model"), [round(one, 1) for one in worth]),
            Series(_("Decided without a model"), [round(one, 1) for one in logged], past=True),
        ],
    )


def _best_of(report: dict) -> dict:
    return next(one for one in report["judged"] if one["name"] == report["best"])


def _marked(model) -> str:
    """The number of a model; the one in use says so."""
    name = _("no. %(number)s") % {"number": model.number}
    return _("%(name)s (in use)") % {"name": name} if model.state == ModelState.CHAMPION else name


def _named(name: str, best: str) -> str:
    label = str(NAMES.get(name, name))
    return _("%(name)s (chosen)") % {"name": label} if name == best else label
