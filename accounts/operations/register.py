"""Many organisations or members at once: found by code or sign-in name, one audit entry a batch."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.joining import NameTaken
from accounts.models import Member, Organisation, User
from accounts.operations.members import set_member_active
from accounts.references import used
from accounts.rules import may_manage
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome

PLAIN = ("name", "name_en", "kind", "region", "region_en")


class CodeInUse(Refusal):
    """A code belongs to one organisation, wherever it is."""

    code = "code_in_use"
    message = _("An organisation elsewhere has the code “{word}”. Choose another code.")
    status = 422


class NotBelow(Refusal):
    """A superior that is not there, or not the actor's."""

    code = "not_below"
    message = _("There is no organisation “{word}” here. Bring in the superiors first.")
    status = 422


class NameInUse(Refusal):
    """A sign-in name that another person has."""

    code = "name_in_use"
    message = _("The sign-in name “{username}” belongs to {name}. Choose another one.")
    status = 422


class Incomplete(Refusal):
    """A new organisation needs a name and a kind."""

    code = "missing_value"
    message = _("“{word}” is new, so name and kind must be filled in.")
    status = 422


@operation(may_manage, on="superior")
def save_organisations(
    *, actor: Actor, superior: Organisation, rows: Iterable[dict], reason: str = ""
) -> Loaded:
    """Create or update organisations below `superior` by their code; nothing is moved.

    A row may name another `superior`, by code or name. A fixed number of statements for each
    level of the tree. Raises `CodeInUse`, `NotBelow`, `Incomplete`.
    """
    rows = list(rows)
    tree = {one.code: one for one in Organisation.objects.visible_to(actor)}
    known = {code: one for code, one in tree.items() if superior.is_above(one) and one != superior}
    _refuse_foreign([row["code"] for row in rows], known)
    outcomes: list = [None] * len(rows)
    fresh = {}
    for place, row in enumerate(rows):
        if one := known.get(row["code"]):
            outcomes[place] = _renew(one, row)
        else:
            fresh[place] = row
    made = _make(fresh.values(), superior, tree)
    for place, row in fresh.items():
        outcomes[place] = Outcome(made[row["code"]].pk, "created")
    return Loaded(outcomes)


def _refuse_foreign(codes: list[str], known: dict) -> None:
    unknown = [code for code in codes if code not in known]
    rows = Organisation.objects.unscoped(reason="a code is given once in the whole portal")
    if taken := rows.filter(code__in=unknown).values_list("code", flat=True).first():
        raise CodeInUse(word=taken)


def _renew(one: Organisation, row: dict) -> Outcome:
    changes = {}
    for name in PLAIN:
        if (value := row.get(name)) and value != (old := getattr(one, name)):
            changes[name] = (old, value)
            setattr(one, name, value)
    if changes:
        one.save(update_fields=list(changes))
    return Outcome(one.pk, "updated" if changes else "unchanged", changes)


def _make(rows: Iterable[dict], superior: Organisation, tree: dict) -> dict[str, Organisation]:
    """Create level by level: an organisation of this file may be above another one of it."""
    waiting, made = list(rows), {}
    while waiting:
        here = {**tree, **made}
        named = {one.name: one for one in here.values()} | here
        level = [row for row in waiting if not row.get("superior") or row["superior"] in named]
        if not level:
            raise NotBelow(word=waiting[0]["superior"])
        above = [named[row["superior"]] if row.get("superior") else superior for row in level]
        made |= _level(level, above, superior)
        waiting = [row for row in waiting if row["code"] not in made]
    return made


def _level(rows: list[dict], above: list[Organisation], superior: Organisation) -> dict:
    for row, parent in zip(rows, above, strict=True):
        if not superior.is_above(parent):
            raise NotBelow(word=row["superior"])
        if not row.get("name") or not row.get("kind"):
            raise Incomplete(word=row["code"])
    names = {row["code"]: f"organisation {row['code']}" for row in rows}
    Group.objects.bulk_create(Group(name=name) for name in names.values())
    groups = {group.name: group for group in Group.objects.filter(name__in=names.values())}
    Organisation._base_manager.bulk_create(
        Organisation(
            code=row["code"],
            parent=parent,
            path="",
            seal_text=row["name"][:1],
            group=groups[names[row["code"]]],
            **{name: row.get(name) or "" for name in PLAIN},
        )
        for row, parent in zip(rows, above, strict=True)
    )
    made = Organisation._base_manager.filter(code__in=names).select_related("parent")
    for one in made:
        one.path = f"{one.parent.path}{one.pk}/"
    Organisation._base_manager.bulk_update(made, ["path"], batch_size=200)
    return {one.code: one for one in made}


