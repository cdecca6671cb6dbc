"""Answers, and their JSON form."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from programs.solver.problem import Plan, Problem


@dataclass(frozen=True)
class Answer:
    """What solving a problem came to.

    status : optimal, feasible (with bound), infeasible or unknown.
    score, bound : points; None where there is no programme.
    programmes : best first, as JSON.
    conflict, relaxations : of an infeasible problem.
    together : the smallest set of rules to drop at once where no single one is enough.
    """

    status: str
    score: float | None = None
    bound: float | None = None
    programmes: tuple[dict, ...] = ()
    conflict: tuple[dict, ...] = ()
    relaxations: tuple[dict, ...] = ()
    together: tuple[dict, ...] = ()
    plans: tuple[Plan, ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, Any]:
        """The public form."""
        shown: dict[str, Any] = {"status": self.status, "score": self.score, "bound": self.bound}
        shown["programmes"] = list(self.programmes)
        shown["conflict"] = list(self.conflict)
        shown["relaxations"] = list(self.relaxations)
        if self.together:
            shown["together"] = list(self.together)
        return shown


def points(problem: Problem, score: int) -> float:
    """A score in points."""
    return score / problem.unit


def programme_json(problem: Problem, plan: Plan) -> dict[str, Any]:
    """A plan in the public form; the percentages are of categories. O(n)."""
    labels = problem.windows[plan.window].labels
    hours: dict[str, int] = defaultdict(int)
    sessions = []
    for session in plan.sessions:
        offer = problem.offers[session.offer]
        hours[problem.courses[offer.course].category] += offer.hours
        sessions.append(
            {
                "course": problem.courses[offer.course].id,
                "format": offer.format,
                "teacher": problem.teachers[offer.teacher],
                "base": problem.bases[offer.base].id,
                "day": labels[session.day],
                "slot": session.slot,
            }
        )
    total = sum(hours.values())
    codes = [quota.code for quota in problem.quotas if quota.kind == "category"]
    return {
        "score": points(problem, plan.score),
        "hours": plain(total * problem.grain),
        "cost": plain(problem.cost(plan.sessions) / problem.cent),
        "percent": {code: 100 * hours[code] / total if total else 0.0 for code in codes},
        "sessions": sessions,
    }


def plain(number: Any) -> int | float:
    """A whole number as int, any other as float."""
    return int(number) if number == int(number) else float(number)
