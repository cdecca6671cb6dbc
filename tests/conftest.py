"""The cast: two units and an institute under one department, a stranger, and their people."""

import os
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.utils import translation

from accounts.choices import OrganisationKind, Role
from tests.factories.accounts import OrganisationFactory, actor

WORKER = "PYTEST_XDIST_WORKER"  # gw0, gw1 ...
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright drives a loop of its own


def pytest_configure():
    """Give each worker a Redis database of its own: clearing a cache clears all of it."""
    location, worker = settings.CACHES["default"].get("LOCATION", ""), os.environ.get(WORKER, "gw0")
    if location.startswith("redis:"):
        address, _, number = location.rpartition("/")
        settings.CACHES["default"]["LOCATION"] = f"{address}/{int(number) + int(worker[2:])}"


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits, counters and the language of one test do not reach the next."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def cast(db):
    """Everybody the tests speak of, by name."""
    kind = OrganisationKind
    city = OrganisationFactory(
        code="city", name="市组织部", name_en="City department", kind=kind.DEPARTMENT
    )
    north, south = (
        OrganisationFactory(code=c, name=n, name_en=e, kind=kind.UNIT, parent=city)
        for c, n, e in (("north", "城北公司", "North unit"), ("south", "城南公司", "South unit"))
    )
    school = OrganisationFactory(
        code="school", name="市委党校", name_en="City school", kind=kind.INSTITUTE, parent=city
    )
    elsewhere = OrganisationFactory(
        code="elsewhere", name="外省集团", name_en="Foreign group", kind=kind.DEPARTMENT
    )
    foreign = OrganisationFactory(
        code="foreign", name="外省公司", name_en="Foreign unit", kind=kind.UNIT, parent=elsewhere
    )
    return SimpleNamespace(
        city=city,
        north=north,
        south=south,
        school=school,
        elsewhere=elsewhere,
        foreign=foreign,
        chen=actor(city, Role.APPROVER, "陈立"),
        zhou=actor(city, Role.MANAGER, "周明"),
        li=actor(north, Role.MANAGER, "李强"),
        wang=actor(south, Role.MANAGER, "王芳"),
        he=actor(school, Role.MANAGER, "何静"),
        steward=actor(north, Role.STEWARD, "单晓燕"),
        viewer=actor(city, Role.VIEWER, "查理明"),
        stranger=actor(foreign, Role.MANAGER, "仇志强"),
        far_approver=actor(elsewhere, Role.APPROVER, "曾庆华"),
    )


@pytest.fixture
def as_(client):
    """Sign in as one of the cast."""

    def sign_in(who):
        client.force_login(who.user)
        session = client.session
        session["member"] = who.member.pk
        session.save()
        return client

    return sign_in


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """A database that threads can share: what SQLite keeps in memory for tests becomes a file."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, values = connection, connections.settings["default"]
    name, path = values["NAME"], str(tmp_path / "threads.sqlite3")
    with in_memory.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    original = connections["default"]
    values["NAME"] = path
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    values["NAME"] = name
    connections["default"] = original


@pytest.fixture
def many_writers(shared_database):
    """Leave the test out where a missing guard could not show."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets in one writer at a time, so the missing guard does no harm")
