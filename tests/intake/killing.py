"""Steps of the test that kills a process, each run as a process of its own.

`python -m tests.intake.killing prepare | work JOB`
"""

import sys

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402 - the apps must be ready first

from accounts.choices import CodeKind, OrganisationKind  # noqa: E402
from core import jobs  # noqa: E402
from intake import operations  # noqa: E402
from intake.operations import work  # noqa: E402
from tests.factories import intake as make  # noqa: E402
from tests.factories.accounts import CodeFactory, OrganisationFactory, actor  # noqa: E402
from tests.factories.resources import BaseFactory  # noqa: E402
from trainportal.demo.sheets import rooms_rows  # noqa: E402


class NoMigrations:
    """Tables straight from the models: quicker, and as the other tests have them."""

    def __contains__(self, _app):
        return True

    def __getitem__(self, _app):
        return None


def prepare() -> None:
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    school = OrganisationFactory(kind=OrganisationKind.INSTITUTE)
    manager = actor(school)
    rows = [row | {"校区": "", "是否有空调": ""} for row in rooms_rows()]
    for place, kind in enumerate(dict.fromkeys(row["教室类型"] for row in rows)):
        CodeFactory(organisation=school, kind=CodeKind.ROOM_KIND, code=f"k{place}", name=kind)
    base = BaseFactory(organisation=school)
    batch = make.checked(manager, base, make.uploaded(rows))
    batch = operations.confirm(actor=manager, batch=batch)
    sys.stdout.write(f"{batch.pk} {batch.job_id}\n")


def run(job: str) -> None:
    work.SIZE, work.PAUSE_SECONDS = 10, 0.4
    jobs.run(int(job))


if __name__ == "__main__":
    {"prepare": prepare, "work": run}[sys.argv[1]](*sys.argv[2:])
