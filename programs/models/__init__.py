"""Plan, programme, enrolment."""

from programs.models.composition import Composition
from programs.models.enrolment import Attendance, Enrolment
from programs.models.plan import Demand, Plan, Share
from programs.models.program import Comment, Program, Session, Version

__all__ = [
    "Attendance",
    "Comment",
    "Composition",
    "Demand",
    "Enrolment",
    "Plan",
    "Program",
    "Session",
    "Share",
    "Version",
]
