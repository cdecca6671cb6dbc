"""Boxes: one thing each, to be looked at or decided by a person."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.templatetags.marks import one_of

register = template.Library()

BANDS = {1: "■□□", 2: "■■□", 3: "■■■"}


def band_label(level: int) -> str:
    """Return the words of a band."""
    return {3: _("Very suitable"), 2: _("Suitable"), 1: _("Worth considering")}[level]


@register.inclusion_tag("ui/band.html")
def band(level: int):
    """Say how well something fits: three squares and a word, never a percentage."""
    one_of(level, BANDS, "level")
    return {"level": level, "label": band_label(level), "squares": [1, 2, 3]}


@register.simple_block_tag
def match_card(  # noqa: PLR0913 -- a card has ten parts
    content,
    *,
    title,
    id,  # noqa: A002 -- the attribute's name
    level,
    url="",
    note="",
    reasons=(),
    against=(),
    ticks=(),
    foot="",
):
    """A suggestion that explains itself; the content are the actions.

    `reasons` and `against` are pairs (sentence, data behind it), `ticks` pairs
    (hard condition, met), `foot` what the suggestion was made from.
    """
    one_of(level, BANDS, "level")
    return render_to_string(
        "ui/match_card.html",
        {
            "actions": content,
            "title": title,
            "id": id,
            "level": level,
            "url": url,
            "note": note,
            "reasons": reasons,
            "against": against,
            "ticks": ticks,
            "foot": foot,
        },
    )


@register.simple_block_tag
def person_card(content, *, name, line="", url="", seal=""):
    """Who it is: name, one line; the content are marks and actions."""
    return render_to_string(
        "ui/person_card.html",
        {"content": content, "name": name, "line": line, "url": url, "seal": seal or name[:1]},
    )


@register.inclusion_tag("ui/merge_row.html")
def merge_row(name, label, left, right, *, take: str = "left", same: bool = False):
    """One field of two records: choose a side, and what stays is shown beside them.

    `name` is the field of the form; its value is "left" or "right".
    """
    return {
        "name": name,
        "label": label,
        "left": left,
        "right": right,
        "take": one_of(take, ("left", "right"), "side"),
        "same": same,
    }


@register.simple_block_tag
def merge_card(content, *, title, id, left, right, result, why="", mark=""):  # noqa: A002
    """Two records side by side with what they become; the content are rows, then the foot."""
    return render_to_string(
        "ui/merge_card.html",
        {
            "content": content,
            "title": title,
            "id": id,
            "left": left,
            "right": right,
            "result": result,
            "why": why,
            "mark": mark,
        },
    )
