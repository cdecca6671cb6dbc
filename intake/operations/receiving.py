"""Files come in: looked at before anything is stored, kept as they are, never twice unnoticed."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.digest import of_file
from core.disk import on_disk
from core.errors import Refusal
from core.spreadsheets import read, template
from core.spreadsheets.faults import MAX_FILE_BYTES, MB, Fault
from intake import queries, rules
from intake.choices import Source
from intake.flow import PROCESS
from intake.models import Batch, ReceivedFile
from intake.operations.starting import CHECK, Busy

SUFFIXES = {".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt"}


class AlreadyReceived(Refusal):
    """The same file has begun an import before; `batch` is that import."""

    code = "already_received"
    message = _("This very file was received on {day} from {who}.")

    def __init__(self, batch: Batch):
        super().__init__(day=f"{batch.created_at:%Y-%m-%d}", who=batch.created_by.user)
        self.batch = batch


class NotTheErrorTable(Refusal):
    """Something else than the corrected error table of this import."""

    code = "not_the_error_table"
    message = _("This is not the error table of this import. Download it, correct it, upload it.")
    status = 422


@dataclass(frozen=True)
class Arrival:
    """An uploaded file after the first look at it."""

    upload: File
    name: str
    sha256: str
    book: read.Workbook
    first_rows: list

    @classmethod
    def of(cls, upload: File) -> "Arrival":
        """Look at a file, outside any transaction. Raises `BadFile`."""
        if upload.size > MAX_FILE_BYTES:
            raise read.BadFile(Fault.TOO_BIG, megabytes=MAX_FILE_BYTES // MB)
        name = Path(upload.name or "").name[-200:]
        with on_disk(upload) as path:
            book, begun = read.opening(path, queries.PREVIEWED)
            if Path(name).suffix.lower() not in SUFFIXES:
                raise read.BadFile(Fault.UNSUPPORTED)
            kept = [[row.number, row.values] for row in begun]
            digest = of_file(path)
        return cls(upload, name, digest, book, kept)

    def kept_for(self, batch: Batch, actor: Actor, **more) -> ReceivedFile:
        """Store the file as it came, under a name nobody can guess."""
        book, meta = self.book, template.read_meta(self.book)
        sheet = Path(self.name).stem[:100] if book.kind == "csv" else book.default_sheet
        seen = [one.name for one in book.sheets if one.visible and not one.name.startswith("_")]
        file = ReceivedFile(
            organisation=batch.organisation,
            batch=batch,
            name=self.name,
            sha256=self.sha256,
            size_bytes=self.upload.size,
            format=book.kind,
            encoding=book.encoding or "",
            meta=meta._asdict() if meta else {},
            looked=book.looked,
            sheets=[sheet] if book.kind == "csv" else seen,
            sheet=sheet,
            preview={f"{sheet}|{book.encoding or ''}": self.first_rows} if self.first_rows else {},
            received_by=actor.member,
            **more,
        )
        self.upload.seek(0)
        file.content.save(self.name, self.upload, save=False)
        file.save()
        return file


@operation(rules.may_import, on="batch")
def receive(
    *, actor: Actor, batch: Batch, arrival: Arrival, again=False, source: str = Source.UPLOAD
) -> Batch:
    """Begin an import with a file. `again` takes the same file a second time.

    Raises `AlreadyReceived`.
    """
    key = f"{batch.organisation_id}:{batch.kind}:{batch.target_pk}:{arrival.sha256}"
    if not again and (earlier := queries.earlier(actor, key)):
        raise AlreadyReceived(earlier)
    target = queries.target_of(actor, batch)
    batch.name = arrival.name
    batch.created_by = actor.member
    batch.target_label = getattr(target, "name", str(target))
    batch.target_label_en = getattr(target, "name_en", "")
    batch.live_key = None if again else key
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError as same_moment:  # the same click twice: the other one was first
        batch.pk = None
        if earlier := queries.earlier(actor, key):
            raise AlreadyReceived(earlier) from same_moment
        raise
    arrival.kept_for(batch, actor, source=source)
    PROCESS.start(batch, actor=actor, label=_("Receive the file"))
    return batch


@operation(rules.may_import, on="batch")
def correct(*, actor: Actor, batch: Batch, arrival: Arrival) -> Batch:
    """Take the corrected error table: its rows replace the bad ones, which are checked again.

    Raises `NotTheErrorTable`, `Busy`.
    """
    if batch.is_busy:
        raise Busy
    meta = template.read_meta(arrival.book)
    if meta is None or not meta.is_error_workbook or meta.kind != batch.kind:
        raise NotTheErrorTable
    file = arrival.kept_for(batch, actor, is_correction=True)
    head = file.preview[f"{file.sheet}|"][0][1]
    file.header_row, file.headings = 1, [str(name or "") for name in head]
    columns = [batch.declared.column_for(name) for name in file.headings]
    file.mapping = {
        str(index): column.name for index, column in enumerate(columns) if column and index > 1
    }
    file.save()
    PROCESS.move(batch, "correct", actor=actor)
    batch.forget_check()
    CHECK.begin(actor, batch)
    return batch
