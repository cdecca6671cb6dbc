"""One search over everything: each app registers what it can find, and for whom.

`find(actor, words)` shows only what the registered functions return, and these start from
`visible_to(actor)`: what an actor may not see is neither listed nor counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from unicodedata import normalize

from django.db.models import Q

LONGEST = 100


class Hit(NamedTuple):
    """One thing found: where it is, and a line that tells it from others of the same name."""

    title: str
    text: str
    url: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Search:
    """What one app finds.

    `look(actor, words, limit)` returns hits, best first, one statement; `list_url(actor, text)`
    is the list with the same search, for "show all".
    """

    key: str
    label: Any
    look: Callable[[Any, list[str], int], list[Hit]]
    list_url: Callable[[Any, str], str] | None = None
    order: int = 100


@dataclass(frozen=True)
class Group:
    """The hits of one search; `more` says that there are others."""

    label: Any
    hits: list[Hit]
    more: bool
    url: str


_searches: dict[str, Search] = {}


def register(search: Search) -> Search:
    """Add a search; the same key again replaces it."""
    _searches[search.key] = search
    return search


def words_of(text: str) -> list[str]:
    """Return the words of what was typed: full width becomes half width, at most five."""
    return normalize("NFKC", text)[:LONGEST].lower().split()[:5]


def holding(words: list[str], *fields: str) -> Q:
    """Return the condition that every word stands in one of `fields`.

    What `core.text.search_text` has written is in one case and form already, so it is compared
    letter by letter: a third of the work for the server, and the same answer on every database.
    """
    condition = Q()
    for word in words:
        anywhere = Q()
        for name in fields:
            if name.rpartition("__")[2] == "search_text":
                anywhere |= Q(**{f"{name}__contains": word.casefold()})
            else:
                anywhere |= Q(**{f"{name}__icontains": word})
        condition &= anywhere
    return condition


def find(actor, text: str, *, limit: int = 5, only: str = "") -> list[Group]:
    """Return what `actor` finds, grouped by kind; kinds without a hit are left out."""
    words = words_of(text)
    if not words:
        return []
    wanted = sorted(_searches.values(), key=lambda search: (search.order, search.key))
    groups = [_group(search, actor, words, limit) for search in wanted if only in ("", search.key)]
    return [group for group in groups if group.hits]


def _group(search: Search, actor, words: list[str], limit: int) -> Group:
    hits = search.look(actor, words, limit + 1)
    url = search.list_url(actor, " ".join(words)) if search.list_url else ""
    return Group(label=search.label, hits=hits[:limit], more=len(hits) > limit, url=url)