@operation(may_manage, on="superior")
def undo_organisations(
    *, actor: Actor, superior: Organisation, outcomes: Iterable[Outcome], reason: str = ""
) -> Loaded:
    """Undo a batch of `save_organisations`: what has members, data or subordinates stays."""
    outcomes = list(outcomes)
    rows = Organisation._base_manager.filter(
        path__startswith=superior.path, pk__in=[o.pk for o in outcomes]
    )
    held = rows.in_bulk()
    new = {o.pk for o in outcomes if o.action == "created"} & held.keys()
    removed: set[int] = set()
    while leaves := new - removed - used(Organisation, new - removed):  # those below first
        rows.filter(pk__in=leaves).delete()
        removed |= leaves
    Group.objects.filter(pk__in=[held[pk].group_id for pk in removed]).delete()
    return Loaded([_restored(held.get(o.pk), o, removed) for o in outcomes])


def _restored(thing, outcome: Outcome, removable: set) -> Outcome:
    """Take one row back: removed, or made as it was where nobody has changed it since."""
    if outcome.pk in removable and outcome.action == "created":
        return Outcome(outcome.pk, "removed")
    if thing is None or outcome.action != "updated":
        return Outcome(outcome.pk, "unchanged")
    back = {n: (new, old) for n, (old, new) in outcome.changes.items() if getattr(thing, n) == new}
    for name, (_new, old) in back.items():
        setattr(thing, name, old)
    if back:
        thing.save(update_fields=list(back))
    return Outcome(outcome.pk, "updated" if back else "unchanged", back)


@operation(may_manage, on="organisation")
def save_members(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason: str = ""
) -> Loaded:
    """Give people roles by their sign-in name; who is new gets an account without a password.

    He comes in with the link that a manager makes on the member's page. An existing person is
    only named, never renamed. Raises `NameInUse`, `NameTaken`.
    """
    rows = list(rows)
    users = _users(actor, rows)
    held = Member._base_manager.filter(organisation=organisation, user__in=users.values())
    known = {(member.user_id, member.role): member for member in held}
    outcomes, fresh = [], []
    for row in rows:
        user = users[row["username"]]
        member = known.get((user.pk, row["role"]))
        if member is None:
            active = row.get("active") is not False
            member = Member(organisation=organisation, user=user, role=row["role"], active=active)
            fresh.append(member)
            known[user.pk, row["role"]] = member
            outcomes.append(member)
        else:
            outcomes.append(_activity(actor, member, row.get("active")))
    Member._base_manager.bulk_create(fresh)
    made = Member._base_manager.filter(organisation=organisation, user__in=users.values())
    keys = {(member.user_id, member.role): member.pk for member in made}
    return Loaded(
        [
            o if isinstance(o, Outcome) else Outcome(keys[o.user_id, o.role], "created")
            for o in outcomes
        ]
    )


def _activity(actor: Actor, member: Member, active: bool | None) -> Outcome:
    if active is None or active == member.active:
        return Outcome(member.pk, "unchanged")
    changes = {"active": (member.active, active)}
    set_member_active(actor=actor, member=member, active=active)
    return Outcome(member.pk, "updated", changes)


def _users(actor: Actor, rows: list[dict]) -> dict[str, User]:
    """The people the rows name; those who act only elsewhere are not told from strangers."""
    names = {row["username"]: row for row in rows}
    here = User.objects.filter(members__organisation__path__startswith=actor.organisation.path)
    known = {user.username: user for user in here.filter(username__in=names).distinct()}
    for name, user in known.items():
        if names[name].get("name") not in (None, "", user.display_name):
            raise NameInUse(username=user.username, name=user.display_name)
    fresh = [row for name, row in names.items() if name not in known]
    if User.objects.filter(username__in=[row["username"] for row in fresh]).exists():
        raise NameTaken
    for row in fresh:
        user = User(username=row["username"], name=row["name"], email=row.get("email") or "")
        user.set_unusable_password()
        user.save()
        known[row["username"]] = user
    return known


@operation(may_manage, on="organisation")
def undo_members(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason: str = ""
) -> Loaded:
    """Undo a batch of `save_members`: who has done anything since keeps his place.

    Accounts that nobody has signed in with, and that have no other place, go with it.
    """
    outcomes = list(outcomes)
    rows = Member._base_manager.filter(
        organisation=organisation, pk__in=[o.pk for o in outcomes]
    ).select_related("user")
    held = rows.in_bulk()
    new = {o.pk for o in outcomes if o.action == "created"} & held.keys()
    removable = new - used(Member, new)
    done = [_restored(held.get(o.pk), o, removable) for o in outcomes]
    people = {held[pk].user_id for pk in removable}
    rows.filter(pk__in=removable).delete()
    idle = User.objects.filter(pk__in=people, last_login=None, is_superuser=False)
    idle.filter(pk__in=people - used(User, people)).delete()
    return Loaded(done)
