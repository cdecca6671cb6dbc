"""What a kind of row is made of, and what a thing holds in the words of a row."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from core.errors import Refusal
from resources import graded, linked


class MissingValue(Refusal):
    """A new row lacks something it cannot be without; `row` counts from 0."""

    code = "missing_value"
    message = _("“{key}” is new, so “{column}” must be filled in.")
    status = 422


class UnknownCode(Refusal):
    """A code that is in no code table the actor may use."""

    code = "unknown_code"
    message = _("The code table has no entry “{word}”.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Fields:
    """How a cleaned row becomes an object.

    `owner` is the field that holds what all rows belong to. `ones` and `sets` are fields that
    hold codes, with their code tables; `refs` are fields that hold other things, each with a
    query `(actor) -> rows` and the field by which a row names them. `flags` are yes/no columns
    that mean one code of a set: {column: (set, code)}. `graded` are sets of codes with a level
    each (see `graded`), with their code tables. A `key` of `refs` is compared by its word.
    `links` are sets of things of the same kind, named by their keys, each with a query
    `(actor) -> rows` (see `linked`). `texts` are fields that a row holds as a text, each with
    how the text is made of the value, and the value of the text.
    `only` leaves out rows of the table that are found by no key; `around(actor, things)` is what
    has to happen around a change of things that exist.
    """

    model: type[Model]
    key: str
    required: tuple[str, ...]
    owner: str = "organisation"
    refs: dict[str, tuple[Callable, str]] = field(default_factory=dict)
    ones: dict[str, str] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    graded: dict[str, str] = field(default_factory=dict)
    flags: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: dict[str, Callable] = field(default_factory=dict)
    texts: dict[str, tuple[Callable, Callable]] = field(default_factory=dict)
    only: dict = field(default_factory=dict)
    around: Callable[[Actor, list], AbstractContextManager] = lambda actor, things: nullcontext()

    @property
    def path(self) -> str:
        """Where the database holds the word by which a row is known."""
        return f"{self.key}__{self.refs[self.key][1]}" if self.key in self.refs else self.key

    def word_of(self, thing: Model) -> str:
        """The word by which a row is known, however it is written."""
        return str(attrgetter(self.path.replace("__", "."))(thing)).casefold()

    def row_of(self, thing: Model) -> dict:
        """Return a thing as a row that changes nothing."""
        plain = (f.name for f in thing._meta.concrete_fields if not f.is_relation)
        row = {name: getattr(thing, name) for name in plain}
        for name in self.ones:
            row[name] = code.code if (code := getattr(thing, name)) else ""
        for name, (_rows, word) in self.refs.items():
            row[name] = str(getattr(one, word)) if (one := getattr(thing, name)) else ""
        for name in self.sets:
            row[name] = [code.code for code in getattr(thing, name).all()]
        for name in self.graded:
            row[name] = graded.words(getattr(thing, name).all())
        for name in self.links:
            row[name] = linked.numbers(getattr(thing, name).all(), self.key)
        for name in self.texts:
            row[name] = self.value(thing, name)
        for flag, (name, code) in self.flags.items():
            row[flag] = code in row[name]
        return row

    def value(self, thing: Model, name: str):
        """Return a plain field as rows hold it."""
        value = getattr(thing, name)
        return self.texts[name][0](value) if name in self.texts else value

    def set_value(self, thing: Model, name: str, value) -> None:
        """Set a plain field to what a row holds."""
        setattr(thing, name, self.texts[name][1](value) if name in self.texts else value)

    def held(self, thing: Model, name: str):
        """Return what a field holds, as `changes` tells it."""
        if name in self.sets:
            return sorted(code.pk for code in getattr(thing, name).all())
        if name in self.graded:
            return graded.held(getattr(thing, name).all())
        if name in self.links:
            return linked.numbers(getattr(thing, name).all(), self.key)
        return self.value(thing, name)
