"""Whole rosters of new people, column by column: one read, one write, one read for their keys."""

from collections.abc import Mapping, Sequence

import polars as pl
from django.db import DataError, IntegrityError, transaction
from django.db.models import Count, Max, Min
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.access import Actor, operation
from accounts.models import Organisation, Trainee
from accounts.operations.roster import CODES, UnknownCode
from accounts.rules import may_keep_people
from core.bulk import insert
from core.errors import Refusal
from core.names import spellings
from core.spreadsheets.kinds import AllNew
from core.text import search_text

NEVER_NULL = ("name", "sex", "id_number", "phone", "post")
ASCII = r"^[\x00-\x7f]*$"


class AlreadyThere(Refusal):
    """Somebody of these staff numbers has been entered meanwhile."""

    code = "already_there"
    message = _("The person with the staff number “{number}” is there already.")


@operation(may_keep_people, on="organisation")
def add_trainees(
    *, actor: Actor, organisation: Organisation, table: pl.DataFrame, reason: str = ""
) -> AllNew:
    """Create trainees whose staff numbers are new; codes are given by their code.

    The columns of the table are texts by field, dates in ISO form, null where nothing is said.
    A fixed number of statements whatever its height. Raises `AlreadyThere`, `UnknownCode`.
    """
    people = Trainee._base_manager.filter(organisation=organisation)
    newest = Trainee._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            insert(Trainee, _stored(actor, table), organisation_id=organisation.pk)
    except (IntegrityError, DataError) as error:
        known = people.filter(number__in=table["number"].to_list())
        if number := known.values_list("number", flat=True).first():
            raise AlreadyThere(number=number) from error
        raise
    keys = _made(organisation, newest, table["number"])
    return AllNew(keys)


def _made(organisation: Organisation, newest: int, numbers: pl.Series) -> Sequence[int]:
    """Give the keys of new people in the order of their staff numbers.

    Keys are given out in the order of the rows. So where nobody else was entered meanwhile, the
    ends and the count of the new keys tell all of them. That is asked of everybody: the keys of
    all people lie together, those of one organisation do not.
    """
    since = Trainee._base_manager.filter(pk__gt=newest)
    low, high, count = since.aggregate(Min("pk"), Max("pk"), Count("pk")).values()
    if count == len(numbers) == high - low + 1:
        return range(low, high + 1)
    people = since.filter(organisation=organisation)
    keys = {number.casefold(): pk for number, pk in people.values_list("number", "pk")}
    return [keys[number.casefold()] for number in numbers]


def _stored(actor: Actor, table: pl.DataFrame) -> pl.DataFrame:
    """What the table holds of them, index columns included."""
    codes = queries.code_keys(actor, CODES.values())
    columns = [_keys(codes, CODES[c.name], c) if c.name in CODES else c for c in table]
    stored = pl.DataFrame(columns)
    stored = stored.with_columns(pl.lit(None, pl.String).alias(n) for n in _lacking(stored))
    stored = stored.with_columns(pl.col(name).fill_null("") for name in NEVER_NULL)
    spelt = spellings(stored["name"]).rename({"latin": "name_latin", "sort": "name_sort"})
    stored = stored.join(spelt, on="name", how="left", maintain_order="left")
    number = pl.col("number")
    searched = pl.concat_str("search", number.str.to_lowercase(), "initials", separator=" ")
    stored = stored.with_columns(
        pl.col("name_sort").str.slice(0, 200), search_text=searched.str.slice(0, 400)
    )
    odd = stored.filter(~number.str.contains(ASCII)).select("number", "name", "initials")
    if odd.height:
        texts = {row[0]: f"{search_text(row[1], row[0])} {row[2]}"[:400] for row in odd.rows()}
        replaced = number.replace_strict(texts, default=None, return_dtype=pl.String)
        stored = stored.with_columns(search_text=pl.coalesce(replaced, "search_text"))
    return stored.drop("search", "initials")


def _lacking(table: pl.DataFrame) -> list[str]:
    return [name for name in NEVER_NULL if name not in table.columns]


def _keys(codes: Mapping, kind: str, words: pl.Series) -> pl.Series:
    """Turn the words of one code table into keys."""
    known = {word: key for (table, word), key in codes.items() if table == kind}
    for word in words.drop_nulls().unique():
        if word not in known:
            raise UnknownCode(word=word)
    keys = words.replace_strict(known, default=None, return_dtype=pl.Int64) if known else words
    return keys.alias(f"{words.name}_id")
