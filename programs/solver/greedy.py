"""A first programme in milliseconds, and better ones by taking parts out and filling up again."""

import random
from collections.abc import Callable, Iterator

from programs.solver.board import Board
from programs.solver.problem import Plan, Problem, Session

FRUGALITIES = (0.0, 0.5, 2.0, 8.0)  # points that 1,000 yuan count while choosing
KEPT_BASES = 4


class Recipe:
    """The order in which offers are tried: by score a slot, less money, less chance.

    Parameters
    ----------
    problem : what is composed.
    frugality : points that 1,000 yuan of fee count beside the score.
    rng, noise : chance in the order; `noise` is the width of a factor around 1.
    """

    def __init__(self, problem: Problem, frugality: float = 0.0, rng=None, noise: float = 0.0):
        self.problem = problem
        money = frugality * problem.unit / (1000 * problem.cent)
        self.worth = [(o.gain - money * o.fee) / o.slots for o in problem.offers]
        if rng is not None:
            self.worth = [w * (1 + noise * (rng.random() - 0.5)) for w in self.worth]
        usable = [i for i, o in enumerate(problem.offers) if problem.bases[o.base].fits]
        self.order = sorted(usable, key=lambda i: (-self.worth[i], i))

    def bases(self, days: int) -> list[int]:
        """Bases, those first where most can be gained on so many days. O(offers)."""
        p = self.problem
        best: dict[int, dict[int, float]] = {}
        for i in self.order:
            offer = p.offers[i]
            best.setdefault(offer.base, {}).setdefault(offer.course, self.worth[i] * offer.slots)
        room = min(p.most, days * p.day_cap)

        def potential(base: int) -> float:
            total, left = -p.bases[base].loss * days, room
            for course, gain in best[base].items():
                if p.courses[course].hours <= left:
                    left -= p.courses[course].hours
                    total += gain
            missing = sum(course not in best[base] for course in p.must)
            return total - missing * p.unit * 100

        return sorted(best, key=lambda base: (-potential(base), base))


def compose(board: Board, recipe: Recipe, base: int | None, most: int) -> bool:
    """Fill a board with at most `most` hours, at one base where possible.

    What must be held comes first, then what the shares need, then what is worth most. Answers
    whether all totals are met. O(offers · days · slots) a pass, few passes.
    """
    order = _preferring(board.problem, recipe.order, base)
    return _place_must(board, order) and _filled(board, order, most)


def _filled(board: Board, order: list[int], most: int) -> bool:
    """Fill a board that has what it must; answers whether all totals are met."""
    while _fill(board, order, most):
        pass
    return board.valid()


def _preferring(p: Problem, order: list[int], base: int | None) -> list[int]:
    if base is None:
        return order
    return [i for i in order if p.offers[i].base == base] + [
        i for i in order if p.offers[i].base != base
    ]


def _place_must(board: Board, order: list[int]) -> bool:
    p = board.problem
    if p.must <= board.sessions.keys():
        return True
    rank = {course: i for i, course in enumerate(p.order)}
    fixed = {pin.course: pin for pin in p.pins if pin.day is not None}

    def when(course: int) -> tuple:
        pin = fixed.get(course)
        return (pin is None or pin.slot is None, pin is None, rank[course])

    by_course: dict[int, list[int]] = {course: [] for course in p.must}
    for i in order:
        if p.offers[i].course in by_course:
            by_course[p.offers[i].course].append(i)
    for course in sorted(p.must - board.sessions.keys(), key=when):
        placed = next((s for i in by_course[course] if (s := board.place(i))), None)
        if placed is None:
            return False
        board.add(placed)
    return True


def _fill(board: Board, order: list[int], most: int) -> bool:
    """Go once through the offers and place what still fits; answers whether anything was."""
    p, placed = board.problem, False
    shares = _Shares(board, most)
    room = most - board.total
    for i in order:
        if room < p.shortest:
            break
        offer = p.offers[i]
        if offer.hours > room or offer.course in board.sessions or not shares.allow(i):
            continue
        if not all(a in board.sessions for a in p.courses[offer.course].after):
            continue
        session = board.place(i)
        if session is not None and board.affordable(session):
            board.add(session)
            shares.count()
            room, placed = most - board.total, True
    return placed


