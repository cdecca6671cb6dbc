"""What an organisation has decided for its imports: mappings, limits, sources."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.tenancy import Owned
from core.spreadsheets import kinds
from intake.choices import Way


class RememberedMapping(Owned):
    """How an organisation's people mapped the columns of files with these headings.

    The row with the fingerprint `WORDS` holds what words of any file of the kind mean.
    """

    WORDS = "words"

    kind = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    constants = models.JSONField(default=dict)
    first_counts = models.BooleanField(default=False)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "kind", "fingerprint"), name="mapping_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.fingerprint[:8]}"


def _percent(label):
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(100)]
    )


class Policy(Owned):
    """The limits of an organisation; empty is no limit, and rows that are kept for good."""

    most_changed_percent = _percent(_("stop if more than (%) would change"))
    most_error_percent = _percent(_("stop if more than (%) have errors"))
    keep_days = models.PositiveIntegerField(
        _("keep files and rows for (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(30)],
    )

    class Meta:
        verbose_name = _("limits of imports")
        verbose_name_plural = _("limits of imports")
        constraints = [models.UniqueConstraint(fields=("organisation",), name="policy_once")]

    def __str__(self):
        return f"{self.organisation}"


class Feed(Owned):
    """A source that is asked on schedule, or that sends by itself; its rows become imports.

    `address` is a folder below the allowed one, or an HTTP(S) address. `seen` are the
    fingerprints of what has come: {name: sha256}. `fault` says why the last attempt failed.
    """

    name = models.CharField(_("name"), max_length=80)
    way = models.CharField(_("way"), max_length=8, choices=Way)
    kind = models.CharField(_("kind of data"), max_length=40)
    target_pk = models.PositiveBigIntegerField()
    address = models.CharField(_("folder or address"), max_length=500, blank=True)
    every_minutes = models.PositiveIntegerField(
        _("every (minutes)"), default=60, validators=[MinValueValidator(5)]
    )
    loads = models.BooleanField(_("import by itself"), default=False)
    active = models.BooleanField(_("active"), default=True)
    seen = models.JSONField(default=dict, editable=False)
    fault = models.CharField(max_length=300, blank=True, editable=False)
    fault_en = models.CharField(max_length=300, blank=True, editable=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    changed_at = models.DateTimeField(_("last rows"), null=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page about it."""
        return reverse("intake:feed", args=[self.pk])

    @property
    def declared(self) -> kinds.Kind:
        """The declaration of its kind."""
        return kinds.kind(self.kind)
