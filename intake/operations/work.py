"""The background work of an import, in chunks that each are one transaction behind the fence.

A worker may die between any two of them: what a chunk wrote says what is left to do.
"""

import time
from dataclasses import replace

from django.utils import timezone

from accounts import process
from accounts.access import Actor
from core.bulk import update
from core.jobs import Run
from core.spreadsheets import layout
from core.spreadsheets.kinds import Outcome
from intake import queries
from intake.choices import GOOD, Fate, Undone
from intake.engine import causes
from intake.engine.packing import unpack
from intake.flow import FIX_ROWS, PROCESS
from intake.models import Batch, Chunk, Pack, ReceivedRow
from intake.operations.atonce import AtOnce
from intake.operations.converting import FATES, Converted, Converter, Twice
from intake.operations.deciding import BadRows
from intake.operations.extracting import Correction, Extraction
from intake.operations.packs import Packs
from intake.operations.sifting import Partners, Sifter
from intake.operations.writing import Writer

SIZE = 500
PAUSE_SECONDS = 0.02  # others write to a small database between two chunks
ACTIONS = {fate: action for action, fate in FATES.items()}
TOLD = ["fate", "reasons", "changes", "candidates", "key", "target_pk", "chunk"]


class Stage:
    """What checking, loading and undoing share: rows in chunks, the figures at the end."""

    def __init__(self, run: Run, actor: Actor, batch: Batch):
        self.run, self.actor, self.batch = run, actor, batch

    def open_rows(self, *fates: str):
        """Rows that are not loaded yet, in the order of the file."""
        rows = self.batch.rows.filter(chunk=None, fate__in=fates)
        # prefetched, not joined: there are few files, and each is read once instead of for each row
        return rows.prefetch_related("file__batch").order_by("number", "pk")

    def end(self, move: str, **values) -> dict:
        """Count, group the errors by cause, move on; all in one transaction."""
        with self.run.chunk():
            errors = self.batch.rows.filter(fate=Fate.ERROR).order_by("number")
            found = causes.group(errors.values_list("number", "reasons").iterator(2000))
            counts = queries.counts(self.actor, self.batch)
            PROCESS.move(self.batch, move, actor=self.actor, counts=counts, causes=found, **values)
            self.ask(counts)
        return counts

    def ask(self, counts: dict) -> None:
        """Open what has to be done now; nothing, unless rows were left behind."""


class Check(Stage):
    """The whole file is read, cleaned and rehearsed."""

    held: set[str] | None = None  # natural keys that are there, once they are known

    def go(self) -> dict:
        """Say of every row what will become of it. Raises `BadFile`, `Denied`."""
        for file in self.batch.files.filter(extracted=False).select_related("batch"):
            self.extract(file)
        self.packs = Packs(self.batch)
        self.converter = Converter(self.batch, self.actor)
        self.writer = Writer(self.batch, self.actor)
        self.sifter = Sifter(self.writer.target, self.converter, self.packs)
        total = self.batch.rows.exclude(fate=Fate.REPLACED).count() + self.packs.row_count
        while True:
            pending = self.open_rows(Fate.PENDING)
            with self.run.chunk(
                stage="checking", total=total, done=max(0, total - pending.count())
            ):
                rows = list(pending[:SIZE])
                self.check(rows)
            if not rows:
                return self.end("check", checked_at=timezone.now())
            time.sleep(PAUSE_SECONDS)

    def extract(self, file) -> None:
        """Keep the rows of one file; those of a big one are decided at once, if they are good."""
        if file.is_correction:
            Correction(self.run, self.actor, file).go()
            return
        at_once = AtOnce(self.run, self.actor, file)
        if not (at_once.suits() and at_once.go()):
            Extraction(self.run, self.actor, file).go()

    def check(self, rows: list[ReceivedRow]) -> None:
        """Decide what becomes of some rows."""
        converted = [self.converter.convert(row) for row in rows]
        self.refuse_twice(converted)
        self.refuse_incomplete(converted)
        good = [one for one in converted if not (one.reasons or one.awaits_partner)]
        results = self.writer.rehearse([one.values for one in good])
        for one, result in zip(good, results, strict=True):
            one.note(result, rehearsed=True)
        for one in converted:
            if one.awaits_partner and not one.reasons:
                one.row.fate = Fate.UPDATED
        self.sifter.sift(converted)
        for one in converted:
            one.settle()
        update(rows, TOLD)

    def refuse_incomplete(self, converted: list[Converted]) -> None:
        """Refuse new rows that lack something before writing them is tried, where that is known."""
        if self.batch.declared.bulk is None:
            return
        if self.held is None:
            keys = self.batch.declared.bulk.held(self.actor, self.writer.target)
            self.held = set(map(layout.fold, keys))
        for one in converted:
            if (
                not one.reasons
                and not one.row.choice
                and one.row.key.rpartition("|")[2] not in self.held
            ):
                one.refuse_empty()

    def refuse_twice(self, converted: list[Converted]) -> None:
        """Mark rows that name what an earlier row, or one already loaded, has named."""
        keys = {one.row.key for one in converted if one.row.key}
        decided = self.batch.rows.filter(key__in=keys)
        decided = decided.exclude(fate__in=(Fate.PENDING, Fate.REPLACED)).order_by("-number")
        seen = dict(decided.values_list("key", "number"))
        for key, number in self.packs.numbers_of(keys).items():
            seen[key] = min(number, seen.get(key, number))
        for one in converted:
            number = one.row.number
            first = seen.setdefault(one.row.key, number) if one.row.key else number
            if first != number:
                column = self.batch.declared.natural_key[0]
                one.repeats = self.batch.first_counts and not one.reasons
                one.refuse(Twice(row=first), column, one.values.get(column, ""))


