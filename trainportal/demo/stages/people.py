"""The leaders as trainees of their units, and the accounts of those who sign in."""

from collections import defaultdict

from accounts import operations
from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Trainee
from resources.models import Teacher
from trainportal.demo.people import SEED, Person, leaders
from trainportal.demo.stages.organisations import account, manager_of

LIKED = 0.5  # a format with at least this weight counts as preferred


def build(actors: dict[str, Actor]) -> dict[str, Person]:
    """Load every unit's roster; return the invented people by staff number."""
    rosters = defaultdict(list)
    people = {person["staff_number"]: person for person in leaders(SEED)}
    for person in people.values():
        rosters[person["unit_code"]].append(row(person))
    for code, rows in rosters.items():
        actor = actors[code]
        operations.save_trainees(actor=actor, organisation=actor.organisation, rows=rows)
    return people


def row(person: Person) -> dict:
    """One person as the import takes him."""
    liked = [code for code, weight in person["preferences"].items() if weight >= LIKED]
    return {
        "number": person["staff_number"],
        "name": person["name"],
        "name_latin": person["name_latin"],
        "sex": person["sex"],
        "born_on": person["born_on"],
        "kind": "leader",
        "level": person["level"],
        "area": person["area"],
        "post": person["post_title"],
        "post_en": person["post_title_en"],
        "phone": person["phone"],
        "id_number": person["id_number"],
        "education": person["education"],
        "joined_on": person["joined_on"],
        "preferences": sorted(liked),
    }


def accounts(actors: dict[str, Actor], trainees: list[Trainee], teachers: list[Teacher]) -> None:
    """Let some people sign in: `trainee`, `trainee2`, … and `teacher`."""
    for number, one in enumerate(trainees, 1):
        boss = actors[one.organisation.code]
        name = "trainee" if number == 1 else f"trainee{number}"
        user = account(name, one.name, one.name_latin)
        operations.link_account(actor=boss, trainee=one, user=user)
    for number, one in enumerate(teachers, 1):
        boss = manager_of(one.organisation.code)
        name = "teacher" if number == 1 else f"teacher{number}"
        user = account(name, one.name, one.name_latin)
        operations.add_member(
            actor=boss, organisation=one.organisation, user=user, role=Role.TEACHER
        )
        Teacher.objects.filter(pk=one.pk).update(user=user)
