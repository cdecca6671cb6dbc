"""What leaves the intake for a person to look at: lists, causes of errors, workbooks."""

from intake.tables.causes import Cause, causes_of
from intake.tables.lists import Batches, Changed, Fresh, Kept, tell_changes
from intake.tables.workbooks import errors, export_of, template_of

__all__ = [
    "Batches",
    "Cause",
    "Changed",
    "Fresh",
    "Kept",
    "causes_of",
    "errors",
    "export_of",
    "tell_changes",
    "template_of",
]
