"""The spreadsheets of organisations and people: headings, cleaning, where the rows go."""

from accounts.imports.members import MEMBERS
from accounts.imports.organisations import ORGANISATIONS
from accounts.imports.trainees import TRAINEES

__all__ = ["MEMBERS", "ORGANISATIONS", "TRAINEES"]
