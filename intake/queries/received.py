"""What can be asked about imports, and about the files and rows they began with."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, Count, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.models import Code
from core.spreadsheets import clean, kinds, layout, read
from intake.choices import LIVE, BatchState, Fate, Undone
from intake.engine.packing import unpack
from intake.engine.paged import PackedRows
from intake.models import (
    Batch,
    Pack,
    Policy,
    ReceivedFile,
    ReceivedRow,
    RememberedMapping,
)

PREVIEWED = 30


@dataclass(frozen=True)
class Preview:
    """The first rows of a sheet, and where its header probably is."""

    sheets: list[str]
    sheet: str
    encoding: str
    candidates: list[read.Candidate]
    rows: list[read.Row]
    header: layout.Header

    @property
    def header_row(self) -> int:
        """The number of the header in the file; 0 where no row looks like one."""
        return self.rows[self.header.row_index].number if self.header.row_index >= 0 else 0


def batches(actor: Actor):
    """Imports of the actor's organisation and those below it, newest first."""
    rows = Batch.objects.visible_to(actor)
    return rows.select_related("organisation", "created_by__user", "job", "feed")


def files(actor: Actor):
    """Files as they came."""
    rows = ReceivedFile.objects.visible_to(actor)
    return rows.select_related("batch__organisation", "received_by__user", "organisation")


def counted_files(actor: Actor):
    """The same with the number of rows of each."""
    rows = ReceivedRow._base_manager.filter(file=OuterRef("pk")).order_by().values("file")
    packs = Pack._base_manager.filter(file=OuterRef("pk")).order_by().values("file")
    single = Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
    packed = Coalesce(Subquery(packs.annotate(n=Sum("row_count")).values("n")), 0)
    return files(actor).annotate(row_count=single + packed)


def rows(actor: Actor, batch: Batch, fate: str):
    """Rows of an import that share a fate, in the order of the file."""
    found = ReceivedRow.objects.visible_to(actor).filter(batch=batch, fate=fate)
    found = found.select_related("file__batch").order_by("number", "pk")
    packs = packs_of(actor, batch) if fate == Fate.NEW else Pack.objects.none()
    return PackedRows(packs, found) if packs.exists() else found


def packs_of(actor: Actor, batch: Batch):
    """New rows of a big file, some thousand in one."""
    return Pack.objects.visible_to(actor).filter(batch=batch)


def all_rows(actor: Actor, file: ReceivedFile):
    """Every row of a file as it came, with what became of it; packed new rows apart."""
    found = ReceivedRow.objects.visible_to(actor).filter(file=file)
    return found.select_related("file__batch").order_by("number", "pk")


def packed_rows(actor: Actor, file: ReceivedFile) -> int:
    """How many new rows of a file are kept in packs."""
    packs = Pack.objects.visible_to(actor).filter(file=file)
    return packs.aggregate(n=Sum("row_count"))["n"] or 0


def row(actor: Actor, pk: int) -> ReceivedRow | None:
    """One row as it came."""
    found = ReceivedRow.objects.visible_to(actor).select_related("file__batch__organisation")
    return found.filter(pk=pk).first()


def row_story(actor: Actor, row: ReceivedRow):
    """The same row of the file in all its versions: as it came, corrected, corrected again."""
    found = ReceivedRow.objects.visible_to(actor).filter(batch=row.batch_id, number=row.number)
    return found.select_related("file__received_by__user", "chunk").order_by("file__received_at")


def doubtful(actor: Actor, batch: Batch):
    """Rows that probably double somebody, those that nobody has decided about first."""
    found = ReceivedRow.objects.visible_to(actor).filter(batch=batch, chunk=None)
    found = found.exclude(candidates=[]).exclude(fate=Fate.REPLACED)
    undecided = Case(When(fate=Fate.PROBABLE, then=Value(0)), default=Value(1))
    return found.select_related("file__batch").order_by(undecided, "number", "pk")


