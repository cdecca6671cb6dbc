"""Bars, columns, stacks, lines and pyramids, from a `Chart` to SVG.

Lying bars are measured in percent, so their words keep their size on every screen;
columns and lines scale as a whole.
"""

from itertools import pairwise

from core.charts.pen import Drawing, fit, number, percent, points, text_width
from core.charts.scale import Scale, say, scale
from core.charts.values import Chart

BAR = 12  # px
LABEL = 18  # px above a group of bars
GAP = 10  # px between groups
ROOM = 80.0  # percent of the width for bars; the rest is for figures
WIDTH, HEIGHT = 480.0, 220.0
TOP, BOTTOM = 14.0, 190.0


def draw(chart: Chart) -> Drawing:
    """Return the drawing of a chart."""
    return PLOTS[chart.kind](chart)


def draw_bars(chart: Chart) -> Drawing:
    """Draw lying bars, one group a category, its name above."""
    group = LABEL + len(chart.series) * (BAR + 2) + GAP
    drawing = Drawing(height=group * len(chart.categories))
    needs = [need for need in chart.minimums if need is not None]
    top = max([*chart.numbers, *needs], default=0) or 1
    for place, name in enumerate(chart.categories):
        y = place * group
        drawing.text(name, 0, y + 12, css="axis")
        for row in range(len(chart.series)):
            _bar(drawing, chart, row, place, y + LABEL + row * (BAR + 2), top)
        if chart.minimums and chart.minimums[place] is not None:
            x = percent(ROOM * float(chart.minimums[place]) / top)
            drawing.line("need", x, y + LABEL - 3, x, y + LABEL + BAR + 3)
    return drawing


def _bar(drawing: Drawing, chart: Chart, row: int, place: int, y: float, top: float) -> None:
    value = chart.series[row].values[place]
    share = ROOM * float(value or 0) / top
    drawing.put("rect", class_="track", x=0, y=number(y), width=percent(ROOM), height=BAR)
    drawing.put(
        "rect",
        title=_tip(chart, row, place),
        link=chart.link(row, place),
        class_=f"mark {chart.colour(row, place)}",
        x=0,
        y=number(y),
        width=percent(share),
        height=BAR,
    )
    drawing.text(say(value, chart.unit), percent(ROOM), y + BAR - 1, css="v", dx=8)


def draw_stack(chart: Chart) -> Drawing:
    """Draw lying stacks; a part carries its figure where there is room."""
    group = LABEL + 18 + GAP
    drawing = Drawing(height=group * len(chart.categories))
    totals = [sum(float(v or 0) for v in row["values"]) for row in chart.rows]
    top = max(totals, default=0) or 1
    for place, name in enumerate(chart.categories):
        y, x = place * group, 0.0
        drawing.text(name, 0, y + 12, css="axis")
        for row, series in enumerate(chart.series):
            share = ROOM * float(series.values[place] or 0) / top
            _part(drawing, chart, row, place, x, y + LABEL, share)
            x += share
        drawing.text(say(totals[place], chart.unit), percent(x), y + LABEL + 13, css="v", dx=8)
    return drawing


def _part(drawing, chart, row, place, x, y, share) -> None:
    colour = chart.colour(row, place)
    drawing.put(
        "rect",
        title=_tip(chart, row, place),
        link=chart.link(row, place),
        class_=f"mark part {colour}",
        x=percent(x),
        y=number(y),
        width=percent(share),
        height=18,
    )
    figure = say(chart.series[row].values[place])
    if share * 3 > text_width(figure) + 6:  # 3 px a percent: the narrowest phone
        drawing.text(figure, percent(x + share / 2), y + 13, css=f"on-{colour}", anchor="middle")


def draw_pyramid(chart: Chart) -> Drawing:
    """Draw two series back to back, the names between them; the youngest at the foot."""
    drawing = Drawing(height=20 + 20 * len(chart.categories))
    top = max(chart.numbers, default=0) or 1
    left, right = chart.series
    drawing.text(left.label, percent(40), 12, css="axis", anchor="end")
    drawing.text(right.label, percent(60), 12, css="axis")
    for place, name in enumerate(chart.categories):
        y = 20 + 20 * place
        drawing.text(name, percent(50), y + 12, css="axis", anchor="middle")
        for row, series in enumerate(chart.series):
            share = 32 * float(series.values[place] or 0) / top
            start = 40 - share if row == 0 else 60
            _side(drawing, chart, row, place, (start, share, y))
    return drawing


def _side(drawing, chart, row, place, box) -> None:
    start, share, y = box
    drawing.put(
        "rect",
        title=_tip(chart, row, place),
        link=chart.link(row, place),
        class_=f"mark {chart.colour(row, place)}",
        x=percent(start),
        y=number(y),
        width=percent(share),
        height=15,
    )
    x, anchor, dx = (start, "end", -5) if row == 0 else (start + share, "start", 5)
    figure = say(chart.series[row].values[place])
    drawing.text(figure, percent(x), y + 12, css="v", anchor=anchor, dx=dx)


