"""Big files: read at once, they say and store what row by row would say and store."""

import random

import pytest

from accounts.models import AuditEntry, Trainee
from accounts.operations import rosterbulk
from intake import operations, queries
from intake.choices import Fate
from intake.models import Chunk, Pack, ReceivedRow
from intake.operations import atonce
from tests.factories import intake as make
from tests.factories.people import roster

pytestmark = pytest.mark.django_db
HEADS = {
    "number": "工号",
    "name": "姓名",
    "id_number": "身份证号",
    "phone": "手机号",
    "born_on": "出生日期",
}


@pytest.fixture
def at_once(monkeypatch):
    """Every file is big, and packs are small."""
    monkeypatch.setattr(atonce, "LEAST_BYTES", 1)
    monkeypatch.setattr(atonce, "PACK", 40)


def sheet(people, name="名册.xlsx"):
    return make.uploaded([{head: one[key] for key, head in HEADS.items()} for one in people], name)


def dirty(size=200, seed=5):
    """A roster with every kind of row that is not plainly good."""
    chance, people = random.Random(seed), roster(size, seed)
    people[3]["phone"] = "12345"
    people[8]["name"] = ""
    people[13]["id_number"] = people[13]["id_number"][:17] + "7x"
    people[20]["number"] = people[2]["number"]
    people[30] = people[5] | {"number": "双-1", "phone": "13700000000"}
    people[40]["born_on"] = "八月"
    people[50]["name"] = "　 王 小　明 "
    people[60]["number"] = "Ａ－０１"
    people[70]["born_on"] = "1988年3月5日"
    people[80]["number"] = "Oct-49"
    people[90]["number"] = "1949-10-01"
    people.append(dict.fromkeys(HEADS, "") | {"number": "合计", "name": "200"})
    people.append(dict.fromkeys(HEADS, "") | {"name": "小计", "phone": "100"})
    people.append(dict.fromkeys(HEADS, "") | {"id_number": "总 计：", "phone": "200"})
    chance.shuffle(people)
    return people


def stored():
    """What the table holds, without its keys."""
    fields = [
        f.attname
        for f in Trainee._meta.concrete_fields
        if f.attname not in ("id", "organisation_id")
    ]
    return sorted(Trainee.objects.values_list(*fields), key=str)


def told(batch):
    """What is said of every row that is not plainly good."""
    rows = ReceivedRow.objects.filter(batch=batch).exclude(fate=Fate.NEW)
    return [
        (
            r.number,
            r.fate,
            sorted((x["column"], x["code"], x["value"]) for x in r.reasons),
            r.candidates,
        )
        for r in rows.order_by("number")
    ]


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_at_once_and_row_by_row_say_and_store_the_same(cast, monkeypatch, name):
    found = []
    for organisation, least in ((cast.north, 1), (cast.north, 10**9)):
        monkeypatch.setattr(atonce, "LEAST_BYTES", least)
        monkeypatch.setattr(atonce, "PACK", 40)
        batch = make.checked(
            cast.steward, organisation, sheet(dirty(), name), "trainees", again=True
        )
        counts, causes = batch.counts, batch.causes
        said = told(batch)
        batch = make.worked(operations.confirm(actor=cast.steward, batch=batch))
        assert batch.counts == counts
        found.append((counts, causes, said, stored(), Pack.objects.filter(batch=batch).exists()))
        Trainee.objects.all().delete()

    at_once, by_row = found
    assert at_once[:4] == by_row[:4]
    assert (at_once[4], by_row[4]) == (True, False)


def test_every_row_is_kept_once_and_can_be_browsed_as_it_came(cast, at_once):
    people = dirty()
    batch = make.checked(cast.steward, cast.north, sheet(people), "trainees")

    numbers, values = [], {}
    for fate in Fate.values:
        for row in queries.rows(cast.steward, batch, fate):
            numbers.append(row.number)
            values[row.number] = row.values

    assert sorted(numbers) == list(range(2, len(people) + 2))
    assert all((values[n + 2][0] or "") == one["number"] for n, one in enumerate(people))
    listed = queries.rows(cast.steward, batch, Fate.NEW).order_by("-number")
    assert listed[:5][0].number > listed[4:5][0].number
    assert listed.count() == batch.counts[Fate.NEW]


def test_undo_takes_all_back_and_keeps_whom_somebody_needs(cast, at_once):
    batch = make.loaded(cast.steward, cast.north, sheet(roster(100)), "trainees")
    used = Trainee.objects.get(number=roster(100)[7]["number"])
    used.user = cast.viewer.user
    used.save()

    batch = make.worked(operations.undo(actor=cast.steward, batch=batch))

    assert list(Trainee.objects.all()) == [used]
    assert queries.undone(cast.steward, batch) == {"removed": 99, "kept": 1}
    assert [row.number for row in queries.kept_rows(cast.steward, batch)] == [9]


def test_the_ledger_and_the_trail_have_a_line_for_each_pack(cast, at_once):
    batch = make.loaded(cast.steward, cast.north, sheet(roster(100)), "trainees")

    assert [c.row_count for c in Chunk.objects.filter(batch=batch)] == [40, 40, 20]
    entries = AuditEntry.objects.filter(action="accounts.add_trainees")
    assert [entry.after for entry in entries.order_by("pk")] == [
        {"created": n} for n in (40, 40, 20)
    ]


@pytest.mark.parametrize("is_disturbed", [False, True])
def test_each_row_knows_the_person_it_was_written_to(cast, at_once, monkeypatch, is_disturbed):
    def disturbed(model, table, **constants):
        """Insert as ever; in the middle of it another session enters somebody."""
        insert(model, table[:20], **constants)
        Trainee.objects.create(organisation=cast.north, number=f"Z{table['number'][0]}", name="又")
        insert(model, table[20:], **constants)

    insert = rosterbulk.insert
    if is_disturbed:
        monkeypatch.setattr(rosterbulk, "insert", disturbed)
    batch = make.loaded(cast.steward, cast.north, sheet(roster(100)), "trainees")

    keys = dict(Trainee.objects.values_list("number", "pk"))
    rows = [row for pack in Pack.objects.filter(batch=batch) for row in pack.rows()]
    assert [row.target_pk for row in rows] == [keys[row.values[0]] for row in rows]
    assert len(rows) == 100


def test_a_pack_in_which_somebody_has_come_meanwhile_goes_row_by_row(cast, at_once):
    people = roster(100)
    batch = make.checked(cast.steward, cast.north, sheet(people), "trainees")
    Trainee.objects.create(organisation=cast.north, number=people[50]["number"], name="先到")

    batch = make.worked(operations.confirm(actor=cast.steward, batch=batch))

    assert batch.counts == {Fate.NEW: 99, Fate.UPDATED: 1}
    assert Trainee.objects.get(number=people[50]["number"]).name == people[50]["name"]


def test_another_mapping_reads_the_packed_rows_anew(cast, at_once):
    batch = make.checked(cast.steward, cast.north, sheet(roster(60)), "trainees")
    mapping = {k: v for k, v in batch.file.mapping.items() if v != "phone"}

    batch = make.worked(operations.map_columns(actor=cast.steward, batch=batch, mapping=mapping))
    make.worked(operations.confirm(actor=cast.steward, batch=batch))

    assert set(Trainee.objects.values_list("phone", flat=True)) == {""}
    assert Trainee.objects.count() == 60
