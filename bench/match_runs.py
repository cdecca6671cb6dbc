"""The measurements behind the matching section: each returns Markdown rows or lines."""

import time
from dataclasses import dataclass, replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import RepeatedKFold
from sklearn.svm import SVC

from bench import match_data as data
from matching.engine.calibration import prior_shift
from matching.engine.encoding import Encoder
from matching.engine.explain import Case
from matching.engine.features import table
from matching.engine.measures import figures, mrr
from matching.engine.models import CrossLinear, ExactSvc, Popularity
from matching.engine.models.base import softmax
from matching.engine.pipeline import train
from matching.engine.plan import Plan
from matching.engine.tabular import Roles, cases

HEAD = "| model | top-1 | top-3 | MRR | macro-F1 | ECE | fit CPU s | rows/s |\n" + "|---" * 8 + "|"


def timed(do):
    """Result and CPU seconds of a call."""
    began = time.process_time()
    out = do()
    return out, time.process_time() - began


def row(name, prob, y, seconds=None, rate=None) -> str:
    f = figures(prob, y)
    cells = [f"{f[one]:.3f}" for one in ("top1", "top3", "mrr", "macro_f1", "ece")]
    cells += ["" if seconds is None else f"{seconds:.2f}", "" if rate is None else f"{rate:,.0f}"]
    return f"| {name} | " + " | ".join(cells) + " |"


@dataclass
class Split:
    """Earlier cases to learn from, later ones to be judged by."""

    plan: Plan
    records: list
    outcomes: list
    x: object
    y: np.ndarray
    later: object
    truth: np.ndarray


def split(found, earlier: np.ndarray, later: np.ndarray) -> Split:
    records = [found.records[i] for i in earlier]
    outcomes = [found.outcomes[i] for i in earlier]
    column = {name: i for i, name in enumerate(found.classes)}
    classes = np.array([column[o.taken] for o in found.outcomes])
    x, late = (table(found.schema, [found.records[i] for i in part]) for part in (earlier, later))
    plan = Plan(found.schema, found.classes)
    return Split(plan, records, outcomes, x, classes[earlier], late, classes[later])


def rate(decide, x, rows: int, times: int = 3) -> float:
    """Rows a CPU second, the best of some tries."""
    part = x.take(np.arange(min(rows, len(x))))
    return max(len(part) / max(timed(lambda: decide(part))[1], 1e-9) for _once in range(times))


def exact_svc(s: Split) -> tuple[ExactSvc, float, float]:
    """The exact machine; its setting is searched on the latest 2,000 rows, which is not counted."""
    late, k = np.argsort(s.x.when, kind="stable")[-2000:], len(s.plan.classes)
    setting = ExactSvc(tries=9).fit(s.x.take(late), s.y[late], k=k, seed=0).setting
    model, seconds = timed(lambda: ExactSvc(setting=setting).fit(s.x, s.y, k=k, seed=0))
    return model, seconds, rate(model.decision, s.later, 1000, times=1)


def boosting(s: Split):
    """Gradient boosting of the library as it comes, on the same columns: log-probabilities."""
    encoder = Encoder.fit(s.x)
    made = lambda x: np.column_stack(  # noqa: E731
        [encoder.dense(x)[0], *(x.columns[c.name] for c in encoder.coders if c.kind == "number")]
    )
    columns = made(s.x)
    trees = HistGradientBoostingClassifier(random_state=0)
    _fitted, seconds = timed(lambda: trees.fit(columns, s.y))
    out = np.full((len(s.later), len(s.plan.classes)), 1e-9)
    late = made(s.later)
    found, took = timed(lambda: trees.predict_proba(late))
    out[:, trees.classes_] = found
    return np.log(out + 1e-9), seconds, len(late) / took


