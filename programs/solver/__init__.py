"""Composing programmes: a pure function from a problem, as JSON, to programmes, as JSON.

`parse` reads a single programme's problem or raises `Faults`, each under its JSON path.
`solve` finds the best programme, proves it or bounds it, and adds clearly different ones; an
infeasible problem gets its conflict and relaxations. `explain` does that alone, `why_not` asks
for one course, teacher or base. `applied` is a problem's JSON with one relaxation applied.
`parse_year` and `solve_year` do the same for a year's plan over shared teachers and bases.
`audit.violations` and `audit_year.violations` judge any answer. Nothing here knows of Django, of
the network or of files.
"""

from programs.solver.answer import Answer
from programs.solver.build import parse
from programs.solver.explain import explain
from programs.solver.reading import Fault, Faults
from programs.solver.rounding import solve_truly
from programs.solver.rules import applied
from programs.solver.solve import solve
from programs.solver.solve_year import YearAnswer, solve_year
from programs.solver.telling import told
from programs.solver.why import Reasons, why_not
from programs.solver.year import Year, parse_year

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
    "parse_year",
    "solve",
    "solve_truly",
    "solve_year",
    "told",
    "why_not",
]
