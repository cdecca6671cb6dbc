"""Small marks inside a line: icon, pill, tag, measure, mask, diff."""

from functools import lru_cache

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()

# One icon per tone; a tone never means anything else. See `static/css/ui/pill.css`.
TONES = {
    "draft": "pencil",
    "waiting": "clock",
    "returned": "undo-2",
    "approved": "check",
    "refused": "x",
    "running": "play",
    "closed": "",
}
COLOURS = ("", "c1", "c2", "c3", "c4", "c5", "c6")
MISSING = "--"


def one_of(value: str, known, what: str) -> str:
    """Return `value`; fail loudly when a template invents a new one."""
    if value not in known:
        raise ValueError(f"{what} must be one of {', '.join(map(repr, known))}; got {value!r}")
    return value


@lru_cache(maxsize=512)
def draw_icon(name: str, css: str) -> str:
    """Return a lucide icon as inline SVG, drawn once per process."""
    attributes = {"class": css, "aria_hidden": "true", "focusable": "false"}
    svg = lucide(name, size=None, **attributes)
    return mark_safe(" ".join(svg.split()))  # noqa: S308 -- our own file, no input


@register.simple_tag
def icon(name: str, *, size: str = ""):
    """Draw a lucide icon; it never speaks, so put a word beside it."""
    one_of(size, ("", "lg", "sm"), "size")
    return draw_icon(str(name), f"icon icon--{size}" if size else "icon")


@register.inclusion_tag("ui/pill.html")
def pill(label, *, tone: str):
    """Show a state: word, icon and tint."""
    one_of(tone, TONES, "tone")
    return {"label": label, "tone": tone, "icon_name": TONES[tone]}


@register.inclusion_tag("ui/tag.html")
def tag(label, *, colour: str = "", bare: bool = False):
    """Name a category; `colour` c1…c6 is the same everywhere for the same category."""
    return {"label": label, "colour": one_of(colour, COLOURS, "colour"), "bare": bare}


def measure_geometry(value, minimum, maximum) -> dict:
    """Bar geometry in percent of its length: fill, gap to the tick, tick, state."""
    top = max(float(maximum), float(value), 1e-9)
    fill = 100 * max(float(value), 0) / top
    over = float(value) > float(maximum)
    limit = maximum if over else minimum
    tick = None if limit is None else 100 * float(limit) / top
    short = not over and tick is not None and fill < tick
    state = "over" if over else "short" if short else "ok" if tick is not None else "plain"
    return {
        "fill": f"{fill:.1f}",
        "gap": f"{tick - fill:.1f}" if short else None,
        "tick": None if tick is None else f"{min(tick, 99.6):.1f}",
        "state": state,
    }


MEASURE_ICONS = {"ok": "check", "short": "triangle-alert", "over": "octagon-alert", "plain": ""}


@register.inclusion_tag("ui/measure.html")
def measure(value, *, minimum=None, maximum=100, name="", shown="", need="", text="", cell=False):
    """Draw a share as a bar with the requirement as a tick and the shortfall as an open box.

    `shown` is the figure in words ("22 %"), `need` the requirement ("at least 30 %"),
    `text` what is missing; `cell=True` is the short form for tables.
    """
    bar = measure_geometry(value, minimum, maximum)
    return {
        "bar": bar,
        "name": name,
        "shown": shown or value,
        "need": need,
        "text": text,
        "cell": cell,
        "icon_name": MEASURE_ICONS[bar["state"]],
    }


MASKS = {
    "phone": (3, 4),
    "identity": (6, 4),
    "email": (1, 0),
    "name": (1, 0),
    "account": (0, 4),
}


def masked(value, kind: str) -> str:
    """Return `value` with its middle replaced by asterisks, as it may be shown on a screen."""
    head, tail = MASKS[one_of(kind, MASKS, "kind")]
    text = str(value or "")
    rest = ""
    if kind == "email":
        text, at, domain = text.partition("@")
        rest = at + domain
    if len(text) <= head + tail:
        return "*" * len(text) + rest
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :] + rest


@register.inclusion_tag("ui/mask.html")
def mask(value, *, kind: str = "phone", clear: bool = False, reason=""):
    """Show personal data masked; `clear=True` only where a rule has said yes."""
    shown = str(value) if clear else masked(value, kind)
    return {"shown": shown if value else MISSING, "clear": clear, "reason": reason}


@register.inclusion_tag("ui/diff.html")
def diff(old, new):
    """Show one changed value: old struck out, arrow, new."""
    return {"old": old, "new": new, "same": old == new, "missing": MISSING}


@register.filter
def dash(value):
    """Show a missing value as two dashes."""
    return MISSING if value is None or value == "" else value


@register.simple_tag
def date_range(start, end):
    """Show two days as one range, without repeating the year."""
    if not start and not end:
        return MISSING
    first = f"{start:%Y-%m-%d}" if start else MISSING
    if start == end:
        return first
    same_year = start and end and start.year == end.year
    last = MISSING if not end else f"{end:%m-%d}" if same_year else f"{end:%Y-%m-%d}"
    return format_html('<span class="nowrap">{} ～ {}</span>', first, last)


@register.simple_tag
def in_language(text, code: str):
    """Mark words in another language, so that screen readers change their voice."""
    return format_html('<span lang="{}">{}</span>', escape(code), text)
