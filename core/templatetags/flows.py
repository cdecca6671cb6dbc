"""Things in an order: timeline, stepper, task list, progress."""

from django import template
from django.template.loader import render_to_string

from core.templatetags.marks import one_of

register = template.Library()

STATES = {"done": "check", "back": "undo-2", "wrong": "triangle-alert", "now": "", "next": ""}


@register.simple_block_tag
def timeline(content, *, label):
    """What happened, newest first; planned steps above."""
    return render_to_string("ui/timeline.html", {"content": content, "label": label})


@register.inclusion_tag("ui/event.html")
def event(what, *, who="", state: str = "done", quote=""):
    """One entry of a timeline."""
    return {
        "what": what,
        "who": who,
        "state": one_of(state, STATES, "state"),
        "icon_name": STATES[state],
        "quote": quote,
    }


@register.simple_block_tag
def stepper(content, *, label):
    """The same flow in one line."""
    return render_to_string("ui/stepper.html", {"content": content, "label": label})


@register.inclusion_tag("ui/step.html")
def step(label, *, state: str = "next", note="", url=""):
    """One step of a stepper."""
    return {
        "label": label,
        "state": one_of(state, STATES, "state"),
        "icon_name": STATES[state],
        "note": note,
        "url": url,
    }


@register.simple_block_tag
def tasks(content, *, label):
    """Things to be done in any order."""
    return render_to_string("ui/tasks.html", {"content": content, "label": label})


@register.inclusion_tag("ui/task.html")
def task(label, *, url="", note="", done: bool = False, status="", tone: str = "waiting", off=""):
    """One task; a finished one stays quiet, `off` says why it cannot be begun yet."""
    return {
        "label": label,
        "url": url,
        "note": note,
        "done": done,
        "status": status,
        "tone": tone,
        "off": off,
    }


@register.inclusion_tag("ui/progress.html")
def progress(*, done: int, total: int, label, text, poll_url="", finished=False, note=""):
    """Show how far a job is; asks `poll_url` every two seconds until it has finished.

    The address answers with the same tag, inside the same page or alone.
    """
    share = 100 * min(done / total, 1) if total else 100 if finished else 0
    return {
        "done": min(done, total) if total else done,
        "total": total,
        "label": label,
        "text": text,
        "note": note,
        "share": f"{share:.0f}",
        "poll_url": "" if finished else poll_url,
    }
