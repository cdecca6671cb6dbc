"""Courses that are probably the same, for those above both."""

from accounts.access import Actor
from resources.likeness import Described
from resources.models import Course, SamePair


def same_pairs(actor: Actor):
    """What the actor's organisation and those below it found; both courses are still in view."""
    seen = Course.objects.visible_to(actor).order_by().values("pk")
    rows = SamePair.objects.visible_to(actor).filter(left__in=seen, right__in=seen)
    left = ("left__organisation", "left__category", "right__organisation", "right__category")
    return rows.select_related(*left, "organisation", "decided_by__user")


def described(actor: Actor) -> list[Described]:
    """The courses in use of the actor's organisation and those below it, as they are compared.

    A copy is left out: that it is the same is known.
    """
    rows = Course.objects.visible_to(actor).filter(active=True, copied_from=None)
    rows = rows.filter(organisation__path__startswith=actor.organisation.path)
    rows = rows.prefetch_related("competences").order_by("pk")
    return [
        Described(
            key=row.pk,
            owner=row.organisation_id,
            name=row.name,
            name_en=row.name_en,
            text=f"{row.summary} {row.summary_en}"[:2000],
            competences=frozenset(one.competence_id for one in row.competences.all()),
        )
        for row in rows
    ]
