"""The quality review of a course, teacher or base: what several reviewers say about it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.tenancy import Owned, Scoped
from resources.choices import CRITERIA, Mark, ReviewState
from resources.models.places import Base
from resources.models.teaching import Course, Teacher


class Review(Owned):
    """One round of review; `state` changes only through `resources.flow`.

    Exactly one of course, teacher and base is named. `open_key` is the key of that while the
    review is open and NULL afterwards: nothing is reviewed twice at once, on any database.
    """

    course = models.ForeignKey(Course, models.CASCADE, null=True, related_name="reviews")
    teacher = models.ForeignKey(Teacher, models.CASCADE, null=True, related_name="reviews")
    base = models.ForeignKey(Base, models.CASCADE, null=True, related_name="reviews")
    open_key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001 (NULLs differ)
    state = models.CharField(
        max_length=10, choices=ReviewState, default=ReviewState.OPEN, editable=False
    )
    begun_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    again_on = models.DateField(_("review again on"), null=True)
    ends_on = models.DateField(_("end of life"), null=True)
    reminded_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("quality review")
        verbose_name_plural = _("quality reviews")

    def __str__(self):
        return self.thing.label

    @property
    def thing(self):
        """The course, teacher or base that is reviewed."""
        return self.course or self.teacher or self.base

    def get_absolute_url(self):
        """The page about it."""
        return reverse("resources:review", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether it has come to the end of its life."""
        return bool(self.ends_on and self.ends_on < timezone.localdate())


class Verdict(Scoped):
    """What one reviewer says; it can be changed while the review is open."""

    owner = "review__organisation"
    parties = ("review__organisation",)
    follows = "review"

    review = models.ForeignKey(Review, models.CASCADE, related_name="verdicts")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    fitness = models.PositiveSmallIntegerField(_("fitness for the need"), choices=Mark)
    accuracy = models.PositiveSmallIntegerField(_("accuracy"), choices=Mark)
    effect = models.PositiveSmallIntegerField(_("effect"), choices=Mark)
    compliance = models.PositiveSmallIntegerField(_("compliance"), choices=Mark)
    note = models.TextField(_("what has to change"), blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("review", "member"), name="verdict_once")]
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")

    def __str__(self):
        return f"{self.review}: {self.member}"

    @property
    def agrees(self) -> bool:
        """Whether every criterion is met."""
        return all(getattr(self, name) == Mark.MEETS for name in CRITERIA)

    @property
    def short(self) -> list[str]:
        """The criteria that are not met, in words."""
        return [
            self._meta.get_field(name).verbose_name
            for name in CRITERIA
            if getattr(self, name) == Mark.SHORT
        ]
