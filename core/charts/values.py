"""What a chart says, without a word about how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = ("bar", "column", "stacked", "line", "pyramid")
MOST_SERIES = 6


@dataclass(frozen=True)
class Series:
    """One row of values, one for each category; None where there is none.

    `past=True` draws it grey: last year, a median.
    """

    label: Any
    values: Sequence[float | None]
    past: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart.

    Parameters
    ----------
    kind : str
        bar (lying), column (standing), stacked (lying), line, pyramid (two series).
    title : str
        What is counted.
    message : str
        What one should see, as a sentence.
    categories : sequence of str
        Names along the axis.
    series : sequence of Series
        At most six; colours follow their order.
    unit : str
        Stands in the table's heading and after the values.
    minimums : sequence of float, optional
        The requirement for each category, drawn as a tick (kind bar).
    colours : sequence of str, optional
        ``c1`` … ``c6`` for each category of a single series, where categories have colours.
    links : sequence of sequences of str, optional
        ``links[series][category]``: the list behind a mark.
    """

    kind: str
    title: Any
    message: Any
    categories: Sequence[Any]
    series: Sequence[Series]
    unit: Any = ""
    minimums: Sequence[float | None] = ()
    colours: Sequence[str] = ()
    links: Sequence[Sequence[str]] = field(default=())
    note: Any = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Chart kind must be one of {', '.join(KINDS)}; got {self.kind!r}")
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError(f"A chart has 1 to {MOST_SERIES} series; got {len(self.series)}")
        if self.kind == "pyramid" and len(self.series) != 2:
            raise ValueError("A pyramid has two series")
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError("Every series has one value for each category")
        if self.kind != "line" and any(v < 0 for v in self.numbers):
            raise ValueError("Bars begin at zero and grow; use a line for negative values")

    @property
    def numbers(self) -> list[float]:
        """Return all values that exist."""
        return [float(v) for one in self.series for v in one.values if v is not None]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return not self.numbers

    def colour(self, series: int, category: int) -> str:
        """Return the colour class of a mark."""
        if len(self.series) == 1 and self.colours:
            return self.colours[category]
        return self.css(series)

    def css(self, series: int) -> str:
        """Return the colour class of a series; grey ones do not use up a colour."""
        if self.series[series].past:
            return "past"
        return f"c{1 + sum(not one.past for one in self.series[:series])}"

    def link(self, series: int, category: int) -> str:
        """Return the address behind a mark, or nothing."""
        return self.links[series][category] if self.links else ""

    @property
    def keys(self) -> list[dict]:
        """Return what each series looks like; empty where one look at the title is enough."""
        if len(self.series) == 1 or self.kind in ("line", "pyramid"):
            return []
        return [
            {"label": one.label, "css": self.css(place)} for place, one in enumerate(self.series)
        ]

    @property
    def rows(self) -> list[dict]:
        """Return the table that says the same: one row for each category."""
        return [
            {
                "name": name,
                "values": [one.values[place] for one in self.series],
                "minimum": self.minimums[place] if self.minimums else None,
            }
            for place, name in enumerate(self.categories)
        ]
