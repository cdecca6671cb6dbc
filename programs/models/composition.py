"""A question put to the composer, and what it answered."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Member
from accounts.tenancy import Owned
from programs.choices import Aim
from programs.models.program import Program


class Composition(Owned):
    """A problem as it was asked, and the answer as far as it has come.

    `problem` and `answer` are the public JSON of composing. `options` says how a programme was
    turned into the problem. `question` is what is asked beyond "the best": a course, teacher or
    base by kind and id ("why not this one?"). `before` holds the lines that an alternative has
    replaced, so that taking it can be undone while nobody has edited since (`taken_revision`).
    `request` is what the department was asked to relax: the rule, who asked when and why, and the
    department's answer.
    """

    program = models.ForeignKey(
        Program, models.CASCADE, null=True, related_name="compositions", verbose_name=_("programme")
    )
    aim = models.CharField(max_length=10, choices=Aim, default=Aim.BALANCED)
    keeps_courses = models.BooleanField(default=True)
    assumed = models.JSONField(default=list)
    question = models.JSONField(default=dict)
    problem = models.JSONField()
    answer = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField(default=10)
    alternatives = models.PositiveSmallIntegerField(default=3)
    took_ms = models.PositiveIntegerField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField(default=list)
    request = models.JSONField(default=dict)
    taken_revision = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("composition")
        verbose_name_plural = _("compositions")

    def __str__(self):
        return f"{self.program or _('Problem')} #{self.pk}"

    def get_absolute_url(self):
        """The page where the alternatives stand side by side."""
        return reverse("programs:composition", args=[self.program_id, self.pk])

    @property
    def is_busy(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.job is not None and not self.job.finished

    @property
    def status(self) -> str:
        """Optimal, feasible, infeasible or unknown; empty before the first answer."""
        return self.answer.get("status", "")
