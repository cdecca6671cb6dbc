"""What can be done to organisations, members, code tables and people."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.choices import CodeKind, Role
from accounts.models import (
    ApiToken,
    Code,
    Invitation,
    Job,
    Member,
    Notice,
    Organisation,
    SavedView,
    Trainee,
    User,
)
from accounts.rules import is_own, is_self, may_keep, may_keep_people, may_manage, may_manage_row
from accounts.tokens import hash_of
from core import jobs
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome

INVITATION = timedelta(days=7)
CODES = {
    "kind": CodeKind.TRAINEE_KIND,
    "level": CodeKind.LEVEL,
    "area": CodeKind.AREA,
    "education": CodeKind.EDUCATION,
}


class LastManager(Refusal):
    """Nobody would be left to manage the organisation."""

    code = "last_manager"
    message = _("This is the last manager of the organisation. Name another one first.")


class UnknownCode(Refusal):
    """A code that is in no code table the organisation uses."""

    code = "unknown_code"
    message = _("The code table has no entry “{code}”.")
    status = 422


class MissingName(Refusal):
    """A new person needs a name."""

    code = "missing_name"
    message = _("The person with the staff number “{number}” is new and needs a name.")
    status = 422


# --- organisations and code tables ------------------------------------------------------------
@operation(may_manage, on="organisation")
def save_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Change an organisation."""
    organisation.save()
    return organisation


@operation(may_manage, on="superior")
def add_organisation(*, actor: Actor, superior: Organisation, new: Organisation) -> Organisation:
    """Make an organisation below `superior`."""
    new.parent = superior
    new.save()
    return new


@operation(may_keep, on="code")
def save_code(*, actor: Actor, code: Code) -> Code:
    """Create or change one entry of a code table."""
    code.save()
    return code


@operation(may_keep_people, on="organisation")
def save_codes(*, actor: Actor, organisation: Organisation, rows: Iterable[dict]) -> int:
    """Create or update entries of the code tables by table and code. Returns how many."""
    rows = list(rows)
    for row in rows:
        key = {"organisation": organisation, "kind": row["kind"], "code": row["code"]}
        Code.objects.update_or_create(
            **key, defaults={k: v for k, v in row.items() if k not in key}
        )
    return len(rows)


# --- members -----------------------------------------------------------------------------------
@operation(may_manage, on="organisation")
def invite(
    *, actor: Actor, organisation: Organisation, name: str, role: str, token: str, email: str = ""
) -> Invitation:
    """Invite a person into a role; only the hash of `token` is kept (`tokens.new_key` makes one)."""
    return Invitation.objects.create(
        organisation=organisation,
        name=name,
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_by=actor.member,
        expires_at=timezone.now() + INVITATION,
    )


