"""Whole rosters of new people, column by column: one read, one write, one read for their keys."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.access import Actor, operation
from accounts.models import Organisation, Trainee
from accounts.operations.roster import CODES, UnknownCode
from accounts.rules import may_keep_people
from core.bulk import insert
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from core.text import Spelling, search_text, spelling

NEVER_NULL = ("name", "sex", "id_number", "phone", "post")


class AlreadyThere(Refusal):
    """Somebody of these staff numbers has been entered meanwhile."""

    code = "already_there"
    message = _("The person with the staff number “{number}” is there already.")


@operation(may_keep_people, on="organisation")
def add_trainees(
    *,
    actor: Actor,
    organisation: Organisation,
    columns: Mapping[str, Sequence[str | None]],
    reason: str = "",
) -> Loaded:
    """Create trainees whose staff numbers are new; codes are given by their code.

    `columns` are texts by field, dates in ISO form, None where nothing is said; all of one
    length. Three statements whatever that is. Raises `AlreadyThere`, `UnknownCode`.
    """
    numbers = list(columns["number"])
    people = Trainee._base_manager.filter(organisation=organisation, number__in=numbers)
    if known := people.values_list("number", flat=True).first():
        raise AlreadyThere(number=known)
    insert(Trainee, _stored(actor, organisation, columns, len(numbers)))
    keys = {number.casefold(): pk for pk, number in people.values_list("pk", "number")}
    return Loaded([Outcome(keys[number.casefold()], "created") for number in numbers])


def _stored(actor: Actor, organisation: Organisation, columns: Mapping, height: int) -> dict:
    """What the table holds of them, index columns included."""
    codes = queries.code_keys(actor, CODES.values())
    stored: dict[str, Sequence] = {"organisation_id": [organisation.pk] * height}
    for name, values in columns.items():
        if name in CODES:
            keys = {word: _code(codes, CODES[name], word) for word in set(values) - {None}}
            stored[f"{name}_id"] = [keys.get(word) for word in values]
        else:
            stored[name] = values
    for name in NEVER_NULL:
        stored[name] = [
            "" if value is None else value for value in stored.get(name, [None] * height)
        ]
    names = stored["name"]
    spelt = {name: spelling(name) for name in set(names)}
    stored["name_latin"] = [spelt[name].latin for name in names]
    stored["name_sort"] = [spelt[name].sort[:200] for name in names]
    stored["search_text"] = [
        _searched(name, number, spelt[name])
        for name, number in zip(names, stored["number"], strict=True)
    ]
    return stored


def _searched(name: str, number: str, spelt: Spelling) -> str:
    """What `Trainee.index` keeps for searching."""
    if not number.isascii():
        return f"{search_text(name, number)} {spelt.initials}"[:400]
    return f"{spelt.search} {number.casefold()} {spelt.initials}"[:400]


def _code(codes: dict, kind: str, word: str) -> int:
    if (kind, word) not in codes:
        raise UnknownCode(word=word)
    return codes[kind, word]
