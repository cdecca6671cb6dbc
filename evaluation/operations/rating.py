"""What trainees said becomes the rating of courses and teachers."""

from collections.abc import Iterable

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
    Ratings.recount(actor, program)
    return program


class Ratings:
    """What all answers together say about the resources of one programme."""

    @classmethod
    def recount(cls, actor: Actor, program: Program, *, lost: Iterable[str] = ()) -> None:
        """Write what has changed; `lost` are resources whose answers were taken back."""
        resources = cls._resources(program)
        open_ones = queries.being_answered(actor, today=timezone.localdate())
        found = dict.fromkeys(lost, (0, 0)) | ratings(actor, resources, but=open_ones)
        for subject in found.keys() & resources.keys():
            resource, (total, count) = resources[subject], found[subject]
            total = round(total, 4)
            known = resource.rating_count, resource.rating
            if known != (count, shrunk_mean(total, count)) and may_rate(actor, resource):
                record_ratings(actor=actor, resource=resource, total=total, count=count)

    @staticmethod
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
