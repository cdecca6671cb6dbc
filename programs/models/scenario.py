"""A way in which a plan could be carried out, and what it would lead to."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Member
from accounts.tenancy import Owned
from programs.models.plan import Plan


class Scenario(Owned):
    """What is changed of a plan and its resources, and the figures that a worker found.

    `changes` holds only what differs from the plan: "least" (percent by key of category or
    format), "budget_yuan", "bases" and "teachers" that are missing (keys), "group" (people of
    one programme) and "days". `answer` is what `queries.scenario.figures` sums up.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="scenarios", verbose_name=_("yearly plan")
    )
    name = models.CharField(_("name of the scenario"), max_length=80)
    changes = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField(default=60)
    took_ms = models.PositiveIntegerField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page where the scenarios of the plan stand side by side."""
        return reverse("programs:scenario_list", args=[self.plan_id])

    @property
    def is_busy(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.job is not None and not self.job.finished
