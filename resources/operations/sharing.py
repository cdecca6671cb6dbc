"""Who else may use a resource."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.access import Actor, operation
from accounts.models import Organisation
from core.errors import Refusal
from resources import rules, versions
from resources.models import Course, ReadyProgram, Resource, ResourceGrant
from resources.operations.quality import NotPassed
from resources.queries.quality import hindrance


class AlreadyOwn(Refusal):
    """Sharing with oneself, or with somebody outside the own tree."""

    code = "already_own"
    field = "organisations"
    message = _("Choose another organisation than the one that owns it, of the same tree.")
    status = 422


class OutOfDate(Refusal):
    """Sharing until a day that has passed."""

    code = "out_of_date"
    field = "until"
    message = _("The last day lies in the past. Choose a later one, or none.")
    status = 422


@operation(rules.may_share, on="resource")
def share(
    *, actor: Actor, resource: Resource, organisation: Organisation, until: date | None = None
) -> ResourceGrant:
    """Show a resource to an organisation and all below it; the root organisation means all.

    Sharing again only changes the last day. Raises `AlreadyOwn`, `OutOfDate`, `NotPassed`.
    """
    own = resource.organisation
    if organisation == own or organisation.ancestors[0] != own.ancestors[0]:
        raise AlreadyOwn
    if until and until < timezone.localdate():
        raise OutOfDate
    if state := hindrance(actor, resource):
        raise NotPassed(name=resource.label, state=state)
    access.share(resource, organisation, actor=actor, until=until)
    return resource.grants.get(group=organisation.group_id)


@operation(rules.may_share, on="resource")
def share_with(
    *,
    actor: Actor,
    resource: Resource,
    organisations: Iterable[Organisation],
    until: date | None = None,
) -> list[ResourceGrant]:
    """Show a resource to several organisations: all of them or, where one is refused, none."""
    return [
        share(actor=actor, resource=resource, organisation=one, until=until)
        for one in organisations
    ]


@operation(rules.may_withdraw, on="grant")
def withdraw(*, actor: Actor, grant: ResourceGrant) -> None:
    """Take a resource back from an organisation; its next page no longer finds it."""
    resource = grant.content_object
    access.withdraw(resource, grant.organisation)
    if isinstance(resource, Course | ReadyProgram):
        versions.lapse_unseen(actor, resource)
