"""Packed rows and single rows as one list: counted, ordered and cut as a page of rows asks."""

from collections.abc import Iterator


class PackedRows:
    """New rows of a big import, in the manner of a QuerySet: counted, ordered, sliced.

    Packs come in the order of the file, single rows after them.
    """

    def __init__(self, packs, single, *, descending: bool = False):
        self.packs, self.single, self.descending = packs, single, descending

    def order_by(self, *paths: str) -> "PackedRows":
        """Order by the number of the row, the only order there is."""
        return PackedRows(self.packs, self.single, descending=paths[0].startswith("-"))

    def count(self) -> int:
        """How many rows there are."""
        return sum(self._sizes()) + self.single.count()

    def exists(self) -> bool:
        """Whether there is any."""
        return True

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator:
        return self.iterator()

    def iterator(self, chunk_size: int = 500) -> Iterator:
        """Give all rows, one pack in memory at a time."""
        total = self.count()
        for start in range(0, total, chunk_size):
            yield from self[start : min(start + chunk_size, total)]

    def __getitem__(self, wanted: slice) -> list:
        total = self.count()
        start, stop, _step = wanted.indices(total)
        if self.descending:
            return self._between(total - stop, total - start)[::-1]
        return self._between(start, stop)

    def _sizes(self) -> list[int]:
        return list(self.packs.order_by("number").values_list("row_count", flat=True))

    def _between(self, start: int, stop: int) -> list:
        """Rows from one place to another in the order of the file: packs first, then the others."""
        found: list = []
        place = 0
        for index, size in enumerate(self._sizes()):
            if place < stop and start < place + size:
                pack = self.packs.order_by("number").select_related("file__batch")[index]
                found += pack.rows(slice(max(0, start - place), max(0, stop - place)))
            place += size
        if stop > place:
            rows = self.single.order_by("number", "pk")
            found += rows[max(0, start - place) : stop - place]
        return found
