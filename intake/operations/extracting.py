"""Rows leave a file one by one and are kept as they came."""

from accounts.access import Actor
from core.jobs import Run
from core.spreadsheets import layout
from intake import queries
from intake.choices import Fate
from intake.engine.chunks import chunks
from intake.models import ReceivedFile, ReceivedRow

SIZE = 500


class Extraction:
    """Rows leave the file and are kept as they came."""

    def __init__(self, run: Run, actor: Actor, file: ReceivedFile):
        self.run, self.actor, self.file = run, actor, file
        self.kept = set(file.rows.values_list("number", flat=True))

    def go(self) -> None:
        """Read the file; rows that an earlier attempt has stored are passed over."""
        rows = queries.opened(self.actor, self.file, beat=self.run.report)
        body = layout.Body(rows, self._header())
        fresh = (row for row in body if row.number not in self.kept)
        for chunk in chunks(fresh, SIZE):
            with self.run.chunk(stage="reading", done=chunk[-1].number):
                ReceivedRow.objects.bulk_create(map(self._received, chunk))
        with self.run.chunk(stage="reading"):
            self.file.extracted = True
            self.file.save(update_fields=["extracted"])

    def _header(self) -> layout.Header:
        shown = queries.preview(self.actor, self.file).rows
        index = next(i for i, row in enumerate(shown) if row.number == self.file.header_row)
        return layout.Header(index, "chosen", self.file.headings, self.file.header_depth)

    def _received(self, row) -> ReceivedRow:
        return ReceivedRow(
            batch=self.file.batch,
            file=self.file,
            number=row.number,
            values=row.values,
            faults={str(column): fault.value for column, fault in row.faults.items()},
            fate=Fate.SKIPPED if row.is_aside else Fate.PENDING,
        )


class Correction(Extraction):
    """Corrected rows come back under the numbers they had; each replaces the bad one."""

    def go(self) -> None:
        """Take the rows whose number is that of a bad row; others are counted and left out."""
        body = layout.Body(
            queries.opened(self.actor, self.file, beat=self.run.report), self._header()
        )
        rows = list(body)
        with self.run.chunk(stage="reading"):
            bad = self._bad()
            taken = {}
            for row in rows:
                number = _original(row)
                if number in bad and number not in taken:
                    taken[number] = row._replace(number=number)
            replaced = [bad[number].pk for number in taken]
            self.file.batch.rows.filter(pk__in=replaced).update(fate=Fate.REPLACED)
            ReceivedRow.objects.bulk_create(map(self._received, taken.values()))
            self.file.extracted, self.file.left_out = True, len(rows) - len(taken)
            self.file.save(update_fields=["extracted", "left_out"])

    def _bad(self) -> dict[int, ReceivedRow]:
        rows = self.file.batch.rows.filter(chunk=None).exclude(
            fate__in=(Fate.REPLACED, Fate.SKIPPED)
        )
        return {row.number: row for row in rows}


def _original(row) -> int | None:
    try:
        return int(row.values[0])
    except (TypeError, ValueError, IndexError):
        return None
