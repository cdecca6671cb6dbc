"""Sets of links to other rows, and links to things of the same kind by their numbers.

Beside the layers, like `graded`: both the sheets and their undoing write through it, after their
own rule. A row names the courses needed before a course by their numbers; the ledger of an import
keeps these, so that they can be restored.
"""

from collections.abc import Iterable

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class UnknownLink(Refusal):
    """A row names something of its own kind that is neither there nor among the same rows."""

    code = "unknown_link"
    message = _(
        "You see no course with the number “{word}”. Bring it in first, or mend the number."
    )
    status = 422


class LinkedToItself(Refusal):
    """A row names itself."""

    code = "linked_to_itself"
    message = _("“{word}” cannot be needed before itself. Take it out of this cell.")
    status = 422


class Links:
    """The things that rows may link to, by set and number."""

    def __init__(self, key: str):
        self.key = key
        self.known: dict[str, dict[str, Model]] = {}

    def read(self, name: str, rows: QuerySet, numbers: Iterable[str], owner: dict) -> None:
        """Look for things by their numbers, those of `owner` before others of the same number.

        Two statements, and none without numbers.
        """
        if numbers := set(numbers):
            found = rows.filter(**{f"{self.key}__in": numbers})
            own = set(found.order_by().filter(**owner).values_list("pk", flat=True))
            for thing in sorted(found, key=lambda one: one.pk in own):
                self.add(name, thing)

    def add(self, name: str, thing: Model) -> None:
        """Let rows link to a thing, also to one that is about to be written."""
        self.known.setdefault(name, {})[getattr(thing, self.key).casefold()] = thing

    def named(self, name: str, thing: Model, numbers: Iterable[str], row: int) -> list[str]:
        """The numbers as the things write them. Raises `UnknownLink`, `LinkedToItself`."""
        found = set()
        for number in numbers:
            one = self.known.get(name, {}).get(number.casefold())
            if one is None:
                raise UnknownLink(word=number, row=row)
            if one is thing or (one.pk and one.pk == thing.pk):
                raise LinkedToItself(word=number, row=row)
            found.add(getattr(one, self.key))
        return sorted(found)

    def keys(self, name: str, numbers: Iterable[str]) -> list[int]:
        """Primary keys of those that are still there, once all are written."""
        known = self.known.get(name, {})
        return [known[word].pk for number in numbers if (word := number.casefold()) in known]


def numbers(things: Iterable[Model], key: str) -> list[str]:
    """What a set holds, as numbers."""
    return sorted(getattr(thing, key) for thing in things)


def write(model: type[Model], name: str, wanted: dict[int, list[int]]) -> None:
    """Make the sets of many objects what they should be: one read, one delete, one insert."""
    relation = model._meta.get_field(name)
    through = relation.remote_field.through._base_manager
    mine, other = relation.m2m_column_name(), relation.m2m_reverse_name()
    held = {}
    for link in through.filter(**{f"{mine}__in": list(wanted)}):
        held[getattr(link, mine), getattr(link, other)] = link.pk
    pairs = {(pk, one) for pk, ones in wanted.items() for one in ones}
    through.filter(pk__in=[pk for pair, pk in held.items() if pair not in pairs]).delete()
    through.bulk_create(
        through.model(**{mine: pk, other: one}) for pk, one in sorted(pairs - held.keys())
    )
