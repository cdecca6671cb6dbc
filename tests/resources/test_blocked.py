"""Days on which bases cannot be booked come as a sheet, and go again."""

import datetime as dt

import pytest

from core.errors import Refusal
from core.spreadsheets import kinds
from intake import operations as intake
from resources import operations
from resources.models import Booking, Period
from tests.factories import intake as make
from tests.factories.resources import BaseFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 2, 1)


@pytest.fixture
def base(cast):
    return BaseFactory(organisation=cast.school, code="BJ-01")


def save(cast, *rows):
    loaded = operations.save_blocked(actor=cast.he, organisation=cast.school, rows=rows)
    return [one.action for one in loaded.outcomes]


def row(first=DAY, last=None, reason="", base="BJ-01"):
    return {"base": base, "first_on": first, "last_on": last, "reason": reason}


def test_blocked_days_are_taken_in_the_calendar_and_known_again(cast, base):
    assert save(cast, row(last=DAY + dt.timedelta(2), reason="检修")) == ["created"]
    assert sorted(set(Booking.objects.values_list("on", flat=True))) == [
        DAY + dt.timedelta(n) for n in range(3)
    ]
    assert save(cast, row(reason="检修")) == ["unchanged"]
    assert save(cast, row(last=DAY)) == ["updated"]
    assert set(Booking.objects.values_list("on", flat=True)) == {DAY}


def test_what_cannot_be_is_refused(cast, base):
    for wrong, code in (
        (row(base="none"), "unknown_base"),
        (row(last=DAY - dt.timedelta(1)), "period_upside_down"),
        (row(last=DAY + dt.timedelta(500)), "period_upside_down"),
    ):
        with pytest.raises(Refusal) as refused:
            save(cast, wrong)
        assert refused.value.code == code
    assert not Period.objects.exists()


def test_a_sheet_is_imported_read_back_unchanged_and_undone(cast, base):
    rows = [
        {"基地编号": "BJ-01", "开始日期": "2027-02-01", "结束日期": "2027.2.3", "原因": "检修"},
        {"基地编号": "BJ-01", "开始日期": "2027年5月1日", "结束日期": "", "原因": ""},
        {"基地编号": "BJ-01", "开始日期": "十月", "结束日期": "", "原因": ""},
    ]
    batch = make.loaded(cast.he, cast.school, make.uploaded(rows), "blocked")
    assert batch.counts == {"new": 2, "error": 1}
    kind = kinds.kind("blocked")
    there = list(kind.read(cast.he, cast.school))
    assert [one["last_on"] for one in there] == [dt.date(2027, 2, 3), dt.date(2027, 5, 1)]
    again = kind.write(actor=cast.he, target=cast.school, rows=there)
    assert again.unchanged == 2

    make.worked(intake.undo(actor=cast.he, batch=batch))

    assert not Period.objects.exists()
    assert not Booking.objects.exists()
