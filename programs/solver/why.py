"""Why not this course, teacher or base: what it would cost, or what forbids it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from programs.solver.answer import Answer
from programs.solver.problem import Problem
from programs.solver.solving import solve

KINDS = {"course": "courses", "teacher": "teachers", "base": "bases"}


@dataclass(frozen=True)
class Reasons:
    """Why something is not in the best programme.

    possible : whether any programme has it; None if the time was too short to tell.
    used : whether the best programme has it already.
    loss : points that the best programme with it stays below the best one.
    answer : the best programme with it, or the conflict and the relaxations that forbid it.
    """

    kind: str
    id: str
    possible: bool | None
    used: bool
    loss: float | None
    answer: Answer


def why_not(
    problem: Problem,
    kind: str,
    name: str,
    *,
    seconds: float = 10.0,
    stop: Callable[[], bool] | None = None,
    seed: int = 0,
    best: Answer | None = None,
) -> Reasons:
    """Say why a course, teacher or base is not in the best programme.

    Parameters
    ----------
    problem : from `parse`.
    kind, name : "course", "teacher" or "base", and its id.
    seconds, stop, seed : as for `solve`; half of the time where the best programme is not known.
    best : the answer to the problem, if it has been found already.

    Raises
    ------
    KeyError
        If the problem has no such course, teacher or base.
    """
    ids = [row["id"] for row in problem.raw[KINDS[kind]]]
    if name not in ids:
        raise KeyError(name)
    if best is None:
        seconds /= 2
        best = solve(problem, seconds, 1, stop=stop, seed=seed)
    if any(s[kind] == name for p in best.programmes[:1] for s in p["sessions"]):
        return Reasons(kind, name, True, True, 0.0, best)
    asked = replace(problem, wanted=((kind, ids.index(name)),))
    found = solve(asked, seconds, 1, stop=stop, seed=seed)
    possible = {"infeasible": False, "unknown": None}.get(found.status, True)
    loss = None
    if found.score is not None and best.score is not None:
        loss = max(0.0, best.score - found.score)
    return Reasons(kind, name, possible, False, loss, found)
