"""The learning record of a person."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from accounts.access import Actor
from accounts.queries import trainees
from programs.choices import EnrolmentState
from programs.models import Enrolment


@dataclass(frozen=True)
class Year:
    """What somebody did in one year."""

    year: int
    hours: int
    rows: list


def person(actor: Actor):
    """The people whose record the actor may ask for."""
    return trainees(actor)


def record(actor: Actor, trainee) -> list[Year]:
    """Programmes, hours and results by year, latest first; one statement."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee=trainee)
    rows = rows.exclude(Q(state=EnrolmentState.WITHDRAWN) | Q(program__starts_on=None))
    rows = rows.select_related("program__institute", "program__theme", "grade")
    rows = rows.annotate(hours=Sum("program__sessions__course__hours", default=0))
    years: dict[int, list] = {}
    for row in rows.order_by("-program__starts_on", "-pk"):
        years.setdefault(row.program.starts_on.year, []).append(row)
    done = EnrolmentState.COMPLETED
    return [
        Year(y, sum(r.hours for r in group if r.state == done), group) for y, group in years.items()
    ]
