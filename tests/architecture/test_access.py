"""Every route x role x our own, a foreign and a missing object x method, as declared.

The quick form asks once at home and once abroad; `MATRIX=full` (`make matrix`) asks as every role
with every method. Run it so for the routes you add: `-k programs`.
"""

import pytest

from tests.architecture.access import asking
from tests.architecture.access.judging import PATTERNS, ROUTES, faults_abroad, faults_at_home

pytestmark = [pytest.mark.django_db]
KNOWN = sorted(ROUTES.keys() & PATTERNS.keys())


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
