import json
import time
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Member
from core import jobs
from core.errors import Refusal
from core.spreadsheets import kinds
from intake import operations
from intake.choices import BatchState, Source
from intake.models import Batch

FIGURES = ("new", "updated", "unchanged", "error", "probable", "repeated", "skipped")
WAIT_SECONDS = 0.5


class Command(BaseCommand):
    help = "Import a spreadsheet as the pages do: same checks, same figures, same history."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", required=True, choices=[kind.key for kind in kinds.kinds()])
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--base", default="", metavar="CODE", help="where rooms belong to")
        parser.add_argument("--user", default="", help="who imports; else the first who may")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, **options):
        with override("en"):
            try:
                batch = self.go(options)
            except (Refusal, OSError) as refusal:
                raise CommandError(str(refusal)) from refusal
        report = told(batch)
        if options["as_json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(in_words(report))

    def go(self, options) -> Batch:
        kind = kinds.kind(options["kind"])
        actor = actor_for(kind, options["organisation"], options["user"])
        batch = received(actor, kind, target_for(actor, kind, options["base"]), options["file"])
        if batch.state in (BatchState.UPLOADED, BatchState.CHECKED):
            operations.map_as_known(actor=actor, batch=batch)
        batch = worked(batch)
        if options["dry_run"] or batch.state != BatchState.CHECKED:
            return batch
        operations.confirm(actor=actor, batch=batch)
        return worked(batch)


def actor_for(kind: kinds.Kind, code: str, username: str) -> Actor:
    """The named member, or the first of the organisation who has somewhere to import into."""
    members = Member.objects.filter(
        organisation__code=code, active=True, role__in=(Role.MANAGER, Role.STEWARD)
    )
    if username:
        members = members.filter(user__username=username)
    for member in members.select_related("organisation", "user").order_by("pk"):
        if kind.targets(actor := Actor(member)):
            return actor
    raise CommandError(f"Nobody in {code!r} may import {kind.key}. Check --organisation, --user.")


def target_for(actor: Actor, kind: kinds.Kind, code: str):
    """The target with this code; without one there must be a single possibility."""
    targets = kind.targets(actor)
    if code:
        targets = [target for target in targets if target.code == code]
    elif actor.organisation in targets:
        targets = [actor.organisation]
    if len(targets) != 1:
        known = ", ".join(target.code for target in kind.targets(actor))
        raise CommandError(f"Say with --base which one is meant: {known}")
    return targets[0]


def received(actor: Actor, kind: kinds.Kind, target, path: Path) -> Batch:
    """Begin an import, or go on with the one that this file has begun."""
    batch = Batch(organisation=actor.organisation, kind=kind.key, target_pk=target.pk)
    with path.open("rb") as content:
        arrival = operations.Arrival.of(File(content, name=path.name))
        try:
            return operations.receive(
                actor=actor, batch=batch, arrival=arrival, source=Source.COMMAND
            )
        except operations.AlreadyReceived as earlier:
            if earlier.batch.state != BatchState.LOADED:
                return earlier.batch
            return operations.receive(
                actor=actor, batch=batch, arrival=arrival, again=True, source=Source.COMMAND
            )


def worked(batch: Batch) -> Batch:
    """Do the background work here, or wait for the worker that was quicker."""
    jobs.run(batch.job_id)
    batch = Batch.objects.select_related("job").get(pk=batch.pk)
    while batch.is_busy:
        time.sleep(WAIT_SECONDS)
        batch = Batch.objects.select_related("job").get(pk=batch.pk)
    if batch.job.state == batch.job.State.FAILED:
        raise CommandError(batch.job.error)
    return batch


def told(batch: Batch) -> dict:
    """The same figures as the pages show."""
    causes = [
        {
            "column": cause["column"],
            "rows": cause["count"],
            "first_rows": cause["rows"],
            "values": cause["values"],
            "reason": cause["text"]["en"],
        }
        for cause in batch.causes
    ]
    figures = {name: batch.count(name) for name in FIGURES}
    return (
        {"import": batch.pk, "state": batch.state, "total": batch.total}
        | figures
        | {"causes": causes}
    )


def in_words(report: dict) -> str:
    """The report as lines for a terminal."""
    sum_ = " + ".join(f"{report[name]} {name}" for name in FIGURES)
    lines = [f"Import {report['import']} is {report['state']}: {report['total']} rows = {sum_}"]
    lines += [
        f"  rows {', '.join(map(str, cause['first_rows']))}: {cause['column']}: {cause['reason']}"
        for cause in report["causes"]
    ]
    return "\n".join(lines)
