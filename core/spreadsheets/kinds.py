"""What can be imported: each app declares its kinds once; templates, mapping, checking read them.

    ROOMS = register(Kind(
        key="rooms", label=_("Rooms"), scope="resources",
        columns=(Column("code", _("Room number"), aliases=("教室编号", "room code"), …), …),
        natural_key=("code",), parent=Parent("base", _("Base"), choices=queries.own_bases),
        may=rules.may_offer, load=operations.save_rooms, undo=operations.undo_rooms,
    ))

A cleaned row is a dict from column name to what `Column.value_of` made of the cell. Empty
(None, "", no choices) means that the file says nothing: loading leaves what is known alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import override

from core.spreadsheets import clean
from core.spreadsheets.layout import fold

Options = Mapping[str, Iterable[str]]  # value: the words for it; the first one is shown
LONGEST_NAME = 5  # parts that one option's own name may have: a cell of many signs stays cheap
# A plus stands between two words: the end of C++ is none.
SEVERAL = re.compile(r"\s*(?:[、，,；;/／\n]|(?<=[^\s+＋])\s*[+＋](?=\s*[^\s+＋]))\s*")


@dataclass(frozen=True, kw_only=True)
class Parent:
    """What all rows of a file belong to: `choices(actor)` are the objects one may choose.

    `name` is the keyword under which `load` gets the chosen object.
    """

    name: str
    label: Any
    choices: Callable[[Any], Iterable[Any]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a kind.

    Parameters
    ----------
    name : str
        Key in the cleaned row.
    label : str
        Heading in the template and on the page; lazy translation.
    aliases : tuple of str
        Other headings people use for it, Chinese and English.
    clean : callable
        `clean(cell)`, a function of `core.spreadsheets.clean`; raises `Unclean`.
    required : bool
        A new row without it is refused.
    example : str
        One value for the template; lazy translation.
    options : callable, optional
        `options(actor)` gives the values a cell may have, with the words for each. Instead of
        `clean`; a word that is none of them is asked about.
    many : bool
        The cell may name several options, separated by `、`, `,`, `;`, `/` or `+`. An option
        whose own name holds such a sign is that option.
    """

    name: str
    label: Any
    aliases: tuple[str, ...]
    clean: Callable[[Any], Any] = clean.text
    required: bool = False
    example: Any = ""
    options: Callable[[Any], Options] | None = None
    many: bool = False

    def value_of(self, cell: Any, options: Options | None = None) -> Any:
        """Return the value of a cell; give what `options(actor)` returned, once for all rows.

        Raises `clean.Unclean`.
        """
        if options is None:
            return self.clean(cell)
        if not self.many:
            return clean.one_of(cell, options)
        return [clean.one_of(word, options) for word in self.words_of(cell, options)]

    @staticmethod
    def words_of(cell: Any, options: Options) -> list[str]:
        """The words of a cell that may hold several; the longest that is an option comes first."""
        written = clean.long_text(cell)
        names = clean.names_of(options)
        gaps = [(0, 0), *(found.span() for found in SEVERAL.finditer(written))]
        gaps.append((len(written), len(written)))
        words, at = [], 0
        while at < len(gaps) - 1:
            reach = range(at + 1, min(at + 1 + LONGEST_NAME, len(gaps)))
            parts = {to: written[gaps[at][1] : gaps[to][0]] for to in reach}
            known = [to for to, part in parts.items() if fold(part) in names]
            to = max(known, default=at + 1)
            words.append(parts[to])
            at = to
        return [word for word in words if word]

    @property
    def private(self) -> bool:
        """Whether it holds what tells who somebody is: it comes in, and leaves only on his page."""
        return self.clean in (clean.id_number, clean.phone)

    @cached_property
    def headings(self) -> frozenset[str]:
        """Return every heading that means this column, folded: name, labels, aliases."""
        labels = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                labels.append(str(self.label))
        return frozenset(map(fold, (self.name, *labels, *self.aliases)))


