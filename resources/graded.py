"""Sets of codes with a level each: the competences that a course leads to, and how far.

Beside the layers: both the sheets and their undoing write through it, after their own rule.
In a row one is the word "code:level", in the ledger of an import the mark "key:level".
"""

from collections.abc import Iterable

from django.db.models import Model

CODE = "competence"


def paths(names: Iterable[str]) -> list[str]:
    """What has to be read beforehand for `words`."""
    return [f"{name}__{CODE}" for name in names]


def mark(code: int, level: int | str) -> str:
    """One code and its level."""
    return f"{code}:{level}"


def parted(word: str) -> tuple[str, str]:
    """The code and the level of a word or a mark."""
    code, _colon, level = word.rpartition(":")
    return code, level


def marks(pairs: Iterable[tuple[int, str]]) -> set[str]:
    """Codes and levels as marks; of a code named twice the higher level counts."""
    return {mark(code, level) for code, level in dict(sorted(pairs)).items()}


def words(links: Iterable[Model]) -> list[str]:
    """What a row says of a set."""
    return [mark(one.competence.code, one.level) for one in links]


def held(links: Iterable[Model]) -> list[str]:
    """What a set holds, as marks."""
    return sorted(mark(one.competence_id, one.level) for one in links)


def write(model: type[Model], name: str, wanted: dict[int, list[str]]) -> None:
    """Make the sets of many objects what they should be, `{key: marks}`: two statements."""
    relation = model._meta.get_field(name)
    links, mine = relation.related_model, relation.field.attname
    links._base_manager.filter(**{f"{mine}__in": list(wanted)}).delete()
    links._base_manager.bulk_create(
        links(**{mine: key, f"{CODE}_id": int(code), "level": int(level)})
        for key, marks in wanted.items()
        for code, level in map(parted, marks)
    )
