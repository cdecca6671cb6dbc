from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


class ProgramState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the institute")
    ACCEPTED = "accepted", _("Awaiting approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


EDITABLE = (ProgramState.DRAFT, ProgramState.RETURNED)
# Programmes whose sessions occupy teachers and bases.
OCCUPYING = (
    ProgramState.SUBMITTED,
    ProgramState.ACCEPTED,
    ProgramState.APPROVED,
    ProgramState.RUNNING,
)
NAMING = (ProgramState.APPROVED, ProgramState.RUNNING)


class EnrolmentState(TextChoices):
    WAITING = "waiting", _("Waiting list")
    NOMINATED = "nominated", _("Named")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Not completed")


class AttendanceStatus(TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


class Slot(IntegerChoices):
    """The four double hours of a training day."""

    FIRST = 0, "08:30"
    SECOND = 1, "10:20"
    THIRD = 2, "14:00"
    FOURTH = 3, "15:50"


HOURS_PER_SLOT = 2
