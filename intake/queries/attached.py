"""Files attached to trainees, courses and programmes: seen by whoever sees what they hang on."""

from django.db.models import Q

from accounts.access import Actor
from accounts.models import Trainee
from accounts.queries import trainees
from intake.models import Attachment
from programs.models import Program
from programs.queries.page import programs
from resources.models import Course
from resources.queries import courses

TARGETS = {Trainee: "trainee", Course: "course", Program: "program"}
THINGS = {"trainee": trainees, "course": courses, "program": programs}


def attachments(actor: Actor):
    """Every attached file whose trainee, course or programme the actor sees; one statement."""
    seen = Q()
    for name, things in THINGS.items():
        seen |= Q(**{f"{name}__in": things(actor).order_by().values("pk")})
    rows = Attachment._base_manager.filter(seen)  # through their things, not their organisation
    return rows.select_related(*THINGS, "added_by__user", "organisation")


def attached(actor: Actor, thing):
    """The files of one trainee, course or programme that the actor has found."""
    return attachments(actor).filter(**{TARGETS[type(thing)]: thing})
