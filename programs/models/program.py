"""A programme, its sessions, its versions and what was said about them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Member, Organisation
from accounts.tenancy import Owned, OwnedQuerySet, Scoped
from core.models import Named
from programs.choices import NAMING, ProgramState
from programs.models.plan import Plan
from resources.choices import Slot, slots_of
from resources.models import Base, Course, ReadyProgram, Room, Teacher


class ProgramQuerySet(OwnedQuerySet):
    """Questions about programmes that chain."""

    def with_hours(self):
        """Annotate `hours`, the teaching hours of all sessions."""
        return self.annotate(hours=models.Sum("sessions__course__hours", default=0))


class Program(Owned, Named):
    """One training event. `state` changes only through `programs.flow`.

    `revision` counts the edits: a form that carries an older one is answered with what has
    changed meanwhile. `taken` counts places given, and never passes `places`.
    """

    parties = ("organisation", "institute")
    seen_below = models.Q(allots=True, state__in=(*NAMING, ProgramState.CLOSED))
    people = ("enrolments__trainee__user", "sessions__teacher__user")

    # NULL where nobody numbers them: NULLs differ on every database
    number = models.CharField(_("programme number"), max_length=40, null=True, blank=True)  # noqa: DJ001
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="programs", verbose_name=_("plan")
    )
    theme = models.ForeignKey(
        Code, models.PROTECT, null=True, related_name="+", verbose_name=_("theme")
    )
    institute = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("institute")
    )
    taken_from = models.ForeignKey(
        ReadyProgram, models.SET_NULL, null=True, related_name="adopted", editable=False
    )
    taken_version = models.PositiveSmallIntegerField(null=True, editable=False)
    levels = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("for levels")
    )
    aim = models.TextField(_("aim"), blank=True)
    places = models.PositiveSmallIntegerField(_("places"), default=40)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    # Whether units below have places of their own in it; then they see it once it is approved.
    allots = models.BooleanField(default=False, editable=False)
    starts_on = models.DateField(_("first day"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    hours_min = models.PositiveSmallIntegerField(_("hours at least"), default=16)
    hours_max = models.PositiveSmallIntegerField(_("hours at most"), default=56)
    budget_yuan = models.PositiveIntegerField(_("budget (yuan)"), default=0)
    # What the plan's department lets this programme do without: {"plan": key, "shares": {code: …}}.
    exempt = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        max_length=12, choices=ProgramState, default=ProgramState.DRAFT, editable=False
    )
    version = models.PositiveSmallIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "number"), name="program_number_once"),
            models.CheckConstraint(condition=models.Q(places__gt=0), name="program_has_places"),
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("places")), name="program_not_overfull"
            ),
        ]

    def get_absolute_url(self):
        """The page about it."""
        return reverse("programs:program", args=[self.pk])


class Session(Scoped):
    """One line of a programme: a course × format × teacher × base at a time.

    `slot` is the first double hour of the day it takes; a course of six hours takes three.
    """

    owner = "program__organisation"
    follows = "program"

    program = models.ForeignKey(Program, models.CASCADE, related_name="sessions")
    position = models.PositiveSmallIntegerField(default=0)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name=_("course")
    )
    format = models.ForeignKey(
        Code, models.PROTECT, null=True, related_name="+", verbose_name=_("format")
    )
    teacher = models.ForeignKey(
        Teacher, models.PROTECT, null=True, related_name="sessions", verbose_name=_("teacher")
    )
    base = models.ForeignKey(
        Base, models.PROTECT, null=True, related_name="sessions", verbose_name=_("base")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    on = models.DateField(_("day"), null=True)
    slot = models.PositiveSmallIntegerField(_("begins"), choices=Slot, null=True)
    pinned = models.BooleanField(_("pinned"), default=False)

    class Meta:
        ordering = ("position", "pk")
        indexes = [
            models.Index(fields=("teacher", "on"), name="session_teacher_day"),
            models.Index(fields=("base", "on"), name="session_base_day"),
        ]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self):
        return str(self.course)

    @property
    def slots(self) -> range:
        """The double hours of its day that it takes; empty while no time is chosen."""
        return slots_of(self.slot, self.course.hours)

    @property
    def fee_yuan(self) -> int:
        """The teacher's fee for the whole session."""
        return self.course.hours * self.teacher.fee_per_hour_yuan if self.teacher else 0


class Version(Scoped):
    """A programme as it was submitted; never changed afterwards."""

    owner = "program__organisation"
    follows = "program"

    program = models.ForeignKey(Program, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("program", "number"), name="version_once")]

    def __str__(self):
        return f"{self.program} {self.number}"


class Comment(Scoped):
    """What a reviewer says about a programme, a line (`line` is the session's key) or a field."""

    owner = "program__organisation"
    follows = "program"

    program = models.ForeignKey(Program, models.CASCADE, related_name="comments")
    version = models.PositiveSmallIntegerField()
    line = models.PositiveBigIntegerField(null=True)
    field = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("comment"))
    must_fix = models.BooleanField(_("must be settled"), default=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sent = models.BooleanField(default=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return self.text[:60]
