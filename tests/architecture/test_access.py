"""Every route x role x our own, a foreign and a missing object x method, as declared.

The quick form asks once at home and once abroad; `MATRIX=full`, as the whole suite does it, asks
as every role with every method. Run it so for the routes you add: `-k programs`.
"""

import os
import re

import pytest
from django.db import transaction
from django.template.base import Template
from django.test import override_settings
from django.test.utils import _TestState

from tests.architecture.access import asking, world
from tests.architecture.access.tables import joined
from tests.architecture.access.walk import routes
from tests.architecture.access.words import ROLES

pytestmark = [pytest.mark.django_db]
ROUTES, PATTERNS = joined("ROUTES"), routes()
FULL = os.environ.get("MATRIX") == "full"
KNOWN = sorted(ROUTES.keys() & PATTERNS.keys())
NOISE = re.compile(
    rb"undo=[^\"]*|[0-9a-f]{16}|\d+|nonce=\"[^\"]*\"|value=\"[\w-]{64}\"|[\w-]{22}=="
)


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker, tmp_path_factory):
    """Our organisations and the foreign ones, made once, taken back at the end."""
    drawn = Template._render
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            made = world.build()
            Template._render = _TestState.saved_data.template_render  # no copies of contexts
            yield made
        transaction.set_rollback(True)
    Template._render = drawn


def test_every_route_is_declared_and_every_declaration_has_its_route():
    missing = [
        f"declare route {name!r} ({p.path}) in tests/architecture/access/tables/"
        f"{name.partition(':')[0]}.py; how: tests/architecture/access/__init__.py"
        for name, p in PATTERNS.items()
        if name not in ROUTES
    ]
    assert missing == []
    assert sorted(ROUTES.keys() - PATTERNS.keys()) == [], "declared, but no such route"


def test_every_parameter_of_an_address_is_given():
    bad = {
        name: given ^ set(PATTERNS[name].params)
        for name in KNOWN
        if (given := asking.given(PATTERNS[name], ROUTES[name])) != set(PATTERNS[name].params)
    }
    assert bad == {}


def test_few_addresses_answer_without_signing_in_and_each_has_a_reason():
    open_ones = {name: route for name, route in ROUTES.items() if route.public}
    assert all(len(route.public) > 15 for route in open_ones.values())
    assert len({route.via or name for name, route in open_ones.items()}) <= 8


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
    if world.CANARY in got.text:
        yield f"{what}: shows what belongs to a foreign organisation"


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


def none(faults):
    """Fail with every fault on a line of its own."""
    if found := list(faults):
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("name", KNOWN)
def test_every_role_gets_what_is_declared(both, name):
    none(faults_at_home(both, name))


@pytest.mark.parametrize("name", [n for n in KNOWN if ROUTES[n].on])
def test_a_foreign_object_does_not_exist(both, name):
    none(faults_abroad(both, name))
