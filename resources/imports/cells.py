"""What several sheets share: limits of texts and numbers, choices from the code tables."""

import re
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.imports.cells import in_languages, named, of_table, organisations
from accounts.queries import codes
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Options, Parent
from resources import materials, queries
from resources.choices import Mastery
from resources.models import Course, Teacher
from resources.rules import OFFERING

__all__ = ["named", "of_table", "organisations"]

name = partial(clean.text, limit=200)
number = partial(clean.code, limit=40)
short = partial(clean.text, limit=80)
hours = clean.in_units(clean.HOURS, partial(clean.integer, least=1, most=5000))
floor = partial(clean.text, limit=20)
groups = clean.in_units("个班次?|个|班|期", partial(clean.integer, least=1, most=100))
line = partial(clean.text, limit=120)
APART = re.compile(r"[\s,，、;；]+")


def whole_yuan(cell: object) -> int | None:
    """An amount in yuan, rounded: fees and costs are kept without cents."""
    amount = clean.yuan(cell)
    return None if amount is None else clean.integer(round(amount), least=0, most=10_000_000)


yuan_per_hour = clean.in_units(clean.HOURS, whole_yuan)
yuan_per_day = clean.in_units("天|日|day", whole_yuan)
yuan_per_head = clean.in_units("人[/·]?[天日]|[天日]/?人|person[- /]day", whole_yuan)


def material_lines(cell: object) -> str:
    """Materials, one a line: a title, then its address if it has one."""
    try:
        return materials.tidy(clean.long_text(cell))
    except ValueError as error:
        raise clean.Unclean("not_an_address", value=error.args[0]) from error


def numbers(cell: object) -> list[str]:
    """Numbers of courses, one after the other."""
    words = (number(word) for word in APART.split(clean.long_text(cell)))
    return list(dict.fromkeys(filter(None, words)))


def own_bases(actor: Actor) -> Options:
    """The bases of the actor's organisation, by number and by name."""
    return named(queries.own_bases(actor))


def own_courses(actor: Actor) -> Options:
    """The courses that the actor's organisation and those below it offer."""
    return named(queries.kept(actor, Course))


def own_teachers(actor: Actor) -> Options:
    """The teachers of the actor's organisation and those below it."""
    return named(queries.kept(actor, Teacher), key="number", names=("name", "name_latin"))


def competences(actor: Actor) -> Options:
    """The competences of the code table at each level; without a level the first one is meant."""
    found = {}
    for code in codes(actor, CodeKind.COMPETENCE):
        names = [name for name in (code.name, code.name_en) if name]
        for level in Mastery:
            said = zip(names, in_languages(level.label), strict=False)
            plain = names if level == Mastery.KNOWS else []
            found[f"{code.code}:{level}"] = [f"{name}（{word}）" for name, word in said] + plain
    return found


organisation = Parent(
    name="organisation", label=_("Organisation"), choices=queries.offering_organisations
)
owner = Column(
    name="organisation",
    label=_("Belongs to"),
    aliases=(
        *("所属机构", "所属单位", "承办机构", "承办单位", "机构编码", "机构名称"),
        *("provider", "provider id", "providername", "institute", "owner"),
    ),
    options=organisations(*OFFERING),
)
