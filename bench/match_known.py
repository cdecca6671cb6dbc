"""Matching where the truth is known: how much of the best possible, and what it is worth."""

import numpy as np
from scipy.stats import norm

from bench import match_data as data
from bench.match_runs import HEAD, boosting, exact_svc, row, split, timed
from matching.engine.labels import Outcome
from matching.engine.measures import figures, mrr
from matching.engine.models import CrossLinear, Popularity
from matching.engine.models.base import softmax
from matching.engine.pipeline import train
from matching.engine.tabular import Roles, cases

NOISE = 0.12  # of a result, which stays between 0 and 1
LINEAR = {"cross_svm": "hinge", "cross_logistic": "logistic"}


def optimum(sizes=(3_000, 10_000, 30_000, 100_000)) -> tuple[str, dict]:
    """Share of the achievable lift over popularity where the best possible is known."""
    test = data.known(10_000, 2)
    lines = [HEAD.replace("| rows/s", "| share of the lift")]
    facts, cost, svc_cost, pairs = {}, {}, {}, {name: {} for name in LINEAR}
    for n in sizes:
        rows = data.known(n, 1).rows
        found = cases(rows + test.rows, Roles("taken"))
        s = split(found, np.arange(n), np.arange(n, n + 10_000))
        k = len(s.plan.classes)
        trained = train(s.records, s.outcomes, plan=s.plan)
        for name in LINEAR:
            pairs[name][n] = _fit_seconds(name, trained.report, s)
        cost[n] = pairs.get(trained.report.best, pairs["cross_svm"])[n]
        popular = softmax(Popularity().fit(s.x, s.y, k=k).decision(s.later))
        low, high = (mrr(p, s.truth) for p in (popular, softmax(test.utility)))
        ours = trained.model.proba(s.later)
        share = (mrr(ours, s.truth) - low) / (high - low)
        lines.append(
            row(f"{n:,} rows: champion ({trained.report.best})", ours, s.truth, cost[n])[:-2]
            + f"{100 * share:.0f} % |"
        )
        if n in (3_000, 10_000):
            model, svc_cost[n], _speed = exact_svc(s)
            prob = softmax(model.decision(s.later))
            part = (mrr(prob, s.truth) - low) / (high - low)
            lines.append(
                row(f"{n:,} rows: exact SVC", prob, s.truth, svc_cost[n])[:-2]
                + f"{100 * part:.0f} % |"
            )
        if n == 10_000:
            trees, seconds, _speed = boosting(s)
            part = (mrr(trees, s.truth) - low) / (high - low)
            lines.append(
                row(f"{n:,} rows: boosting", softmax(trees), s.truth, seconds)[:-2]
                + f"{100 * part:.0f} % |"
            )
            facts["share of the lift at 10,000 rows"] = (share, "≥ .45", lambda v: v >= 0.45)
            facts["ECE at the same time, 10,000 rows"] = (
                figures(ours, s.truth)["ece"],
                "≤ .02",
                lambda v: v <= 0.02,
            )
            facts["fit CPU at 10,000 rows, share of the exact SVC's"] = (
                cost[n] / svc_cost[n],
                "≤ .067",
                lambda v: v <= 1 / 15,
            )
        if n == 100_000:
            facts["share of the lift at 100,000 rows"] = (share, "≥ .60", lambda v: v >= 0.6)
    lines.append(row("popularity", popular, s.truth)[:-2] + "0 % |")
    lines.append(row("the best possible", softmax(test.utility), s.truth)[:-2] + "100 % |")
    few, many = min(sizes), max(sizes)
    for name, taken in pairs.items():
        facts[f"exponent of the fit's cost in the rows, {few:,} to {many:,}, {name}"] = (
            np.log(taken[many] / taken[few]) / np.log(many / few),
            "≤ 1.3",
            lambda v: v <= 1.3,
        )
    lines.append("\nFit times are those of the setting that was found, for all models alike.")
    return "\n".join(lines), facts


def _fit_seconds(name: str, report, s) -> float:
    """CPU seconds of one fit with the setting that the training found."""
    one = CrossLinear(loss=LINEAR[name], strength=report.named(name).chosen["strength"])
    return timed(lambda: one.fit(s.x, s.y, k=len(s.plan.classes)))[1]


def policies(skills=(0.0, 0.25, 0.5, 0.75), n=6_000) -> tuple[str, dict]:
    """True worth of following the champion, of imitating what was done, and of what was done."""
    lines = [
        "| skill then | what was done | imitating it | **champion** | its estimate | best |",
        "|---|---|---|---|---|---|",
    ]
    gain, more = [], None
    for skill in skills:
        past, people = (_assigned(n, seed, skill) for seed in (3, 4))
        worth, found = (
            people["worth"],
            cases(past["rows"] + people["rows"], Roles("taken", left_out=("result",))),
        )
        s = split(found, np.arange(n), np.arange(n, 2 * n))
        outcomes = [
            Outcome(o.taken, result=r, propensity=p)
            for o, r, p in zip(s.outcomes, past["result"], past["chance"], strict=True)
        ]
        trained = train(s.records, outcomes, plan=s.plan)
        at = np.arange(n)
        followed = worth[at, trained.model.proba(s.later).argmax(1)].mean()
        naive = CrossLinear(loss="logistic").fit(s.x, s.y, k=len(s.plan.classes), seed=0)
        imitated = worth[at, naive.decision(s.later).argmax(1)].mean()
        logged = worth[at, s.truth].mean()
        value = trained.report.named(trained.report.best).value
        cells = [logged, imitated, followed, value.value, worth.max(1).mean()]
        shown = [f"{one:.3f}" for one in cells]
        shown[3] += f" ± {value.error:.3f}"
        lines.append(f"| {skill:.2f} ({trained.report.best}) | " + " | ".join(shown) + " |")
        gain.append(followed - logged)
        if skill == 0.5:
            base = worth.mean()
            more = (followed - base) / (imitated - base)
    facts = {
        "least gain of the champion over what was done": (min(gain), "≥ 0", lambda v: v >= 0),
        "worth over chance, times imitation's (skill .5)": (more, "≥ 1.3", lambda v: v >= 1.3),
    }
    return "\n".join(lines), facts


def _assigned(n: int, seed: int, skill: float) -> dict:
    """A past in which an old policy knew more or less of what fits, and what came of it."""
    made, rng = data.known(n, seed, k=8), np.random.default_rng(seed + 100)
    fit = 1 / (1 + np.exp(-(made.utility - made.utility.mean()) / 1.5))
    fashion = np.random.default_rng(7).normal(size=8)
    chance = softmax(fashion + 6 * skill * fit)
    taken = (chance.cumsum(1) > rng.random((n, 1))).argmax(1)
    at = np.arange(n)
    result = 100 * np.clip(fit[at, taken] + rng.normal(0, NOISE, n), 0, 1)
    for row_, one in zip(made.rows, taken, strict=True):
        row_["taken"] = f"P{one:03d}"
        row_["result"] = ""
    return {
        "rows": made.rows,
        "worth": _expected(fit),
        "result": result.tolist(),
        "chance": chance[at, taken].tolist(),
    }


def _expected(fit: np.ndarray) -> np.ndarray:
    """Mean result of a fit: a result cannot be above 1 or below 0, so noise costs at the ends."""
    low, high = -fit / NOISE, (1 - fit) / NOISE
    inside = fit * (norm.cdf(high) - norm.cdf(low)) + NOISE * (norm.pdf(low) - norm.pdf(high))
    return inside + 1 - norm.cdf(high)
