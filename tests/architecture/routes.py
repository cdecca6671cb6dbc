"""Every route of the portal, read from the URLconf, and the object each one is about."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

# Routes that answer without signing in. Each is on this list for a reason, and the list stays short.
PUBLIC = {
    "live": "the machine in front asks whether the process answers",
    "ready": "operators ask whether it can work",
    "accounts:invitation": "the token in the link is the key",
    "resources:feed": "the secret in a calendar link is the key",
    "set_language": "changes nothing but a cookie",
    "api-docs": "the description of the API holds no data",
    "openapi": "the description of the API holds no data",
}
# Answered by libraries whose own tests cover them; they show only the signed-in user himself.
OTHERS = re.compile(r"^(account|mfa|usersessions|admin)[_:]|^(account|mfa|usersessions)")


@dataclass(frozen=True)
class Route:
    """One named pattern with the kinds of its parameters."""

    name: str
    params: tuple[str, ...]
    is_api: bool


def routes() -> list[Route]:
    """Return every named route that is ours, in the order of the URLconf."""
    found = {r.name: r for r in _walk(get_resolver().url_patterns, "", "")}
    return [r for r in found.values() if not OTHERS.match(r.name)]


def unnamed() -> list[str]:
    """Return patterns without a name: they could not be declared."""
    return [r.name for r in _walk(get_resolver().url_patterns, "", "") if r.name.endswith(":None")]


def _walk(patterns, space, prefix):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            if inner.startswith("admin:"):
                continue
            yield from _walk(pattern.url_patterns, inner, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            path = prefix + str(pattern.pattern)
            name = f"{space}{pattern.name}"
            yield Route(name, tuple(pattern.pattern.converters) or _groups(path), "api/" in path)


def _groups(path: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\(\?P<(\w+)>", path))
