"""Charts: what is drawn is what was counted, and the table says it again."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from core.charts import Chart, Radar, Ring, Series, draw, draw_radar, spark
from core.charts.draw import ROOM, spread
from core.charts.radar import CENTRE_X, CENTRE_Y, RADIUS
from core.charts.scale import scale

CATEGORIES = ["甲", "乙", "丙"]


def chart(kind="bar", values=(10, 40, 25), **options):
    series = options.pop("series", None) or [Series("2026", values)]
    parts = {"title": "T", "message": "M", "categories": CATEGORIES} | options
    return Chart(kind=kind, series=series, **parts)


def shapes(drawing, tag, css):
    root = ElementTree.fromstring(f"<svg>{drawing.svg}</svg>")
    return [one for one in root.iter(tag) if css in one.get("class", "").split()]


def share(text):
    return float(text.rstrip("%"))


def drawn(template, **context):
    return Template("{% load ui %}" + template).render(Context(context))


def test_bars_are_as_long_as_their_values():
    widths = [share(bar.get("width")) for bar in shapes(draw(chart()), "rect", "mark")]
    assert widths == pytest.approx([ROOM * v / 40 for v in (10, 40, 25)], abs=0.01)


def test_the_tick_of_a_bar_lies_at_its_minimum():
    drawing = draw(chart(minimums=[20, None, 50]))
    places = [share(tick.get("x1")) for tick in shapes(drawing, "line", "need")]
    assert places == pytest.approx([ROOM * 20 / 50, ROOM], abs=0.01)


def test_parts_of_a_stack_follow_each_other_without_gap():
    series = [Series("a", [10, 5, 0]), Series("b", [30, 5, 8])]
    parts = shapes(draw(chart("stacked", series=series)), "rect", "part")
    starts, widths = ([share(part.get(name)) for part in parts] for name in ("x", "width"))
    assert widths == pytest.approx([20, 60, 10, 10, 0, 16], abs=0.01)
    assert starts == pytest.approx([0, 20, 0, 10, 0, 0], abs=0.01)


def test_columns_begin_at_zero_and_grow_with_the_value():
    columns = shapes(draw(chart("column")), "rect", "mark")
    heights = [float(column.get("height")) for column in columns]
    assert heights[1] / heights[0] == pytest.approx(4, abs=0.02)
    feet = {round(float(c.get("y")) + float(c.get("height")), 1) for c in columns}
    assert feet == {190.0}


def test_a_pyramid_grows_from_the_middle_to_both_sides():
    series = [Series("男", [10, 20, 0]), Series("女", [5, 20, 10])]
    bars = shapes(draw(chart("pyramid", series=series)), "rect", "mark")
    left, right = bars[0::2], bars[1::2]
    assert [share(b.get("width")) for b in left] == pytest.approx([16, 32, 0], abs=0.01)
    assert {share(b.get("x")) + share(b.get("width")) for b in left} == {40.0}
    assert {share(b.get("x")) for b in right} == {60.0}


def test_a_line_breaks_where_a_value_is_missing():
    drawing = draw(chart("line", (1, None, 3)))
    assert [len(one.get("points").split()) for one in shapes(drawing, "polyline", "line")] == [1, 1]
    assert len(shapes(drawing, "circle", "dot")) == 2


def test_lines_differ_by_class_and_marker():
    series = [Series("a", [1, 2, 3]), Series("b", [3, 2, 1]), Series("old", [1, 1, 1], past=True)]
    drawing = draw(chart("line", series=series))
    css = [line.get("class") for line in shapes(drawing, "polyline", "line")]
    assert css == ["line c1", "line c2", "line past"]
    assert (len(shapes(drawing, "circle", "c1")), len(shapes(drawing, "polygon", "c2"))) == (3, 3)


def test_grey_series_do_not_use_up_a_colour():
    one = chart("column", series=[Series("2025", [1, 2, 3], past=True), Series("2026", [1, 2, 3])])
    assert [one.colour(0, 0), one.colour(1, 0)] == ["past", "c1"]


def test_labels_at_line_ends_keep_their_distance_and_order():
    assert spread([50, 48, 100]) == [63, 48, 100]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [([82], [0, 25, 50, 75, 100]), ([0.3], [0, 0.1, 0.2, 0.3]), ([0], [0, 0.25, 0.5, 0.75, 1])],
)
def test_scales_have_round_steps_and_hold_the_values(values, ticks):
    assert scale(values, start=0, end=1).ticks == pytest.approx(ticks)


def test_marks_link_to_the_list_behind_them():
    drawing = draw(chart(links=[["/a?x=1&y=2", "/b", "/c"]]))
    links = [a.get("href") for a in ElementTree.fromstring(f"<svg>{drawing.svg}</svg>").iter("a")]
    assert links == ["/a?x=1&y=2", "/b", "/c"]


def test_words_of_people_are_escaped():
    drawing = draw(chart(categories=["<script>", "乙", "丙"]))
    assert "<script>" not in drawing.svg


def test_a_drawing_has_neither_style_nor_script():
    html = drawn("{% chart c %}", c=chart())
    assert not re.search(r"style=|<style|<script|\son\w+=", html)


def test_the_table_says_the_same_as_the_chart():
    series = [Series("2025", [1, None, 3]), Series("2026", [1234, 5, 6.5])]
    html = drawn("{% chart c %}", c=chart("column", series=series, unit="h"))
    cells = re.findall(r'<td class="num">([^<]*)</td>', html)
    assert cells == ["1", "1,234", "--", "5", "3", "6.5"]
    assert re.findall(r'<th scope="row">([^<]*)</th>', html) == CATEGORIES


def test_an_empty_chart_says_so():
    assert "暂无数据" in drawn("{% chart c %}", c=chart(values=[None, None, None]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "pie"},
        {"kind": "pyramid"},
        {"values": [1, 2]},
        {"values": [1, 2, -1]},
        {"series": [Series(str(n), [1, 2, 3]) for n in range(7)]},
    ],
)
def test_a_chart_that_would_mislead_is_refused(wrong):
    with pytest.raises(ValueError, match=r"[Cc]hart|pyramid|series|Bars"):
        chart(**wrong)


def radar(**options):
    parts = {"title": "T", "message": "M", "axes": ["甲", "乙", "丙", "丁"]}
    rings = [Ring("2026", [100, 50, 0, 25]), Ring("2025", [50, 50, 50, None])]
    return Radar(**(parts | {"rings": rings} | options))


def test_a_radar_puts_scores_on_their_axes():
    (ring,) = shapes(draw_radar(radar()), "polygon", "y0")
    found = [tuple(map(float, pair.split(","))) for pair in ring.get("points").split()]
    x, y, r = CENTRE_X, CENTRE_Y, RADIUS
    assert found == [(x, y - r), (x + r / 2, y), (x, y), (x - r / 4, y)]


def test_the_table_of_a_radar_runs_from_old_to_new():
    found = radar(goal=[80, 80, 80, 80], goal_label="目标")
    assert found.columns == ["2025", "2026", "目标"]
    assert found.rows[0] == {"name": "甲", "values": [50, 100, 80]}


@pytest.mark.parametrize(
    "wrong", [{"axes": ["甲"]}, {"goal": [1]}, {"rings": []}, {"rings": [Ring("x", [101] * 4)]}]
)
def test_a_radar_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(ValueError, match=r"radar|ring|Scores"):
        radar(**wrong)


def test_a_spark_needs_two_values():
    assert shapes(spark([None, 3]), "polyline", "line") == []
    assert len(shapes(spark([1, None, 3, 2]), "polyline", "line")) == 1
