"""Plan, programme, enrolment."""

from programs.models.approval import ApprovalRule, Deputy, ProposedChange, Signature
from programs.models.composition import Composition
from programs.models.enrolment import Allotment, Attendance, Enrolment
from programs.models.plan import CourseValue, Demand, Plan, PlanCompetence, Share
from programs.models.program import Comment, Program, Session, Version
from programs.models.scenario import Scenario

__all__ = [
    "Allotment",
    "ApprovalRule",
    "Attendance",
    "Comment",
    "Composition",
    "CourseValue",
    "Demand",
    "Deputy",
    "Enrolment",
    "Plan",
    "PlanCompetence",
    "Program",
    "ProposedChange",
    "Scenario",
    "Session",
    "Share",
    "Signature",
    "Version",
]
