"""Find the table in a sheet: where its header is, which rows are data, which are totals."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from core.spreadsheets.read import Row

LOOKED_AT = 30
LONGEST_HEADING = 40
REQUIRED_MARKS = "*＊※"
TOTALS = {"合计", "总计", "小计", "共计", "总合计", "本页合计"}
TOTALS |= {"平均", "平均分", "平均值", "average"}
TOTALS |= {"total", "subtotal", "grandtotal", "sum"}
NOTE = re.compile(r"\s*[^\W\d]{1,12}( [^\W\d]{1,12})?\s*[:：]")  # 注：… 制表人：…


class Header(NamedTuple):
    """Where the headings are; `row_index` counts the rows given, `reason` is a word for the page.

    Reasons: "known" (several headings are known ones), "first" (the first row is a header),
    "below_title" (titles or notes stand above), "none" (no row looks like a header).
    `depth` is 2 where merged headings have a second line; `names` then joins the two.
    """

    row_index: int
    reason: str
    names: list[str]
    depth: int = 1


def fold(text: object) -> str:
    """Reduce a heading or a word to what people mean by it: width, case, spaces, marks."""
    plain = unicodedata.normalize("NFKC", "" if text is None else str(text)).casefold()
    return "".join(plain.split()).strip(REQUIRED_MARKS).rstrip(":")


def guess_header(rows: Sequence[Row], known: Collection[str] = ()) -> Header:
    """Guess the header among the first rows; `known` are headings one would recognise."""
    rows = list(rows[:LOOKED_AT])
    words = {fold(word) for word in known}
    widest = max((_filled(row) for row in rows), default=0)
    best, best_score = None, 0.0
    for index, row in enumerate(rows):
        score = _score(row, widest, words) - index * 0.01
        if score > best_score:
            best, best_score = index, score
    if best is None:
        return Header(-1, "none", [])
    below = rows[best + 1] if best + 1 < len(rows) else None
    depth = 2 if below and _is_second_line(rows[best], below, rows[best + 2 : best + 5]) else 1
    hits = sum(fold(cell) in words for cell in rows[best].values if cell)
    reason = "known" if hits > 1 else "below_title" if best else "first"
    return Header(best, reason, _names(rows[best], below if depth == 2 else None), depth)


def _filled(row: Row) -> int:
    return sum(value is not None for value in row.values)


def _score(row: Row, widest: int, words: set[str]) -> float:
    """Rate a row from 0: filled as the widest row, all texts, all different, all short."""
    texts = [value for value in row.values if isinstance(value, str) and value.strip()]
    filled = _filled(row)
    if not texts or filled == 1 < widest:
        return 0.0
    short = sum(len(text) <= LONGEST_HEADING and not _is_data(text) for text in texts) / filled
    different = len(set(texts)) / filled
    hits = sum(fold(text) in words for text in texts) / filled
    return filled / widest * short * different + 2 * hits


def _is_data(text: str) -> bool:
    """Recognise texts that are values, as all cells of a csv are texts."""
    if text.replace(".", "").replace("-", "").replace(",", "").strip().isdecimal():
        return True
    try:
        dt.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _is_second_line(upper: Row, lower: Row, after: Sequence[Row]) -> bool:
    """Say whether `lower` only names parts of merged headings of `upper`."""
    lower_at = {i for i, value in enumerate(lower.values) if value is not None}
    upper_at = {i for i, value in enumerate(upper.values) if value is not None}
    if not lower_at or not all(isinstance(lower.values[i], str) for i in lower_at):
        return False
    fills_gaps = bool(lower_at - upper_at) and len(lower_at) < len(upper_at | lower_at)
    data = after[0] if after else None
    return fills_gaps and data is not None and _filled(data) > max(len(upper_at), len(lower_at))


def _names(upper: Row, lower: Row | None) -> list[str]:
    width = max(len(upper.values), len(lower.values) if lower else 0)
    names, group = [], ""
    for index in range(width):
        above, below = _text_at(upper, index), _text_at(lower, index)
        group = above or group
        # a heading merged over several columns belongs to each part under it
        names.append(f"{group} {below}".strip() if below else above)
    return names


def _text_at(row: Row | None, index: int) -> str:
    if row is None or index >= len(row.values) or row.values[index] is None:
        return ""
    return " ".join(str(row.values[index]).split())


def is_total(row: Row) -> bool:
    """Say whether the row sums up others: its first or second cell says so."""
    words = [fold(value) for value in row.values if value is not None][:2]
    return any(word in TOTALS for word in words)


def is_note(row: Row) -> bool:
    """Say whether the row tells of the table and not of a thing: nothing but 注：… or 制表人：…"""
    cells = [str(value) for value in row.values if value not in (None, "")]
    return bool(cells) and all(NOTE.match(cell) for cell in cells)


def is_aside(row: Row) -> bool:
    """Say whether the row is no data: it sums up others, or is a note."""
    return is_total(row) or is_note(row)


class Body:
    """The rows under the header, totals and notes marked; it counts those and the empty ones."""

    def __init__(self, rows: Iterable[Row], header: Header):
        self._rows = rows
        self._header = header
        self.empty = 0
        self.asides = 0

    def __iter__(self) -> Iterator[Row]:
        previous = 0
        for index, row in enumerate(self._rows):
            begun, previous_number, previous = index > self._header.row_index, previous, row.number
            if begun and previous_number:
                self.empty += row.number - previous_number - 1
            if index < self._header.row_index + self._header.depth:
                continue
            if not any(str(value).strip() for value in row.values if value is not None):
                self.empty += not row.faults
                if not row.faults:
                    continue
            aside = is_aside(row)
            self.asides += aside
            yield row._replace(is_aside=aside)
