"""Many rows written with few statements come out as if each had been saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.bulk import ROWS_AT_ONCE, update
from intake.choices import Fate
from intake.models import ReceivedRow
from tests.factories import intake as make

pytestmark = pytest.mark.django_db
WORDS = ["单晓燕", 'O\'Neil \\ "x"', "a\tb\nc", "😀", "", "null", "'; --", "%s"]
FIELDS = ["fate", "reasons", "changes", "key", "target_pk"]


@pytest.fixture
def row(school, base):
    """Makes rows of one import, one after the other."""
    batch = make.received(school, base, make.uploaded([{"名称": "一教101"}]))

    def made(number: int, **more) -> ReceivedRow:
        return ReceivedRow.objects.create(batch=batch, file=batch.file, number=number, **more)

    return made


def test_update_writes_every_value_as_save_does(row):
    rows = [row(at) for at in range(len(WORDS))]
    for at, (one, word) in enumerate(zip(rows, WORDS, strict=True)):
        one.fate, one.key, one.target_pk = Fate.ERROR, word, at or None
        one.reasons = [{"value": word, "text": {"zh-hans": word}}]
        one.changes = {"name": [word, None], "day": {"$date": "2026-09-05"}}
        one.number += 1_000  # not among the fields: stays in the table as it was

    update(rows, FIELDS)

    for at, one in enumerate(rows):
        now = ReceivedRow._base_manager.get(pk=one.pk)
        assert [getattr(now, name) for name in FIELDS] == [getattr(one, name) for name in FIELDS]
        assert now.number == at


def test_update_makes_no_row_anew_and_touches_no_other(row):
    gone, other = row(1), row(2, key="other")
    mine = row(3)
    ReceivedRow._base_manager.filter(pk=gone.pk).delete()
    gone.key = mine.key = "new"

    update([gone, mine], ["key"])

    keys = dict(ReceivedRow._base_manager.values_list("pk", "key"))
    assert keys == {other.pk: "other", mine.pk: "new"}


def test_update_needs_one_statement_for_some_hundred_rows(row):
    rows = [row(at) for at in range(3)]
    many = [rows[at % 3] for at in range(ROWS_AT_ONCE + 1)]
    with CaptureQueriesContext(connection) as statements:
        update(many, ["key", "reasons"])
    # SQLite has no way to a server: there it is one prepared statement, run for each row
    assert len(statements) == (2 if connection.vendor == "mysql" else 1)
