"""Composing programmes: a pure function from a problem, as JSON, to programmes, as JSON.

`parse` reads a single programme's problem or raises `Faults`, each under its JSON path.
`solve` finds the best programme, proves it or bounds it, and adds clearly different ones; an
infeasible problem gets its conflict and relaxations. `explain` does that alone, `why_not` asks
for one course, teacher or base. `applied` is a problem's JSON with one relaxation applied.
`parse_year` and `solve_year` do the same for a year's plan over shared teachers and bases.
`audit.violations` and `audit_year.violations` judge any answer. Nothing here knows of Django, of
the network or of files. The solvers behind it are loaded with the first use, not with the package.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from programs.solver.answer import Answer
    from programs.solver.build import parse
    from programs.solver.explaining import explain
    from programs.solver.reading import Fault, Faults
    from programs.solver.rules import applied
    from programs.solver.solving import solve
    from programs.solver.solving_year import YearAnswer, solve_year
    from programs.solver.telling import told
    from programs.solver.why import Reasons, why_not
    from programs.solver.year import Year, parse_any, parse_year

HOME = {
    "Answer": "answer",
    "Fault": "reading",
    "Faults": "reading",
    "Reasons": "why",
    "Year": "year",
    "YearAnswer": "solving_year",
    "applied": "rules",
    "explain": "explaining",
    "parse": "build",
    "parse_any": "year",
    "parse_year": "year",
    "solve": "solving",
    "solve_year": "solving_year",
    "told": "telling",
    "why_not": "why",
}
__all__ = [
    "Answer",
    "Fault",
    "Faults",
    "Reasons",
    "Year",
    "YearAnswer",
    "applied",
    "explain",
    "parse",
    "parse_any",
    "parse_year",
    "solve",
    "solve_year",
    "told",
    "why_not",
]


def __getattr__(name: str) -> Any:
    if name not in HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{HOME[name]}"), name)
    globals()[name] = value
    return value
