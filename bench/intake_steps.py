"""The contestants of `bench.intake`, each in a process of its own."""

import io
import json
import os
import resource
import sys
import time
from pathlib import Path

import django
import MySQLdb
from django.conf import settings

django.setup()

import openpyxl  # noqa: E402 - the apps must be ready first
import tablib  # noqa: E402
from django.core.files import File  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from import_export import fields, resources, widgets  # noqa: E402

from accounts.access import Actor  # noqa: E402
from accounts.choices import CodeKind, Role  # noqa: E402
from accounts.models import Code, Member, Organisation, Trainee, User  # noqa: E402
from bench import intake as sheet  # noqa: E402
from core import jobs  # noqa: E402
from core.spreadsheets import layout  # noqa: E402
from intake import operations, queries  # noqa: E402
from intake.choices import Fate  # noqa: E402
from intake.engine.suggest import suggest  # noqa: E402
from intake.models import Batch, ReceivedRow  # noqa: E402

EMPTIED = (
    "accounts_trainee", "intake_receivedrow", "intake_pack", "intake_chunk",
    "intake_receivedfile", "intake_batch", "accounts_job", "accounts_auditentry",
    "accounts_step", "accounts_workitem",
)  # fmt: skip
COLUMNS = (
    "organisation_id", "number", "name", "name_latin", "name_sort", "search_text", "sex",
    "born_on", "id_number", "phone", "post", "post_en", "joined_on", "preferences", "extra",
    "active", "area_id", "education_id", "level_id",
)  # fmt: skip


