"""Who may do what: actors, answers, the decorator every operation wears, and sharing."""

import functools
import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import models, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from accounts.choices import PERSONAL_ROLES, OrganisationKind, Role
from accounts.models import AuditEntry, Member, Organisation
from core.errors import Refusal
from core.middleware import request_id

security = logging.getLogger("portal.security")


class Denied(Refusal):
    """The actor may not do this; the text says why, and who may."""

    code = "denied"
    status = 403


@dataclass(frozen=True)
class Actor:
    """Who is asking, and in which role (a user may have several)."""

    member: Member

    @classmethod
    def of(cls, pk: int) -> "Actor":
        """The actor behind a stored member, for background work."""
        members = Member.objects.unscoped(
            reason="background work acts as the member who asked for it"
        )
        return cls(members.select_related("organisation", "user").get(pk=pk))

    @property
    def organisation(self) -> Organisation:
        """The organisation in whose name the actor acts."""
        return self.member.organisation

    @property
    def user(self):
        """The person behind the member."""
        return self.member.user

    @property
    def role(self) -> str:
        """One of `Role`."""
        return self.member.role

    @property
    def role_label(self) -> str:
        """The role in words, for the top bar."""
        return self.member.get_role_display()

    @property
    def kind(self) -> str:
        """One of `OrganisationKind`."""
        return self.organisation.kind

    @property
    def is_personal(self) -> bool:
        """A trainee, teacher or mentor sees what concerns him, not the whole organisation."""
        return self.role in PERSONAL_ROLES

    @cached_property
    def ancestors(self) -> list[int]:
        """Keys of the organisations above, and the own one."""
        return self.organisation.ancestors

    def has(self, *roles: Role) -> bool:
        """Whether the actor acts in one of these roles."""
        return self.role in roles

    def at(self, *kinds: OrganisationKind) -> bool:
        """Whether the actor's organisation is of one of these kinds."""
        return self.kind in kinds


@dataclass(frozen=True)
class Answer:
    """Yes or no, with the reason: true when allowed."""

    reason: str | Promise = ""

    def __bool__(self):
        return not self.reason


YES = Answer()
Rule = Callable[[Actor, Model], Answer]


def operation(rule: Rule, *, on: str):
    """Make a keyword-only function one unit of business work.

    The function runs in a transaction, only if `rule(actor, <argument named on>)` says yes,
    and leaves one audit entry named after it, with the values before and after. An operation
    that returns another object than it was given is a creation: that object is the target.
    An argument called `reason` is kept with the entry.

    Raises `Denied`.
    """

    def decorate(function):
        kinds = {p.kind for p in inspect.signature(function).parameters.values()}
        if kinds != {inspect.Parameter.KEYWORD_ONLY}:
            raise TypeError(f"{function.__qualname__} must take keyword-only arguments")
        action = f"{function.__module__.partition('.')[0]}.{function.__name__}"

        @functools.wraps(function)
        def run(*, actor: Actor, **kwargs):
            target = kwargs[on]
            if not (answer := rule(actor, target)):
                log_refusal(actor, f"{action} {key(target)}")
                raise Denied(answer.reason)
            with transaction.atomic():
                before = stored_values(target)
                result = function(actor=actor, **kwargs)
                record(actor, action, target, before, result, reason=kwargs.get("reason", ""))
            return result

        run.rule = rule
        return run

    return decorate


def log_refusal(actor: Actor | None, what: str) -> None:
    """Write who was refused what into the security log, on one line whatever it holds."""
    who = actor and f"{key(actor.member)} as {actor.role} of {actor.organisation.code}"
    security.warning("refused %s to %s", quoted(what), quoted(who or "nobody"))


def quoted(words: str) -> str:
    """Text as one word of a log line: no line break and no control character survives."""
    return repr(words[:300])


def stored_values(obj) -> dict:
    """Return the row as the database holds it, secrets hidden; empty if there is none."""
    if not isinstance(obj, Model) or obj.pk is None:
        return {}
    row = type(obj)._base_manager.filter(pk=obj.pk).values().first() or {}
    if row and hasattr(obj, "audited"):
        row |= obj.audited()  # sets and parts that are not columns of the row
    hidden: frozenset[str] = getattr(obj, "audit_hidden", frozenset())
    return {k: ("•••" if k in hidden and v else _plain(v)) for k, v in row.items()}


def _plain(value):
    """Bytes do not belong into the trail; only their size does."""
    return f"<{len(value)} bytes>" if isinstance(value, bytes | memoryview) else value


def record(actor, action, target, before, result, *, reason="") -> AuditEntry:
    """Write the audit entry of one operation: only the fields that changed."""
    if isinstance(result, Model) and result != target and not isinstance(result, AuditEntry):
        target, before = result, {}
    after = stored_values(target)
    if hasattr(result, "tally"):  # a batch: what became of its rows
        after |= result.tally()
    changed = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    return AuditEntry.objects.create(
        organisation=actor.organisation,
        member=actor.member,
        action=action,
        target=key(target),
        target_label=str(target)[:200],
        before={k: _veiled(target, k, before[k]) for k in sorted(changed & before.keys())},
        after={k: after[k] for k in sorted(changed & after.keys())},
        reason=reason or "",
        request_id=request_id.get(),
    )


def _veiled(target, field: str, value):
    """An operation may hide more fields of its object while it runs: erasing does."""
    return "•••" if value and field in getattr(target, "audit_hidden", ()) else value


def key(obj: Model) -> str:
    """Name one object in one word: 'programs.program:12'."""
    return f"{obj._meta.label_lower}:{obj.pk}"


def may_view(actor: Actor, obj: Model) -> Answer:
    """Whether the actor's lists hold the object: list and object always agree."""
    if type(obj).objects.visible_to(actor).filter(pk=obj.pk).exists():
        return YES
    return Answer(_("This does not belong to your organisation and has not been shared with it."))


def share(
    obj: Model, organisation: Organisation, *, actor: Actor, until: date | None = None
) -> None:
    """Show one object to an organisation and those below it, until a day or for good."""
    grant = assign_perm(f"view_{obj._meta.model_name}", organisation.group, obj)
    type(grant)._base_manager.filter(pk=grant.pk).update(until=until, given_by=actor.member)


def withdraw(obj: Model, organisation: Organisation) -> None:
    """Take a shared object back; the next request no longer finds it."""
    remove_perm(f"view_{obj._meta.model_name}", organisation.group, obj)


def shared_with(obj: Model) -> models.QuerySet:
    """The organisations that an object is shared with, and until when."""
    return obj.grants.select_related("group__organisation", "given_by__user").order_by("pk")
