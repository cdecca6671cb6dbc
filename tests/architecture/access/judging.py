"""What is wrong with the answers of one route, as sentences; the quick form asks less."""

import os
import re

from tests.architecture.access import asking, world
from tests.architecture.access.tables import joined
from tests.architecture.access.walk import routes
from tests.architecture.access.words import ROLES

ROUTES, PATTERNS = joined("ROUTES"), routes()
FULL = os.environ.get("MATRIX") == "full"
NOISE = re.compile(
    rb"undo=[^\"]*|[0-9a-f]{16}|\d+|nonce=\"[^\"]*\"|value=\"[\w-]{64}\"|[\w-]{22}=="
)


def chosen(route, method):
    """All roles and nobody; in the quick form one that may not, or nobody where all may."""
    if FULL:
        return [*ROLES, None]
    answers = {role: asking.expected(route, role, method) for role in ROLES}
    others = [role for role, answer in answers.items() if answer != "ok"]
    return [others[len(route.on) % len(others)] if others else None]


def one_that_may(route, method):
    """A role that gets our own object: for a foreign one only this is worth asking as."""
    roles = [r for r in ROLES if asking.expected(route, r, method) == "ok"]
    return roles[:1] or list(ROLES)[:1]


def methods(route):
    """Every method; in the quick form the first that is declared."""
    return route.methods if FULL else (next(iter(route.may)).rstrip("?"),)


def known(route, method):
    """The method as it is declared: with a question mark where a page need not know it."""
    return f"{method}?" if f"{method}?" in route.may else method


def faults_at_home(both, name):
    """Compare what the roles get for our own object with what is declared."""
    pattern, route = PATTERNS[name], ROUTES[name]
    url, data = asking.address(pattern, route, both.ours), asking.sent(route, both.ours)
    for method in methods(route):
        word = known(route, method)
        for role in chosen(route, word):
            want = asking.expected(route, role, word)
            more = {
                "is_api": route.is_api,
                "data": data,
                "draw": FULL and method == "GET" and want == "ok",
            }
            got = asking.ask(both.ours, role, method, url, **more)
            yield from judge(f"{method} as {role}", got, fine(route, want, word), route)


def fine(route, want, word) -> set[str]:
    """The answers that keep what is declared."""
    words = {want}
    if word.endswith("?"):
        words.add("405")
    if want in {"sign in", "403", "405"}:
        words.add("to admin")
    if want == "ok":
        words.add("422")  # allowed, and what was sent is looked at
        words |= {"404", "403", "sign in", "405"} if route.absent else set()
    return words


def judge(what, got, words, route):
    """Name what is wrong with one answer."""
    if got.word not in words:
        yield f"{what}: {got.word} ({got.status}), declared {' or '.join(sorted(words))}"
    if got.status >= 400 and got.written and not route.keeps:
        yield f"{what}: {got.status}, and yet wrote {sorted(got.written)}"
    if lacking := unsafe(got, what):
        yield f"{what}: {', '.join(lacking)}"
    if world.CANARY in got.text:
        yield f"{what}: shows what belongs to a foreign organisation"


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def unsafe(got, what):
    """The headers that an answer lacks; what a person sees is kept by nobody."""
    bad = [f"no {name}: {value}" for name, value in SAFE.items() if got.headers.get(name) != value]
    policy = got.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        bad.append("no strict Content-Security-Policy")
    personal = got.status == 200 and not what.endswith("None")
    if personal and "no-store" not in got.headers.get("Cache-Control", ""):
        bad.append("a page of a person may be stored")
    return bad


def faults_abroad(both, name):
    """A foreign object is answered exactly like one that does not exist."""
    pattern, route = PATTERNS[name], ROUTES[name]
    asked = (
        ("foreign", asking.address(pattern, route, both.foreign), asking.sent(route, both.foreign)),
        (
            "missing",
            asking.address(pattern, route, both.ours, nowhere=True),
            asking.sent(route, both.ours, nowhere=True),
        ),
    )
    for method in methods(route):
        word = known(route, method)
        roles = list(ROLES) if FULL else one_that_may(route, word)
        for role in roles:
            bodies = []
            for what, url, data in asked:
                more = {"is_api": route.is_api, "data": data, "draw": FULL and role == roles[0]}
                got = asking.ask(both.ours, role, method, url, **more)
                words = asking.far(route, role, word) | ({"to admin"} if "admin" in name else set())
                words |= {"405"} if word.endswith("?") else set()
                yield from judge(f"{method} {what} as {role}", got, words, route)
                bodies.append((got.status, NOISE.sub(b"", got.body)))
            if bodies[0] != bodies[1]:
                yield f"{method} as {role}: foreign and missing objects are answered differently"
