"""Numbers: figures, sums, charts, radar."""

from django import template
from django.template.loader import render_to_string

from core import charts
from core.templatetags.marks import one_of

register = template.Library()


@register.simple_block_tag
def figures(content, *, label=""):
    """Figures of my scope, each a link to the very list behind it."""
    return render_to_string("ui/figures.html", {"content": content, "label": label})


@register.inclusion_tag("ui/figure.html")
def figure(question, number, *, url="", of="", note="", share=None, minimum=None):
    """One figure; `of` is the whole or the unit, `share` draws the measure in percent."""
    return {
        "question": question,
        "number": number,
        "url": url,
        "of": of,
        "note": note,
        "share": share,
        "share_text": None if share is None else f"{share:.0f} %",
        "minimum": minimum,
    }


@register.simple_block_tag
def sums(content, *, label=""):
    """Figures that add up, written as the equation they are."""
    return render_to_string("ui/sums.html", {"content": content, "label": label})


@register.inclusion_tag("ui/sum.html", name="sum")
def term(label, number, *, op: str = "", tone: str = "", url=""):
    """One term of an equation: the total without `op`, then `=`, then `+`."""
    one_of(op, ("", "=", "+", "-"), "op")
    one_of(tone, ("", "bad", "warn"), "tone")
    return {"label": label, "number": number, "op": op, "tone": tone, "url": url}


@register.simple_block_tag
def tiles(content):
    """At most six questions with their answers, at the head of a dashboard."""
    return render_to_string("ui/tiles.html", {"content": content})


@register.inclusion_tag("ui/tile.html")
def tile(question, number, *, than="", url="", of="", trend=()):
    """One question, its figure, what it is compared with; `trend` are the last values."""
    return {
        "question": question,
        "number": number,
        "than": than,
        "url": url,
        "of": of,
        "drawing": charts.spark(trend) if trend else None,
    }


@register.inclusion_tag("ui/chart.html")
def chart(chart: charts.Chart, *, level: int = 2):
    """Draw a `core.charts.Chart`, with its table."""
    return {"chart": chart, "drawing": charts.draw(chart), "level": one_of(level, (2, 3), "level")}


@register.inclusion_tag("ui/radar.html")
def radar(radar: charts.Radar, *, level: int = 2):
    """Draw a `core.charts.Radar`, with its table."""
    return {
        "radar": radar,
        "drawing": charts.draw_radar(radar),
        "level": one_of(level, (2, 3), "level"),
    }
