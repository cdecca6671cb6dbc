"""All candidates on the same earlier rows, judged by the same later ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.calibration import Calibration, calibrate
from matching.engine.candidates import Candidate, Rows, candidates, fit, naive_choice
from matching.engine.choose import MIN_ROWS, Decision, Standing, choose
from matching.engine.evaluate import Held, Judged, judge
from matching.engine.features import Record, table
from matching.engine.folds import by_person, last_part
from matching.engine.matcher import Matcher
from matching.engine.measures import mrr
from matching.engine.models import Model, RewardLinear
from matching.engine.past import Past, remember
from matching.engine.plan import Plan
from matching.engine.policy import Value
from matching.engine.watch import Watch

MIN_SUCCESSES = 60
HELD, TUNED = 0.2, 0.15
JUDGES = 5


@dataclass(frozen=True, slots=True)
class Contender:
    """A candidate that has learned from the earlier rows. prob : (n, k) on the later ones."""

    candidate: Candidate
    model: Model
    calibration: Calibration
    prob: np.ndarray
    judged: Judged


@dataclass(frozen=True, slots=True)
class Result:
    """Everyone's judgement, the best, the rows they were judged by, the naive policy."""

    contenders: tuple[Contender, ...]
    best: Contender
    held: Held
    naive: Value


def parts(rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Indices to learn from, to calibrate by, to judge by; none if the data are too thin."""
    if (rows.y >= 0).sum() < MIN_SUCCESSES:
        return None
    earlier, held = last_part(rows.x.when, rows.x.group, HELD)
    first, tuned = by_person(rows.x.group[earlier], TUNED)
    learned, tuned = earlier[first], earlier[tuned]
    classes = np.unique(rows.y[learned][rows.y[learned] >= 0])
    enough = len(classes) >= 2 and len(tuned) and (rows.y[held] >= 0).any()
    return (learned, tuned, held) if enough else None


def contest(rows: Rows, split, plan: Plan, *, seed: int, watch: Watch) -> Result:
    """Let every candidate learn, calibrate and be judged; apply the champion rule among them.

    split : the three index arrays of `parts`. Judged without planned places: those belong to
    the coming year, not to the rows judged by.
    """
    learned, tuned = (rows.take(part) for part in split[:2])
    entries = candidates(rows, plan.by)
    watch.total = len(entries) + 3
    held = _held(rows, split[1], split[2], watch)
    past = remember(learned.x, learned.taken, learned.y >= 0)
    found = []
    for entry in entries:
        model = fit(entry, learned, seed, watch.look)
        calibration = _calibrated(entry, model, tuned.good)
        trial = assemble(model, calibration, learned, replace(plan, places=None), past)
        prob = trial.proba(held.x)
        judged = judge(entry.name, prob, held, getattr(model, "chosen", {}))
        found.append(Contender(entry, model, calibration, prob, judged))
        watch.step(entry.name)
    best = _best([one for one in found if one.candidate.serves], held)
    naive = held.value(naive_choice(learned, held.x, seed))
    watch.step("naive")
    return Result(tuple(found), best, held, naive)


def learn_again(best: Contender, rows: Rows, seed: int, watch: Watch) -> tuple[Model, Calibration]:
    """The best with the setting it found, from everything, calibrated anew.

    The calibration belongs to a model that has not learned from the rows it is fitted on: one
    fit more, but it knows the classes and people of today.
    """
    again = replace(best.candidate, make=best.model.fresh)
    calibration = best.calibration
    first, others = by_person(rows.x.group, TUNED)
    past, tuned = rows.take(first), rows.take(others).good
    if len(np.unique(past.good.y)) > 1 and len(tuned.y):
        trial = fit(again, past, seed, watch.look)
        calibration = _calibrated(again, trial, tuned)
    return fit(again, rows, seed, watch.look), calibration


def decide(
    champion: Matcher | None, result: Result, records: Sequence[Record], plan: Plan
) -> Decision:
    """Compare the best with the serving matcher, on rows that neither has learned from.

    records : of the rows judged by.
    """
    held, mine = result.held, result.best.prob
    if champion is None or champion.thin:
        return choose(None, _standing("new", mine, held, np.arange(len(held.y))), held.reward)
    rows = np.flatnonzero(held.x.when > champion.note["last_day"])
    if len(rows) < MIN_ROWS:
        return Decision(False, "few_new", 0.0, float("inf"))
    theirs = _aligned(replace(champion, places=None), records, plan.classes)
    old, new = _standing("champion", theirs, held, rows), _standing("new", mine, held, rows)
    return choose(old, new, held.reward[rows])


def assemble(model: Model, calibration: Calibration, rows: Rows, plan: Plan, past: Past) -> Matcher:
    """A matcher of a model and the rows it has learned from."""
    return Matcher(
        schema=plan.schema,
        classes=plan.classes,
        model=model,
        calibration=calibration,
        counts=np.bincount(rows.y[rows.y >= 0], minlength=rows.k),
        mass=rows.mass,
        audience=plan.audience,
        past=past,
        usual=np.full(rows.k, 1 / rows.k),
        places=plan.seats(),
        tau=plan.tau,
    )


def _calibrated(entry: Candidate, model: Model, good: Rows) -> Calibration:
    """Temperature, and for models of success a bias a class; expected rewards have none."""
    biased = entry.learns == "success"
    return calibrate(model.decision(good.x), good.y, model.seen, good.weight, biased=biased)


def _held(rows: Rows, tuned: np.ndarray, held: np.ndarray, watch: Watch) -> Held:
    """Rows to judge by, with rewards expected by models of other people.

    None of these models has seen what the candidates learn from: a candidate that errs upwards
    somewhere goes there, and a judge with the same errors would believe it.
    """
    later = rows.take(held)
    expected, fold = np.zeros((len(held), rows.k)), later.x.group % JUDGES
    for one in np.unique(fold):
        own = fold == one
        known = rows.take(np.concatenate([tuned, held[~own]]))
        model = RewardLinear()
        model.fit(known.x, known.taken, reward=known.reward, k=known.k, look=watch.look)
        expected[own] = model.margins(later.x.take(own)).clip(0, 1)
    watch.step("value")
    return Held(later.x, later.y, later.taken, later.reward, later.propensity, expected)


def _best(contenders: list[Contender], held: Held) -> Contender:
    """Apply the champion rule among the candidates, in their order."""
    every = np.arange(len(held.y))
    best, *others = contenders
    for one in others:
        pair = [_standing(c.candidate.name, c.prob, held, every) for c in (best, one)]
        if choose(*pair, held.reward).replace:
            best = one
    return best


def _standing(name: str, prob: np.ndarray, held: Held, rows: np.ndarray) -> Standing:
    good = rows[held.y[rows] >= 0]
    terms = held.terms(prob.argmax(1))[rows]
    return Standing(name, terms, mrr(prob[good], held.y[good]))


def _aligned(champion: Matcher, records: Sequence[Record], classes: tuple[str, ...]) -> np.ndarray:
    """(n, k) probabilities of the champion for today's classes; 0 for those it does not know."""
    prob = champion.proba(table(champion.schema, records))
    column = {name: i for i, name in enumerate(champion.classes)}
    out = np.zeros((len(prob), len(classes)))
    for i, name in enumerate(classes):
        if name in column:
            out[:, i] = prob[:, column[name]]
    return out