class _Shares:
    """Whether all shares can still be met, if a board has `most` hours in the end.

    floors, tops : (n_quotas,) the least and most hours of each.
    lacking : hours that the categories, and that the formats, still need together.
    """

    def __init__(self, board: Board, most: int):
        self.board, self.most = board, most
        bounds = board.problem.bounds
        self.floors = [-(-low[0] * most // low[1]) for low, _ in bounds]
        self.tops = [most if high is None else high[0] * most // high[1] for _, high in bounds]
        self.count()

    def count(self) -> None:
        """Count what is lacking after a session was placed. O(n_quotas)."""
        lacking = {"category": 0, "format": 0}
        held = self.board.held
        for q, quota in enumerate(self.board.problem.quotas):
            lacking[quota.kind] += max(0, self.floors[q] - held[q])
        self.lacking = lacking
        self.known: dict[tuple[tuple[int, ...], int], bool] = {}

    def allow(self, i: int) -> bool:
        """Whether there is room for an offer and for all that would then still be lacking."""
        problem = self.board.problem
        key = problem.quotas_of[i], problem.offers[i].hours
        if key not in self.known:
            self.known[key] = self._allows(*key)
        return self.known[key]

    def _allows(self, quotas: tuple[int, ...], hours: int) -> bool:
        board = self.board
        if board.total + hours > self.most:
            return False
        lacking = {**self.lacking}
        for q in quotas:
            held = board.held[q]
            if held + hours > self.tops[q]:
                return False
            if held < self.floors[q]:
                lacking[board.problem.quotas[q].kind] -= min(hours, self.floors[q] - held)
        return board.total + hours + max(lacking.values()) <= self.most


def attempts(problem: Problem, window: int, recipe: Recipe) -> Iterator[Board]:
    """Valid boards of one window, first the promising bases and the longest programmes."""
    days = len(problem.windows[window].days)
    longest = min(problem.most, days * problem.day_cap)
    for base in [*recipe.bases(days)[:KEPT_BASES], None]:
        order = _preferring(problem, recipe.order, base)
        begun = Board(problem, window)
        if not _place_must(begun, order):
            continue
        most = longest
        while most >= problem.least:
            board = begun.copy()
            if _filled(board, order, most):
                yield board
                break
            most = min(most - 1, board.total if board.total >= problem.least else most - 1)
            if most < longest - 2 * problem.slots * problem.slot_hours and most > problem.least:
                most = problem.least


def first_plan(problem: Problem, windows: list[int] | None = None) -> Plan | None:
    """The best programme that simple choices find, or None where they find none.

    O(windows · bases · offers · days · slots).
    """
    best: Plan | None = None
    for window in windows if windows is not None else range(len(problem.windows)):
        for frugality in FRUGALITIES if problem.budget is not None else FRUGALITIES[:1]:
            recipe = Recipe(problem, frugality)
            for board in attempts(problem, window, recipe):
                plan = problem.plan(window, board.sessions.values())
                if best is None or plan.score > best.score:
                    best = plan
    return best


def refill(problem: Problem, plan: Plan, rng: random.Random) -> Plan | None:
    """Take a few sessions, a day, or all at one base out of a plan and fill it up by chance.

    Answers None where the result is not valid.
    """
    board = Board(problem, plan.window)
    kept = _survivors(problem, plan, rng)
    for session in kept:
        board.add(session)
    recipe = Recipe(problem, rng.choice(FRUGALITIES[:3]), rng, rng.choice((0.2, 0.6, 1.5)))
    longest = min(problem.most, len(board.free) * problem.day_cap)
    used = [problem.offers[s.offer].base for s in plan.sessions] or [None]
    base = rng.choice(used) if rng.random() < 0.8 else rng.choice(recipe.bases(len(board.free)))
    if compose(board, recipe, base, longest - rng.choice((0, 0, 0, 1, 2))):
        return problem.plan(plan.window, board.sessions.values())
    return None


def _survivors(problem: Problem, plan: Plan, rng: random.Random) -> list[Session]:
    sessions = list(plan.sessions)
    if not sessions:
        return []
    if rng.random() < 0.3:
        day = rng.choice(sessions).day
        gone = {s.offer for s in sessions if s.day == day}
    else:
        gone = {s.offer for s in rng.sample(sessions, rng.randint(1, min(4, len(sessions))))}
    courses = {problem.offers[i].course for i in gone}
    kept = []
    for session in sorted(sessions, key=lambda s: (s.day, s.slot)):
        offer = problem.offers[session.offer]
        if offer.course in courses or courses & set(problem.courses[offer.course].after):
            courses.add(offer.course)
        else:
            kept.append(session)
    return kept


def improve(problem: Problem, plan: Plan, rng: random.Random, running: Callable[[], bool]):
    """Yield ever better plans while `running()`: ruin and recreate with late acceptance.

    Source: Schrimpf et al. (2000), ruin and recreate; Burke and Bykov (2017), late acceptance.
    """
    best = now = plan
    past = [plan.score] * 50
    step = 0
    while running():
        step += 1
        new = refill(problem, now, rng)
        if new is None:
            continue
        if new.score >= min(now.score, past[step % len(past)]):
            now = new
        past[step % len(past)] = now.score
        if now.score > best.score:
            best = now
            yield best
