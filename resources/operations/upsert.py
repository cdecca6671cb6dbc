"""Many rows at once: found by their natural key, written in a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.models import Code
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome

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
    message = _("The code table has no entry “{code}”.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a cleaned row becomes an object.

    `ones` and `sets` are fields that hold codes, with their code tables. `flags` are yes/no
    columns that mean one code of a set: {column: (set, code)}.
    """

    model: type[Model]
    key: str
    required: tuple[str, ...]
    ones: dict[str, str] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    flags: dict[str, tuple[str, str]] = field(default_factory=dict)

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
        _write(self, owner, lines)
        return Loaded([_outcome(line) for line in lines])

    def take_back(self, owner: dict, outcomes: Iterable[Outcome]) -> Loaded:
        """Undo `upsert`: remove what is new and unused, restore what nobody changed since."""
        outcomes = list(outcomes)
        rows = self.model._base_manager.filter(**owner, pk__in=[o.pk for o in outcomes])
        things = {thing.pk: thing for thing in rows.prefetch_related(*self.sets)}
        new = {o.pk for o in outcomes if o.action == "created"} & things.keys()
        removable = new - _used(self.model, new)
        done = [_taken(self, things.get(o.pk), o, removable) for o in reversed(outcomes)]
        self.model._base_manager.filter(pk__in=removable).delete()
        return Loaded(done[::-1])


@dataclass
class _Line:
    """One row on its way: the object, what changed in it, and the codes of its sets."""

    thing: Model
    new: bool
    changes: dict
    sets: dict


def _codes(actor: Actor, shape: Shape) -> dict:
    kinds = {*shape.ones.values(), *shape.sets.values()}
    rows = Code.objects.visible_to(actor).filter(kind__in=kinds) if kinds else ()
    return {(code.kind, code.code): code.pk for code in rows}


def _known(shape: Shape, owner: dict, keys: list[str]) -> dict:
    """Return the objects that exist; keys differ by more than capitals on every database."""
    rows = shape.model._base_manager.filter(**owner, **{f"{shape.key}__in": keys})
    return {getattr(row, shape.key).casefold(): row for row in rows.prefetch_related(*shape.sets)}


def _check_complete(shape: Shape, values: dict, number: int) -> None:
    for name in shape.required:
        if name not in values:
            label = shape.model._meta.get_field(name).verbose_name
            raise MissingValue(key=values[shape.key], column=label, row=number)


def _fill(shape: Shape, thing: Model, new: bool, values: dict, codes: dict) -> _Line:
    changes = {}
    for name, value in values.items():
        if name in shape.sets or name in shape.flags:
            continue
        if name in shape.ones:
            name, value = f"{name}_id", _code(codes, shape.ones[name], value)
        if (old := getattr(thing, name)) != value:
            changes[name] = (old, value)
            setattr(thing, name, value)
    sets = {}
    for name in shape.sets:
        held = _held(shape, thing, name) if thing.pk else []
        wanted = sorted(_wanted(shape, name, held, values, codes))
        if wanted != held:
            changes[name], sets[name] = (held, wanted), wanted
    return _Line(thing, new, changes, sets)


def _wanted(shape: Shape, name: str, held: list[int], values: dict, codes: dict) -> set[int]:
    """Return the codes one set should hold: those named, more or less those of yes/no columns."""
    table, wanted = shape.sets[name], set(held)
    if name in values:
        wanted = {_code(codes, table, word) for word in values[name]}
    for flag, (meant, code) in shape.flags.items():
        if meant == name and flag in values:
            change = wanted.add if values[flag] else wanted.discard
            change(_code(codes, table, code))
    return wanted


def _code(codes: dict, kind: str, word: str) -> int:
    if (kind, word) not in codes:
        raise UnknownCode(code=word)
    return codes[kind, word]


def _write(shape: Shape, owner: dict, lines: list[_Line]) -> None:
    for line in lines:
        if hasattr(line.thing, "index"):
            line.thing.index()
    created = [line.thing for line in lines if line.new]
    updated = {line.thing.pk: line.thing for line in lines if line.changes and line.thing.pk}
    shape.model._base_manager.bulk_create(created, batch_size=500)
    _fetch_keys(shape, owner, created)
    changed = {name for line in lines for name in line.changes} - shape.sets.keys()
    if updated and changed:
        searched = {field.name for field in shape.model._meta.concrete_fields} & INDEXED
        fields = sorted(changed | searched)
        shape.model._base_manager.bulk_update(updated.values(), fields, batch_size=100)
    for name in shape.sets:
        _write_set(
            shape, name, {line.thing.pk: line.sets[name] for line in lines if name in line.sets}
        )


def _fetch_keys(shape: Shape, owner: dict, created: list[Model]) -> None:
    """Ask for the keys of new rows: not every database returns them from a bulk insert."""
    wanted = {f"{shape.key}__in": [getattr(thing, shape.key) for thing in created]}
    rows = shape.model._base_manager.filter(**owner, **wanted) if created else ()
    keys = {getattr(row, shape.key).casefold(): row.pk for row in rows}
    for thing in created:
        thing.pk = keys[getattr(thing, shape.key).casefold()]


def _write_set(shape: Shape, name: str, wanted: dict[int, list[int]]) -> None:
    """Make the code sets of many objects what they should be: one read, one delete, one insert."""
    if not wanted:
        return
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
            (getattr(thing, name).set if name in shape.sets else _setter(thing, name))(old)
    thing.save()
    return Outcome(outcome.pk, "updated" if changes else "unchanged", changes)


def _setter(thing: Model, name: str):
    return lambda value: setattr(thing, name, value)


def _held(shape: Shape, thing: Model, name: str):
    """Return what a field holds, as `changes` tells it."""
    if name in shape.sets:
        return sorted(code.pk for code in getattr(thing, name).all())
    return getattr(thing, name)


def _used(model: type[Model], keys: set[int]) -> set[int]:
    """Return the keys that anything else refers to: programmes, offers, rooms, grants."""
    own = {relation.remote_field.through for relation in model._meta.local_many_to_many}
    used = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.many_to_many:
            continue
        if relation.related_model in own:
            continue
        path = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{path}__in": keys})
        used |= set(rows.order_by().values_list(path, flat=True))
    return used