def alike(actor: Actor, batch: Batch, row: ReceivedRow) -> list[int]:
    """Undecided rows whose first candidate agrees and differs in the same fields as this one's."""
    found = ReceivedRow.objects.visible_to(actor).filter(batch=batch, fate=Fate.PROBABLE)
    wanted = _verdicts(row.candidates)
    rows = found.exclude(pk=row.pk).order_by("number").values_list("pk", "candidates")
    return [pk for pk, candidates in rows if _verdicts(candidates) == wanted]


def _verdicts(candidates: list[dict]) -> tuple:
    first = candidates[0] if candidates else {}
    kind = "pk" if "pk" in first else "row"
    return (kind, *(tuple(first.get(name, ())) for name in ("same", "near", "other")))


def there(actor: Actor, batch: Batch, candidate: dict) -> dict:
    """What is known of a candidate who is there already, as a row of the sheet."""
    target = target_of(actor, batch)
    key = unpack(candidate["key"])[batch.declared.natural_key[0]]
    found = list(batch.declared.read(actor, target, keys=[key])) if target else []
    return (found[0] if found else {}) | candidate["values"] | unpack(candidate["key"])


def kept_rows(actor: Actor, batch: Batch):
    """Rows that undoing had to leave as they are; `changed_by` names an import that needs one."""
    others = changed_later(actor, batch).filter(target_pk=OuterRef("target_pk"))
    found = ReceivedRow.objects.visible_to(actor).filter(batch=batch, undone=Undone.KEPT)
    found = found.annotate(changed_by=Subquery(others.values("batch__name")[:1]))
    return found.select_related("file__batch").order_by("number", "pk")


def changed_later(actor: Actor | None, batch: Batch):
    """Rows of later imports of this kind that changed something and were not taken back.

    Without an actor those of every organisation: what they need is kept, but not named.
    """
    later = Batch._base_manager.filter(kind=batch.kind).exclude(pk=batch.pk)
    if batch.loaded_at:
        later = later.filter(Q(loaded_at=None) | Q(loaded_at__gte=batch.loaded_at))
    rows = ReceivedRow.objects.visible_to(actor) if actor else ReceivedRow._base_manager.all()
    rows = rows.filter(batch__in=later, fate=Fate.UPDATED, chunk__isnull=False)
    return rows.exclude(undone=Undone.RESTORED).order_by("batch")


def undone(actor: Actor, batch: Batch) -> dict[str, int]:
    """How many rows undoing removed, restored and kept."""
    found = ReceivedRow.objects.visible_to(actor).filter(batch=batch).exclude(undone="")
    counted = dict(found.order_by().values_list("undone").annotate(Count("pk")))
    removed = packs_of(actor, batch).aggregate(count=Sum("removed"))["count"] or 0
    if removed:
        counted[Undone.REMOVED] = counted.get(Undone.REMOVED, 0) + removed
    return counted


def earlier(actor: Actor, key: str) -> Batch | None:
    """The import that the same file began, as far as it still counts."""
    return batches(actor).filter(live_key=key).first()


def counts(actor: Actor, batch: Batch) -> dict[str, int]:
    """How many rows have which fate; replaced rows do not count."""
    found = ReceivedRow.objects.visible_to(actor).filter(batch=batch, fate__in=LIVE)
    counted = dict(found.order_by().values_list("fate").annotate(Count("pk")))
    packed = packs_of(actor, batch).aggregate(count=Sum("row_count"))["count"] or 0
    if packed:
        counted[Fate.NEW] = counted.get(Fate.NEW, 0) + packed
    return counted


def unfinished(actor: Actor):
    """Imports of the own organisation that somebody began and nobody finished."""
    waiting = (BatchState.UPLOADED, BatchState.CHECKED)
    return batches(actor).filter(organisation=actor.organisation, state__in=waiting)


def remembered(actor: Actor, kind: str, fingerprint: str) -> RememberedMapping | None:
    """How these headings were mapped before in this organisation."""
    found = RememberedMapping.objects.visible_to(actor)
    return found.filter(organisation=actor.organisation, kind=kind, fingerprint=fingerprint).first()


