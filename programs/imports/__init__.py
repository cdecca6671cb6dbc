"""The spreadsheets of demand, programmes, names and results."""

from programs.imports.demands import DEMANDS
from programs.imports.enrolments import ENROLMENTS
from programs.imports.programs import PROGRAMS
from programs.imports.results import RESULTS

__all__ = ["DEMANDS", "ENROLMENTS", "PROGRAMS", "RESULTS"]
