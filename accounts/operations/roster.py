"""Many trainees at once: found by their staff number, written in a fixed number of statements."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Organisation, Trainee
from accounts.references import touched, used
from accounts.rules import may_keep_people
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome

CODES = {
    "kind": CodeKind.TRAINEE_KIND,
    "level": CodeKind.LEVEL,
    "area": CodeKind.AREA,
    "education": CodeKind.EDUCATION,
}
INDEXED = {"name_latin", "name_sort", "search_text"}  # what `Trainee.index` fills


class UnknownCode(Refusal):
    """A code that is in no code table the organisation uses."""

    code = "unknown_code"
    message = _("The code table has no entry “{word}”.")
    status = 422


class MissingName(Refusal):
    """A new person needs a name."""

    code = "missing_name"
    message = _("The person with the staff number “{number}” is new and needs a name.")
    status = 422


@operation(may_keep_people, on="organisation")
def save_trainees(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason: str = ""
) -> Loaded:
    """Create or update trainees by their staff number; codes are given by their code.

    Empty values leave alone what is there. Two statements for reading, two for writing, whatever
    the number of rows. Raises `UnknownCode`, `MissingName`.
    """
    rows = list(rows)
    codes = queries.code_keys(actor, CODES.values())
    held = Trainee._base_manager.filter(
        organisation=organisation, number__in=[row["number"] for row in rows]
    )
    known = {one.number.casefold(): one for one in held}
    lines = [_fill(organisation, known, row, codes) for row in rows]
    _write(lines)
    return Loaded([_outcome(*line) for line in lines])


def _fill(organisation, known: dict, row: dict, codes: dict):
    """Return the trainee of a row, whether he is new, and what changed."""
    key = row["number"].casefold()
    new = key not in known
    if new:
        if not row.get("name"):
            raise MissingName(number=row["number"])
        known[key] = Trainee(organisation=organisation)
    trainee, changes = known[key], {}
    for name, value in [*_values(row, codes), ("active", True)]:
        if (old := getattr(trainee, name)) != value:
            changes[name] = (old, value)
            setattr(trainee, name, value)
    trainee.index()
    return trainee, new, changes


def _values(row: dict, codes: dict):
    """The fields a row speaks of; codes become keys."""
    for name, value in row.items():
        if value in (None, "", []):
            continue
        if name not in CODES:
            yield name, value
        elif (CODES[name], value) in codes:
            yield f"{name}_id", codes[CODES[name], value]
        else:
            raise UnknownCode(word=value)


def _write(lines: list[tuple]) -> None:
    Trainee._base_manager.bulk_create([t for t, new, _changes in lines if new], batch_size=500)
    changed = {t.pk: t for t, new, changes in lines if changes and not new}
    if changed:
        names = {name for _t, _new, changes in lines for name in changes} | INDEXED
        Trainee._base_manager.bulk_update(changed.values(), sorted(names), batch_size=200)


def _outcome(trainee: Trainee, new: bool, changes: dict) -> Outcome:
    action = "created" if new else "updated" if changes else "unchanged"
    return Outcome(trainee.pk, action, {} if new else changes)


@operation(may_keep_people, on="organisation")
def undo_trainees(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason: str = ""
) -> Loaded:
    """Undo a batch of `save_trainees`, as far as nothing else depends on it."""
    outcomes = list(outcomes)
    rows = Trainee._base_manager.filter(organisation=organisation, pk__in=[o.pk for o in outcomes])
    people = {person.pk: person for person in rows}
    new = {o.pk for o in outcomes if o.action == "created"} & people.keys()
    removable = new - _used(new) - touched(Trainee, new)
    done = [_taken(people.get(o.pk), o, removable) for o in reversed(outcomes)]
    rows.filter(pk__in=removable).delete()
    return Loaded(done[::-1])


def _taken(person: Trainee | None, outcome: Outcome, removable: set) -> Outcome:
    if outcome.pk in removable:
        return Outcome(outcome.pk, "removed" if outcome.action == "created" else "unchanged")
    if person is None or outcome.action != "updated":
        return Outcome(outcome.pk, "unchanged")
    back = {n: (new, old) for n, (old, new) in outcome.changes.items() if getattr(person, n) == new}
    for name, (_new, old) in back.items():
        setattr(person, name, old)
    person.save()
    return Outcome(outcome.pk, "updated" if back else "unchanged", back)


def _used(keys: set[int]) -> set[int]:
    """Keys of trainees that anything refers to: enrolments, evaluations, an account."""
    signing_in = Trainee._base_manager.filter(pk__in=keys).exclude(user=None)
    return used(Trainee, keys) | set(signing_in.values_list("pk", flat=True))
