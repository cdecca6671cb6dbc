from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import CodeKind

# The hours of a day are those of the calendar; composing names them often.
from resources.choices import HOURS_PER_SLOT as HOURS_PER_SLOT
from resources.choices import SLOT_NAMES as SLOT_NAMES
from resources.choices import Slot as Slot
from resources.choices import slots_of as slots_of

# What a plan can set a share of the hours for.
SHARED = (CodeKind.CATEGORY, CodeKind.FORMAT)


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


class Aim(TextChoices):
    BALANCED = "balanced", _("Balanced: need first, then ratings and cost")
    THRIFTY = "thrifty", _("As cheap as the need allows")
    TEACHERS = "teachers", _("The best-rated teachers")


class EnrolmentState(TextChoices):
    WAITING = "waiting", _("Waiting list")
    NOMINATED = "nominated", _("Named")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", pgettext_lazy("enrolment", "Completed")
    FAILED = "failed", _("Not completed")


# Edits that keep an approval: of the programme, and of a line as long as its base stays.
KEEPS_APPROVAL = ("name", "name_en", "aim")
KEEPS_LINE = ("room",)


class Verdict(TextChoices):
    APPROVE = "approve", _("Approved")
    RETURN = "return", _("Returned")
    REFUSE = "refuse", _("Refused")


class ChangeKind(TextChoices):
    SET = "set", _("Change the line")
    REMOVE = "remove", _("Take the line out")
    ADD = "add", _("Add a line")


class ChangeState(TextChoices):
    OPEN = "open", _("Still open")
    TAKEN = "taken", _("Taken over")
    LEFT = "left", _("Left as it was")


class AttendanceStatus(TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


# What the meter finds, as sentences. {program} is a quoted name or "another programme".
ISSUES = {
    "no_institute": _("No institute has been chosen yet."),
    "no_dates": _("First and last day are still open."),
    "no_lines": _("There are no courses yet."),
    "hours_short": _("{hours} hours; at least {least} are required, {missing} are missing."),
    "hours_over": _("{hours} hours; at most {most} are allowed, {excess} too many."),
    "share_short": _("{name} stands at {shown} %, at least {least} %: {missing} h more."),
    "share_over": _("{name} stands at {shown} %, at most {most} %: {excess} h less."),
    "over_budget": _("{cost} yuan pass the budget of {budget} by {excess}."),
    "incomplete": _("“{course}” still lacks: {parts}"),
    "not_offered": _("{teacher} does not give “{course}” in this format"),
    "not_hosted": _("{base} does not have this format"),
    "room_elsewhere": _("{room} does not belong to {base}"),
    "too_small": _("{place} holds {capacity}, you have {places}"),
    "past_day_end": _("{hours} hours from {when} run past the end of the day"),
    "outside_dates": _("{when} lies outside the days of the programme"),
    "overlap": _("{when} meets line {other}"),
    "teacher_taken": _("{teacher} already teaches in {program} on {when}"),
    "teacher_held": _("{teacher} is held for {program} on {when}"),
    "teacher_away": _("{teacher} cannot be booked on {when}"),
    "room_taken": _("{room} is already taken by {program} on {when}"),
    "room_held": _("{room} is held for {program} on {when}"),
    "room_closed": _("{room} cannot be booked on {when}"),
    "base_closed": _("{base} cannot be booked on {when}"),
    "base_full": _("{base} already hosts {others} other programmes on {on}"),
    "past": _("The programme began on {on}, in the past."),
    "heavy_teacher": _("{teacher} teaches {hours} of {total} hours."),
    "course_twice": _("“{course}” is already held in line {other}"),
    "two_bases": _("On {on} the group moves between {other} and {base}"),
    "hold_ends": _("What line {number} chose is held for you until {until} only"),
    "low_rating": _("{teacher} was rated {rating} so far"),
}
PARTS = {
    "format": _("format"),
    "teacher": _("teacher"),
    "base": _("base"),
    "time": _("time"),
}
