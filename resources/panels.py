"""The places of the resources in the side navigation, and what stands on pages of programmes."""

from django.utils.translation import gettext_lazy as _

from accounts.access import key
from accounts.choices import OrganisationKind, Role
from core import panels
from core.navigation import Entry, register
from resources import rules
from resources.queries import versions

MEASURED = ("programs:course_ranking", "programs:gap_list")  # tabs of the catalogue


def browses(actor) -> bool:
    """Whether it is one place for this actor: departments and units look through everything."""
    return bool(rules.may_browse(actor)) and not actor.at(
        OrganisationKind.INSTITUTE, OrganisationKind.ENTERPRISE
    )


def holds(actor) -> bool:
    """Whether the actor's institute keeps them itself: two places."""
    return bool(rules.may_browse(actor)) and actor.at(OrganisationKind.INSTITUTE)


register(
    Entry(
        label=_("Resources"),
        url_name="resources:library",
        icon="library",
        order=50,
        audience=browses,
        also=MEASURED,
    )
)
register(
    Entry(
        label=_("Bases and dates"),
        url_name="resources:base_list",
        icon="building-2",
        order=50,
        audience=holds,
        also=("resources:free",),
    )
)
register(
    Entry(
        label=_("Courses and teachers"),
        url_name="resources:teaching",
        icon="library",
        order=51,
        audience=holds,
        also=MEASURED,
    )
)
register(
    Entry(
        label=_("My calendar"),
        url_name="resources:my_calendar",
        icon="calendar",
        order=52,
        audience=lambda actor: actor.has(Role.TEACHER),
    )
)


def has_changes(actor, program) -> bool:
    """Whether a course of the programme has changed and nobody has decided about it."""
    return versions.open_changes(actor, key(program)).exists()


panels.register(
    panels.Panel(
        page="programs.program",
        label=_("Courses that have changed since"),
        url_name="resources:program_changes",
        rule=has_changes,
        order=5,
    )
)
