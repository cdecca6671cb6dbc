"""One of the two processes of `bench.catalogue`: fills a database, then answers pages of it.

`python -m bench.catalogue_page COUNT` reads viewer and query string from its input, line by line,
and says how long each page took it: processor time of the whole answer, address to HTML, with that
of the database, which is either in the process or a thread of a server on the same machine.
"""

import gc
import json
import os
import random
import sys
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
TEXAS = SHARED / "texas-etpl" / "texas_etpl_2024-03-20.xlsx"
INSTITUTES, CATEGORIES, FORMATS, TEACHERS = 20, 12, 6, 60


def names() -> list[str]:
    """Names of courses: real ones where the list is there."""
    if not TEXAS.exists():
        first = ("Welding", "Nursing", "Network", "Accounting", "Logistics", "Electrical", "Care")
        then = ("Basics", "Practice", "Certificate", "Advanced", "Safety", "Technician")
        return [f"{a} {b} {n}" for n in range(60) for a in first for b in then]
    import fastexcel  # noqa: PLC0415

    sheet = fastexcel.read_excel(TEXAS).load_sheet(0, use_columns=["Program Name"]).to_polars()
    return [str(name)[:200] for name in sheet["Program Name"] if name]


def fill(count: int) -> dict:
    """Fill an empty database; return who looks and the key of a category."""
    from accounts.access import share  # noqa: PLC0415
    from accounts.choices import CodeKind, OrganisationKind, Role  # noqa: PLC0415
    from resources import counts  # noqa: PLC0415
    from resources.models import Course, CourseGrant, Offer  # noqa: PLC0415
    from tests.factories.accounts import CodeFactory, OrganisationFactory, actor  # noqa: PLC0415
    from tests.factories.resources import TeacherFactory  # noqa: PLC0415

    chance, kind = random.Random(7), OrganisationKind
    city = OrganisationFactory(kind=kind.DEPARTMENT)
    unit = OrganisationFactory(kind=kind.UNIT, parent=city)
    schools = [OrganisationFactory(kind=kind.INSTITUTE, parent=city) for _ in range(INSTITUTES)]
    themes = [CodeFactory(organisation=city, kind=CodeKind.CATEGORY) for _ in range(CATEGORIES)]
    forms = [CodeFactory(organisation=city, kind=CodeKind.FORMAT) for _ in range(FORMATS)]
    people = [TeacherFactory(organisation=chance.choice(schools)) for _ in range(TEACHERS)]
    managers = {"department": actor(city, Role.MANAGER), "unit": actor(unit, Role.MANAGER)}
    for teacher in people:
        share(teacher, city, actor=managers["department"])
    courses, mixed = [], names()
    chance.shuffle(mixed)  # so that few and many are of the same kind
    for number, name in enumerate(islice(cycle(mixed), count)):
        course = Course(
            organisation=chance.choice(schools),
            code=f"C{number:05d}",
            name=name,
            name_en=name,
            category=chance.choice(themes),
            hours=chance.choice((2, 4, 6, 8)),
            rating=round(chance.uniform(3, 5), 2),
            rating_count=chance.randint(1, 90),
        )
        course.index()
        courses.append(course)
    Course._base_manager.bulk_create(courses, batch_size=500)
    links = Course.formats.through
    links._base_manager.bulk_create(
        (links(course=c, code=f) for c in courses for f in chance.sample(forms, 2)), batch_size=500
    )
    offers = (
        Offer(course=c, format=forms[0], teacher=t)
        for c in courses
        for t in chance.sample(people, 2)
    )
    Offer._base_manager.bulk_create(offers, batch_size=500)
    counts.recount_teachers(Course._base_manager.all())
    share(courses[0], city, actor=managers["department"])
    pattern = CourseGrant._base_manager.get()
    CourseGrant._base_manager.bulk_create(
        (
            CourseGrant(group=pattern.group, permission=pattern.permission, content_object=c)
            for c in courses[1:]
        ),
        batch_size=500,
    )
    return {"managers": managers, "category": themes[0].pk, "format": forms[0].pk}


def answer(count: int) -> None:
    """Fill the database, then answer each line of the input: viewer and query string."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    filled = fill(count)
    analyse(connection)
    clock = clock_of(connection)
    clients = {}
    for name, who in filled["managers"].items():
        clients[name] = Client()
        clients[name].force_login(who.user)
    gc.collect()
    gc.freeze()  # as `trainportal.wsgi` does
    _say({"ready": count})
    for line in sys.stdin:
        viewer, query = json.loads(line)
        address = "/resources/courses/" + query.format(**filled)
        with CaptureQueriesContext(connection) as asked:
            begun = clock()
            response = clients[viewer].get(address)
            spent = clock() - begun
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        _say({"ms": 1000 * spent, "statements": len(asked)})


def clock_of(connection):
    """Return what tells the seconds of processor time spent here and by the database for us."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT tid FROM information_schema.processlist WHERE id = connection_id()")
        (thread,) = cursor.fetchone()
    (spent,) = Path("/proc").glob(f"[0-9]*/task/{thread}/schedstat")
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


def analyse(connection) -> None:
    """Let the database count what it holds, so that it chooses its ways as it would later."""
    with connection.cursor() as cursor:
        names = ("course", "offer", "coursegrant", "course_formats", "teacher")
        if connection.vendor == "mysql":
            cursor.execute("ANALYZE TABLE " + ", ".join(f"resources_{name}" for name in names))
        else:
            cursor.execute("ANALYZE")


def _say(what: dict) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    answer(int(sys.argv[1]))
