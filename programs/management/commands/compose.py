"""Solve a programme problem in its public JSON form."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programs import solver

FAULTS, INFEASIBLE, UNKNOWN = 2, 3, 4


class Command(BaseCommand):
    help = (
        "Compose the programme of a problem, or the plan of a year. Exit code 0: composed;"
        " 2: the problem has faults, one line each; 3: proved impossible; 4: nothing found in time."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("problem", help="JSON file, or - for standard input")
        parser.add_argument("--seconds", type=float, default=10.0)
        parser.add_argument("--alternatives", type=int, default=3)
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")

    def handle(self, *, problem, seconds, alternatives, seed, **options):
        data = self._read(problem)
        try:
            found = self._solve(data, seconds, alternatives, seed)
        except solver.Faults as wrong:
            for fault in wrong.faults:
                self.stderr.write(str(fault))
            sys.exit(FAULTS)
        self.stdout.write(
            json.dumps(found.as_json(), ensure_ascii=False, indent=1)
            if options["json"]
            else solver.told(found)
        )
        code = {"infeasible": INFEASIBLE, "unknown": UNKNOWN}.get(found.status, 0)
        if code:
            sys.exit(code)

    def _solve(self, data, seconds, alternatives, seed):
        problem = solver.parse_any(data)
        if isinstance(problem, solver.Year):
            return solver.solve_year(problem, seconds, seed=seed)
        return solver.solve(problem, seconds, alternatives, seed=seed)

    def _read(self, problem):
        try:
            text = sys.stdin.read() if problem == "-" else Path(problem).read_text("utf-8")
            return json.loads(text)
        except OSError as fault:
            raise CommandError(f"{problem}: {fault.strerror}", returncode=1) from fault
        except ValueError as fault:
            self.stderr.write(f"$: is no JSON ({fault})")
            sys.exit(FAULTS)
