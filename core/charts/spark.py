"""A line without axes, for a tile."""

from core.charts.pen import Drawing, number, points
from core.charts.scale import scale


def spark(values) -> Drawing:
    """Return a small line of the last values, its end marked."""
    known = [float(value) for value in values if value is not None]
    drawing = Drawing(height=34, width=100)
    if len(known) < 2:
        return drawing
    axis = scale(known, start=30, end=4, zero=False)
    step = 92 / (len(known) - 1)
    run = [(4 + step * place, axis.at(value)) for place, value in enumerate(known)]
    drawing.put("polyline", class_="line c1", points=points(run))
    drawing.put("circle", class_="dot c1", cx=number(run[-1][0]), cy=number(run[-1][1]), r=3)
    return drawing
