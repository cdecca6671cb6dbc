"""What is imported while processes die: rooms row by row, trainees in packs."""

import hashlib
import json
import random
import time

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.access import Actor
from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.models import AuditEntry, Code, Job, Member, Organisation, Trainee, WorkItem
from core import jobs
from intake import operations, queries
from intake.models import Batch, Chunk, Pack, ReceivedRow
from resources.models import Base, Room
from tests.factories import intake as make
from tests.factories.accounts import CodeFactory, OrganisationFactory, TraineeFactory, actor
from tests.factories.people import roster
from tests.factories.resources import BaseFactory

SCHOOL, UNIT = "school", "unit"
HEADS = {"number": "工号", "name": "姓名", "id_number": "身份证号", "phone": "手机号"}
TABLES = {"rooms": Room, "trainees": Trainee}
ROOMS, PEOPLE = 90, 240


class NoMigrations:
    """Tables straight from the models: quicker, and as the other tests have them."""

    def __contains__(self, _app):
        return True

    def __getitem__(self, _app):
        return None


def build() -> dict:
    """Tables, a school with some rooms, a unit with some people."""
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    school = OrganisationFactory(code=SCHOOL, kind=OrganisationKind.INSTITUTE)
    unit = OrganisationFactory(code=UNIT)
    actor(school, Role.MANAGER), actor(unit, Role.STEWARD)
    CodeFactory(organisation=school, kind=CodeKind.ROOM_KIND, code="k1", name="教室")
    BaseFactory(organisation=school)
    fill_rooms()
    fill_people()
    return {}


def fill_rooms() -> None:
    """Rooms that are there before; some are as the sheet says."""
    base, kind = Base.objects.get(), Code.objects.get(kind=CodeKind.ROOM_KIND)
    for n, row in enumerate(room_rows()[:20], start=1):
        places = 1 if n % 3 else int(row["容纳人数"]) if row["容纳人数"].isdecimal() else 1
        Room.objects.create(
            pk=n, base=base, code=row["教室编号"], name=row["教室名称"], kind=kind, capacity=places
        )


def fill_people() -> None:
    """People who are there before."""
    unit = Organisation.objects.get(code=UNIT)
    for n, one in enumerate(roster(PEOPLE, 9)[:30], start=1):
        TraineeFactory(pk=n, organisation=unit, **one)


FILL = {"rooms": fill_rooms, "trainees": fill_people}


def room_rows() -> list[dict]:
    """Twenty rooms that are there with fewer places, new ones, one with an error in every 30."""
    rows = [
        {
            "教室编号": f"R{n:04d}",
            "教室名称": f"教室 {n}",
            "教室类型": "教室",
            "容纳人数": 30 + n % 50,
        }
        for n in range(ROOMS)
    ]
    for row in rows[10::30]:
        row["容纳人数"] = "60-80"
    return [{name: str(value) for name, value in row.items()} for row in rows]


def people_rows() -> list[dict]:
    """People of whom thirty are there, some under another telephone; errors and repetitions."""
    people, chance = roster(PEOPLE, 9), random.Random(2)
    for one in people[:10]:
        one["phone"] = f"139{chance.randint(10**7, 10**8 - 1)}"
    for one in people[50::60]:
        one["phone"] = "138"
    people[99]["number"] = people[98]["number"]
    return [{head: one[name] for name, head in HEADS.items()} for one in people]


def restore(kind: str) -> dict:
    """Take away what an import without its guards has left behind."""
    Batch.objects.filter(kind=kind).delete()
    TABLES[kind].objects.all().delete()
    FILL[kind]()
    return {}


def who(kind: str) -> tuple[Actor, object]:
    """Who imports, and into what."""
    organisation = Organisation.objects.get(code=SCHOOL if kind == "rooms" else UNIT)
    actor_ = Actor(
        Member.objects.select_related("organisation", "user").get(organisation=organisation)
    )
    return actor_, Base.objects.get() if kind == "rooms" else organisation


def begin(kind: str) -> dict:
    """A file is received and mapped; its check waits for a worker."""
    actor_, target = who(kind)
    rows = room_rows() if kind == "rooms" else people_rows()
    upload = make.uploaded(rows, "表.csv" if kind == "trainees" else "表.xlsx")
    batch = make.read(actor_, make.received(actor_, target, upload, kind, again=True))
    return told(batch)


def confirm(kind: str, batch: int) -> dict:
    """Somebody says yes to what the check has found."""
    actor_, _target = who(kind)
    return told(operations.confirm(actor=actor_, batch=queries.batches(actor_).get(pk=batch)))


def undo(kind: str, batch: int) -> dict:
    """Somebody takes the import back."""
    actor_, _target = who(kind)
    return told(operations.undo(actor=actor_, batch=queries.batches(actor_).get(pk=batch)))


def told(batch: Batch) -> dict:
    return {"batch": batch.pk, "job": batch.job_id}


def books(kind: str, batch: int) -> dict:
    """What the tables, rows, ledger, audit trail and to-dos say of an import."""
    one = Batch.objects.select_related("job").get(pk=batch)
    rows = ReceivedRow.objects.filter(batch=batch)
    packs = Pack.objects.filter(batch=batch)
    said = [[r.number, r.fate, r.undone, [x["code"] for x in r.reasons]] for r in rows]
    said += [[r.number, r.fate, "", []] for pack in packs for r in pack.rows()]
    chunks = list(Chunk.objects.filter(batch=batch).values_list("number", "row_count", "undone"))
    written = [*rows.exclude(chunk=None).values_list("target_pk", flat=True)]
    written += [pk for pack in packs for pk in pack.written]
    writes = AuditEntry.objects.filter(reason=f"{one.name} #{batch}").order_by("action")
    return {
        "state": one.state,
        "counts": one.counts,
        "rows": sorted(said),
        "chunks": [list(chunk) for chunk in chunks],
        "written": [len(written), len(set(written))],
        "writes": list(writes.values_list("action", flat=True)),
        "todo": WorkItem.objects.filter(url=one.get_absolute_url()).count(),
        "content": digest(content(kind)),
        "job": [one.job.state, one.job.error],
    }


def content(kind: str) -> list:
    """What the table holds, without its keys."""
    own = [f.attname for f in TABLES[kind]._meta.concrete_fields if f.attname != "id"]
    return sorted(map(list, TABLES[kind].objects.values_list(*own)), key=str)


def checksums(kind: str) -> dict:
    """Every row of every table that the kind writes to, keys included."""
    model = TABLES[kind]
    tables = [
        model._meta.db_table,
        *(f.remote_field.through._meta.db_table for f in model._meta.many_to_many),
    ]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = digest(cursor.fetchall())
    return found


def digest(rows) -> str:
    text = json.dumps([list(map(str, row)) for row in rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def expire(job: int) -> dict:
    """The time passes after which another worker may take the job."""
    Job.objects.filter(pk=job).update(lease_until="2000-01-01T00:00:00Z")
    return {}


def nudged(job: int) -> dict:
    """How long waking a worker takes."""
    begun = time.monotonic()
    jobs.nudge(job)
    return {"seconds": time.monotonic() - begun}


def sweep() -> dict:
    """The clock comes round."""
    return {"found": jobs.sweep()}


def job(job: int) -> dict:
    """How far a job is."""
    row = Job.objects.get(pk=job)
    return {"state": row.state, "error": row.error, "attempts": row.attempts}


STEPS = {
    one.__name__: one
    for one in (build, restore, begin, confirm, undo, books, checksums, expire, job, nudged, sweep)
}
