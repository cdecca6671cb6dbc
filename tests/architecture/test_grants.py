"""A withdrawn grant ends at once, on every route that is about something shared."""

import pytest
from django.db import transaction

from resources import operations
from resources.models import Base, Course, ReadyProgram, Teacher
from tests.architecture.access import asking
from tests.architecture.access.judging import PATTERNS, ROUTES

pytestmark = [pytest.mark.django_db]
SHARED = {"course", "given_by", "base", "room", "ready", "ready_line", "change"}
BORROWERS = ("unit_manager", "neighbour", "enterprise_manager")
EXPLAINED = "resources:change"  # its address still tells whoever was asked that it is over
NAMES = sorted(n for n in ROUTES.keys() & PATTERNS.keys() - {EXPLAINED} if ROUTES[n].on in SHARED)


def found_by(side, name) -> set[str]:
    """Who among the borrowers is answered anything but "not found", by any method."""
    route, pattern = ROUTES[name], PATTERNS[name]
    url = asking.address(pattern, route, side)
    found = set()
    for role in BORROWERS:
        for method in route.may:
            data = asking.sent(route, side) if method != "GET" else None
            answer = asking.ask(
                side, role, method.rstrip("?"), url, is_api=route.is_api, data=data, draw=False
            )
            if answer.word not in ("404", "405") and not gated(route, role):
                found.add(role)
    return found


def gated(route, role) -> bool:
    """Whether the role is refused before anything is looked for."""
    return route.gate is not None and role not in route.gate


@pytest.fixture
def side(both):
    return both.ours


@pytest.fixture
def withdrawn(side):
    """Everything that the school had shared is taken back, by the operation that does it."""
    with transaction.atomic():
        for model in (Course, Teacher, Base, ReadyProgram):
            for thing in model.objects.filter(organisation=side.school):
                for grant in thing.grants.all():
                    operations.withdraw(actor=side.he, grant=grant)
        yield
        transaction.set_rollback(True)


def test_while_it_is_shared_the_borrowers_find_it(side):
    seen = {name for name in NAMES if found_by(side, name)}
    assert len(seen) >= 40
    assert {"resources:course", "resources:room_calendar", "api:resources-teachers-detail"} <= seen


@pytest.mark.usefixtures("withdrawn")
@pytest.mark.parametrize("name", NAMES)
def test_what_was_withdrawn_is_found_nowhere_any_more(side, name):
    assert found_by(side, name) == set()


@pytest.mark.usefixtures("withdrawn")
def test_whoever_was_asked_about_a_change_reads_that_it_is_over_and_no_more(side, as_):
    name, url = EXPLAINED, side.change.get_absolute_url()
    assert found_by(side, name) == {"unit_manager"}
    client = as_(side.li)
    page = client.get(url)
    assert "不再共享" in page.text
    assert side.course.name not in page.text
    assert client.post(url, {"decline": "1"}).status_code == 404
