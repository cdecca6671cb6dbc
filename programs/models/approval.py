"""Who decides about a programme: the rule table, the signatures asked for, deputies, proposals."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Code, Member, Organisation, User
from accounts.tenancy import Owned, Scoped
from core.models import Named, in_language
from programs.choices import ChangeKind, ChangeState, Verdict
from programs.models.program import Program


class ApprovalRule(Owned, Named):
    """One row of a department's table: which programmes need which signature, in which order.

    Rows of the same `position` are asked at once. A programme that no row fits is decided by one
    approver of the department.
    """

    seen_below = Q(active=True)

    position = models.PositiveSmallIntegerField(
        _("order"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    min_cost_yuan = models.PositiveIntegerField(_("from a cost of (yuan)"), default=0)
    theme = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for the theme"),
    )
    signer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department that signs"),
        limit_choices_to={"kind": OrganisationKind.DEPARTMENT},
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person who signs"),
    )
    days = models.PositiveSmallIntegerField(
        _("days to decide"), default=5, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")

    def get_absolute_url(self):
        """The page on which it is changed."""
        return reverse("programs:rule_edit", args=[self.pk])


class Signature(Scoped):
    """One decision asked for about one version; `verdict` is written once.

    Asked is any approver of `organisation`, or `user` alone. Signatures are asked in the order of
    their positions, those of one position together.
    """

    owner = "program__organisation"
    follows = "program"

    program = models.ForeignKey(Program, models.CASCADE, related_name="signatures")
    version = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    days = models.PositiveSmallIntegerField(default=5)
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "position", "pk")
        indexes = [models.Index(fields=("verdict", "due_on"), name="signature_open_due")]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """What the step is called in the language of the page."""
        return in_language(self.name, self.name_en)


class Deputy(Owned):
    """Somebody who decides in the place of an approver for a time."""

    people = ("member__user", "deputy__user")

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="+", verbose_name=_("who is away")
    )
    deputy = models.ForeignKey(
        Member, models.CASCADE, related_name="+", verbose_name=_("who decides instead")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ("-starts_on", "pk")
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="deputy_period_in_order"
            )
        ]

    def __str__(self):
        return f"{self.member.user} → {self.deputy.user}"


class ProposedChange(Scoped):
    """A change to one line that a reviewer would approve; the owner takes it or leaves it.

    `values` are what `set_line` or `add_line` would write, `old` and `new` the line as a version
    holds it, before and after.
    """

    owner = "program__organisation"
    follows = "program"

    program = models.ForeignKey(Program, models.CASCADE, related_name="proposed_changes")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ChangeKind)
    line = models.PositiveBigIntegerField(null=True)
    values = models.JSONField(default=dict)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=8, choices=ChangeState, default=ChangeState.OPEN, editable=False
    )
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.line or ''}"
