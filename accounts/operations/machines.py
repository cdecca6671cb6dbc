"""What acts or works without a person looking: API tokens and jobs."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.choices import SCOPES
from accounts.models import ApiToken, Job, Member
from accounts.rules import may_keep, may_manage_row
from accounts.tokens import hash_of
from core import jobs
from core.errors import Refusal


class UnknownScope(Refusal):
    """A scope that no part of the API asks for."""

    code = "unknown_scope"
    message = _("There is no scope “{scope}”.")
    status = 422


@operation(may_manage_row, on="member")
def issue_token(
    *, actor: Actor, member: Member, name: str, key: str, scopes: list[str], days: int
) -> ApiToken:
    """Let another system act as the member within scopes; only the hash of `key` is kept.

    Raises `UnknownScope`.
    """
    for scope in set(scopes) - {*SCOPES}:
        raise UnknownScope(scope=scope)
    return ApiToken.objects.create(
        organisation=member.organisation,
        member=member,
        name=name,
        key_hash=hash_of(key),
        scopes=sorted(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )


@operation(may_manage_row, on="token")
def withdraw_token(*, actor: Actor, token: ApiToken) -> ApiToken:
    """End a token; its next request is refused."""
    token.withdrawn_at = timezone.now()
    token.save(update_fields=["withdrawn_at"])
    return token


@operation(may_keep, on="job")
def cancel_job(*, actor: Actor, job: Job) -> Job:
    """Ask a job to stop at its next chunk."""
    jobs.cancel(job.pk)
    return job
