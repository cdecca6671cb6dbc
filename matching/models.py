"""Trained models with their reports, and what people decided about suggestions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Member, Organisation, Trainee
from accounts.tenancy import Owned, Scoped
from matching.choices import Decision, ModelState, Reason
from programs.models import Enrolment, Program


class Model(Owned):
    """One training of a department; `state` changes only through `matching.flow`.

    `content` are signed bytes (`matching.vault`), `signature` the hexadecimal end of them.
    `serves` is unique: an organisation has one model in use, on any database. The organisations
    below see the model that is in use, and so do the people it is about.
    """

    seen_below = Q(state=ModelState.CHAMPION)
    open_to_persons = True

    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        max_length=12, choices=ModelState, default=ModelState.TRAINING, editable=False
    )
    serves = models.OneToOneField(Organisation, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField(null=True, editable=False)
    signature = models.CharField(max_length=64, blank=True, editable=False)
    report = models.JSONField(default=dict, editable=False)
    decision = models.JSONField(default=dict, editable=False)
    evidence = models.JSONField(default=dict, editable=False)
    themes = models.JSONField(default=list, editable=False)
    cases = models.PositiveIntegerField(_("past results"), default=0, editable=False)
    thin = models.BooleanField(default=False, editable=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", editable=False)
    started_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    trained_at = models.DateTimeField(_("trained"), null=True, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("matching model")
        verbose_name_plural = _("matching models")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "number"), name="model_number_once")
        ]

    def __str__(self):
        return _("Matching model no. %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        """Return the address of its card."""
        return reverse("matching:model", args=[self.pk])

    @classmethod
    def in_use(cls):
        """Every model in use, for the watch that goes by the clock and asks about each alone."""
        rows = cls.objects.unscoped(reason="the clock looks at each department's model in turn")
        rows = rows.filter(state=ModelState.CHAMPION, started_by__active=True).defer("content")
        return rows.select_related("organisation", "started_by")

    @property
    def usable(self) -> bool:
        """Whether it has learned enough to be taken into use."""
        return bool(self.trained_at) and not self.thin


class Choice(Owned):
    """What a person decided about one suggestion; it belongs to the trainee's organisation.

    `model` is none where the order came from the rules. `rank`, `score` and `band` are what was
    shown when the decision was made, `propensity` is the share of the theme among those open.
    """

    people = ("trainee__user",)

    trainee = models.ForeignKey(
        Trainee, models.PROTECT, related_name="choices", verbose_name=_("trainee")
    )
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="choices", verbose_name=_("programme")
    )
    model = models.ForeignKey(Model, models.PROTECT, null=True, related_name="choices")
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=0)
    score = models.FloatField(null=True)
    propensity = models.FloatField(null=True)
    band = models.CharField(max_length=16, blank=True)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    text = models.CharField(_("remark"), max_length=300, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("trainee", "program"), name="choice_of_suggestion")]
        verbose_name = _("decision about a suggestion")
        verbose_name_plural = _("decisions about suggestions")

    def __str__(self):
        return f"{self.trainee} · {self.program}"


class Propensity(Scoped):
    """How likely a place was, by the model in use when it was given; never changed afterwards.

    `share` is the model's probability of the theme among the themes open to the person that day.
    Who decided is kept with the enrolment (`named_by`). Later models are judged by what came of
    these places, and that needs to know how they came about.
    """

    owner = "enrolment__organisation"
    follows = "enrolment"

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="propensity")
    model = models.ForeignKey(Model, models.PROTECT, related_name="propensities")
    share = models.FloatField(_("share of the theme"))
    themes = models.PositiveSmallIntegerField(_("themes open"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("propensity of a place")
        verbose_name_plural = _("propensities of places")

    def __str__(self):
        return f"{self.enrolment} · {self.share:.2f}"
