"""Many rows at once: found by their natural key, written in a fixed number of statements."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.models import Code
from accounts.references import used
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from resources import graded
from resources.models import Resource

EMPTY = (None, "", [])
INDEXED = {"name_latin", "name_sort", "search_text"}  # what `index()` fills


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
class Shape:
    """How a cleaned row becomes an object.

    `owner` is the field that holds what all rows belong to. `ones` and `sets` are fields that
    hold codes, with their code tables; `refs` are fields that hold other things, each with a
    query `(actor) -> rows` and the field by which a row names them. `flags` are yes/no columns
    that mean one code of a set: {column: (set, code)}. `graded` are sets of codes with a level
    each (see `graded`), with their code tables. A `key` of `refs` is compared by its word.
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
    only: dict = field(default_factory=dict)
    around: Callable[[Actor, list], AbstractContextManager] = lambda actor, things: nullcontext()

    def upsert(self, actor: Actor, owner: dict, rows: Iterable[dict]) -> Loaded:
        """Create or update the objects of `owner` that the rows name.

        Empty values leave alone what is there. Raises `MissingValue`, `UnknownCode`.
        """
        rows = list(rows)
        codes = _codes(actor, self)
        known = _known(self, owner, [row[self.key] for row in rows])
        lines = []
        for number, row in enumerate(rows):
            key = row[self.key].casefold()
            values = {name: value for name, value in row.items() if value not in EMPTY}
            if new := key not in known:
                _check_complete(self, values, number)
                known[key] = self.model(**owner)
            lines.append(_fill(self, known[key], new, values, codes))
        with self.around(actor, [line.thing for line in lines if line.changes and not line.new]):
            _write(self, owner, lines)
        return Loaded([_outcome(line) for line in lines])

    def read(self, actor: Actor, owner: Model, keys: Iterable | None = None) -> Iterator[dict]:
        """Give the objects of `owner`, or some, as rows: loading them again changes nothing."""
        rows = self.model.objects.visible_to(actor).filter(**{self.owner: owner})
        if keys is not None:
            rows = rows.filter(**{f"{self.path}__in": list(keys)})
        if issubclass(self.model, Resource):
            rows = rows.filter(active=True)
        rows = rows.select_related(*self.ones, *self.refs)
        rows = rows.prefetch_related(*self.sets, *graded.paths(self.graded))
        for thing in rows.order_by(self.path):
            yield _as_row(self, thing)

    @property
    def path(self) -> str:
        """Where the database holds the word by which a row is known."""
        return f"{self.key}__{self.refs[self.key][1]}" if self.key in self.refs else self.key

    def word_of(self, thing: Model) -> str:
        """The word by which a row is known, however it is written."""
        return str(attrgetter(self.path.replace("__", "."))(thing)).casefold()

    def take_back(self, actor: Actor, owner: dict, outcomes: Iterable[Outcome]) -> Loaded:
        """Undo `upsert`: remove what is new and unused, restore what nobody changed since."""
        outcomes = list(outcomes)
        rows = self.model._base_manager.filter(**owner, pk__in=[o.pk for o in outcomes])
        things = {thing.pk: thing for thing in rows.prefetch_related(*self.sets, *self.graded)}
        new = {o.pk for o in outcomes if o.action == "created"} & things.keys()
        removable = new - used(self.model, new)
        with self.around(actor, [thing for pk, thing in things.items() if pk not in removable]):
            done = [_taken(self, things.get(o.pk), o, removable) for o in reversed(outcomes)]
        self.model._base_manager.filter(pk__in=removable).delete()
        return Loaded(done[::-1])


def _as_row(shape: Shape, thing: Model) -> dict:
    plain = (f.name for f in thing._meta.concrete_fields if not f.is_relation)
    row = {name: getattr(thing, name) for name in plain}
    for name in shape.ones:
        row[name] = code.code if (code := getattr(thing, name)) else ""
    for name, (_rows, word) in shape.refs.items():
        row[name] = str(getattr(one, word)) if (one := getattr(thing, name)) else ""
    for name in shape.sets:
        row[name] = [code.code for code in getattr(thing, name).all()]
    for name in shape.graded:
        row[name] = graded.words(getattr(thing, name).all())
    for flag, (name, code) in shape.flags.items():
        row[flag] = code in row[name]
    return row


@dataclass
class _Line:
    """One row on its way: the object, what changed in it, and the codes of its sets."""

    thing: Model
    new: bool
    changes: dict
    sets: dict


def _codes(actor: Actor, shape: Shape) -> dict:
    kinds = {*shape.ones.values(), *shape.sets.values(), *shape.graded.values()}
    rows = Code.objects.visible_to(actor).filter(kind__in=kinds) if kinds else ()
    codes = {(code.kind, code.code): code.pk for code in rows}
    for name, (query, word) in shape.refs.items():
        codes |= {(name, str(getattr(one, word))): one.pk for one in query(actor)}
    return codes


def _known(shape: Shape, owner: dict, keys: list[str]) -> dict:
    """Return the objects that exist; keys differ by more than capitals on every database."""
    rows = shape.model._base_manager.filter(**owner, **shape.only, **{f"{shape.path}__in": keys})
    rows = rows.select_related(*shape.refs).prefetch_related(*shape.sets, *shape.graded)
    return {shape.word_of(row): row for row in rows}


def _check_complete(shape: Shape, values: dict, number: int) -> None:
    for name in shape.required:
        if name not in values:
            label = shape.model._meta.get_field(name).verbose_name
            raise MissingValue(key=values[shape.key], column=label, row=number)


