"""Imports as the pages begin them: through the operations, from files made here."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core import jobs
from core.spreadsheets import kinds, layout
from core.spreadsheets.write import write_csv, write_xlsx
from intake import operations, queries
from intake.engine.suggest import suggest
from intake.models import Batch


def uploaded(rows: list[dict], name: str = "教室信息.xlsx") -> SimpleUploadedFile:
    """A file a person might send, from rows of text."""
    header, cells = list(rows[0]), [list(row.values()) for row in rows]
    made = (
        write_csv(header, cells) if name.endswith("csv") else write_xlsx({"教室": (header, cells)})
    )
    return SimpleUploadedFile(name, made)


def received(actor, target, upload, kind: str = "rooms", *, again=False) -> Batch:
    """An import that has its file and nothing more."""
    batch = Batch(organisation=actor.organisation, kind=kind, target_pk=target.pk)
    arrival = operations.Arrival.of(upload)
    return operations.receive(actor=actor, batch=batch, arrival=arrival, again=again)


def choose(actor, batch: Batch) -> Batch:
    """Say yes to the sheet and header that are suggested."""
    preview = queries.preview(actor, batch.file)
    return operations.choose_sheet(
        actor=actor, batch=batch, preview=preview, header_row=preview.header_row
    )


def suggested(batch: Batch) -> list:
    """What the headings of the file mean, as far as they are known."""
    headings = [layout.fold(name) for name in batch.file.headings]
    known = {column.name: column.headings for column in batch.declared.columns}
    return suggest(headings, known, {})


def declared(kind: str) -> kinds.Kind:
    """The declaration of a kind."""
    return kinds.kind(kind)


def read(actor, batch: Batch) -> Batch:
    """Say yes to the sheet and the columns that are suggested."""
    batch = choose(actor, batch)
    mapping = {str(index): one.column for index, one in enumerate(suggested(batch))}
    return operations.map_columns(actor=actor, batch=batch, mapping=mapping)


def worked(batch: Batch) -> Batch:
    """Let a worker do what waits for this import, and read it anew."""
    batch = Batch.objects.get(pk=batch.pk)
    jobs.run(batch.job_id)
    batch = Batch.objects.get(pk=batch.pk)
    assert batch.job.state == "done", (batch.job.error_code, batch.job.error)
    return batch


def checked(actor, target, upload, kind: str = "rooms", **more) -> Batch:
    """An import whose whole file is checked."""
    return worked(read(actor, received(actor, target, upload, kind, **more)))


def loaded(actor, target, upload, kind: str = "rooms", **more) -> Batch:
    """An import whose good rows are loaded."""
    batch = checked(actor, target, upload, kind, **more)
    return worked(operations.confirm(actor=actor, batch=batch))


def as_file(content: bytes, name: str) -> SimpleUploadedFile:
    """Bytes as an upload."""
    return SimpleUploadedFile(name, content)
