"""What the search over everything finds: people and organisations."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import queries
from core.search import Hit, Search, holding, register


def look_trainees(actor, words, limit):
    """Find people by name, pinyin, initials or number."""
    found = queries.trainees(actor).filter(holding(words, "search_text", "name_latin"))
    return [
        Hit(
            title=one.label,
            text=" · ".join(filter(None, [one.organisation.label, one.post_label])),
            url=reverse("accounts:trainee", args=[one.pk]),
            kind=_("Person"),
        )
        for one in found[:limit]
    ]


def look_organisations(actor, words, limit):
    """Organisations lead to their people, so they are found by staff."""
    found = queries.organisations(actor).filter(holding(words, "name", "name_en", "code"))
    return [
        Hit(
            title=one.label,
            text=one.kind_label,
            url=people_url(organisation=one.pk),
            kind=_("Organisation"),
        )
        for one in (() if actor.is_personal else found[:limit])
    ]


def people_url(**query) -> str:
    """Lead to the list of people with a filter."""
    return f"{reverse('accounts:trainee_list')}?{urlencode(query)}"


def all_trainees(actor, text):
    """Lead to the list with the same words, for those who may open it."""
    return "" if actor.is_personal else people_url(q=text)


register(
    Search(key="trainees", label=_("People"), look=look_trainees, list_url=all_trainees, order=10)
)
register(Search(key="organisations", label=_("Organisations"), look=look_organisations, order=80))
