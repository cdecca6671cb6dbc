"""Every route, read from the URLconf: nothing that answers can be forgotten."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Pattern:
    """One pattern: its name with all namespaces, its parameters, and its address."""

    name: str
    params: tuple[str, ...]
    path: str
    is_api: bool


def routes() -> dict[str, Pattern]:
    """Every pattern of the portal, the API, the admin site and the sign-in, by name."""
    found = {}
    for pattern in _walk(get_resolver().url_patterns, "", ""):
        found.setdefault(pattern.name, pattern)
    return found


def _walk(patterns, space, prefix):
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            name = f"{space}{one.name or path}"
            params = tuple(one.pattern.converters) or tuple(one.pattern.regex.groupindex)
            yield Pattern(name, params, path, space == "api:")
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, inner, path)
