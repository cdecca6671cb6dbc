"""A trainee's place in a programme, and how he took part."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Member, Organisation, Trainee
from accounts.tenancy import Owned, Scoped
from programs.choices import AttendanceStatus, EnrolmentState
from programs.models.program import Program, Session


class Enrolment(Owned):
    """A place in a programme; it belongs to the trainee's organisation."""

    parties = ("organisation", "program__organisation", "program__institute")
    people = ("trainee__user", "program__sessions__teacher__user")

    program = models.ForeignKey(Program, models.PROTECT, related_name="enrolments")
    trainee = models.ForeignKey(
        Trainee, models.PROTECT, related_name="enrolments", verbose_name=_("trainee")
    )
    state = models.CharField(
        max_length=12, choices=EnrolmentState, default=EnrolmentState.NOMINATED, editable=False
    )
    named_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    score = models.DecimalField(
        _("score"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    grade = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grade")
    )
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        ordering = ("trainee__name_sort", "pk")
        constraints = [
            models.UniqueConstraint(fields=("program", "trainee"), name="enrolled_once"),
        ]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")

    def __str__(self):
        return f"{self.trainee} · {self.program}"


class Attendance(Scoped):
    """Whether somebody was there in one session."""

    owner = "enrolment__organisation"
    follows = "enrolment"

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    status = models.CharField(_("attendance"), max_length=8, choices=AttendanceStatus)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("enrolment", "session"), name="attendance_once")
        ]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")

    def __str__(self):
        return f"{self.enrolment}: {self.get_status_display()}"


class Allotment(Scoped):
    """Places of a programme that one unit may name people for."""

    owner = "program__organisation"
    parties = ("program__organisation", "program__institute", "unit")

    program = models.ForeignKey(Program, models.CASCADE, related_name="allotments")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("unit"))
    places = models.PositiveSmallIntegerField(_("places"))

    class Meta:
        ordering = ("unit__path",)
        constraints = [
            models.UniqueConstraint(fields=("program", "unit"), name="allotted_once"),
            models.CheckConstraint(condition=models.Q(places__gt=0), name="allotment_has_places"),
        ]
        verbose_name = _("allotted places")
        verbose_name_plural = _("allotted places")

    def __str__(self):
        return str(self.program)
