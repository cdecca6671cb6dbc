"""Organisations, people, and the records every app leaves behind."""

from accounts.models.organisations import (
    Code,
    HiddenCode,
    Invitation,
    Member,
    Organisation,
    User,
)
from accounts.models.people import Merge, Trainee
from accounts.models.records import (
    ApiToken,
    AuditEntry,
    Grant,
    Job,
    Notice,
    SavedView,
    Step,
    WorkItem,
)

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Code",
    "Grant",
    "HiddenCode",
    "Invitation",
    "Job",
    "Member",
    "Merge",
    "Notice",
    "Organisation",
    "SavedView",
    "Step",
    "Trainee",
    "User",
    "WorkItem",
]
