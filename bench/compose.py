"""Composition: one programme, eight, and a year, beside simpler ways in the same run.

Seconds are seconds of processor time of the whole process, all threads together, so a busy machine
does not blur them; on two idle cores the clock on the wall shows less. Problems are made by
`bench.composition_problems` from the seeds given.
"""

import gc
import multiprocessing
import random
import resource
import statistics
import time
from collections import Counter

from bench.composition_problems import crooked, programme, tiny, year
from programs import solver
from programs.solver import audit, audit_year, engine, mip
from programs.solver.answer import programme_json
from programs.solver.greedy import first_plan
from programs.solver.joint import Joint
from programs.solver.year import Calendar
from programs.solver.year_first import by_chance, first_year
from tests.programs.solver.brute import best_score

MIDDLE = {"programmes": 8, "courses": 120, "teachers": 60, "bases": 20}
SQUEEZED = {"weeks": 10, "each": 5}
RANDOM, TRIED, AGREED = 500, 200, 10
MIDDLE_SEEDS, YEAR_SEEDS = (0, 1, 2), (0,)
FAR = 3600.0  # the clock on the wall never ends a measurement; processor time does


class Spent:
    """Processor seconds since it was made."""

    def __init__(self):
        gc.collect()
        self.begun = time.process_time()

    def __call__(self):
        return time.process_time() - self.begun

    def over(self, seconds):
        """A stop button that presses itself after so many processor seconds."""
        return lambda: self() > seconds


def small():
    """30 courses, 15 teachers, 8 bases."""
    rows = []
    for seed in range(1, 9):
        raw = programme(seed, tight=0.3)
        problem = solver.parse(raw)
        spent = Spent()
        first = first_plan(problem)
        first_s, spent = spent(), Spent()
        answer = solver.solve(problem, FAR, 1, stop=spent.over(60))
        rows.append((first_s, spent(), first, answer, problem))
    firsts = [r[0] for r in rows]
    proofs = [r[1] for r in rows]
    status = Counter(r[3].status for r in rows)
    kept = [100 * r[2].score / r[4].unit / r[3].score for r in rows if r[2] and r[3].score]
    return (
        "One programme (30 courses, 15 teachers, 8 bases, 5 days; seeds 1 to 8):"
        f" first plan {statistics.median(firsts):.3f} s (slowest {max(firsts):.3f}),"
        f" proof {statistics.median(proofs):.2f} s (slowest {max(proofs):.2f});"
        f" {', '.join(f'{n} {name}' for name, n in status.items())}."
        f" The first plan has {statistics.mean(kept):.1f} % of the best score on the average."
    )


