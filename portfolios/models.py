"""What is known of a person from before the portal: posts held, trainings taken elsewhere."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Trainee
from accounts.tenancy import Owned
from portfolios.choices import TrainingResult


def _code(label):
    return models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class Post(Owned):
    """A post that somebody holds or held; it belongs to the trainee's organisation."""

    people = ("trainee__user",)
    goes_with = "trainee"  # merged into a person of another organisation, it is that one's
    named = "post"  # the column that says what it is

    trainee = models.ForeignKey(
        Trainee, models.PROTECT, related_name="posts", verbose_name=_("trainee")
    )
    post = models.CharField(_("post"), max_length=120)
    employer = models.CharField(_("unit at the time"), max_length=120, blank=True)
    level = _code(_("level of the post"))
    starts_on = models.DateField(_("in post from"))
    ends_on = models.DateField(_("in post until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("post held")
        verbose_name_plural = _("posts held")
        constraints = [
            models.UniqueConstraint(fields=("trainee", "post", "starts_on"), name="post_held_once")
        ]

    def __str__(self):
        return f"{self.trainee} · {self.post}"


class EarlierTraining(Owned):
    """A training that did not run through the portal; what was completed counts in the hours."""

    people = ("trainee__user",)
    goes_with = "trainee"
    named = "training"

    trainee = models.ForeignKey(
        Trainee, models.PROTECT, related_name="earlier_trainings", verbose_name=_("trainee")
    )
    training = models.CharField(_("training attended"), max_length=200)
    institute = models.CharField(_("held by"), max_length=120, blank=True)
    category = _code(_("category"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), default=0)
    result = models.CharField(
        _("result"), max_length=12, choices=TrainingResult, default=TrainingResult.COMPLETED
    )
    score = models.DecimalField(
        _("score"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    certificate = models.CharField(_("certificate"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("earlier training")
        verbose_name_plural = _("earlier trainings")
        constraints = [
            models.UniqueConstraint(
                fields=("trainee", "training", "starts_on"), name="earlier_training_once"
            )
        ]

    def __str__(self):
        return f"{self.trainee} · {self.training}"
