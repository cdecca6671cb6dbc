"""From records and outcomes to a trained matcher with its report; from a record to an order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.engine.bands import Ranked, ranked
from matching.engine.calibration import Calibration
from matching.engine.candidates import Rows
from matching.engine.choose import Decision
from matching.engine.contest import assemble, contest, decide, learn_again, parts
from matching.engine.evaluate import Report, reliability, subgroups
from matching.engine.features import Record, refuse_leaks, table
from matching.engine.labels import Outcome
from matching.engine.matcher import Matcher
from matching.engine.models import Popularity
from matching.engine.past import remember
from matching.engine.plan import Plan
from matching.engine.policy import logged_value, propensities
from matching.engine.watch import Watch, never, silent


@dataclass(frozen=True, slots=True)
class Trained:
    """The new matcher, its report, and whether it should serve in place of the champion."""

    model: Matcher
    report: Report
    decision: Decision


def train(
    records: Sequence[Record],
    outcomes: Sequence[Outcome],
    *,
    plan: Plan,
    champion: Matcher | None = None,
    seed: int = 0,
    progress: Callable[[int, int, str], None] = silent,
    stop: Callable[[], bool] = never,
) -> Trained:
    """Learn from past assignments which class does whom good.

    records, outcomes : one each for every past assignment, in the same order. Assignments
    without a known result or rating, or of a class that is not offered any more, are left out.
    The last fifth in time judges; all candidates are compared, and the best by the champion rule
    is learned once more from everything. Below 60 successes the order is by rules (`thin`).
    Equal input and seed give equal output.

    Raises `Leak` for features known after the assignment, `Stopped` when `stop()` says so,
    ValueError if the two sequences differ in length.
    """
    if len(records) != len(outcomes):
        raise ValueError("every record needs its outcome")
    refuse_leaks(plan.schema, records)
    watch = Watch(progress=progress, stop=stop)
    watch.look()
    kept, rows, facts = _rows(records, outcomes, plan, seed)
    split = parts(rows)
    if split is None:
        return _by_rules(rows, plan, facts)
    result = contest(rows, split, plan, seed=seed, watch=watch)
    best = result.best
    matcher = _finished(*learn_again(best, rows, seed, watch), rows, plan)
    matcher.note = {"best": best.candidate.name, "seed": seed, "last_day": int(rows.x.when[-1])}
    watch.step("final")
    judges, good = [kept[i] for i in split[2]], result.held.y >= 0
    report = Report(
        **facts,
        split_on=judges[0].assigned_on,
        thin=False,
        best=best.candidate.name,
        judged=tuple(one.judged for one in result.contenders),
        logged=logged_value(result.held.reward),
        naive=result.naive,
        subgroups=subgroups(best.prob, result.held.y, judges, plan.schema),
        reliability=reliability(best.prob[good], result.held.y[good]),
    )
    return Trained(matcher, report, decide(champion, result, judges, plan))


def rank(model: Matcher, record: Record) -> list[Ranked]:
    """All classes for one person, best first, with bands.

    Raises `Leak` if a value is dated after `record.assigned_on`.
    """
    refuse_leaks(model.schema, [record])
    return ranked(model, table(model.schema, [record]))


def _rows(
    records: Sequence[Record], outcomes: Sequence[Outcome], plan: Plan, seed: int
) -> tuple[list[Record], Rows, dict[str, Any]]:
    """Give the records kept and their rows in time order, and what the report says of them."""
    index = {name: i for i, name in enumerate(plan.classes)}
    known = [i for i, o in enumerate(outcomes) if o.reward is not None]
    offered = [i for i in known if outcomes[i].taken in index]
    left_out = {"no_outcome": len(outcomes) - len(known), "not_offered": len(known) - len(offered)}
    offered.sort(key=lambda i: (records[i].assigned_on, records[i].person, outcomes[i].taken))
    kept, past = [records[i] for i in offered], [outcomes[i] for i in offered]
    x = table(plan.schema, kept)
    taken = np.array([index[o.taken] for o in past], dtype=np.int64)
    good = np.array([o.success is not None for o in past], dtype=bool)
    logged = np.array([np.nan if o.propensity is None else o.propensity for o in past], float)
    reward = np.array([o.reward for o in past], dtype=float)
    differ = len(reward) and np.ptp(reward) > 0  # else there is no selection to be undone
    chance = np.ones(len(reward))
    if differ:
        chance = propensities(x, taken, logged, k=len(index), seed=seed)
    rows = Rows(x, np.where(good, taken, -1), taken, reward, chance, len(index))
    facts = {"rows": len(past), "successes": int(good.sum()), "left_out": left_out, "seed": seed}
    facts["recorded"] = float((~np.isnan(logged)).mean()) if len(past) else 0.0
    days = [r.assigned_on for r in kept]
    facts |= {"first_on": min(days, default=None), "last_on": max(days, default=None)}
    return kept, rows, facts


def _by_rules(rows: Rows, plan: Plan, facts: dict[str, Any]) -> Trained:
    """Too few cases to learn from: popularity, declared audiences, planned places."""
    model = Popularity().fit(rows.good.x, rows.good.y, k=rows.k)
    matcher = _finished(model, Calibration(1.0, np.zeros(rows.k)), rows, plan)
    matcher.thin = True
    report = Report(**facts, split_on=None, thin=True, best="rules")
    return Trained(matcher, report, Decision(False, "too_few", 0.0, float("inf")))


def _finished(model, calibration: Calibration, rows: Rows, plan: Plan) -> Matcher:
    """The matcher that serves, with former people and usual probabilities."""
    past = remember(rows.x, rows.taken, rows.y >= 0)
    matcher = assemble(model, calibration, rows, plan, past)
    if len(rows.taken):
        matcher.usual = matcher.proba(rows.x).mean(0)
    return matcher
