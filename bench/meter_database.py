"""A programme of many lines in a database of its own, measured as the page and the API do."""

import gc

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import get_runner, setup_test_environment, teardown_test_environment

from accounts.access import Actor, share
from accounts.choices import OrganisationKind, Role
from programs.models import Program
from programs.queries.compose import measured as ask
from tests.factories.accounts import OrganisationFactory, actor
from tests.factories.programs import SessionFactory, catalogue, ready_program
from tests.factories.resources import CourseFactory, OfferFactory, TeacherFactory


def measured(lines: int, timed) -> list[tuple[str, float, float]]:
    """Rows of the table: the answer with its statements, and the page that shows it."""
    runner = get_runner(settings)(verbosity=0, interactive=False)
    setup_test_environment(debug=False)
    old = runner.setup_databases()
    try:
        who, program = _filled(lines)
        asked = timed(lambda: ask(who, Program.objects.get(pk=program.pk)), 60)
        client = Client()
        client.force_login(who.user)
        client.get(f"/programs/{program.pk}/compose/")  # reads the templates
        gc.collect()
        gc.freeze()  # as `trainportal.wsgi` does
        page = timed(lambda: client.get(f"/programs/{program.pk}/compose/"), 40)
    finally:
        runner.teardown_databases(old)
        teardown_test_environment()
    vendor = connection.vendor
    return [
        (f"meter with its statements ({vendor})", *asked),
        (f"whole composing page ({vendor})", *page),
    ]


def _filled(lines: int) -> tuple[Actor, Program]:
    cast = _cast()
    things = catalogue(cast)
    program = ready_program(cast, things, hours_max=400)
    for i in range(lines - 2):
        course = CourseFactory(
            organisation=cast.school, category=things.skill, hours=2, formats=[things.lecture]
        )
        teacher = TeacherFactory(organisation=cast.school)
        OfferFactory(course=course, format=things.lecture, teacher=teacher)
        share(course, cast.city, actor=cast.he)
        SessionFactory(
            program=program,
            position=i + 2,
            course=course,
            format=things.lecture,
            teacher=teacher,
            base=things.base,
            room=things.hall,
            on=program.starts_on,
            slot=i % 4,
        )
    return cast.li, program


class _cast:  # noqa: N801 (used like the fixture of that name)
    """A department, a unit and a school."""

    def __init__(self):
        kind = OrganisationKind
        self.city = OrganisationFactory(code="city", kind=kind.DEPARTMENT)
        self.north = OrganisationFactory(code="north", kind=kind.UNIT, parent=self.city)
        self.school = OrganisationFactory(code="school", kind=kind.INSTITUTE, parent=self.city)
        self.li, self.he = actor(self.north, Role.MANAGER), actor(self.school, Role.MANAGER)
