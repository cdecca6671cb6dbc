"""The places of the side navigation. Each app registers its own in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place in the side navigation.

    `audience(actor)` says who sees it; `count(actor)` is the small figure beside it, or None;
    `also` names pages that stand elsewhere and belong to it.
    """

    label: Any
    url_name: str
    icon: str
    order: int
    audience: Callable[[Any], Any]
    count: Callable[[Any], int | None] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    label: Any
    url: str
    icon: str
    current: bool
    count: int | None


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add a place; a second one with the same address replaces the first."""
    _entries[entry.url_name] = entry


def url_or_none(name: str, *args) -> str | None:
    """Return the address of `name`, or None while no app offers it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def entries(request) -> list[Link]:
    """Return the places of the person who asks, the nearest one above this page as current."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    found = [
        (entry, url)
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if (url := url_or_none(entry.url_name)) and entry.audience(actor)
    ]
    current = _current(found, request.path)
    return [
        Link(
            label=entry.label,
            url=url,
            icon=entry.icon,
            current=url == current,
            count=entry.count(actor) if entry.count else None,
        )
        for entry, url in found
    ]


def _current(found: list[tuple[Entry, str]], path: str) -> str | None:
    """Return the place whose longest address `path` lies under; the home page only for itself."""
    places = [
        (len(own), url)
        for entry, url in found
        for own in (url, *map(url_or_none, entry.also))
        if own and (path == own or (own != "/" and path.startswith(own)))
    ]
    return max(places, default=(0, None))[1]
