"""The packed rows of an import, asked and changed by those who work row by row."""

from array import array
from collections.abc import Collection, Iterator
from functools import cached_property

import polars as pl

from core.names import sounds
from core.spreadsheets import layout
from core.spreadsheets.kinds import Outcome
from intake.choices import Undone
from intake.engine.tables import NUMBER, neighbours, packed, people_of, unpacked
from intake.models import Batch, Pack, ReceivedRow


class Packs:
    """What was read at once of one import; read from the database only when asked for."""

    def __init__(self, batch: Batch):
        self.batch, self.kind = batch, batch.declared

    @cached_property
    def row_count(self) -> int:
        """How many rows are packed."""
        return sum(self.batch.packs.values_list("row_count", flat=True))

    @cached_property
    def ready(self) -> pl.DataFrame | None:
        """What names and identifies all packed rows, one table."""
        packs = self.batch.packs.prefetch_related("file").order_by("number")
        tables = [pack.cleaned(*self._named) for pack in packs.iterator(1)]
        return pl.concat(tables) if tables else None

    @property
    def _named(self) -> list[str]:
        """The columns that somebody may ask for here."""
        identity, mapped = self.kind.identity, self.batch.file.mapping.values()
        said = {*self.kind.natural_key, *(identity.columns.values() if identity else ())}
        return [NUMBER, *sorted(said & set(mapped))]

    @cached_property
    def _keys(self) -> pl.Series:
        return self.ready[self.kind.natural_key[0]].str.to_lowercase()

    def numbers_of(self, keys: Collection[str]) -> dict[str, int]:
        """Find packed rows by the natural keys of received rows."""
        if self.ready is None or not keys:
            return {}
        wanted = {key.rpartition("|")[2]: key for key in keys}
        found = self.ready.filter(self._keys.is_in(list(wanted)))
        natural = found[self.kind.natural_key[0]].to_list()
        numbers = found[NUMBER].to_list()
        return {
            wanted[layout.fold(key)]: number for key, number in zip(natural, numbers, strict=True)
        }

    def like(self, people: list[dict]) -> Iterator[tuple[int, dict]]:
        """Give the packed rows that may double some people, with their cleaned values."""
        if self.ready is None or not people:
            return
        columns = self.kind.identity.columns
        named = dict.fromkeys(columns.values(), pl.String)
        said = [{name: str(one.get(name) or "") or None for name in named} for one in people]
        others = people_of(pl.DataFrame(said, schema=named), columns, sounds)
        near = neighbours(self._people, others)
        for values in self.ready.filter(near).iter_rows(named=True):
            yield values[NUMBER], values

    @cached_property
    def _people(self) -> pl.DataFrame:
        return people_of(self.ready, self.kind.identity.columns, sounds)

    def is_written(self, number: int) -> bool:
        """Whether a packed row has been loaded."""
        pack = self.batch.packs.filter(number__lte=number).order_by("-number").first()
        if pack is None or pack.chunk_id is None:
            return False
        return number in unpacked(pack.ready, [NUMBER])[NUMBER].to_list()

    def take_apart(self, pack: Pack) -> None:
        """Let the rows of a pack go on one by one."""
        ReceivedRow.objects.bulk_create(pack.rows(), batch_size=500)
        pack.delete()

    def take_back(self, pack: Pack, writer) -> None:
        """Undo a loaded pack; rows that had to be kept stand for themselves from now on."""
        outcomes = [Outcome(pk, "created") for pk in pack.written]
        undone = writer.take_back(outcomes)
        kept = [at for at, one in enumerate(undone) if one.action != "removed"]
        rows = pack.rows()
        for at in kept:
            rows[at].undone = Undone.KEPT
        ReceivedRow.objects.bulk_create([rows[at] for at in kept], batch_size=500)
        left = sorted(set(range(len(rows))) - set(kept))
        pack.removed = pack.row_count = len(left)
        if kept:
            pack.payload = packed(unpacked(pack.payload)[left])
            pack.ready = packed(unpacked(pack.ready)[left])
            pack.keys = array("Q", [outcomes[at].pk for at in left]).tobytes()
        pack.save()