def _fill(shape: Shape, thing: Model, new: bool, values: dict, codes: dict) -> _Line:
    changes = {}
    for name, value in values.items():
        if name in shape.sets or name in shape.graded or name in shape.flags:
            continue
        if name in shape.ones:
            name, value = f"{name}_id", _code(codes, shape.ones[name], value)
        elif name in shape.refs:
            name, value = f"{name}_id", _code(codes, name, value)
        if (old := getattr(thing, name)) != value:
            changes[name] = (old, value)
            setattr(thing, name, value)
    sets = {}
    for name in (*shape.sets, *shape.graded):
        held = _held(shape, thing, name) if thing.pk else []
        wanted = sorted(_wanted(shape, name, held, values, codes))
        if wanted != held:
            changes[name], sets[name] = (held, wanted), wanted
    return _Line(thing, new, changes, sets)


def _wanted(shape: Shape, name: str, held: list, values: dict, codes: dict) -> set:
    """Return the codes one set should hold: those named, more or less those of yes/no columns."""
    if name in shape.graded:
        table = shape.graded[name]
        pairs = map(graded.parted, values.get(name, ()))
        return graded.marks((_code(codes, table, w), level) for w, level in pairs) or set(held)
    table, wanted = shape.sets[name], set(held)
    if name in values:
        wanted = {_code(codes, table, word) for word in values[name]}
    for flag, (meant, code) in shape.flags.items():
        if meant == name and flag in values:
            if values[flag]:
                wanted.add(_code(codes, table, code))
            else:  # a table that lacks the code says the same
                wanted.discard(codes.get((table, code)))
    return wanted


def _code(codes: dict, kind: str, word: str) -> int:
    if (kind, word) not in codes:
        raise UnknownCode(word=word)
    return codes[kind, word]


def _write(shape: Shape, owner: dict, lines: list[_Line]) -> None:
    for line in lines:
        if hasattr(line.thing, "index"):
            line.thing.index()
    created = [line.thing for line in lines if line.new]
    updated = {line.thing.pk: line.thing for line in lines if line.changes and line.thing.pk}
    shape.model._base_manager.bulk_create(created, batch_size=500)
    _fetch_keys(shape, owner, created)
    changed = {name for line in lines for name in line.changes}
    changed -= shape.sets.keys() | shape.graded.keys()
    if updated and changed:
        searched = {field.name for field in shape.model._meta.concrete_fields} & INDEXED
        fields = sorted(changed | searched)
        shape.model._base_manager.bulk_update(updated.values(), fields, batch_size=100)
    for name in (*shape.sets, *shape.graded):
        _put(shape, name, {line.thing.pk: line.sets[name] for line in lines if name in line.sets})


def _fetch_keys(shape: Shape, owner: dict, created: list[Model]) -> None:
    """Ask for the keys of new rows: not every database returns them from a bulk insert."""
    name = f"{shape.key}_id" if shape.key in shape.refs else shape.key
    wanted = {f"{name}__in": [getattr(thing, name) for thing in created]}
    rows = shape.model._base_manager.filter(**owner, **shape.only, **wanted) if created else ()
    keys = {str(getattr(row, name)).casefold(): row.pk for row in rows}
    for thing in created:
        thing.pk = keys[str(getattr(thing, name)).casefold()]


def _put(shape: Shape, name: str, wanted: dict[int, list]) -> None:
    """Make one set of many objects what it should be."""
    if wanted and name in shape.graded:
        graded.write(shape.model, name, wanted)
    elif wanted:
        _write_set(shape, name, wanted)


def _write_set(shape: Shape, name: str, wanted: dict[int, list[int]]) -> None:
    """Make the code sets of many objects what they should be: one read, one delete, one insert."""
    relation = shape.model._meta.get_field(name)
    through = relation.remote_field.through._base_manager
    mine, code = relation.m2m_column_name(), relation.m2m_reverse_name()
    held = {}
    for link in through.filter(**{f"{mine}__in": list(wanted)}):
        held[getattr(link, mine), getattr(link, code)] = link.pk
    pairs = {(pk, one) for pk, ones in wanted.items() for one in ones}
    through.filter(pk__in=[pk for pair, pk in held.items() if pair not in pairs]).delete()
    through.bulk_create(
        through.model(**{mine: pk, code: one}) for pk, one in sorted(pairs - held.keys())
    )


def _outcome(line: _Line) -> Outcome:
    if line.new:
        return Outcome(line.thing.pk, "created")
    return Outcome(line.thing.pk, "updated" if line.changes else "unchanged", line.changes)


def _taken(shape: Shape, thing: Model | None, outcome: Outcome, removable: set) -> Outcome:
    if outcome.pk in removable:
        return Outcome(outcome.pk, "removed" if outcome.action == "created" else "unchanged")
    if thing is None or outcome.action != "updated":
        return Outcome(outcome.pk, "unchanged")
    changes = {}
    for name, (old, new) in outcome.changes.items():
        if _held(shape, thing, name) == new:
            changes[name] = (new, old)
            if name in shape.sets or name in shape.graded:
                _put(shape, name, {thing.pk: old})
            else:
                setattr(thing, name, old)
    thing.save()
    return Outcome(outcome.pk, "updated" if changes else "unchanged", changes)


def _held(shape: Shape, thing: Model, name: str):
    """Return what a field holds, as `changes` tells it."""
    if name in shape.sets:
        return sorted(code.pk for code in getattr(thing, name).all())
    if name in shape.graded:
        return graded.held(getattr(thing, name).all())
    return getattr(thing, name)
