"""Courses of different organisations that are probably the same."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.tenancy import Owned
from resources.choices import SameState
from resources.models.teaching import Course


class SamePair(Owned):
    """Two courses that somebody above both should look at; `state` changes only by the flow.

    The organisation is the one that looked for them.
    """

    left = models.ForeignKey(Course, models.CASCADE, related_name="+")
    right = models.ForeignKey(Course, models.CASCADE, related_name="+")
    score = models.FloatField(_("likeness"))
    state = models.CharField(
        max_length=8, choices=SameState, default=SameState.OPEN, editable=False
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ("-score", "pk")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "left", "right"), name="pair_once")
        ]
        verbose_name = _("probably the same course")
        verbose_name_plural = _("probably the same courses")

    def __str__(self):
        return f"{self.left} = {self.right}"

    def get_absolute_url(self):
        """The page on which it is decided."""
        return reverse("resources:same", args=[self.pk])
