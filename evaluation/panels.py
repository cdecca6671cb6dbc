"""Where evaluation shows in the navigation and on the page of a programme."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from core.navigation import Entry
from core.navigation import register as register_entry
from core.panels import Panel, register
from evaluation import queries, rules


def takes_part(actor) -> bool:
    """Whether the actor is asked, or reads what was answered."""
    return not actor.at(OrganisationKind.ENTERPRISE)


def waiting(actor) -> int | None:
    """How many evaluations wait for the actor."""
    return queries.to_answer(actor).count() or None


register_entry(
    Entry(
        label=_("Evaluation"),
        url_name="evaluation:evaluation_list",
        icon="clipboard-check",
        order=35,
        audience=takes_part,
        count=waiting,
    )
)
register(
    Panel(
        page="programs.program",
        label=_("Evaluation"),
        url_name="evaluation:program_panel",
        rule=rules.may_see_results,
        order=60,
    )
)