def modules() -> tuple[str, dict]:
    found = cases(data.modules(), Roles("code_module", time="day"))
    days = np.array([r.assigned_on.toordinal() for r in found.records])
    last = days == days.max()
    s = split(found, np.flatnonzero(~last), np.flatnonzero(last))
    k = len(s.plan.classes)
    trained, whole = timed(lambda: train(s.records, s.outcomes, plan=s.plan))
    model = trained.model.model
    _again, fit = timed(lambda: CrossLinear(loss=model.loss).fit(s.x, s.y, k=k, seed=0))
    speed = rate(model.decision, s.later, 20_000)
    svc, svc_fit, svc_speed = exact_svc(s)
    plain = CrossLinear(loss="logistic", crosses=False)
    _fitted, logistic_fit = timed(lambda: plain.fit(s.x, s.y, k=k, seed=0))
    trees, trees_fit, trees_speed = boosting(s)
    popular = Popularity().fit(s.x, s.y, k=k).decision(s.later)
    level = Popularity(by="highest_education").fit(s.x, s.y, k=k).decision(s.later)
    ours = trained.model.proba(s.later)
    seats = np.bincount(s.truth, minlength=k).astype(float)
    moved = prior_shift(seats, np.bincount(s.y, minlength=k).astype(float), 1.0)
    planned = replace(trained.model, places=seats).proba(s.later)
    lines = [
        HEAD,
        row(f"**the product's champion** ({trained.report.best})", ours, s.truth, fit, speed),
        row("exact SVC (RBF)", softmax(svc.decision(s.later)), s.truth, svc_fit, svc_speed),
        row("gradient boosting", softmax(trees), s.truth, trees_fit, trees_speed),
        row("logistic, no pairs", softmax(plain.decision(s.later)), s.truth, logistic_fit),
        row("popularity", softmax(popular), s.truth),
        row("the same, by education", softmax(level), s.truth),
        row("**champion with planned places**", planned, s.truth),
        row("boosting with planned places", softmax(trees + moved), s.truth),
    ]
    order = {
        name: mrr(p, s.truth)
        for name, p in (
            ("ours", ours),
            ("svc", svc.decision(s.later)),
            ("trees", trees),
            ("pop", popular),
        )
    }
    facts = {
        "MRR by that of the exact SVC": (
            order["ours"] / order["svc"],
            "≥ 1.00",
            lambda v: v >= 1.0,
        ),
        "MRR by that of boosting": (order["ours"] / order["trees"], "≥ .995", lambda v: v >= 0.995),
        "MRR by that of popularity": (order["ours"] / order["pop"], "≥ 1.35", lambda v: v >= 1.35),
        "fit CPU, share of the exact SVC's": (fit / svc_fit, "≤ .067", lambda v: v <= 1 / 15),
        "rows scored a CPU second, times the exact SVC's": (
            speed / svc_speed,
            "≥ 500",
            lambda v: v >= 500,
        ),
        "ECE next year, planned places known": (
            figures(planned, s.truth)["ece"],
            "≤ .05",
            lambda v: v <= 0.05,
        ),
    }
    note = (
        f"\nThe whole training, with every comparison and the back-test, took {whole:.1f} s of CPU."
    )
    return "\n".join(lines) + "\n" + note, facts | explained(trained.model, s.later)


def explained(matcher, later) -> dict:
    """What an explanation costs beside the decision it explains, and how exactly it adds up."""
    people = [later.take([i]) for i in range(300)]
    made, decision = timed(lambda: [Case(matcher, x) for x in people])
    label = matcher.classes[0]
    made[0].explain(label)
    found, explanation = timed(lambda: [case.explain(label) for case in made])
    off = max(abs(one.base + sum(one.parts.values()) - one.score) for one in found)
    return {
        "live explanation, times one decision": (explanation / decision, "≤ 1", lambda v: v <= 1),
        "largest error of the sum of reasons": (off, "≤ 1e-6", lambda v: v <= 1e-6),
    }


def small() -> tuple[str, dict]:
    """Five folds, three times; each trains as the product does, with an SVC as it comes beside."""
    sets = {
        "mathematics course of successful people": (
            data.placement(recommended=False),
            "Course",
            0.690,
        ),
        "the same, the rule's recommendation known": (
            data.placement(recommended=True),
            "Course",
            0.690,
        ),
        "degree programme of graduates": (data.degrees(), "Course", 0.342),
    }
    lines = [
        "| set | people | top-1 | SVC in the same folds | majority | bar |",
        "|---|---|---|---|---|---|",
    ]
    facts = {}
    for name, (rows, label, bar) in sets.items():
        found = cases(rows, Roles(label))
        folds = RepeatedKFold(n_splits=5, n_repeats=3, random_state=0).split(rows)
        got = np.array([_fold(found, a, b) for a, b in folds])
        ours, svc, majority = got.mean(0)
        spread = got[:, 0].reshape(3, 5).mean(1)
        lines.append(
            f"| {name} | {len(rows)} | {ours:.3f} ({spread.min():.3f} to {spread.max():.3f}) "
            f"| {svc:.3f} | {majority:.3f} | {bar:.3f} |"
        )
        facts[name + ", top-1"] = (ours, f"≥ {bar:.3f}", lambda v, bar=bar: v >= bar)
    return "\n".join(lines), facts


def _fold(found, earlier, later) -> tuple[float, float, float]:
    s = split(found, earlier, later)
    trained = train(s.records, s.outcomes, plan=s.plan)
    hit = trained.model.proba(s.later).argmax(1) == s.truth
    encoder = Encoder.fit(s.x)
    svc = SVC().fit(encoder.dense(s.x)[0], s.y).predict(encoder.dense(s.later)[0]) == s.truth
    return hit.mean(), svc.mean(), (np.bincount(s.y).argmax() == s.truth).mean()
