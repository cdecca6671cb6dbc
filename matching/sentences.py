"""What the figures of a training mean, in sentences for the card of a model."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RULE = gettext_lazy(
    "A new model replaces the one in use only if both were judged by at least 50 results that "
    "neither has learned from, and the new one is not worth less than what people decided "
    "themselves, and is worth more than the one in use by more than one standard error, or is "
    "worth the same and puts the right theme higher."
)
VERDICTS = {
    "first": gettext_lazy("The first model: not worse than what was decided without one."),
    "better_value": gettext_lazy("Better than the one in use before: it took its place."),
    "better_order": gettext_lazy(
        "Worth as much as the one in use before, with the better order: it took its place."
    ),
    "not_better": gettext_lazy("Not better than the one in use, which stays."),
    "worse_value": gettext_lazy("Worse than the one in use, which stays."),
    "too_few": gettext_lazy("Too few past results to judge by: it is not used."),
    "few_new": gettext_lazy(
        "Too few results since the one in use was trained to compare the two: it stays."
    ),
    "below_logged": gettext_lazy("Worse than what people decided themselves: it is not used."),
}
NAMES = {
    "svc": gettext_lazy("Support vector machine with a kernel"),
    "cross_svm": gettext_lazy("Support vector machine on pairs of fields"),
    "cross_logistic": gettext_lazy("Logistic model on pairs of fields"),
    "reward": gettext_lazy("Model of the expected result"),
    "logistic": gettext_lazy("Plain logistic model"),
    "boosting": gettext_lazy("Gradient boosting"),
    "popularity": gettext_lazy("The theme most attended"),
    "popularity_by_field": gettext_lazy("The theme most attended at the same level"),
    "rules": gettext_lazy("Rules"),
}
STAGES = {
    "reading": gettext_lazy("Reading the past results"),
    "value": gettext_lazy("Learning what results can be expected"),
    "naive": gettext_lazy("Comparing with doing as was always done"),
    "final": gettext_lazy("Learning once more from everything"),
}
CLOSE = 0.05  # of a probability: nobody plans by less


def verdict(model) -> str:
    """How a model did against the one in use; empty while nothing is known."""
    return str(VERDICTS.get(model.decision.get("code"), ""))


def stage(job) -> str:
    """What a training is doing, in words."""
    if job is None or not job.stage:
        return _("Waiting for a worker")
    if job.stage in STAGES:
        return str(STAGES[job.stage])
    return _("Compared: %(name)s") % {"name": NAMES.get(job.stage, job.stage)}


def main_message(report: dict) -> str:
    """The back-test in one sentence."""
    judged = {one["name"]: one for one in report["judged"]}
    best, plain = judged[report["best"]], judged["popularity"]
    return _(
        "Of %(n)s later results that were good, this model had the theme among its first three in "
        "%(own)s %% of the cases, the most attended themes in %(plain)s %%."
    ) % {
        "n": best["figures"]["n"],
        "own": round(100 * best["figures"]["top3"]),
        "plain": round(100 * plain["figures"]["top3"]),
    }


def worth_message(report: dict) -> str:
    """What following the model would have been worth, in one sentence."""
    best = next(one for one in report["judged"] if one["name"] == report["best"])
    return _(
        "Had the model's first choice been followed, results would on average have been about "
        "%(own)s of 100, give or take %(error)s; what was decided without it came to %(was)s, and "
        "imitating who was sent where would have come to %(naive)s."
    ) % {
        "own": f"{100 * best['value']['value']:.1f}",
        "error": f"{100 * (best['value']['error'] or 0):.1f}",
        "was": f"{100 * report['logged']['value']:.1f}",
        "naive": f"{100 * report['naive']['value']:.1f}",
    }


def certainty_message(report: dict) -> str:
    """Whether the model is as sure as it should be, in one sentence."""
    bins = report["reliability"]
    n = sum(one["n"] for one in bins)
    said, came = (sum(one["n"] * one[name] for one in bins) / n for name in ("said", "came"))
    words = {"said": round(100 * said), "came": round(100 * came)}
    if abs(said - came) < CLOSE:
        return _("It said %(said)s %% on average, and %(came)s %% came true: about right.") % words
    if said > came:
        return _("It said %(said)s %% on average, but %(came)s %% came true: too sure.") % words
    return _("It said %(said)s %% on average, but %(came)s %% came true: too cautious.") % words


def history_message(best: float, was: float) -> str:
    """What the latest training was worth beside what people decided, in one sentence."""
    return _("The latest training: %(own)s of 100; what was decided without it: %(was)s.") % {
        "own": f"{best:.1f}",
        "was": f"{was:.1f}",
    }
