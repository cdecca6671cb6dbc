"""What the sheets of all apps share: choices from code tables, from organisations, from lists."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.utils.translation import override

from accounts import queries
from accounts.access import Actor
from accounts.choices import OrganisationKind
from core.spreadsheets.kinds import Options


def of_table(kind: str) -> Callable[[Actor], Options]:
    """Options from a code table: the code, with its Chinese and English names."""

    def options(actor: Actor) -> Options:
        return {
            code.code: [n for n in (code.name, code.name_en) if n]
            for code in queries.codes(actor, kind)
        }

    return options


def named(things: Iterable, key: str = "code", names: tuple[str, ...] = ("name", "name_en")):
    """Options that are things of ours, by number and by name.

    Where two bear the same name, the name says nothing: only the number does.
    """
    things = list(things)
    words = {
        getattr(one, key): list(dict.fromkeys(filter(None, (getattr(one, n) for n in names))))
        for one in things
    }
    bearers = Counter(word.casefold() for own in words.values() for word in own)
    return {
        number: [word for word in own if bearers[word.casefold()] == 1] or [str(number)]
        for number, own in words.items()
    }


def organisations(*kinds: OrganisationKind) -> Callable[[Actor], Options]:
    """Options from the actor's organisation and those below it."""

    def options(actor: Actor) -> Options:
        return named(queries.organisations(actor, *kinds).filter(active=True))

    return options


def words_of(choices) -> Callable[[Actor], Options]:
    """Options of a fixed list, in both languages."""

    def options(_actor: Actor) -> Options:
        return {value: in_languages(label) for value, label in choices}

    return options


def in_languages(label) -> list[str]:
    """The Chinese word, then the English one."""
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(str(label))
    return found
