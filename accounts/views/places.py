"""What the pages of the administration share: their tabs, and the way to say no."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.access import Denied
from accounts.choices import Role


def must(answer) -> None:
    """Answer 403 with the sentence of a no."""
    if not answer:
        raise Denied(answer.reason)


PLACES = (
    ("member_list", _("Members"), rules.may_see_people),
    ("organisation_list", _("Organisations"), rules.may_see_people),
    ("code_list", _("Code tables"), rules.may_see_people),
    ("dictionary", _("Data dictionary"), rules.may_see_people),
    ("token_list", _("API tokens"), rules.may_manage),
    ("job_list", _("Background work"), rules.may_see_people),
    ("audit_list", _("Audit trail"), rules.may_read_audit),
)


def places(request) -> list[dict]:
    """The tabs of the administration that this actor may open."""
    actor, here = request.actor, request.resolver_match.url_name
    open_to_actor = [
        {"label": label, "url": reverse(f"accounts:{name}"), "current": name == here}
        for name, label, rule in PLACES
        if rule(actor, actor.organisation)
    ]
    if actor.has(Role.STEWARD):
        data = {"label": _("Data maintenance"), "url": reverse("admin:index"), "current": False}
        open_to_actor.append(data)
    return open_to_actor