def seconds(who: int) -> float:
    """Processor time of this process or of its children so far."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def peak_mb(who: int) -> float:
    """The most memory it held."""
    return resource.getrusage(who).ru_maxrss / 1024


class Measured:
    """Processor time between two moments, of this process, its children and the server."""

    def __init__(self):
        self.client = seconds(resource.RUSAGE_SELF)
        self.child = seconds(resource.RUSAGE_CHILDREN)
        self.server = sheet.server_seconds(int(os.environ["BENCH_SERVER"]))

    def told(self, **more) -> dict:
        """What has been used since."""
        return {
            "client": seconds(resource.RUSAGE_SELF) - self.client,
            "child": seconds(resource.RUSAGE_CHILDREN) - self.child,
            "server": sheet.server_seconds(int(os.environ["BENCH_SERVER"])) - self.server,
            "peak": peak_mb(resource.RUSAGE_SELF),
            "child_peak": peak_mb(resource.RUSAGE_CHILDREN),
            **more,
        }


def prepare(folder: str) -> dict:
    """Tables, an organisation with a steward, code tables; the clean rows as a file."""
    url = settings.DATABASES["default"]
    server = MySQLdb.connect(host=url["HOST"], port=int(url["PORT"]), user="root")
    server.cursor().execute(
        "CREATE DATABASE tp_bench CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"
    )
    call_command("migrate", verbosity=0)
    unit = Organisation.objects.create(code="bench", name="城北公司", kind="unit")
    user = User.objects.create(username="bench", name="单晓燕")
    Member.objects.create(user=user, organisation=unit, role=Role.STEWARD)
    for kind, words in (
        (CodeKind.AREA, sheet.AREAS),
        (CodeKind.LEVEL, sheet.LEVELS),
        (CodeKind.EDUCATION, sheet.EDUCATIONS),
    ):
        for code, name in words.items():
            Code.objects.create(organisation=unit, kind=kind, code=code, name=name)
    product(str(Path(folder) / "roster.csv"), folder)
    with (
        connection.cursor() as cursor,
        (Path(folder) / "clean.tsv").open("w", encoding="utf-8") as out,
    ):
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM accounts_trainee")
        for row in cursor.fetchall():
            out.write("\t".join(r"\N" if cell is None else str(cell) for cell in row) + "\n")
    return {}


def emptied() -> None:
    """Nobody there, nothing received."""
    with connection.cursor() as cursor:
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        for table in EMPTIED:
            cursor.execute(f"TRUNCATE {table}")
        cursor.execute("SET FOREIGN_KEY_CHECKS = 1")
    time.sleep(1)  # what the server still has to do for that is not measured


def load(folder: str) -> dict:
    """The bar: what the database needs for the rows when everything is done already."""
    emptied()
    measured = Measured()
    with connection.cursor() as cursor:
        cursor.execute(
            "LOAD DATA LOCAL INFILE %s INTO TABLE accounts_trainee CHARACTER SET utf8mb4 "
            f"({', '.join(COLUMNS)})",
            [str(Path(folder) / "clean.tsv")],
        )
    return measured.told(rows=Trainee._base_manager.count())


def product(path: str, folder: str) -> dict:
    """Receive, map, check, load: the operations of the pages and the jobs of the worker."""
    emptied()
    actor = Actor(Member.objects.select_related("organisation", "user").get())
    receiving = Measured()
    with Path(path).open("rb") as content:
        batch = Batch(
            organisation=actor.organisation, kind="trainees", target_pk=actor.organisation.pk
        )
        arrival = operations.Arrival.of(File(content, name=Path(path).name))
        batch = operations.receive(actor=actor, batch=batch, arrival=arrival)
    preview = queries.preview(actor, batch.file)
    operations.choose_sheet(
        actor=actor, batch=batch, preview=preview, header_row=preview.header_row
    )
    headings = [layout.fold(name) for name in batch.file.headings]
    known = {column.name: column.headings for column in batch.declared.columns}
    mapping = {str(at): one.column for at, one in enumerate(suggest(headings, known, {}))}
    operations.map_columns(actor=actor, batch=batch, mapping=mapping)
    received = receiving.told()
    measured = Measured()
    jobs.run(batch.job_id)
    batch = Batch.objects.get(pk=batch.pk)
    operations.confirm(actor=actor, batch=batch)
    jobs.run(batch.job_id)
    told = measured.told(received=received["client"] + received["child"])
    prove(Batch.objects.get(pk=batch.pk), folder)
    return told


def prove(batch: Batch, folder: str) -> None:
    """Stop unless every planted row was found, and nothing else."""
    bad, doubled = json.loads((Path(folder) / "planted.json").read_text("utf-8"))
    errors = ReceivedRow.objects.filter(batch=batch, fate=Fate.ERROR).order_by("number")
    found = list(errors.values_list("number", flat=True))
    if found != sorted([*bad, *doubled]):
        raise SystemExit(f"{len(found)} errors, {len(bad) + len(doubled)} planted")
    expected = sheet.ROWS - len(found)
    if batch.counts.get(Fate.NEW) != expected or Trainee._base_manager.count() != expected:
        raise SystemExit(f"{batch.counts}, {Trainee._base_manager.count()} people")


PEER_FIELDS = (
    "organisation_id", "number", "name", "sex", "born_on", "id_number", "phone", "area", "post",
    "level", "education", "joined_on",
)  # fmt: skip


class TraineeResource(resources.ModelResource):
    """The same sheet for import-export, as its documentation says for speed: bulk, cached keys."""

    organisation_id = fields.Field("organisation_id", "organisation_id", widgets.IntegerWidget())
    area = fields.Field("area", "area", widgets.CachedForeignKeyWidget(Code, "name"))
    level = fields.Field("level", "level", widgets.CachedForeignKeyWidget(Code, "name"))
    education = fields.Field("education", "education", widgets.CachedForeignKeyWidget(Code, "name"))

    class Meta:
        model = Trainee
        import_id_fields = ("organisation_id", "number")
        fields = PEER_FIELDS
        use_bulk = True
        skip_diff = True
        batch_size = 1000


class CheckedResource(TraineeResource):
    """The same, and every row is checked by the rules of the model."""

    class Meta(TraineeResource.Meta):
        clean_model_instances = True


def peer(rows: str, resource_class: type = TraineeResource, passes: tuple = (False,)) -> dict:
    """django-import-export over the first clean rows, the columns that the product loads.

    Neither sorting and search columns nor history are written, nothing is kept as received.
    """
    emptied()
    unit = Organisation.objects.get(code="bench")
    sexes = {"男": "male", "女": "female"}  # it knows no other words for a choice
    book = openpyxl.Workbook()
    page = book.active
    page.append([*PEER_FIELDS, *sheet.HEADS[len(PEER_FIELDS) - 1 :]])
    for number, name, sex, *rest in sheet.table(int(rows), 0, 0)[0]:
        page.append([unit.pk, number, name, sexes[sex], *rest])
    content = io.BytesIO()
    book.save(content)
    measured = Measured()
    for dry_run in passes:
        data = tablib.Dataset().load(content.getvalue(), "xlsx")
        result = resource_class().import_data(data, dry_run=dry_run, raise_errors=True)
    return measured.told(rows=result.totals["new"])


def paged_peer(rows: str) -> dict:
    """As its pages in Django admin do it: a dry run to show what would change, then the import."""
    return peer(rows, passes=(True, False))


def checked_peer(rows: str) -> dict:
    """The same with the checks of the model."""
    return peer(rows, CheckedResource)


def go(step: str, *words: str) -> None:
    """Run one contestant and say in one line what it took."""
    steps = (prepare, load, product, peer, paged_peer, checked_peer)
    said = {one.__name__: one for one in steps}[step](*words)

    sys.stdout.write(json.dumps(said) + "\n")
