"""The original database: every file and every row received, and what became of it."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Member
from accounts.tenancy import Owned, Scoped
from core.models import in_language
from core.spreadsheets import kinds
from intake.choices import LIVE, BatchState, Fate, Source, Undone


class Batch(Owned):
    """One import: what came, where it goes, how far it is. `state` changes in `intake.flow`.

    `words` are the words of the file that a person has matched with an entry of a code table:
    {column: {word: value}}. `constants` are cells that the file lacks and that a person gave for
    all its rows: {column: cell}. With `first_counts` several rows may name the same record: the
    first one is taken. `causes` are the errors grouped by cause (`engine.causes`). After the time
    that the organisation keeps rows (`Policy`), `purged_at` is set: only the figures are left.
    """

    kind = models.CharField(_("kind of data"), max_length=40)
    name = models.CharField(_("file"), max_length=200)
    target_pk = models.PositiveBigIntegerField()
    target_label = models.CharField(max_length=200)
    target_label_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=BatchState,
        default=BatchState.UPLOADED,
        editable=False,
    )
    only_complete = models.BooleanField(_("only if all rows are good"), default=False)
    words = models.JSONField(default=dict)
    constants = models.JSONField(default=dict)
    first_counts = models.BooleanField(_("the first row counts"), default=False)
    feed = models.ForeignKey(
        "intake.Feed", models.SET_NULL, null=True, related_name="batches", verbose_name=_("source")
    )
    counts = models.JSONField(default=dict)
    causes = models.JSONField(default=list)
    # unique while the same file may not come again; NULL values differ on every database
    live_key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return _("Import of “{file}”").format(file=self.name)

    def get_absolute_url(self):
        """The page where it goes on."""
        return reverse("intake:batch", args=[self.pk])

    @property
    def declared(self) -> kinds.Kind:
        """The declaration of its kind: columns, rules, loading."""
        return kinds.kind(self.kind)

    @property
    def destination(self) -> str:
        """What the rows belong to, in the language of the page."""
        return in_language(self.target_label, self.target_label_en)

    @cached_property
    def file(self) -> "ReceivedFile":
        """The file it began with."""
        return self.files.filter(is_correction=False).get()

    @property
    def is_busy(self) -> bool:
        """Background work is under way."""
        return self.job is not None and not self.job.finished

    @property
    def is_stuck(self) -> bool:
        """Background work ended before its end: by a person, or by a fault."""
        running = (BatchState.MAPPED, BatchState.LOADING, BatchState.UNDOING)
        return self.state in running and not self.is_busy

    def forget_check(self) -> None:
        """Rows that are not loaded yet are to be checked anew."""
        if self.packs.filter(chunk=None).exists():
            self.forget_packs()
        rows = self.rows.filter(chunk=None).exclude(fate__in=(Fate.REPLACED, Fate.SKIPPED))
        rows.update(fate=Fate.PENDING, reasons=[], changes={}, key="", target_pk=None)

    def forget_packs(self) -> None:
        """What was read at once is read again, but for rows that a person has decided about."""
        self.packs.filter(chunk=None).delete()
        rows = self.rows.filter(file__is_correction=False, chunk=None, choice__do=None)
        rows.exclude(fate__in=(Fate.REPLACED, Fate.SKIPPED)).delete()
        self.files.filter(is_correction=False).update(extracted=False)

    def count(self, *fates: str) -> int:
        """How many rows have one of these fates."""
        return sum(self.counts.get(fate, 0) for fate in fates)

    def percent(self, *fates: str) -> float:
        """How much of the file has one of these fates."""
        return 100 * self.count(*fates) / self.total if self.total else 0.0

    @property
    def figures(self) -> dict[str, int]:
        """How many rows have each fate, noughts included."""
        return {fate: self.counts.get(fate, 0) for fate in LIVE}

    @property
    def total(self) -> int:
        """All rows of the file; a corrected row stands for the one it replaces."""
        return sum(self.counts.values())


def stored_name(_file, _filename: str) -> str:
    """A name nobody can guess, without anything the sender wrote."""
    return f"intake/{uuid.uuid4()}"


class ReceivedFile(Owned):
    """One file as it came: never changed, never served but as a download.

    `sheet`, `header_row` (its number in the file), `headings` and `mapping` ({index of the
    column: name of ours}) say how it is read; `preview` holds its first rows by sheet, `looked`
    what the look over its XML has found (`core.spreadsheets.prescan`).
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    content = models.FileField(upload_to=stored_name, max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.UPLOAD)
    is_correction = models.BooleanField(default=False)
    encoding = models.CharField(max_length=20, blank=True)
    meta = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=0)
    header_depth = models.PositiveSmallIntegerField(default=1)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    looked = models.JSONField(default=dict)
    extracted = models.BooleanField(default=False)
    left_out = models.PositiveIntegerField(default=0)
    received_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("received file")
        verbose_name_plural = _("received files")

    def __str__(self):
        return self.name

    @property
    def cells(self) -> dict[str, str]:
        """Which column of the file, as tables read at once name it, is which of ours."""
        return {f"c{index}": name for index, name in self.mapping.items()}


class Chunk(Scoped):
    """The ledger of loading: rows that were written together, in one transaction."""

    owner = "batch__organisation"
    parties = ("batch__organisation",)
    follows = "batch"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    row_count = models.PositiveIntegerField()
    undone = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("batch", "number"), name="chunk_once")]

    def __str__(self):
        return f"{self.batch_id}/{self.number}"


class ReceivedRow(Scoped):
    """One row as it came, under its number in the person's file, and what became of it.

    `faults` are cells that could not be read, `reasons` why the row is not taken
    (`engine.causes`), `changes` the values before and after (`engine.packing`); `key` is its
    natural key, `target_pk` the object it was written to, in `chunk`. `candidates` are whom it
    probably doubles (`operations.sifting`), `choice` what a person said to that: {"do", and for
    a merge the "row" or "pk" of the candidate and "take", the columns whose value it brings}.
    """

    owner = "batch__organisation"
    parties = ("batch__organisation",)
    follows = "batch"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    file = models.ForeignKey(ReceivedFile, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    values = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    faults = models.JSONField(default=dict)
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.PENDING)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    candidates = models.JSONField(default=list)
    choice = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    target_pk = models.PositiveBigIntegerField(null=True)
    chunk = models.ForeignKey(Chunk, models.SET_NULL, null=True, related_name="rows")
    undone = models.CharField(max_length=8, choices=Undone, blank=True)

    class Meta:
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=("file", "number"), name="row_once")]
        indexes = [
            models.Index(fields=("batch", "fate", "number"), name="row_by_fate"),
            models.Index(fields=("batch", "key"), name="row_by_key"),
        ]
        verbose_name = _("received row")
        verbose_name_plural = _("received rows")

    def __str__(self):
        return f"{self.file_id}:{self.number}"
