"""What the search over everything finds among the programmes."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.search import Hit, Search, holding, register
from programs.queries.compose import programs


def look(actor, words, limit):
    """Programmes by name in either language, by owner and by institute."""
    fields = ("name", "name_en", "organisation__name", "institute__name")
    rows = programs(actor).filter(holding(words, *fields))
    return [
        Hit(
            title=row.label,
            text=f"{row.organisation.label} · {row.get_state_display()}",
            url=reverse("programs:program", args=[row.pk]),
            kind="program",
        )
        for row in rows[:limit]
    ]


def list_url(actor, text: str) -> str:
    """The list with the same words; persons have no such list."""
    if actor.is_personal:
        return ""
    return f"{reverse('programs:program_list')}?{urlencode({'q': text})}"


register(Search(key="programs", label=_("Programmes"), look=look, list_url=list_url, order=20))
