"""The group: its organisations, code tables, and the people who act for them."""

import random
from functools import cache
from io import StringIO

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from accounts import operations
from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Code, Member, Organisation, User
from core.text import latin
from trainportal.demo import PASSWORD, PEOPLE
from trainportal.demo.content import rows

TOP = "DL"


def build() -> dict[str, Actor]:
    """Make everything and return the managers by organisation code."""
    table = {row["code"]: row for row in rows("organisations")}
    found(table[TOP], "department")
    top = Actor.of(Member.objects.get(user__username="department").pk)
    save_codes(top)
    actors = {TOP: top}
    for row in table.values():
        if row["code"] == TOP:
            continue
        if not row["parent_code"]:
            found(row, sign_in_of(row["code"]))
            actors[row["code"]] = manager_of(row["code"])
            continue
        superior = actors[row["parent_code"]]
        new = operations.add_organisation(
            actor=superior, superior=superior.organisation, new=organisation(row)
        )
        actors[row["code"]] = add_manager(superior, new)
    for name, (code, role, person, romanised) in PEOPLE.items():
        if role != Role.MANAGER:
            boss = actors[code]
            user = account(name, person, romanised)
            operations.add_member(actor=boss, organisation=boss.organisation, user=user, role=role)
    return actors


def found(row: dict, sign_in: str) -> None:
    """A topmost organisation begins with its first manager, from the command line."""
    _code, _role, person, romanised = PEOPLE.get(sign_in) or invented(row["code"])
    call_command(
        "first_manager",
        organisation=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        kind=row["kind"],
        seal=row["seal_text"],
        user=sign_in,
        person=person,
        person_latin=romanised,
        password=PASSWORD,
        verbosity=0,
        stdout=StringIO(),
    )


def organisation(row: dict) -> Organisation:
    """An organisation as its superior enters it."""
    names = ("code", "name", "name_en", "kind", "seal_text", "region", "region_en")
    return Organisation(**{name: row[name] for name in names})


def sign_in_of(code: str) -> str:
    """The sign-in name of an organisation's manager."""
    known = {c: name for name, (c, role, *_rest) in PEOPLE.items() if role == Role.MANAGER}
    return known.get(code, code.lower())


def add_manager(superior: Actor, new: Organisation) -> Actor:
    """Give an organisation the manager it starts with."""
    sign_in = sign_in_of(new.code)
    _code, _role, person, romanised = PEOPLE.get(sign_in) or invented(new.code)
    user = account(sign_in, person, romanised)
    member = operations.add_member(actor=superior, organisation=new, user=user, role=Role.MANAGER)
    return Actor.of(member.pk)


def manager_of(code: str) -> Actor:
    """The manager of an organisation that exists."""
    member = Member.objects.filter(organisation__code=code, role=Role.MANAGER).first()
    return Actor.of(member.pk)


@cache
def _hashed() -> str:
    """The demo's password, hashed once for all accounts: loading takes seconds, not minutes."""
    return make_password(PASSWORD)


def account(sign_in: str, person: str, romanised: str) -> User:
    """Make an account with the demo's password, as accepting an invitation does."""
    return User.objects.create(
        username=sign_in, name=person, name_latin=romanised, password=_hashed()
    )


def invented(code: str) -> tuple[str, str, str, str]:
    """A name for a manager that nobody needs to remember; the same at every build."""
    rng = random.Random(code)
    table = rows("names")
    surname = rng.choice([r for r in table if r["kind"] == "surname"])["text"]
    given = rng.choice([r for r in table if r["kind"] == "given"])["text"]
    return code, Role.MANAGER, surname + given, latin(surname + given)


def save_codes(top: Actor) -> None:
    """The code tables belong to the topmost organisation; everybody below uses them."""
    entries = [{**row, "order": int(row["order"])} for row in rows("codes")]
    operations.save_codes(actor=top, organisation=top.organisation, rows=entries)


def codes() -> dict:
    """The code tables by (table, code)."""
    return {(code.kind, code.code): code for code in Code.objects.all()}
