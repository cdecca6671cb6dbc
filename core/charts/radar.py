"""Competences on axes: this year filled, earlier years as outlines, the goal dotted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Any

from core.charts.pen import Drawing, number, points, text_width
from core.charts.scale import say

CENTRE_X, CENTRE_Y, RADIUS = 180.0, 150.0, 104.0
STEP = 20
MOST_RINGS = 4


@dataclass(frozen=True)
class Ring:
    """The scores of one year, one for each axis, 0 to 100."""

    label: Any
    values: Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class Radar:
    """A radar.

    `rings` newest first, at most four; `goal` and `median` have one value for each axis.
    """

    title: Any
    message: Any
    axes: Sequence[Any]
    rings: Sequence[Ring]
    goal: Sequence[float] = field(default=())
    median: Sequence[float] = field(default=())
    goal_label: Any = ""
    median_label: Any = ""
    note: Any = ""

    def __post_init__(self):
        if not 3 <= len(self.axes) <= 8:
            raise ValueError(f"A radar has 3 to 8 axes; got {len(self.axes)}")
        if not 1 <= len(self.rings) <= MOST_RINGS:
            raise ValueError(f"A radar has 1 to {MOST_RINGS} rings; got {len(self.rings)}")
        wanted = [ring.values for ring in self.rings] + [self.goal, self.median]
        if any(len(values) not in (0, len(self.axes)) for values in wanted):
            raise ValueError("Every ring has one value for each axis")
        if any(not 0 <= v <= 100 for values in wanted for v in values if v is not None):
            raise ValueError("Scores lie between 0 and 100")

    @property
    def columns(self) -> list:
        """Return the headings of the table: years from old to new, then the goal."""
        years = [ring.label for ring in reversed(self.rings)]
        extra = [(self.median, self.median_label), (self.goal, self.goal_label)]
        return years + [label for values, label in extra if values]

    @property
    def rows(self) -> list[dict]:
        """Return the table that says the same: one row for each axis."""
        lists = [ring.values for ring in reversed(self.rings)]
        lists += [values for values in (self.median, self.goal) if values]
        return [
            {"name": name, "values": [values[place] for values in lists]}
            for place, name in enumerate(self.axes)
        ]

    @property
    def keys(self) -> list[dict]:
        """Return what each outline looks like."""
        keys = [
            {"label": ring.label, "css": f"y{place}", "marker": place}
            for place, ring in enumerate(self.rings)
        ]
        if self.median:
            keys.append({"label": self.median_label, "css": "median", "marker": None})
        if self.goal:
            keys.append({"label": self.goal_label, "css": "goal", "marker": None})
        return keys


def place_of(axis: int, count: int, score: float, reach: float = RADIUS) -> tuple[float, float]:
    """Return where a score lies; the first axis points up, the others follow clockwise."""
    angle = 2 * pi * axis / count
    distance = reach * score / 100
    return CENTRE_X + distance * sin(angle), CENTRE_Y - distance * cos(angle)


def outline(values, count: int) -> str:
    """Return the polygon of one list of scores; a missing one lies in the centre."""
    return points(place_of(axis, count, float(v or 0)) for axis, v in enumerate(values))


def draw_radar(radar: Radar) -> Drawing:
    """Return the drawing of a radar."""
    drawing = Drawing(height=300, width=360)
    count = len(radar.axes)
    for score in range(STEP, 101, STEP):
        css = "ring ring--out" if score == 100 else "ring"
        drawing.put("polygon", class_=css, points=outline([score] * count, count))
    for axis in range(count):
        x, y = place_of(axis, count, 100)
        drawing.line("spoke", number(CENTRE_X), CENTRE_Y, number(x), y)
    for values, css in ((radar.median, "median"), (radar.goal, "goal")):
        if values:
            drawing.put("polygon", class_=css, points=outline(values, count))
    for year in range(len(radar.rings) - 1, -1, -1):
        _ring(drawing, radar.rings[year], year, count)
    for axis, name in enumerate(radar.axes):
        _axis(drawing, name, radar.rings[0].values[axis], axis, count)
    return drawing


def _ring(drawing, ring: Ring, year: int, count: int) -> None:
    drawing.put("polygon", class_=f"y{year}", points=outline(ring.values, count))
    for axis, value in enumerate(ring.values):
        if value is not None:
            x, y = place_of(axis, count, float(value))
            drawing.marker(year, x, y, class_=f"m{year}", title=f"{ring.label}: {say(value)}")


def _axis(drawing, name, value, axis: int, count: int) -> None:
    """Write the name of an axis; what would leave the drawing goes into two lines."""
    x, y = place_of(axis, count, 100, reach=RADIUS + 12)
    anchor = "middle" if abs(x - CENTRE_X) < 8 else "start" if x > CENTRE_X else "end"
    y += 4 if anchor != "middle" else 8 if y > CENTRE_Y else 0
    room = CENTRE_X * 2 if anchor == "middle" else 360 - x if anchor == "start" else x
    figure = say(value)
    if text_width(f"{name} {figure}") * 1.05 > room:
        drawing.text(name, number(x), y - 7, css="axis", anchor=anchor)
        drawing.text(figure, number(x), y + 7, css="axis", anchor=anchor)
    else:
        drawing.text(f"{name} {figure}", number(x), y, css="axis", anchor=anchor)