def policy(actor: Actor) -> Policy:
    """The limits of the actor's organisation; those of nobody where none were set."""
    found = Policy.objects.visible_to(actor).filter(organisation=actor.organisation).first()
    return found or Policy(organisation=actor.organisation)


def over_limit(actor: Actor, batch: Batch) -> str:
    """Why an import is above the limits of the organisation; "" if it is not."""
    limits = policy(actor)
    told = (
        (
            limits.most_changed_percent,
            batch.percent(Fate.UPDATED),
            _("{percent} % of the rows would change what is there; the limit is {limit} %."),
        ),
        (
            limits.most_error_percent,
            batch.percent(Fate.ERROR),
            _("{percent} % of the rows have errors; the limit is {limit} %."),
        ),
    )
    for limit, percent, sentence in told:
        if limit is not None and percent > limit:
            return sentence.format(percent=f"{percent:.1f}", limit=limit)
    return ""


def bad_cells(actor: Actor, batch: Batch, most: int) -> list[tuple[ReceivedRow, dict]]:
    """The first bad cells of an import: pairs of the row and one of its reasons."""
    found = rows(actor, batch, Fate.ERROR)[:most]
    known = {column.name for column in batch.declared.columns}
    cells = [(row, reason) for row in found for reason in row.reasons if reason["column"] in known]
    return cells[:most]


def target_of(actor: Actor, batch: Batch):
    """The object that the rows belong to; None if the actor may not load into it."""
    return next((t for t in batch.declared.targets(actor) if t.pk == batch.target_pk), None)


def code_labels(actor: Actor, keys: set[int]) -> Mapping[int, str]:
    """Names of code table entries, for showing what an update changes."""
    return {code.pk: code.label for code in Code.objects.visible_to(actor).filter(pk__in=keys)}


def preview(actor: Actor, file: ReceivedFile, sheet="", encoding="") -> Preview:
    """Show the first rows of a sheet; the file is opened only for what is not kept yet.

    Raises `BadFile`.
    """
    sheet, encoding = sheet or file.sheet, encoding or file.encoding
    kept = file.preview.get(f"{sheet}|{encoding}")
    candidates: list[read.Candidate] = []
    if kept is None:
        book = read.inspect(file.content.path, encoding or None)
        candidates, encoding = book.encoding_candidates, book.encoding or ""
        kept = [] if candidates else first_rows(actor, file, sheet, encoding)
    found = [read.Row(number, values) for number, values in kept]
    known = {name for column in file.batch.declared.columns for name in column.headings}
    header = layout.guess_header(found, known)
    return Preview(file.sheets, sheet, encoding, candidates, found, header)


def _sheet(file: ReceivedFile, sheet: str) -> str | None:
    """The sheet as the reader wants it: a text file has only one, without a name."""
    return None if file.format == "csv" else sheet or None


def opened(actor: Actor, file: ReceivedFile, sheet="", encoding="", beat=None):
    """Open a received file and give its rows one by one. Raises `BadFile`.

    `beat` is called while the file is being read.
    """
    wanted = sheet or file.sheet, encoding or file.encoding
    return read.rows(file.content.path, _sheet(file, wanted[0]), wanted[1] or None, beat)


def first_rows(actor: Actor, file: ReceivedFile, sheet: str, encoding: str) -> list:
    """Read the first rows of a sheet as [number, values]."""
    begun = islice(opened(actor, file, sheet, encoding), PREVIEWED)
    return [[row.number, row.values] for row in begun]


def samples(actor: Actor, file: ReceivedFile, wanted: int = 3) -> list[list]:
    """The first different cells under each heading."""
    below = [row for row in preview(actor, file).rows if row.number > file.header_row]
    found: list[list] = [[] for _heading in file.headings]
    for row in below:
        for index, value in enumerate(row.values[: len(found)]):
            is_new = value not in (None, "", *found[index])
            if is_new and len(found[index]) < wanted:
                found[index].append(value)
    return found


def fields(actor: Actor, kind: kinds.Kind) -> dict[str, kinds.Options]:
    """The choices of each column that has some."""
    listed = [column for column in kind.columns if column.options]
    return {column.name: clean.Choices(column.options(actor)) for column in listed}
