"""A year's first plan in a second, and better ones by chance alone."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from programs.solver.greedy import FRUGALITIES, Recipe, attempts, refill
from programs.solver.problem import Plan, Problem
from programs.solver.year import Calendar, Year

TRIED = 3  # windows tried before the others, and harder: those where least is taken


def always() -> bool:
    """There is time."""
    return True


def first_year(year: Year, running: Callable[[], bool] = always) -> Calendar:
    """Place one programme after the other, the least free first, while there is time.

    O(programmes · windows).
    """
    calendar = Calendar(year)
    order = sorted(range(len(year.programmes)), key=lambda i: (_freedom(year.programmes[i]), i))
    for i in order:
        insert(calendar, i, running=running)
    return calendar


def _freedom(problem: Problem) -> tuple[int, int]:
    return len(problem.windows), len({offer.base for offer in problem.offers})


def insert(calendar: Calendar, i: int, rng: random.Random | None = None, *, running=always):
    """Place a programme where it fits beside the others; answers whether it does.

    rng : draws the windows and the order of the offers by chance.
    """
    problem = calendar.year.programmes[i]
    windows = list(range(len(problem.windows)))
    if rng is None:
        windows.sort(key=lambda w: (_crowd(calendar, problem, w), w))
    else:
        rng.shuffle(windows)
    money = FRUGALITIES if problem.budget is not None else FRUGALITIES[:1]
    for part, frugalities in ((windows[:TRIED], money), (windows[TRIED:], money[-1:])):
        view = calendar.view(i, part)
        plan = quick_plan(view, frugalities, rng, running)
        if plan is not None:
            calendar.put(i, replace(plan, window=part[plan.window]))
            return True
    return False


def _crowd(calendar: Calendar, problem: Problem, window: int) -> int:
    """How much of what a programme could use is taken in a window."""
    bases = {base.id for base in problem.bases}
    teachers = set(problem.teachers)
    crowd = 0
    for date in problem.windows[window].days:
        crowd += 4 * sum(n for b, n in calendar.bases.get(date, {}).items() if b in bases)
        taken = calendar.teachers.get(date, {})
        crowd += sum(mask.bit_count() for t, mask in taken.items() if t in teachers)
    return crowd


def quick_plan(
    problem: Problem,
    frugalities: tuple[float, ...] = FRUGALITIES,
    rng: random.Random | None = None,
    running: Callable[[], bool] = always,
) -> Plan | None:
    """The best of the first valid programmes, one a window.

    How frugal the choices must be, the first window tells: the others begin there.
    """
    best: Plan | None = None
    recipes = [Recipe(problem, frugality, rng, 0.3) for frugality in frugalities]
    for window in range(len(problem.windows)):
        for number, recipe in enumerate(recipes):
            if not running():
                return best
            board = next(attempts(problem, window, recipe), None)
            if board is not None:
                plan = problem.plan(window, board.sessions.values())
                best = plan if best is None or plan.score > best.score else best
                recipes = recipes[number:]
                break
    return best


def by_chance(
    calendar: Calendar, rng: random.Random, running: Callable[[], bool]
) -> Iterator[Calendar]:
    """Yield ever better calendars: take one to three programmes out, put them back by chance.

    Late acceptance, as for a single programme.
    """
    best = now = calendar
    past = [now.score] * 100
    step = 0
    count = len(calendar.year.programmes)
    while running():
        step += 1
        new = _shaken(now, rng)
        placed, score = len(new.plans), new.score
        if placed < len(now.plans):
            continue
        if placed > len(now.plans) or score >= min(now.score, past[step % len(past)]):
            now = new
        past[step % len(past)] = now.score
        if (placed, score) > (len(best.plans), best.score + 1e-9):
            best = now
            yield best
        if count == 0:
            return


def _shaken(now: Calendar, rng: random.Random) -> Calendar:
    new = now.copy()
    count = len(now.year.programmes)
    lost = [i for i in range(count) if i not in now.plans]
    chosen = rng.sample(range(count), min(count, rng.choice((1, 1, 1, 2, 3))))
    if lost and rng.random() < 0.5:
        chosen.append(rng.choice(lost))
    chosen = list(dict.fromkeys(chosen))
    if len(chosen) == 1 and chosen[0] in new.plans and rng.random() < 0.8:
        _refilled(new, chosen[0], rng)
        return new
    for i in chosen:
        if i in new.plans:
            new.take(i)
    rng.shuffle(chosen)
    for i in chosen:
        insert(new, i, rng)
    return new


def _refilled(calendar: Calendar, i: int, rng: random.Random) -> None:
    """Improve one programme where it is."""
    plan = calendar.take(i)
    view = calendar.view(i, [plan.window])
    new = refill(view, replace(plan, window=0), rng)
    calendar.put(i, plan if new is None else replace(new, window=plan.window))
