"""What the figures of a training mean, in sentences for the card of a model."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RULE = gettext_lazy(
    "A new model replaces the one in use only if it was judged by at least 50 later results, is "
    "not worth less than what people decided themselves, and is worth more than the one in use "
    "by more than one standard error, or is worth the same and puts the right theme higher."
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
COMPARED = ("popularity", "popularity_by_field", "logistic", "boosting")


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
        "%(own)s of 100, give or take %(error)s; what was decided without it came to %(was)s."
    ) % {
        "own": f"{100 * best['value']['value']:.1f}",
        "error": f"{100 * (best['value']['error'] or 0):.1f}",
        "was": f"{100 * report['logged']['value']:.1f}",
    }
