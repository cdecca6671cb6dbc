"""Who was asked to evaluate a programme, and whether he has."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, Organisation, User
from accounts.tenancy import Owned
from core.models import in_language
from evaluation.choices import EvaluationState, Party
from programs.models import Program
from surveys.choices import Purpose
from surveys.models import Questionnaire, Sheet


class Evaluation(Owned):
    """One request to evaluate; it belongs to the department that asks.

    A trainee's is seen by himself alone: not even whether he has answered is known to others.
    `draft` holds what he has entered; with the sending it is emptied, and no key leads from here
    to the sheet.
    """

    parties = ("unit",)
    people = ("user",)
    audit_hidden = frozenset({"draft"})

    program = models.ForeignKey(Program, models.PROTECT, related_name="evaluations")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    party = models.CharField(_("party"), max_length=8, choices=Party)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="evaluations")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    draft = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=EvaluationState,
        default=EvaluationState.OPEN,
        editable=False,
    )
    due_on = models.DateField(_("due"), null=True)
    sent_on = models.DateField(_("sent"), null=True)

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.UniqueConstraint(fields=("program", "purpose", "user"), name="user_asked_once"),
            models.UniqueConstraint(fields=("program", "purpose", "unit"), name="unit_asked_once"),
            models.CheckConstraint(
                condition=Q(user=None, unit__isnull=False) | Q(user__isnull=False, unit=None),
                name="evaluation_of_one_party",
            ),
        ]

    def __str__(self):
        return self.label

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed; what a unit was asked stays open until it answers."""
        return self.party == Party.TRAINEE and self.due_on is not None and self.due_on < today

    @property
    def label(self) -> str:
        """The programme it is about."""
        return in_language(self.program.name, self.program.name_en)


class BroughtIn(Owned):
    """One line of a list of answers that were given elsewhere; it belongs to who brought it in.

    `number` is the number of the answer sheet in that list, never one that names a person. The
    line says which sheet holds the answer, so that the same list changes nothing a second time.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="brought_in")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    number = models.CharField(_("answer sheet"), max_length=40)
    subject = models.CharField(_("asked about"), max_length=80)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("answer brought in")
        verbose_name_plural = _("answers brought in")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "purpose", "number", "subject"), name="brought_in_once"
            )
        ]

    def __str__(self):
        return f"{self.program} · {self.number}"
