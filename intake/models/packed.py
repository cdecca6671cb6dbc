"""Rows of a big file, packed: the same original database in a few large rows."""

from array import array

import polars as pl
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Scoped
from intake.choices import Fate
from intake.engine import tables
from intake.models.received import Batch, Chunk, ReceivedFile, ReceivedRow


class Pack(Scoped):
    """Some thousand new rows of a big file, column by column, as they came and as cleaned.

    They differ from other rows in nothing but that nobody has to look at one of them: a row with
    an error, a question or a change is a `ReceivedRow`. `payload` is an Arrow table with `_row`,
    `ready` one of the columns that cleaning has altered (`cleaned` gives all); `keys` the objects
    written in `chunk`, in order; `removed` how many of them undoing took back.
    """

    owner = "batch__organisation"
    parties = ("batch__organisation",)
    follows = "batch"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="packs")
    file = models.ForeignKey(ReceivedFile, models.CASCADE, related_name="packs")
    number = models.PositiveIntegerField(_("first row"))
    row_count = models.PositiveIntegerField()
    payload = models.BinaryField()
    ready = models.BinaryField()
    keys = models.BinaryField(default=bytes)
    chunk = models.ForeignKey(Chunk, models.SET_NULL, null=True, related_name="packs")
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("file", "number"), name="pack_once")]
        verbose_name = _("received rows, packed")
        verbose_name_plural = _("received rows, packed")

    def __str__(self):
        return f"{self.file_id}:{self.number}+{self.row_count}"

    def cleaned(self, *names: str) -> pl.DataFrame:
        """Its rows as they are written: the named columns, or all."""
        cells = self.file.cells
        return tables.cleaned(self.ready, self.payload, cells, names or tuple(cells.values()))

    @property
    def written(self) -> list[int]:
        """Keys of the objects its rows were written to; nothing before they are loaded."""
        return array("Q", bytes(self.keys)).tolist()

    def rows(self, wanted: slice = slice(None)) -> list["ReceivedRow"]:
        """Its rows as if each had been kept by itself; not stored."""
        table = tables.unpacked(self.payload)[wanted]
        keys = self.written[wanted] or [None] * table.height
        return [
            ReceivedRow(
                batch=self.batch,
                file=self.file,
                number=number,
                values=tables.without_gaps(values),
                fate=Fate.NEW,
                target_pk=key,
                chunk_id=self.chunk_id,
            )
            for (number, *values), key in zip(table.iter_rows(), keys, strict=True)
        ]
