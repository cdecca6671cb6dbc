"""What several sheets share: limits of texts and numbers, choices from the code tables."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.queries import codes
from core.spreadsheets import clean
from core.spreadsheets.kinds import Options, Parent
from resources import queries

name = partial(clean.text, limit=200)
short = partial(clean.text, limit=80)
hours = partial(clean.integer, least=1, most=500)
floor = partial(clean.text, limit=20)
groups = partial(clean.integer, least=1, most=100)
line = partial(clean.text, limit=120)


def whole_yuan(cell: object) -> int | None:
    """An amount in yuan, rounded: fees and costs are kept without cents."""
    amount = clean.yuan(cell)
    return None if amount is None else clean.integer(round(amount), least=0, most=10_000_000)


def of_table(kind: str):
    """Options from a code table: the code, with its Chinese and English names."""

    def options(actor: Actor) -> Options:
        return {
            code.code: [n for n in (code.name, code.name_en) if n] for code in codes(actor, kind)
        }

    return options


def own_bases(actor: Actor) -> Options:
    """The bases of the actor's organisation, by number and by name."""
    return {
        base.code: [n for n in (base.name, base.name_en) if n] for base in queries.own_bases(actor)
    }


organisation = Parent(
    name="organisation", label=_("Organisation"), choices=queries.own_organisation
)
