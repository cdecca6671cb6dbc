"""Many rows at once: found by their natural key, written in a fixed number of statements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model

from accounts.access import Actor
from accounts.models import Code
from accounts.references import touched, used
from core.spreadsheets.kinds import Loaded, Outcome
from resources import graded, linked
from resources.models import Resource
from resources.operations.upsert.fields import Fields, MissingValue, UnknownCode

__all__ = ["MissingValue", "Shape", "UnknownCode"]

EMPTY = (None, "", [])
INDEXED = {"name_latin", "name_sort", "search_text"}  # what `index()` fills


class Shape(Fields):
    """How cleaned rows become objects, and objects rows."""

    def upsert(self, actor: Actor, owner: dict, rows: Iterable[dict]) -> Loaded:
        """Create or update the objects of `owner` that the rows name.

        Empty values leave alone what is there. Raises `MissingValue`, `UnknownCode`,
        `linked.UnknownLink`, `linked.LinkedToItself`.
        """
        rows = list(rows)
        codes = _codes(actor, self)
        known = _known(self, owner, [row[self.key] for row in rows])
        links = _links(actor, self, owner, rows, known.values())
        lines = []
        for number, row in enumerate(rows):
            key = row[self.key].casefold()
            values = {name: value for name, value in row.items() if value not in EMPTY}
            if new := key not in known:
                _check_complete(self, values, number)
                known[key] = self.model(**owner)
            lines.append(_fill(self, known[key], new, values, codes))
            for name in self.links:
                links.add(name, known[key])
        for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
            _link(self, line, row, links, number)
        with self.around(actor, [line.thing for line in lines if line.changes and not line.new]):
            _write(self, owner, lines, links)
        return Loaded([_outcome(line) for line in lines])

    def read(self, actor: Actor, owner: Model, keys: Iterable | None = None) -> Iterator[dict]:
        """Give the objects of `owner`, or some, as rows: loading them again changes nothing."""
        rows = self.model.objects.visible_to(actor).filter(**{self.owner: owner})
        if keys is not None:
            rows = rows.filter(**{f"{self.path}__in": list(keys)})
        if issubclass(self.model, Resource):
            rows = rows.filter(active=True)
        rows = rows.select_related(*self.ones, *self.refs)
        rows = rows.prefetch_related(*self.sets, *self.links, *graded.paths(self.graded))
        for thing in rows.order_by(self.path):
            yield self.row_of(thing)

    def take_back(self, actor: Actor, owner: dict, outcomes: Iterable[Outcome]) -> Loaded:
        """Undo `upsert`: remove what is new and unused, restore what nobody changed since."""
        outcomes = list(outcomes)
        rows = self.model._base_manager.filter(**owner, pk__in=[o.pk for o in outcomes])
        rows = rows.prefetch_related(*self.sets, *self.graded, *self.links)
        things = {thing.pk: thing for thing in rows}
        before = [{n: o.changes[n][0] for n in self.links if n in o.changes} for o in outcomes]
        links = _links(actor, self, owner, before, things.values())
        new = {o.pk for o in outcomes if o.action == "created"} & things.keys()
        removable = new - used(self.model, new) - touched(self.model, new)
        with self.around(actor, [thing for pk, thing in things.items() if pk not in removable]):
            done = [_taken(self, things.get(o.pk), o, removable, links) for o in reversed(outcomes)]
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
    kinds = {*shape.ones.values(), *shape.sets.values(), *shape.graded.values()}
    rows = Code.objects.visible_to(actor).filter(kind__in=kinds) if kinds else ()
    codes = {(code.kind, code.code): code.pk for code in rows}
    for name, (query, word) in shape.refs.items():
        codes |= {(name, str(getattr(one, word))): one.pk for one in query(actor)}
    return codes


def _links(actor: Actor, shape: Shape, owner: dict, rows: list, things) -> linked.Links:
    """What the rows may link to: what they name, and what things link to already."""
    links = linked.Links(shape.key)
    for name, query in shape.links.items():
        words = [word for row in rows for word in row.get(name) or ()]
        links.read(name, query(actor), words, owner)
        for thing in things:
            for one in getattr(thing, name).all():
                links.add(name, one)
    return links


def _known(shape: Shape, owner: dict, keys: list[str]) -> dict:
    """Return the objects that exist; keys differ by more than capitals on every database."""
    rows = shape.model._base_manager.filter(**owner, **shape.only, **{f"{shape.path}__in": keys})
    rows = rows.select_related(*shape.refs).prefetch_related(
        *shape.sets, *shape.graded, *shape.links
    )
    return {shape.word_of(row): row for row in rows}


def _check_complete(shape: Shape, values: dict, number: int) -> None:
    for name in shape.required:
        if name not in values:
            label = shape.model._meta.get_field(name).verbose_name
            raise MissingValue(key=values[shape.key], column=label, row=number)


def _fill(shape: Shape, thing: Model, new: bool, values: dict, codes: dict) -> _Line:
    changes = {}
    for name, value in values.items():
        if any(name in sets for sets in (shape.sets, shape.graded, shape.flags, shape.links)):
            continue
        if name in shape.ones:
            name, value = f"{name}_id", _code(codes, shape.ones[name], value)
        elif name in shape.refs:
            name, value = f"{name}_id", _code(codes, name, value)
        if (old := shape.value(thing, name)) != value:
            changes[name] = (old, value)
            shape.set_value(thing, name, value)
    sets = {}
    for name in (*shape.sets, *shape.graded):
        held = shape.held(thing, name) if thing.pk else []
        wanted = sorted(_wanted(shape, name, held, values, codes))
        if wanted != held:
            changes[name], sets[name] = (held, wanted), wanted
    return _Line(thing, new, changes, sets)


def _link(shape: Shape, line: _Line, row: dict, links: linked.Links, number: int) -> None:
    """Note which links of one row change; an empty cell leaves them alone."""
    for name in shape.links:
        if words := row.get(name):
            held = shape.held(line.thing, name) if line.thing.pk else []
            if (wanted := links.named(name, line.thing, words, number)) != held:
                line.changes[name], line.sets[name] = (held, wanted), wanted


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


def _write(shape: Shape, owner: dict, lines: list[_Line], links: linked.Links) -> None:
    for line in lines:
        if hasattr(line.thing, "index"):
            line.thing.index()
    created = [line.thing for line in lines if line.new]
    updated = {line.thing.pk: line.thing for line in lines if line.changes and line.thing.pk}
    shape.model._base_manager.bulk_create(created, batch_size=500)
    _fetch_keys(shape, owner, created)
    changed = {name for line in lines for name in line.changes}
    changed -= shape.sets.keys() | shape.graded.keys() | shape.links.keys()
    if updated and changed:
        searched = {field.name for field in shape.model._meta.concrete_fields} & INDEXED
        fields = sorted(changed | searched)
        shape.model._base_manager.bulk_update(updated.values(), fields, batch_size=100)
    for name in (*shape.sets, *shape.graded, *shape.links):
        sets = {line.thing.pk: line.sets[name] for line in lines if name in line.sets}
        _put(shape, name, sets, links)


def _fetch_keys(shape: Shape, owner: dict, created: list[Model]) -> None:
    """Ask for the keys of new rows: not every database returns them from a bulk insert."""
    name = f"{shape.key}_id" if shape.key in shape.refs else shape.key
    wanted = {f"{name}__in": [getattr(thing, name) for thing in created]}
    rows = shape.model._base_manager.filter(**owner, **shape.only, **wanted) if created else ()
    keys = {str(getattr(row, name)).casefold(): row.pk for row in rows}
    for thing in created:
        thing.pk = keys[str(getattr(thing, name)).casefold()]


def _put(shape: Shape, name: str, wanted: dict[int, list], links: linked.Links) -> None:
    """Make one set of many objects what it should be."""
    if wanted and name in shape.graded:
        graded.write(shape.model, name, wanted)
    elif wanted and name in shape.links:
        keys = {pk: links.keys(name, words) for pk, words in wanted.items()}
        linked.write(shape.model, name, keys)
    elif wanted:
        linked.write(shape.model, name, wanted)


def _outcome(line: _Line) -> Outcome:
    if line.new:
        return Outcome(line.thing.pk, "created")
    return Outcome(line.thing.pk, "updated" if line.changes else "unchanged", line.changes)


def _taken(shape, thing: Model | None, outcome: Outcome, removable: set, links) -> Outcome:
    if outcome.pk in removable:
        return Outcome(outcome.pk, "removed" if outcome.action == "created" else "unchanged")
    if thing is None or outcome.action != "updated":
        return Outcome(outcome.pk, "unchanged")
    changes = {}
    for name, (old, new) in outcome.changes.items():
        if shape.held(thing, name) == new:
            changes[name] = (new, old)
            if name in shape.sets or name in shape.graded or name in shape.links:
                _put(shape, name, {thing.pk: old}, links)
            else:
                shape.set_value(thing, name, old)
    thing.save()
    return Outcome(outcome.pk, "updated" if changes else "unchanged", changes)
