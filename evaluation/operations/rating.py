"""What trainees said becomes the rating of courses and teachers."""

from django.utils import timezone

from accounts.access import Actor, key, operation
from evaluation import queries, rules
from programs.models import Program
from resources.models import Resource, shrunk_mean
from resources.operations import record_ratings
from resources.rules import may_rate
from surveys.queries import ratings


@operation(rules.may_open, on="program")
def record_program_ratings(*, actor: Actor, program: Program) -> Program:
    """Count the ratings of the programme's courses and teachers again, over all programmes.

    Twice changes nothing; an unchanged rating is not written.
    """
    resources = _resources(program)
    found = ratings(actor, resources, but=queries.being_answered(actor, today=timezone.localdate()))
    for subject, (total, count) in found.items():
        resource, total = resources[subject], round(total, 4)
        known = resource.rating_count, resource.rating
        if known != (count, shrunk_mean(total, count)) and may_rate(actor, resource):
            record_ratings(actor=actor, resource=resource, total=total, count=count)
    return program


def _resources(program: Program) -> dict[str, Resource]:
    sessions = program.sessions.select_related(
        "course__organisation", "course__current__organisation", "teacher__organisation"
    )
    found = {}
    for session in sessions:
        for resource in (session.course.latest, session.teacher):
            if resource is not None:
                found.setdefault(key(resource), resource)
    return found
