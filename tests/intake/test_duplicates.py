"""Probable duplicates: found, not invented, and decided by a person."""

import datetime as dt
import random

import pytest

from accounts.models import Trainee
from core.text import latin
from intake import operations
from intake.choices import Do, Fate
from intake.engine.duplicates import LARGEST, Index, compare, person
from intake.models import Batch, ReceivedRow
from tests.factories import intake as make
from tests.factories.accounts import TraineeFactory
from tests.factories.people import FAULTS, relatives, roster, spoiled

COLUMNS = {name: name for name in ("name", "id_number", "phone", "born_on")}


def who(values):
    return person(values, COLUMNS, latin)


def measured(faults: int, size: int = 4000, doubled: int = 400) -> tuple[float, float]:
    """Precision and recall over a roster in which some are listed twice and some have relatives."""
    chance = random.Random(faults)
    people = roster(size, seed=faults)
    index = Index()
    for place, one in enumerate(people):
        index.add(place, who(one))
    hits = found = 0
    for place in range(doubled):
        refs = [ref for ref, _m in index.find(who(spoiled(people[place], chance, faults)))]
        hits += place in refs
        found += len(refs)
        found += len(index.find(who(relatives(people[place], chance))))
    return hits / found, hits / doubled


def test_with_one_field_wrong_nearly_all_are_found_and_hardly_any_is_invented():
    precision, recall = measured(1)

    assert precision >= 0.99
    assert recall >= 0.99


def test_with_two_fields_wrong_most_are_still_found():
    precision, recall = measured(2)

    assert precision >= 0.97
    assert recall >= 0.95


@pytest.mark.parametrize("fault", FAULTS)
def test_each_single_fault_leaves_enough_to_ask(fault):
    one = roster(1)[0]
    other = dict(one)
    FAULTS[fault](other, random.Random(3))

    assert compare(who(one), who(other)).score >= 0.5


def test_the_telephone_of_an_office_makes_nobody_a_duplicate():
    index = Index()
    people = [one | {"phone": "0431-85167890", "id_number": ""} for one in roster(LARGEST + 20)]
    for place, one in enumerate(people):
        index.add(place, who(one))

    assert index.find(who(people[3] | {"name": "欧阳无关", "born_on": "1999-01-01"})) == []


def sheet(people):
    heads = {
        "number": "工号", "name": "姓名", "id_number": "身份证号", "phone": "手机号",
        "born_on": "出生日期",
    }  # fmt: skip
    return make.uploaded([{heads[k]: one[k] for k in heads} for one in people], "名册.xlsx")


@pytest.fixture
def people():
    return roster(30)


@pytest.fixture
def there(cast, people):
    """The first of them is there already, under another number and with another telephone."""
    known = people[0] | {"born_on": dt.date.fromisoformat(people[0]["born_on"])}
    known |= {"number": "旧-001", "phone": "13900000000"}
    return TraineeFactory(organisation=cast.north, post="主任", **known)


def checked(cast, people):
    return make.checked(cast.steward, cast.north, sheet(people), "trainees")


def loaded(cast, batch):
    return make.worked(operations.confirm(actor=cast.steward, batch=batch))


def test_a_probable_duplicate_waits_with_its_candidate_and_is_not_loaded(cast, people, there):
    batch = checked(cast, people)

    assert batch.counts == {Fate.NEW: 29, Fate.PROBABLE: 1}
    row = batch.rows.get(fate=Fate.PROBABLE)
    (candidate,) = row.candidates
    assert (row.number, candidate["pk"], candidate["key"]) == (2, there.pk, {"number": "旧-001"})
    assert candidate["other"] == ["phone"]
    assert sorted(candidate["same"]) == ["born_on", "id_number", "name"]
    assert candidate["score"] > 0.9

    batch = loaded(cast, batch)
    assert Trainee.objects.count() == 30
    assert batch.counts == {Fate.NEW: 29, Fate.PROBABLE: 1}


def test_a_merge_takes_the_chosen_values_into_the_record_that_is_there(cast, people, there):
    batch = checked(cast, people)
    rows = [batch.rows.get(fate=Fate.PROBABLE).pk]
    operations.decide(actor=cast.steward, batch=batch, rows=rows, do=Do.MERGE, take=["phone"])

    batch = loaded(cast, batch)

    assert batch.counts == {Fate.NEW: 29, Fate.UPDATED: 1}
    assert Trainee.objects.count() == 30
    there.refresh_from_db()
    assert (there.number, there.phone, there.post) == ("旧-001", people[0]["phone"], "主任")

    make.worked(operations.undo(actor=cast.steward, batch=batch))
    there.refresh_from_db()
    assert (there.phone, Trainee.objects.count()) == ("13900000000", 1)


@pytest.mark.parametrize(("do", "total"), [(Do.KEEP, 31), (Do.SKIP, 30)])
def test_both_may_be_kept_or_the_row_left_out(cast, people, there, do, total):
    batch = checked(cast, people)
    rows = [batch.rows.get(fate=Fate.PROBABLE).pk]
    operations.decide(actor=cast.steward, batch=batch, rows=rows, do=do)

    loaded(cast, batch)

    assert Trainee.objects.count() == total


def test_a_row_that_doubles_an_earlier_one_of_the_file_is_merged_with_it(cast, people):
    again = people[4] | {"number": "999", "phone": "13711112222"}
    batch = checked(cast, [*people, again])
    row = batch.rows.get(fate=Fate.PROBABLE)
    assert (row.number, row.candidates[0]["row"]) == (32, 6)
    operations.decide(actor=cast.steward, batch=batch, rows=[row.pk], do=Do.MERGE, take=["phone"])

    batch = loaded(cast, batch)

    assert batch.counts == {Fate.NEW: 30, Fate.UPDATED: 1}
    assert Trainee.objects.get(number=people[4]["number"]).phone == "13711112222"


def test_the_choice_outlives_another_check(cast, people, there):
    batch = checked(cast, people)
    rows = [batch.rows.get(fate=Fate.PROBABLE).pk]
    operations.decide(actor=cast.steward, batch=batch, rows=rows, do=Do.KEEP)

    mapping = {k: v for k, v in batch.file.mapping.items() if v != "born_on"}
    batch = make.worked(
        operations.map_columns(
            actor=cast.steward, batch=Batch.objects.get(pk=batch.pk), mapping=mapping
        )
    )

    assert batch.counts == {Fate.NEW: 30}


def test_a_check_in_pieces_finds_what_a_check_at_once_finds(cast, people, monkeypatch):
    rows = [*people, *(one | {"number": f"2-{one['number']}", "phone": ""} for one in people)]
    monkeypatch.setattr("intake.operations.work.SIZE", 7)

    batch = checked(cast, rows)

    assert batch.counts == {Fate.NEW: 30, Fate.PROBABLE: 30}
    found = ReceivedRow.objects.filter(batch=batch, fate=Fate.PROBABLE).order_by("number")
    assert [row.candidates[0]["row"] + 30 for row in found] == [row.number for row in found]