class Outcome(NamedTuple):
    """What became of one row: `action` is created, updated, unchanged (or, undone, removed).

    `changes` holds field: (old, new) of an update, plain values: with them it can be undone.
    """

    pk: int
    action: str
    changes: dict = {}


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which columns say who somebody is, for finding the same person under another number.

    `known(actor, parent)` gives everybody who is there already, as dicts of `pk`, the natural
    key and the identity columns.
    """

    known: Callable[[Any, Any], Iterable[Mapping[str, Any]]]
    name: str = "name"
    id_number: str = ""
    phone: str = ""
    born_on: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """Return {field of `intake.engine.duplicates.Person`: column}."""
        named = {name: getattr(self, name) for name in ("name", "id_number", "phone", "born_on")}
        return {field: column for field, column in named.items() if column}


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """How new rows of big files are written column by column, where a kind can do that.

    `held(actor, parent)` gives the natural keys that exist (kinds with a single key column);
    `add(actor=, <parent.name>=, table=, reason=) -> AllNew` takes a polars table of texts, dates
    in ISO form, and raises `Refusal` if one of the rows is not new.
    """

    held: Callable[[Any, Any], Iterable[str]]
    add: Callable[..., "AllNew"]


@dataclass(frozen=True)
class Loaded:
    """What a load did, row by row in the order of the rows."""

    outcomes: list[Outcome] = field(default_factory=list)

    def tally(self) -> dict[str, int]:
        """Return how many rows ended in which way."""
        return dict(Counter(outcome.action for outcome in self.outcomes))

    def count(self, action: str) -> int:
        """Return how many rows ended so."""
        return sum(outcome.action == action for outcome in self.outcomes)

    @property
    def created(self) -> int:
        """Return the number of new rows."""
        return self.count("created")

    @property
    def updated(self) -> int:
        """Return the number of rows that changed."""
        return self.count("updated")

    @property
    def unchanged(self) -> int:
        """Return the number of rows that were already so."""
        return self.count("unchanged")


@dataclass(frozen=True)
class AllNew:
    """What a load did whose rows are all new: their keys in the order of the rows."""

    keys: Sequence[int]

    def tally(self) -> dict[str, int]:
        """Return how many rows ended in which way."""
        return {"created": len(self.keys)} if self.keys else {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of data that can be imported.

    Parameters
    ----------
    key : str
        Stands in addresses and stored imports: never change it.
    label, target_label : str
        "Rooms", and where they go: "the rooms of a base"; lazy translations.
    columns : tuple of Column
    natural_key : tuple of str
        Columns that name a row inside its parent: equal keys are the same thing.
    parent : Parent
    may : callable
        Rule `(actor, parent) -> Answer`; `load` asks it again.
    load : callable
        `load(actor=, <parent.name>=, rows=, reason=) -> Loaded`. Rows in small batches.
    undo : callable, optional
        `undo(actor=, <parent.name>=, outcomes=, reason=) -> Loaded`, outcomes of one batch.
    read : callable, optional
        `read(actor, parent)` gives what is there as cleaned rows: loading them changes nothing.
        Where there is an `identity` it also takes `keys`, values of the natural key.
    url_name : str
        The list where what was loaded can be seen.
    identity : Identity, optional
        Where rows are people: probable duplicates are looked for and a person is asked.
    bulk : Bulk, optional
        Big files are read and loaded at once instead of row by row.
    """

    key: str
    label: Any
    target_label: Any
    columns: tuple[Column, ...]
    natural_key: tuple[str, ...]
    parent: Parent
    may: Callable[[Any, Any], Any]
    load: Callable[..., Loaded]
    undo: Callable[..., Loaded] | None = None
    read: Callable[..., Iterable[dict]] | None = None
    url_name: str = ""
    identity: Identity | None = None
    bulk: Bulk | None = None

    def __post_init__(self):
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or not set(self.natural_key) <= set(names):
            raise ValueError(f"{self.key}: a column comes twice, or the natural key is no column")

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)

    def column_for(self, heading: str) -> Column | None:
        """Return the column that a heading of somebody's file means, if it is a known one."""
        wanted = fold(heading)
        return next((column for column in self.columns if wanted in column.headings), None)

    def targets(self, actor) -> list:
        """Return the parents that `actor` may load into; none: the kind is not for him."""
        return [target for target in self.parent.choices(actor) if self.may(actor, target)]

    def write(self, *, actor, target, rows: list[dict], reason: str = "") -> Loaded:
        """Load cleaned rows into `target`; one audit entry. Raises `Refusal`."""
        return self.load(actor=actor, rows=rows, reason=reason, **{self.parent.name: target})

    def take_back(self, *, actor, target, outcomes: list[Outcome], reason: str = "") -> Loaded:
        """Undo a load as far as nothing else depends on it. Raises `Refusal`."""
        return self.undo(
            actor=actor, outcomes=outcomes, reason=reason, **{self.parent.name: target}
        )


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; the same key twice is a mistake."""
    if _kinds.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"two kinds called {kind.key}")
    return kind


def kinds(actor=None) -> list[Kind]:
    """Return every kind, or those that `actor` has somewhere to load into."""
    return [kind for kind in _kinds.values() if actor is None or kind.targets(actor)]


def kind(key: str) -> Kind | None:
    """Return the kind called `key`."""
    return _kinds.get(key)
