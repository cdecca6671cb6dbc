"""The list of courses with 200 and with 20,000 of them: statements and time of a page.

Two processes hold a database each and answer in turns, so that both meet the same machine. Time
is processor time of the whole answer, address to HTML, database (SQLite, in the process) included.
With `BENCH_SERVER=mysql://root@127.0.0.1:3306` both hold one there, and the time is that of the
clock, since the server works in a process of its own.
The courses are the public Texas list multiplied, where it lies beside the checkout; otherwise
names made of the same kind of words. `python -m bench.catalogue COUNT` is one of the processes.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVER = os.environ.get("BENCH_SERVER", "")
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
TEXAS = SHARED / "texas-etpl" / "texas_etpl_2024-03-20.xlsx"
FEW, MANY, ROUNDS, LIMIT = 200, 20_000, 7, 1.5
INSTITUTES, CATEGORIES, FORMATS, TEACHERS = 20, 12, 6, 60
PAGES = {
    "first page": "",
    "page 3": "?page=3",
    "last page": "?page=9999",
    "by name": "?sort=name",
    "by category": "?sort=category",
    "longest first": "?sort=-hours",
    "best rated first": "?sort=-rating",
    "most teachers first": "?sort=-teachers",
    "fewest teachers first": "?sort=teachers",
    "by owner": "?sort=owner",
    "one category": "?category={category}",
    "one format": "?format={format}",
    "search by name": "?q=technician",
    "search by two words": "?q=medical+assistant",
    "search without a hit": "?q=zzzz",
}
VIEWERS = {"department": "sees them as those of its institutes", "unit": "sees them as shared"}


def names() -> list[str]:
    """Names of courses: real ones where the list is there."""
    if not TEXAS.exists():
        first = ("Welding", "Nursing", "Network", "Accounting", "Logistics", "Electrical", "Care")
        then = ("Basics", "Practice", "Certificate", "Advanced", "Safety", "Technician")
        return [f"{a} {b} {n}" for n in range(60) for a in first for b in then]
    import fastexcel  # noqa: PLC0415

    sheet = fastexcel.read_excel(TEXAS).load_sheet(0, use_columns=["Program Name"]).to_polars()
    return [str(name)[:200] for name in sheet["Program Name"] if name]


# --- one of the processes -----------------------------------------------------------------------
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
    clients = {}
    for name, who in filled["managers"].items():
        clients[name] = Client()
        clients[name].force_login(who.user)
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


def clock() -> float:
    """Seconds: of the processor, or of the wall where a server does the work."""
    return time.perf_counter() if SERVER else time.process_time()


def analyse(connection) -> None:
    """Let the database count what it holds, so that it chooses its ways as it would later."""
    with connection.cursor() as cursor:
        names = ("course", "offer", "coursegrant", "course_formats", "teacher")
        if SERVER:
            cursor.execute("ANALYZE TABLE " + ", ".join(f"resources_{name}" for name in names))
        else:
            cursor.execute("ANALYZE")


def _say(what: dict) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


# --- the comparison -----------------------------------------------------------------------------
class Side:
    """One process with its database."""

    def __init__(self, count: int, folder: Path):
        database = f"{SERVER}/bench_catalogue_{count}" if SERVER else ""
        env = os.environ | {"VAR_DIR": str(folder), "DATABASE_URL": database, "REDIS_URL": ""}
        env |= {"DJANGO_SETTINGS_MODULE": "trainportal.settings"}
        command = [sys.executable, "-m", "bench.catalogue", str(count)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, **pipes)

    def read(self) -> dict:
        """Return its next answer."""
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a process of the measurement has ended")
        return json.loads(line)

    def ask(self, viewer: str, query: str) -> dict:
        """Let it answer one page."""
        self.process.stdin.write(json.dumps([viewer, query]) + "\n")
        self.process.stdin.flush()
        return self.read()

    def end(self) -> None:
        """Let it go."""
        self.process.stdin.close()
        self.process.wait(30)


def main() -> str:
    """Measure both; return the section."""
    with tempfile.TemporaryDirectory() as folder:
        sides = [Side(count, Path(folder) / str(count)) for count in (FEW, MANY)]
        for side in sides:
            side.read()
        rows = [
            (viewer, page, *_both(sides, viewer, query))
            for viewer in VIEWERS
            for page, query in PAGES.items()
        ]
        for side in sides:
            side.end()
    return _table(rows)


def _both(sides: list[Side], viewer: str, query: str) -> list[dict]:
    """Return for each side the median time and the statements; the first round warms up."""
    found = [[side.ask(viewer, query) for side in sides] for _round in range(ROUNDS + 1)][1:]
    return [
        {
            "ms": statistics.median(one["ms"] for one in answers),
            "statements": max(one["statements"] for one in answers),
        }
        for answers in zip(*found, strict=True)
    ]


def _table(rows: list) -> str:
    lines = [
        f"| who looks | page | statements at {FEW} | at {MANY:,} | ms at {FEW} | at {MANY:,} |"
        " ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for viewer, page, few, many in rows:
        lines.append(
            f"| {viewer} | {page} | {few['statements']} | {many['statements']} |"
            f" {few['ms']:.1f} | {many['ms']:.1f} | {many['ms'] / few['ms']:.2f} |"
        )
    over = [f"{p} ({v})" for v, p, few, many in rows if many["ms"] > LIMIT * few["ms"]]
    same = all(few["statements"] == many["statements"] for _v, _p, few, many in rows)
    source = "the Texas list, multiplied" if TEXAS.exists() else "made names"
    time_of = "wall time, MariaDB" if SERVER else "processor time, SQLite"
    seen = "; ".join(f"the {name} {how}" for name, how in VIEWERS.items())
    return (
        f"The page of courses with {FEW} and with {MANY:,} courses ({source}), {INSTITUTES}"
        f" institutes, two offers each; {seen}. Median of {ROUNDS}, in turns, {time_of}.\n\n"
        + "\n".join(lines)
        + f"\n\nStatements: {'the same' if same else 'NOT the same'}."
        f" Over {LIMIT} times the time at {FEW}: {', '.join(over) or 'none'}."
    )


if __name__ == "__main__":
    answer(int(sys.argv[1]))
