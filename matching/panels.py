"""Places in the navigation, and what stands on the pages of trainees and programmes."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from core.navigation import Entry
from core.navigation import register as register_entry
from core.panels import Panel, register
from matching import rules


def is_trainee(actor) -> bool:
    """Whether suggestions for himself are what the actor looks for."""
    return actor.has(Role.TRAINEE)


register_entry(
    Entry(
        label=_("Matching"),
        url_name="matching:model_list",
        icon="git-compare-arrows",
        order=60,
        audience=rules.may_train_own,
    )
)
register_entry(
    Entry(
        label=_("Assign places"),
        url_name="matching:assign",
        icon="users-round",
        order=61,
        audience=rules.may_assign_own,
    )
)
register_entry(
    Entry(
        label=_("Suited to me"),
        url_name="matching:own",
        icon="sparkles",
        order=30,
        audience=is_trainee,
    )
)
register(
    Panel(
        page="accounts.trainee",
        label=_("Suitable programmes"),
        url_name="matching:trainee_panel",
        rule=rules.may_see,
        order=10,
    )
)
register(
    Panel(
        page="programs.program",
        label=_("Who is suited"),
        url_name="matching:program_panel",
        rule=rules.may_rank,
        order=40,
    )
)
