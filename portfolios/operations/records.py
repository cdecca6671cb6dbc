"""Rows about people become rows of their records, known by person, name and first day."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.models import Organisation, Trainee
from accounts.queries import code_keys
from accounts.references import touched
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from portfolios.models import EarlierTraining, Post
from programs.operations.people import People
from resources.operations.upsert import UnknownCode

EMPTY = (None, "")


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    code = "ends_before_it_begins"
    message = _("“{what}” ends before it begins. Correct one of the two days.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Records:
    """One table of a person's record: `key` is its name column, `ones` hold codes."""

    model: type[Model]
    key: str
    plain: tuple[str, ...]
    ones: dict[str, str] = field(default_factory=dict)

    def upsert(self, actor: Actor, organisation: Organisation, rows: Iterable[dict]) -> Loaded:
        """Create or update; empty cells leave alone what is there.

        Three statements for reading, two for writing, whatever the number of rows.
        """
        rows = list(rows)
        seen = Trainee.objects.visible_to(actor)
        below = seen.filter(organisation__path__startswith=organisation.path)
        people = People.of(actor, rows, among=below)
        codes = code_keys(actor, self.ones.values())
        held = self.model._base_manager.filter(trainee__in=people)
        known = {self._key_of(one): one for one in held}
        lines = []
        for row, person in zip(rows, people, strict=True):
            key = (person.pk, row[self.key].casefold(), row["starts_on"])
            if new := key not in known:
                known[key] = self.model(trainee=person, organisation=person.organisation)
            lines.append((known[key], new, self._fill(known[key], row, codes)))
        self._write(lines)
        return Loaded([_outcome(*line) for line in lines])

    def _key_of(self, one: Model) -> tuple:
        return one.trainee_id, getattr(one, self.key).casefold(), one.starts_on

    def _fill(self, thing: Model, row: dict, codes: dict) -> dict:
        changes = {}
        for name, value in self._values(row, codes):
            if (old := getattr(thing, name)) != value:
                changes[name] = (old, value)
                setattr(thing, name, value)
        if thing.ends_on and thing.ends_on < thing.starts_on:
            raise EndsBeforeItBegins(what=row[self.key])
        return changes

    def _values(self, row: dict, codes: dict):
        for name in (self.key, "starts_on", *self.plain):
            if row.get(name) not in EMPTY:
                yield name, row[name]
        for name, table in self.ones.items():
            if (word := row.get(name)) in EMPTY:
                continue
            if (table, word) not in codes:
                raise UnknownCode(word=word)
            yield f"{name}_id", codes[table, word]

    def _write(self, lines: list[tuple]) -> None:
        fresh = [thing for thing, new, _changes in lines if new]
        changed = {t.pk: t for t, _new, changes in lines if changes and t.pk}
        self.model._base_manager.bulk_create(fresh, batch_size=500)
        owners = {thing.trainee_id for thing in fresh}
        rows = self.model._base_manager.filter(trainee__in=owners) if fresh else ()
        keys = {self._key_of(one): one.pk for one in rows}
        for thing in fresh:  # not every database returns the keys of a bulk insert
            thing.pk = keys[self._key_of(thing)]
        if changed:
            fields = sorted({name for _t, _new, changes in lines for name in changes})
            self.model._base_manager.bulk_update(changed.values(), fields, batch_size=200)

    def take_back(self, organisation: Organisation, outcomes: Iterable[Outcome]) -> Loaded:
        """Undo: remove what was new, restore what nobody has changed since."""
        outcomes = list(outcomes)
        rows = self.model._base_manager.filter(
            organisation__path__startswith=organisation.path, pk__in=[o.pk for o in outcomes]
        )
        things = rows.in_bulk()
        new = {o.pk for o in outcomes if o.action == "created"} & things.keys()
        removable = new - touched(self.model, new)
        done = [_taken(things.get(o.pk), o, removable) for o in reversed(outcomes)]
        rows.filter(pk__in=removable).delete()
        return Loaded(done[::-1])


def _outcome(thing: Model, new: bool, changes: dict) -> Outcome:
    if new:
        return Outcome(thing.pk, "created")
    return Outcome(thing.pk, "updated" if changes else "unchanged", changes)


def _taken(thing: Model | None, outcome: Outcome, removable: set) -> Outcome:
    if outcome.pk in removable:
        return Outcome(outcome.pk, "removed" if outcome.action == "created" else "unchanged")
    if thing is None or outcome.action != "updated":
        return Outcome(outcome.pk, "unchanged")
    back = {n: (new, old) for n, (old, new) in outcome.changes.items() if getattr(thing, n) == new}
    for name, (_new, old) in back.items():
        setattr(thing, name, old)
    thing.save()
    return Outcome(outcome.pk, "updated" if back else "unchanged", back)


class Erased:
    """What is left of a person who was erased."""

    @staticmethod
    def forget(trainee: int) -> None:
        """Take away what says who it was; the hours of his trainings stay counted."""
        Post._base_manager.filter(trainee=trainee).delete()
        rows = EarlierTraining._base_manager.filter(trainee=trainee)
        rows.update(certificate="", note="")
