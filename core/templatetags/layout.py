"""The parts a page is built from: head, sections, notices, buttons, menus, tables."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.templatetags.marks import TONES, one_of

register = template.Library()

NOTICES = {
    "info": "info",
    "returned": "undo-2",
    "refused": "octagon-alert",
    "approved": "check",
}
BUTTONS = ("primary", "secondary", "danger", "link")


def collect(context, kind: str, item) -> str:
    """Keep a part (breadcrumb, fact) for the component around it."""
    context.render_context.setdefault(kind, []).append(item)
    return ""


def collected(context, kind: str) -> list:
    """Take what was kept since the last component of this kind."""
    return context.render_context.dicts[-1].pop(kind, [])


@register.simple_tag(takes_context=True)
def crumb(context, label, url):
    """Add a step to the breadcrumb of the head around it."""
    return collect(context, "crumbs", {"label": label, "url": url})


@register.simple_block_tag(takes_context=True)
def fact(context, content):
    """Add a fact to the line under the title."""
    return collect(context, "facts", mark_safe(content.strip()))  # noqa: S308


@register.simple_block_tag(takes_context=True)
def head(context, content, *, title, count=None, pill_label="", pill_tone="draft"):
    """Open a page: where, what, state; the content are the actions, the primary one last."""
    one_of(pill_tone, TONES, "pill_tone")
    return render_to_string(
        "ui/head.html",
        {
            "title": title,
            "count": count,
            "pill_label": pill_label,
            "pill_tone": pill_tone,
            "crumbs": collected(context, "crumbs"),
            "facts": collected(context, "facts"),
            "actions": mark_safe(content.strip()),  # noqa: S308 -- rendered by the template
        },
    )


@register.simple_block_tag(takes_context=True)
def breadcrumb(context, content, *, label=""):
    """Show the way to this page; `head` does it by itself."""
    parts = {"crumbs": collected(context, "crumbs"), "label": label}
    return render_to_string("ui/breadcrumb.html", parts)


@register.simple_block_tag
def section(content, *, title, id, note="", link_url="", link_label="", level=2):  # noqa: A002
    """A titled part of a page."""
    one_of(level, (2, 3), "level")
    return render_to_string(
        "ui/section.html",
        {
            "content": content,
            "title": title,
            "id": id,
            "note": note,
            "link_url": link_url,
            "link_label": link_label,
            "level": level,
        },
    )


@register.simple_block_tag
def split(content, *, wide: bool = False):
    """Two columns: first a `<div>` with the work, then `aside` with what bears on it."""
    return render_to_string("ui/split.html", {"content": content, "wide": wide})


@register.simple_block_tag
def aside(content, *, label):
    """The right column of a `split`."""
    return render_to_string("ui/aside.html", {"content": content, "label": label})


@register.simple_block_tag
def notice(content, *, tone: str = "info", title=""):
    """A sentence that must be read."""
    return render_to_string(
        "ui/notice.html",
        {
            "content": content,
            "title": title,
            "tone": one_of(tone, NOTICES, "tone"),
            "icon_name": NOTICES[tone],
        },
    )


@register.inclusion_tag("ui/empty.html")
def empty(title, *, why, url="", action=""):
    """Nothing here: what this is, why it is empty, one way on."""
    if bool(url) != bool(action):
        raise ValueError("empty: give both url and action, or neither")
    return {"title": title, "why": why, "url": url, "action": action}


@register.simple_block_tag
def tabs(content, *, label):
    """Tabs are links; every tab has an address."""
    return render_to_string("ui/tabs.html", {"content": content, "label": label})


@register.inclusion_tag("ui/tab.html")
def tab(label, url, *, current: bool = False, count=None, urgent: bool = False):
    """One tab."""
    return {"label": label, "url": url, "current": current, "count": count, "urgent": urgent}


@register.inclusion_tag("ui/button.html")
def button(label, *, kind="secondary", icon="", name="", value="", small=False, off="", form=""):
    """A button that submits its form; `off` switches it off and says why."""
    one_of(kind, BUTTONS, "kind")
    return {
        "label": label,
        "kind": kind,
        "icon_name": icon,
        "name": name,
        "value": value,
        "small": small,
        "off": off,
        "form": form,
    }


@register.inclusion_tag("ui/button_link.html")
def button_link(label, url, *, kind="secondary", icon="", small=False, download=False):
    """A link that looks like a button, because it leads to the next step of the work."""
    one_of(kind, BUTTONS, "kind")
    return {
        "label": label,
        "url": url,
        "kind": kind,
        "icon_name": icon,
        "small": small,
        "download": download,
    }


@register.inclusion_tag("ui/post_button.html", takes_context=True)
def post_button(context, label, url, *, kind="secondary", icon="", name="", value="", small=False):
    """A form with one button: something happens, so it is a POST."""
    one_of(kind, BUTTONS, "kind")
    return {
        "csrf_token": context.get("csrf_token"),
        "label": label,
        "url": url,
        "kind": kind,
        "icon": icon,
        "name": name,
        "value": value,
        "small": small,
    }


@register.simple_block_tag
def menu(content, *, label, icon="ellipsis", show_label: bool = True, small: bool = False):
    """A menu that opens without script; the content are links and buttons."""
    return render_to_string(
        "ui/menu.html",
        {
            "content": content,
            "label": label,
            "icon_name": icon,
            "show_label": show_label,
            "small": small,
        },
    )


@register.simple_block_tag
def rows(content, *, caption, stack: bool = True, fixed: bool = False):
    """A table on hairlines; on phones each row becomes a card, named by `data-label`."""
    return render_to_string(
        "ui/rows.html", {"content": content, "caption": caption, "stack": stack, "fixed": fixed}
    )


@register.simple_block_tag
def decide(content, *, say=""):
    """The bar at the foot of a page where something is decided; the content are the buttons."""
    return render_to_string("ui/decide.html", {"content": content, "say": say})


@register.simple_block_tag(takes_context=True)
def confirm(context, content, *, question, answer, back_url, tone: str = "secondary", url=""):
    """A question that stops the page; the title asks, the buttons answer."""
    return render_to_string(
        "ui/confirm.html",
        {
            "content": content,
            "question": question,
            "answer": answer,
            "back_url": back_url,
            "tone": one_of(tone, ("primary", "secondary", "danger"), "tone"),
            "url": url,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.inclusion_tag("ui/toast.html", takes_context=True)
def toast(context, text, *, undo_url="", undo_label=""):
    """Tell what was done, and offer to undo it."""
    return {
        "text": text,
        "undo_url": undo_url,
        "undo_label": undo_label,
        "csrf_token": context.get("csrf_token"),
    }
