"""What `base.html` needs: tolerant addresses, the language switch, panels."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from core import navigation
from core import panels as registry

register = template.Library()

MESSAGE_TONES = {"error": "refused", "warning": "returned", "success": "approved"}


@register.simple_tag
def url_or_none(name: str, *args):
    """Return the address of `name`, or None while no app offers it."""
    return navigation.url_or_none(name, *args)


@register.simple_tag
def other_languages():
    """Return the languages this page is not in, as (code, own name)."""
    now = get_language()
    return [{"code": code, "label": label} for code, label in settings.LANGUAGES if code != now]


@register.simple_tag(takes_context=True)
def here(context):
    """Return the address of this page with its query, for forms that come back."""
    request = context.get("request")
    return request.get_full_path() if request else "/"


@register.filter
def language_tag(code: str) -> str:
    """Return the tag that `<html lang>` wants."""
    return {"zh-hans": "zh-Hans"}.get(code, code)


@register.filter
def message_tone(message) -> str:
    """Return the tone of a notice for one of Django's messages."""
    return MESSAGE_TONES.get(message.level_tag, "info")


@register.inclusion_tag("ui/panels.html", takes_context=True)
def panels(context, page: str, obj):
    """Load what higher apps show on this page; without script it is a list of links."""
    return {"panels": registry.panels(page, context.get("actor"), obj)}


@register.simple_block_tag
def refusal(content, *, code, title):
    """A page that says no: what happened, why, and the way on."""
    return render_to_string("ui/refusal.html", {"content": content, "code": code, "title": title})


@register.filter
def unlocalized(value) -> str:
    """Return a key as it stands in addresses and forms, without separators."""
    return str(value)