def years():
    """Middle, loose year, squeezed year: the ways side by side."""
    lines = [
        "| problem | way | placed | first plan, s | points | below the bound | at, s | MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    cases = [(f"8 programmes, seed {s}", {"seed": s, **MIDDLE}, 10) for s in MIDDLE_SEEDS]
    cases += [(f"year of 48 weeks, seed {s}", {"seed": s}, 60) for s in YEAR_SEEDS]
    cases += [(f"year in 10 weeks, seed {s}", {"seed": s, **SQUEEZED}, 60) for s in YEAR_SEEDS]
    for name, arguments, seconds in cases:
        rows = [apart(way, arguments, seconds) for way in (greedy, chance, whole, parts)]
        bound = min(row["bound"] for row in rows if row["bound"] is not None)
        lines += [_row(name, row, bound) for row in rows]
    return "\n".join(lines)


def _row(name, row, bound):
    below = f"{100 * (bound - row['score']) / bound:.2f} %" if row["score"] else "nothing found"
    if row["wrong"]:
        below += f", {row['wrong']} VIOLATIONS"
    return (
        f"| {name} | {row['way']} | {row['placed']} of {row['of']} | {row['first']:.2f} |"
        f" {row['score']:.1f} | {below} | {row['at']:.0f} | {row['mb']:.0f} |"
    )


def apart(way, arguments, seconds):
    """Run a way in a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (way.__name__, arguments, seconds))


def _measured(way, arguments, seconds):
    raw = year(**arguments)
    spent = Spent()
    problem = solver.parse_year(raw)
    row = globals()[way](problem, spent, seconds)
    at = spent()
    wrong = len(audit_year.violations(raw, row.pop("answer"))) if row["placed"] else 0
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return row | {"of": len(problem.programmes), "mb": mb, "at": at, "wrong": wrong}


def _calendar_row(name, first, calendar):
    problems = calendar.year.programmes
    programmes = [
        {"id": problems[i].id, "window": list(problems[i].windows[plan.window].days)}
        | programme_json(problems[i], plan)
        for i, plan in calendar.plans.items()
    ]
    lost = [{"id": p.id} for i, p in enumerate(problems) if i not in calendar.plans]
    return {
        "way": name,
        "first": first,
        "score": calendar.score,
        "placed": len(programmes),
        "bound": None,
        "answer": {
            "programmes": programmes,
            "unplaced": lost,
            "score": calendar.score,
            "bound": calendar.score,
        },
    }


def greedy(problem, spent, _seconds):
    """One after the other."""
    calendar = first_year(problem)
    return _calendar_row("one after the other", spent(), calendar)


def chance(problem, spent, seconds):
    """The same, improved by chance."""
    best = first_year(problem)
    first = spent()
    for calendar in by_chance(best, random.Random(0), lambda: spent() < seconds):
        best = calendar
    return _calendar_row("and improved by chance", first, best)


def whole(problem, spent, seconds):
    """One CP-SAT model of everything, without a hint."""
    windows = {i: list(range(len(p.windows))) for i, p in enumerate(problem.programmes)}
    joint = Joint(Calendar(problem), windows)
    told = []
    clock = engine.Clock(FAR, spent.over(2 * seconds))
    result = engine.run(joint.cp, clock, workers=2, on_solution=lambda *_: told.append(spent()))
    calendar = Calendar(problem)
    if result.value:
        for i, plan in joint.plans(result.value).items():
            calendar.put(i, plan)
    first = told[0] if told else spent()
    return _calendar_row("one CP-SAT model, twice the time", first, calendar)


def parts(problem, spent, seconds):
    """What the portal does."""
    told = []
    answer = solver.solve_year(problem, FAR, lambda a: told.append(spent()), spent.over(seconds))
    return {
        "way": "**each alone, then neighbourhoods**",
        "first": told[0],
        "score": answer.score,
        "placed": len(answer.programmes),
        "bound": answer.bound,
        "answer": answer.as_json(),
    }


def checked():
    """Random problems against the auditor, trying everything, and a second model."""
    status, wrong, impossible = Counter(), 0, []
    for seed in range(RANDOM):
        size = {"courses": 8 + seed % 7, "teachers": 5, "bases": 3, "days": 2 + seed % 2}
        raw = programme(seed, tight=(0.1, 0.4, 0.8)[seed % 3], **size)
        raw = crooked(raw, seed) if seed % 2 else raw
        answer = solver.solve(solver.parse(raw), 30, 2)
        status[answer.status] += 1
        wrong += sum(bool(audit.violations(raw, p["sessions"])) for p in answer.programmes)
        if answer.relaxations:
            impossible.append((raw, answer))
    return "\n\n".join(
        (
            f"{RANDOM} random programmes, every second one with courses of odd hours, judged by the"
            f" independent auditor: {wrong} answers broke a rule"
            f" ({', '.join(f'{n} {name}' for name, n in status.most_common())}).",
            _explained(impossible),
            _tried(),
            _agreed(),
        )
    )


def _explained(impossible):
    """Every rule of a conflict dropped, every relaxation applied: each alone must be enough."""
    dropped = [_possible(raw, rule) for raw, answer in impossible for rule in answer.conflict]
    relaxed = [_possible(raw, way) for raw, answer in impossible for way in answer.relaxations]
    return (
        f"{len(impossible)} impossible ones with a conflict: {sum(dropped)} of {len(dropped)}"
        f" demands, dropped alone, made it possible; {sum(relaxed)} of {len(relaxed)} relaxations,"
        " applied alone, were enough."
    )


def _possible(raw, way):
    return bool(solver.solve(solver.parse(solver.applied(raw, way)), 30, 1).programmes)


def _tried():
    equal, feasible = 0, 0
    for seed in range(TRIED):
        raw = crooked(tiny(seed), seed) if seed % 2 else tiny(seed)
        answer, best = solver.solve(solver.parse(raw), 30, 1), best_score(raw)
        feasible += best is not None
        equal += answer.score == best or (
            None not in (answer.score, best) and abs(answer.score - best) < 1e-6
        )
    return f"{TRIED} tiny ones against trying everything: {equal} equal ({feasible} feasible)."


def _agreed():
    ours, theirs, equal, seed = [], [], 0, 0
    while len(ours) < AGREED:
        seed += 1
        problem = solver.parse(
            programme(seed, courses=14, teachers=6, bases=3, days=3, tight=0.1 + 0.1 * (seed % 5))
        )
        spent = Spent()
        answer = solver.solve(problem, FAR, 1)
        if answer.status != "optimal":
            continue
        ours.append(spent())
        spent = Spent()
        proof = mip.best(problem, FAR)
        theirs.append(spent())
        equal += proof.status == "optimal" and proof.plan.score / problem.unit == answer.score
    return (
        f"{AGREED} of 14 courses against the second model (scipy's MIP): {equal} optima equal;"
        f" CP-SAT {statistics.median(ours):.2f} s, the MIP {statistics.median(theirs):.2f} s"
        " (medians)."
    )


PARTS = {"small": small, "years": years, "checked": checked}