def draw_columns(chart: Chart) -> Drawing:
    """Draw standing columns, one group a category."""
    drawing = Drawing(height=HEIGHT, width=WIDTH)
    axis = scale(chart.numbers, start=BOTTOM, end=TOP)
    left = _grid(drawing, axis, WIDTH)
    slot = (WIDTH - left) / len(chart.categories)
    width = min(34.0, 0.72 * slot / len(chart.series))
    for place, name in enumerate(chart.categories):
        middle = left + slot * (place + 0.5)
        drawing.text(fit(name, slot), number(middle), BOTTOM + 18, anchor="middle")
        begin = middle - width * len(chart.series) / 2
        for row in range(len(chart.series)):
            _column(drawing, chart, row, place, (axis, begin + row * width, width))
    return drawing


def _column(drawing, chart, row, place, box) -> None:
    axis, x, width = box
    value = chart.series[row].values[place]
    if value is None:
        return
    y = axis.at(float(value))
    drawing.put(
        "rect",
        title=_tip(chart, row, place),
        link=chart.link(row, place),
        class_=f"mark {chart.colour(row, place)}",
        x=number(x + 1),
        y=number(y),
        width=number(width - 2),
        height=number(BOTTOM - y),
    )
    if not chart.series[row].past:
        drawing.text(say(value), number(x + width / 2), y - 4, css="v", anchor="middle")


def draw_lines(chart: Chart) -> Drawing:
    """Draw lines; each has its own dash, marker and, at its end, its name."""
    labels = [str(series.label) for series in chart.series]
    right = WIDTH - min(130, max(text_width(label) for label in labels) + 44)
    drawing = Drawing(height=HEIGHT, width=WIDTH)
    axis = scale(chart.numbers, start=BOTTOM, end=TOP, zero=False)
    left = _grid(drawing, axis, right)
    step = (right - left - 16) / max(len(chart.categories) - 1, 1)
    xs = [left + 8 + step * place for place in range(len(chart.categories))]
    _names(drawing, chart.categories, xs, step)
    ends = []
    for row, series in enumerate(chart.series):
        _line(drawing, chart, row, xs, axis)
        last = next((p for p in range(len(xs) - 1, -1, -1) if series.values[p] is not None), None)
        if last is not None:
            ends.append([axis.at(float(series.values[last])), row, series.values[last]])
    for y, (_at, row, value) in zip(spread([end[0] for end in ends]), ends, strict=True):
        label = f"{fit(labels[row], 86)} {say(value)}"
        drawing.text(label, number(right + 2), y + 4, css=f"end {chart.css(row)}")
    return drawing


def _line(drawing, chart, row, xs, axis) -> None:
    series = chart.series[row]
    run = []
    for x, value in zip([*xs, None], [*series.values, None], strict=True):
        if value is not None:
            run.append((x, axis.at(float(value))))
        elif run:
            drawing.put("polyline", class_=f"line {chart.css(row)}", points=points(run))
            run = []
    for place, value in enumerate(series.values):
        if value is not None and not series.past:
            drawing.marker(
                row,
                xs[place],
                axis.at(float(value)),
                title=_tip(chart, row, place),
                link=chart.link(row, place),
                class_=f"dot {chart.css(row)}",
            )


def spread(ys: list[float], apart: float = 15.0) -> list[float]:
    """Return the heights moved just enough that labels do not overlap, in the same order."""
    order = sorted(range(len(ys)), key=lambda place: ys[place])
    out = list(ys)
    for before, after in pairwise(order):
        out[after] = max(out[after], out[before] + apart)
    return out


def _names(drawing, categories, xs, step) -> None:
    """Write the names under the axis, as many as fit."""
    widest = max((text_width(name) for name in categories), default=1) + 10
    every = max(1, -int(-widest // step)) if step else 1
    for place, name in enumerate(categories):
        if place % every == 0:
            drawing.text(name, number(xs[place]), BOTTOM + 18, anchor="middle")


def _grid(drawing: Drawing, axis: Scale, right: float) -> float:
    """Draw the grid and its figures; return where the plot begins."""
    left = max(text_width(say(tick)) for tick in axis.ticks) + 8
    for tick in axis.ticks:
        css = "zero" if tick == 0 else "grid"
        drawing.line(css, number(left), axis.at(tick), number(right), axis.at(tick))
        drawing.text(say(tick), number(left - 6), axis.at(tick) + 4, anchor="end")
    return left


def _tip(chart: Chart, row: int, place: int) -> str:
    series = chart.series[row]
    return f"{chart.categories[place]} · {series.label}: {say(series.values[place], chart.unit)}"


PLOTS = {
    "bar": draw_bars,
    "stacked": draw_stack,
    "pyramid": draw_pyramid,
    "column": draw_columns,
    "line": draw_lines,
}
