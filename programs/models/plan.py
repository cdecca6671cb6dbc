"""A department's yearly plan: what is demanded, in which shares, of whom."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, OrganisationKind
from accounts.models import Code, Member, Organisation
from accounts.tenancy import Owned, Scoped
from core.models import Named
from programs.choices import PlanState
from resources.choices import Mastery
from resources.models import Course


class Plan(Owned, Named):
    """The demand of one year; once published, the organisations below see it."""

    seen_below = Q(state__in=(PlanState.PUBLISHED, PlanState.CLOSED))

    year = models.PositiveSmallIntegerField(_("year"))
    budget_yuan = models.PositiveBigIntegerField(_("budget (yuan)"))
    deadline_on = models.DateField(_("programmes to be submitted by"))
    aim = models.TextField(_("aim"), blank=True)
    starts_on = models.DateField(_("programmes are held from"), null=True, blank=True)
    ends_on = models.DateField(_("programmes are held until"), null=True, blank=True)
    levels = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("for levels")
    )
    themes = models.ManyToManyField(Code, related_name="+", blank=True, verbose_name=_("themes"))
    state = models.CharField(
        max_length=12, choices=PlanState, default=PlanState.DRAFT, editable=False
    )

    class Meta:
        ordering = ("-year", "pk")
        verbose_name = _("yearly plan")
        verbose_name_plural = _("yearly plans")

    def get_absolute_url(self):
        """The page about it."""
        return reverse("programs:plan", args=[self.pk])


class Share(Scoped):
    """The least (and the most) part of a programme's hours in one category or one format."""

    owner = "plan__organisation"
    follows = "plan"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="shares")
    code = models.ForeignKey(
        Code, models.PROTECT, related_name="+", verbose_name=_("category or format")
    )
    min_percent = models.PositiveSmallIntegerField(
        _("at least (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    max_percent = models.PositiveSmallIntegerField(
        _("at most (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    class Meta:
        ordering = ("code__order", "pk")
        constraints = [models.UniqueConstraint(fields=("plan", "code"), name="share_once")]
        verbose_name = _("share")
        verbose_name_plural = _("shares")

    def __str__(self):
        return f"{self.code} ≥ {self.min_percent} %"


class PlanCompetence(Scoped):
    """A competence that the programmes of a plan must lead to, and how far."""

    owner = "plan__organisation"
    follows = "plan"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="competences")
    competence = models.ForeignKey(
        Code,
        models.PROTECT,
        related_name="+",
        verbose_name=_("competence"),
        limit_choices_to={"kind": CodeKind.COMPETENCE},
    )
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("competence", "level"), choices=Mastery, default=Mastery.KNOWS
    )

    class Meta:
        ordering = ("competence__order", "competence_id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "competence"), name="plan_competence_once")
        ]
        verbose_name = _("demanded competence")
        verbose_name_plural = _("demanded competences")

    def __str__(self):
        return f"{self.competence} {self.get_level_display()}"


class Demand(Scoped):
    """How many people one unit is asked to train in the year."""

    owner = "plan__organisation"
    follows = "plan"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="demands")
    unit = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("unit"),
        limit_choices_to={"kind": OrganisationKind.UNIT},
    )
    headcount = models.PositiveIntegerField(_("people"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("unit__path",)
        constraints = [models.UniqueConstraint(fields=("plan", "unit"), name="demand_once")]
        verbose_name = _("demand")
        verbose_name_plural = _("demands")

    def __str__(self):
        return gettext("{plan}: {headcount} people").format(
            plan=self.plan, headcount=self.headcount
        )


class CourseValue(Scoped):
    """How much a course is worth to a plan, from 0 to 10: what composing maximises.

    Set by a person; `reason` keeps what the need research said when he did.
    """

    owner = "plan__organisation"
    follows = "plan"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="course_values")
    course = models.ForeignKey(Course, models.CASCADE, related_name="+", verbose_name=_("course"))
    value = models.DecimalField(
        _("value"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-value", "course__code", "pk")
        constraints = [models.UniqueConstraint(fields=("plan", "course"), name="value_once")]
        verbose_name = _("value of a course")
        verbose_name_plural = _("values of courses")

    def __str__(self):
        return f"{self.course}: {self.value}"