@operation(may_manage_row, on="invitation")
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Make the link useless."""
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


@operation(may_manage, on="organisation")
def add_member(*, actor: Actor, organisation: Organisation, user: User, role: str) -> Member:
    """Give a person a role; once more the same is no second one."""
    member, _new = Member.objects.update_or_create(
        organisation=organisation, user=user, role=role, defaults={"active": True}
    )
    return member


@operation(may_manage_row, on="member")
def set_role(*, actor: Actor, member: Member, role: str) -> Member:
    """Change a role. Raises `LastManager`."""
    if member.role == Role.MANAGER != role:
        _keep_a_manager(member)
    member.role = role
    member.save(update_fields=["role"])
    return member


@operation(may_manage_row, on="member")
def set_member_active(*, actor: Actor, member: Member, active: bool) -> Member:
    """End or restore a membership; it takes effect with the next request. Raises `LastManager`."""
    if not active and member.role == Role.MANAGER:
        _keep_a_manager(member)
    member.active = active
    member.save(update_fields=["active"])
    return member


def _keep_a_manager(member: Member) -> None:
    others = Member.objects.unscoped(reason="counts the managers of the member's own organisation")
    others = others.filter(organisation=member.organisation, role=Role.MANAGER, active=True)
    if not others.exclude(pk=member.pk).exists():
        raise LastManager


# --- trainees ----------------------------------------------------------------------------------
@operation(may_keep, on="trainee")
def save_trainee(*, actor: Actor, trainee: Trainee) -> Trainee:
    """Create or change one trainee."""
    trainee.save()
    return trainee


@operation(may_keep, on="trainee")
def reveal(*, actor: Actor, trainee: Trainee, reason: str) -> Trainee:
    """Show identity number and telephone in full; the audit entry is the point."""
    return trainee


@operation(may_keep, on="trainee")
def link_account(*, actor: Actor, trainee: Trainee, user: User) -> Trainee:
    """Join a trainee with the account he signs in with, and make him a member as trainee."""
    trainee.user = user
    trainee.save(update_fields=["user"])
    Member.objects.update_or_create(
        organisation=trainee.organisation, user=user, role=Role.TRAINEE, defaults={"active": True}
    )
    return trainee


@operation(may_keep_people, on="organisation")
def save_trainees(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason: str = ""
) -> Loaded:
    """Create or update trainees by their staff number; codes are given by their code.

    Empty values leave alone what is there. Two statements for reading, two for writing, whatever
    the number of rows. Raises `UnknownCode`, `MissingName`.
    """
    rows = list(rows)
    codes = _codes(actor)
    held = Trainee._base_manager.filter(
        organisation=organisation, number__in=[row["number"] for row in rows]
    )
    known = {one.number.casefold(): one for one in held}
    lines = [_fill(organisation, known, row, codes) for row in rows]
    Trainee._base_manager.bulk_create([t for t, new, _changes in lines if new])
    changed = {t.pk: t for t, new, changes in lines if changes and not new}
    if changed:
        fields = [f.name for f in Trainee._meta.concrete_fields if f.name not in ("id", "user")]
        Trainee._base_manager.bulk_update(changed.values(), fields, batch_size=200)
    return Loaded([_outcome(*line) for line in lines])


def _codes(actor: Actor) -> dict:
    rows = Code.objects.visible_to(actor).filter(kind__in=CODES.values())
    return {(code.kind, code.code): code.pk for code in rows}


def _fill(organisation, known: dict, row: dict, codes: dict):
    """Return the trainee of a row, whether he is new, and what changed."""
    key = row["number"].casefold()
    new = key not in known
    if new:
        if not row.get("name"):
            raise MissingName(number=row["number"])
        known[key] = Trainee(organisation=organisation)
    trainee, changes = known[key], {}
    for name, value in row.items():
        if value in (None, "", []):
            continue
        if name in CODES:
            if (CODES[name], value) not in codes:
                raise UnknownCode(code=value)
            name, value = f"{name}_id", codes[CODES[name], value]
        if (old := getattr(trainee, name)) != value:
            changes[name] = (old, value)
            setattr(trainee, name, value)
    trainee.active = True
    trainee.index()
    return trainee, new, changes


def _outcome(trainee: Trainee, new: bool, changes: dict) -> Outcome:
    action = "created" if new else "updated" if changes else "unchanged"
    return Outcome(trainee.pk, action, {} if new else changes)


# --- one's own things ---------------------------------------------------------------------------
@operation(is_self, on="member")
def save_profile(*, actor: Actor, member: Member, name: str, density: str) -> Member:
    """Change the name and the density of the pages."""
    User.objects.filter(pk=member.user_id).update(name=name, density=density)
    return member


@operation(is_self, on="member")
def save_view(*, actor: Actor, member: Member, table: str, name: str, query: str) -> Member:
    """Keep a list as the member likes it; the same name replaces the older one."""
    SavedView.objects.unscoped(reason="the member's own views").update_or_create(
        member=member,
        table=table,
        name=name,
        defaults={"query": query, "organisation": member.organisation},
    )
    return member


@operation(is_own, on="view")
def remove_view(*, actor: Actor, view: SavedView) -> SavedView:
    """Forget a saved view."""
    SavedView._base_manager.filter(pk=view.pk).delete()
    return view


@operation(is_self, on="member")
def read_notices(*, actor: Actor, member: Member) -> Member:
    """Mark all notices of the person as read."""
    own = Notice.objects.unscoped(reason="only the person's own").filter(user=member.user)
    own.filter(read_at=None).update(read_at=timezone.now())
    return member


@operation(may_manage, on="organisation")
def announce(
    *,
    actor: Actor,
    organisation: Organisation,
    text: str,
    key: str,
    text_en: str = "",
    url: str = "",
) -> int:
    """Tell every staff member of an organisation and those below it something, once."""
    members = Member.objects.visible_to(actor).filter(
        organisation__path__startswith=organisation.path, active=True
    )
    rows = {
        m.user_id: Notice(
            organisation=m.organisation,
            user_id=m.user_id,
            text=text,
            text_en=text_en,
            url=url,
            key=key,
        )
        for m in members.select_related("organisation")
    }
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


# --- API tokens, jobs ----------------------------------------------------------------------------
@operation(may_manage_row, on="member")
def issue_token(
    *, actor: Actor, member: Member, name: str, key: str, scopes: list[str], days: int
) -> ApiToken:
    """Let another system act as the member within scopes; only the hash of `key` is kept."""
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
