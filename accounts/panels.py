"""The places of this app in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.choices import Role
from core.navigation import Entry, register


def staff(actor):
    """Whether the actor has business with lists of people."""
    return rules.may_see_people(actor, actor.organisation)


register(
    Entry(
        label=_("People"), url_name="accounts:trainee_list", icon="users", order=10, audience=staff
    )
)
register(
    Entry(
        label=_("Administration"),
        url_name="accounts:member_list",
        icon="settings",
        order=92,
        audience=lambda actor: actor.has(Role.MANAGER, Role.STEWARD),
    )
)
register(
    Entry(
        label=_("My page"),
        url_name="accounts:my_page",
        icon="user-round",
        order=20,
        audience=lambda actor: actor.has(Role.TRAINEE),
    )
)
