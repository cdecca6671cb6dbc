"""Steps of the test that kills a training, each run as a process of its own (`machine.Machine`).

`python -m tests.matching.killing prepare | work POINT | resume | unguarded JOB | serving MEMBER`
"""

import os
import signal
import sys
from dataclasses import replace

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402 - the apps must be ready first
from django.db import transaction  # noqa: E402

from accounts.access import Actor  # noqa: E402
from accounts.choices import OrganisationKind  # noqa: E402
from accounts.models import Job  # noqa: E402
from core import jobs  # noqa: E402
from matching import operations  # noqa: E402
from matching.models import Model  # noqa: E402
from matching.queries import serving  # noqa: E402
from matching.vault import Unusable  # noqa: E402
from tests.factories.accounts import OrganisationFactory, actor  # noqa: E402
from tests.factories.matching import code_tables, past  # noqa: E402
from trainportal.celery import app  # noqa: E402


class NoMigrations:
    """Tables straight from the models."""

    def __contains__(self, _app):
        return True

    def __getitem__(self, _app):
        return None


def prepare() -> None:
    """A department with a model in use, and a second training queued."""
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    city = OrganisationFactory(kind=OrganisationKind.DEPARTMENT)
    unit = OrganisationFactory(kind=OrganisationKind.UNIT, parent=city)
    manager = actor(city)
    past(city, unit, code_tables(city))
    for _time in range(2):
        model = operations.start_training(actor=manager, organisation=city)
        if _time == 0:
            jobs.run(model.job_id)
    sys.stdout.write(f"{manager.member.pk} {model.job_id}\n")


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def work(point: str) -> None:
    """A worker that is killed at a point of the training it takes from the queue."""
    if point == "inside":
        kept = operations.finish_training
        operations.finish_training = lambda **about: (kept(**about), die())
    elif point == "after":
        jobs._end = die
    else:
        _die_at_report(int(point))
    _worker()


def resume() -> None:
    """Half a minute later: the leases of the dead have run out, the sweeper and a worker come."""
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until="2000-01-01 00:00:00+00:00")
    jobs.sweep()
    _worker()


def _worker() -> None:
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=error")
    app.worker_main(["worker", "--pool=solo", *quiet])


def _die_at_report(number: int) -> None:
    told, report = [], jobs.Run.report

    def reported(run, **values):
        report(run, **values)
        told.append(values)
        if len([v for v in told if v.get("stage")]) == number:
            die()

    jobs.Run.report = reported


def unguarded(job: str) -> None:
    """The negative control: without transactions, killed between taking out of use and into use."""
    transaction.Atomic.__enter__ = lambda _self: None
    transaction.Atomic.__exit__ = lambda *_about: None
    kept, finish = operations._step_back, operations.finish_training
    operations._step_back = lambda *about: (kept(*about), die())

    def better(*, trained, **about):  # as if the new one had shown to be better
        decision = replace(trained.decision, replace=True, code="better_value")
        return finish(trained=replace(trained, decision=decision), **about)

    operations.finish_training = better
    jobs.run(int(job))


def serves(member: str) -> None:
    """Which model answers, and whether any other has content without being finished."""
    who = Actor.of(int(member))
    champion = serving.champion(who, who.organisation)
    try:
        usable = champion is not None and serving.matcher(who, champion).classes
    except Unusable:
        usable = False
    half = Model.objects.unscoped(reason="test").filter(state="training", content__isnull=False)
    number = champion.number if usable else 0
    sys.stdout.write(f"{number} {half.count()}\n")


STEPS = {
    "prepare": prepare,
    "work": work,
    "resume": resume,
    "unguarded": unguarded,
    "serving": serves,
}
if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
