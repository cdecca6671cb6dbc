"""Abstract models that know no organisation."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Something with a Chinese name and, where it has one, an English name."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return in_language(self.name, self.name_en)


def in_language(chinese: str, english: str) -> str:
    """Choose the text for the active language; the Chinese one where no English exists."""
    return english if english and (get_language() or "").startswith("en") else chinese


def in_both(named) -> dict[str, str] | None:
    """A name in both languages, to be kept and said later; None for nothing."""
    if named is None:
        return None
    english = getattr(named, "name_en", "") or getattr(named, "name_latin", "")
    return {"zh": named.name, "en": english or named.name}


class JobRow(models.Model):
    """Background work as a row: the truth about it; Celery only wakes a worker.

    `fence` grows with every claim. A worker that lost its lease holds an old fence, and
    every chunk it tries to write is refused.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 (NULLs differ)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED, editable=False)
    stage = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, db_index=True)
    next_run_at = models.DateTimeField(null=True)
    cancel_wanted = models.BooleanField(default=False)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        """Progress from 0 to 100; finished is always 100."""
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def finished(self) -> bool:
        """Nothing more will happen to it by itself."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}