class Load(Stage):
    """The good rows are written, 500 at a time."""

    def go(self) -> dict:
        """Write what was checked. Raises `BadRows`, `Denied`."""
        self.converter = Converter(self.batch, self.actor)
        self.writer = Writer(self.batch, self.actor)
        packs = Packs(self.batch)
        total = self.batch.rows.filter(fate__in=GOOD).count() + packs.row_count
        self.load_packs(total)
        while True:
            rest = self.open_rows(*GOOD)
            with self.run.chunk(stage="loading", total=total, done=total - rest.count()):
                rows = list(rest[:SIZE])
                self.load(rows)
            if not rows:
                return self.end("finish", loaded_at=timezone.now())
            time.sleep(PAUSE_SECONDS)

    def load_packs(self, total: int) -> None:
        """Write what was read at once; a pack with a row that has turned bad comes apart."""
        packs = self.batch.packs.order_by("number")
        done = sum(packs.exclude(chunk=None).values_list("row_count", flat=True))
        for pk in list(packs.filter(chunk=None).values_list("pk", flat=True)):
            with self.run.chunk(stage="loading", total=total, done=done):
                pack = packs.get(pk=pk)
                written = self.writer.add(pack)
                if written is None:
                    Packs(self.batch).take_apart(pack)
                else:
                    self.enter([], pack)
                    done += pack.row_count
            time.sleep(PAUSE_SECONDS)

    def load(self, rows: list[ReceivedRow]) -> None:
        """Write some rows, their fates and the line of the ledger, together or not at all."""
        converted = [self.converter.convert(row) for row in rows]
        Partners(self.batch).find(converted)
        good = [one for one in converted if not one.reasons]
        results = self.writer.write([one.values for one in good])
        for one, result in zip(good, results, strict=True):
            one.note(result, rehearsed=False)
        written = [one.row for one in good if not one.reasons]
        if self.batch.only_complete and len(written) < len(rows):
            raise BadRows
        if written:
            self.enter(written)
        for one in converted:
            one.settle()  # it was good when it was checked; the world has changed since
        update(rows, TOLD)

    def enter(self, written: list[ReceivedRow], pack: Pack | None = None) -> None:
        """Enter rows in the ledger: they will not be written again."""
        number = self.batch.chunks.count() + 1
        count = pack.row_count if pack else len(written)
        chunk = Chunk.objects.create(batch=self.batch, number=number, row_count=count)
        for row in written:
            row.chunk = chunk
        if pack:
            pack.chunk = chunk
            pack.save(update_fields=["chunk", "keys"])

    def ask(self, counts: dict) -> None:
        """Rows with errors wait for somebody of the role that uploaded them."""
        if counts.get(Fate.ERROR) or counts.get(Fate.PROBABLE):
            wait = replace(FIX_ROWS, role=self.batch.created_by.role)
            url = self.batch.get_absolute_url()
            process.ask(wait, self.batch, self.batch.organisation, actor=self.actor, url=url)


class TakeBack(Stage):
    """What was loaded is taken back, the last chunk first."""

    def go(self) -> dict:
        """Remove what is new and unused, restore what nobody has changed since."""
        self.take_back()
        return self.end("take_back", undone_at=timezone.now(), live_key=None)

    def forget(self) -> None:
        """Make the rows open again, as if nothing had been loaded."""
        self.take_back()
        with self.run.chunk():
            self.batch.rows.exclude(chunk=None).update(chunk=None, undone="", target_pk=None)
            self.batch.packs.update(chunk=None, keys=b"", removed=0)
            self.batch.chunks.all().delete()

    def take_back(self) -> None:
        """Undo the ledger line by line."""
        writer = Writer(self.batch, self.actor)
        total = self.batch.chunks.count()
        while True:
            rest = self.batch.chunks.filter(undone=False).order_by("-number")
            with self.run.chunk(stage="undoing", total=total, done=total - rest.count()):
                chunk = rest.first()
                if chunk is None:
                    return
                rows = list(chunk.rows.order_by("number", "pk"))
                undone = writer.take_back([_outcome(row) for row in rows]) if rows else []
                for row, outcome in zip(rows, undone, strict=True):
                    row.undone = _became(row, outcome)
                update(rows, ["undone"])
                for pack in chunk.packs.all():
                    Packs(self.batch).take_back(pack, writer)
                chunk.undone = True
                chunk.save(update_fields=["undone"])
            time.sleep(PAUSE_SECONDS)


def _outcome(row: ReceivedRow) -> Outcome:
    """Tell undoing what loading had told us."""
    return Outcome(row.target_pk, ACTIONS[row.fate], unpack(row.changes))


def _became(row: ReceivedRow, outcome: Outcome) -> str:
    """Name what undoing did to a row; a row that was already so needed nothing."""
    if row.fate == Fate.UNCHANGED:
        return ""
    if row.fate == Fate.NEW:
        return Undone.REMOVED if outcome.action == "removed" else Undone.KEPT
    return Undone.RESTORED if len(outcome.changes) == len(row.changes) else Undone.KEPT
