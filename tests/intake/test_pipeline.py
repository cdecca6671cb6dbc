import pytest

from accounts.access import Denied
from accounts.choices import CodeKind, Role
from accounts.models import AuditEntry, Code, Trainee, WorkItem
from core import jobs
from intake import operations, queries
from intake.choices import BatchState, Fate
from intake.models import Batch, ReceivedRow
from resources.models import Base, Room
from tests.factories import intake as make
from tests.factories.accounts import CodeFactory, actor
from tests.factories.resources import BaseFactory
from trainportal.demo.sheets import rooms_rows

pytestmark = pytest.mark.django_db
ROWS = rooms_rows()


def table() -> list[tuple]:
    """Return everything the rooms hold, as the database says it."""
    rows = Room.objects.order_by("base", "code").prefetch_related("facilities")
    names = (
        "base_id",
        "code",
        "name",
        "building",
        "floor",
        "kind_id",
        "capacity",
        "note",
        "active",
    )
    return [
        (*(getattr(room, name) for name in names), sorted(f.pk for f in room.facilities.all()))
        for room in rows
    ]


def test_a_room_list_as_schools_send_it_is_loaded_whole(school, base):
    batch = make.checked(school, base, make.uploaded(ROWS))
    assert (batch.state, batch.counts) == (BatchState.CHECKED, {Fate.NEW: len(ROWS)})
    assert not Room.objects.exists()

    batch = make.worked(operations.confirm(actor=school, batch=batch))

    assert (batch.state, batch.counts) == (BatchState.LOADED, {Fate.NEW: len(ROWS)})
    assert Room.objects.count() == len(ROWS)
    room = Room.objects.get(code=ROWS[0]["教室编号"])
    assert (room.base.name, room.building) == (ROWS[0]["校区"], ROWS[0]["教学楼"])
    assert room.capacity == int(ROWS[0]["最大上课容纳人数"])


def test_the_same_list_again_changes_nothing(school, base):
    make.loaded(school, base, make.uploaded(ROWS))
    before = table()

    batch = make.loaded(school, base, make.uploaded(ROWS), again=True)

    assert batch.counts == {Fate.UNCHANGED: len(ROWS)}
    assert table() == before


def test_errors_are_named_by_row_column_and_value_and_the_figures_add_up(school, base):
    rows = [dict(row) for row in ROWS]
    rows[3]["最大上课容纳人数"] = "60-80"
    rows[7]["教室类型"] = "会议间"
    rows[9]["教室类型"] = "会议间"
    rows[11] = dict(rows[5])
    rows[13]["教室名称"] = ""
    rows.append(dict.fromkeys(rows[0], "") | {"教室编号": "合计", "最大上课容纳人数": "9999"})

    batch = make.checked(school, base, make.uploaded(rows))

    assert batch.counts == {Fate.NEW: len(ROWS) - 5, Fate.ERROR: 5, Fate.SKIPPED: 1}
    assert batch.total == len(rows)
    found = {(c["column"], c["code"], tuple(c["rows"]), tuple(c["values"])) for c in batch.causes}
    assert found == {
        ("capacity", "capacity_unclear", (5,), ("60-80",)),
        ("kind", "not_an_option", (9, 11), ("会议间",)),
        ("code", "twice", (13,), (rows[5]["教室编号"],)),
        ("name", "empty", (15,), ("",)),
    }


def test_a_word_is_matched_once_for_all_its_rows(school, base):
    rows = [dict(row) for row in ROWS]
    for row in rows[:4]:
        row["教室类型"] = "会议间"
    batch = make.checked(school, base, make.uploaded(rows))
    assert batch.counts[Fate.ERROR] == 4

    batch = make.worked(
        operations.match_word(
            actor=school, batch=batch, column="kind", word="会议间", value="kind0"
        )
    )

    assert (batch.counts, batch.causes) == ({Fate.NEW: len(rows)}, [])


def test_each_word_of_a_cell_with_several_is_matched_by_itself(school, base):
    for code, name in (("beamer", "投影"), ("speaker", "扩声")):
        CodeFactory(organisation=base.organisation, kind=CodeKind.FACILITY, code=code, name=name)
    rows = [dict(row) | {"设施": ""} for row in ROWS[:2]]
    rows[0]["设施"] = "投影、大喇叭；电视墙"
    batch = make.checked(school, base, make.uploaded(rows))
    assert [(c["column"], c["word"]) for c in batch.causes] == [
        ("facilities", "大喇叭"),
        ("facilities", "电视墙"),
    ]

    for word, value in (("大喇叭", "speaker"), ("电视墙", "beamer")):
        batch = make.worked(
            operations.match_word(
                actor=school, batch=batch, column="facilities", word=word, value=value
            )
        )

    assert (batch.counts, batch.causes) == ({Fate.NEW: 2}, [])


def test_what_is_checked_is_what_is_loaded_updates_included(school, base):
    make.loaded(school, base, make.uploaded(ROWS))
    rows = [dict(row) for row in ROWS]
    rows[0]["最大上课容纳人数"] = "999"
    rows[1]["是否有空调"] = "否" if rows[1]["是否有空调"] == "是" else "是"
    rows.append(dict(rows[2]) | {"教室编号": "990101"})

    batch = make.checked(school, base, make.uploaded(rows))
    said = dict(batch.counts)
    batch = make.worked(operations.confirm(actor=school, batch=batch))

    assert said == batch.counts
    assert said == {Fate.NEW: 1, Fate.UPDATED: 2, Fate.UNCHANGED: len(ROWS) - 2}
    row = ReceivedRow.objects.get(batch=batch, number=2)
    assert row.changes == {"capacity": [int(ROWS[0]["最大上课容纳人数"]), 999]}


def test_undo_leaves_the_table_as_it_was(school, base):
    make.loaded(school, base, make.uploaded(ROWS[:60]))
    before = table()
    rows = [dict(row) | {"备注": "改"} for row in ROWS[:40]] + ROWS[60:]
    batch = make.loaded(school, base, make.uploaded(rows))
    assert table() != before

    batch = make.worked(operations.undo(actor=school, batch=batch))

    assert batch.state == BatchState.UNDONE
    assert table() == before


def test_undo_keeps_what_somebody_has_changed_since_and_says_which(school, base):
    make.loaded(school, base, make.uploaded(ROWS[:3]))
    rows = [dict(row) | {"备注": "改"} for row in ROWS[:3]]
    batch = make.loaded(school, base, make.uploaded(rows))
    Room.objects.filter(code=ROWS[1]["教室编号"]).update(note="他人已改")

    make.worked(operations.undo(actor=school, batch=batch))

    kept = ReceivedRow.objects.filter(batch=batch, undone="kept")
    assert list(kept.values_list("number", flat=True)) == [3]
    assert Room.objects.get(code=ROWS[1]["教室编号"]).note == "他人已改"


def test_bases_that_have_rooms_are_kept_when_their_import_is_undone(school):
    head = ("基地编号", "基地名称", "最大规模")
    rows = [dict(zip(head, line, strict=True)) for line in (("J1", "甲", "80"), ("J2", "乙", "90"))]
    batch = make.loaded(school, school.organisation, make.uploaded(rows), "bases")
    Room.objects.create(base=Base.objects.get(code="J1"), code="1", name="1", capacity=9)

    make.worked(operations.undo(actor=school, batch=batch))

    assert list(Base.objects.filter(code__startswith="J").values_list("code", flat=True)) == ["J1"]


def test_corrected_rows_replace_the_bad_ones_in_the_same_import(school, base, error_table):
    rows = [dict(row) for row in ROWS]
    rows[3]["最大上课容纳人数"] = "60-80"
    rows[13]["教室名称"] = ""
    batch = make.loaded(school, base, make.uploaded(rows))
    assert batch.counts == {Fate.NEW: len(ROWS) - 2, Fate.ERROR: 2}
    assert WorkItem.objects.filter(closed_at=None, verb="fix_rows").count() == 1

    corrected = error_table(school, batch, {(5, "capacity"): "60", (15, "name"): "补录"})
    batch = operations.correct(actor=school, batch=batch, arrival=operations.Arrival.of(corrected))
    batch = make.worked(batch)
    assert batch.counts == {Fate.NEW: len(ROWS)}
    batch = make.worked(operations.confirm(actor=school, batch=batch))

    assert Room.objects.count() == len(ROWS)
    assert Room.objects.get(code=ROWS[3]["教室编号"]).capacity == 60
    assert not WorkItem.objects.filter(closed_at=None).exists()
    assert ReceivedRow.objects.filter(batch=batch, fate=Fate.REPLACED).count() == 2
    assert sum(batch.counts.values()) == len(ROWS)


def test_all_or_nothing_is_nothing_when_a_row_has_turned_bad_in_a_later_chunk(
    school, base, monkeypatch
):
    monkeypatch.setattr("intake.operations.work.SIZE", 20)
    rows = [dict(row) for row in ROWS]
    batch = make.checked(school, base, make.uploaded(rows))
    operations.confirm(actor=school, batch=batch, only_complete=True)
    Code.objects.filter(name=rows[-1]["教室类型"]).update(name="改名", code="else")

    jobs.run(batch.job_id)

    batch = Batch.objects.get(pk=batch.pk)
    assert (batch.state, batch.job.error_code) == (BatchState.FAILED, "bad_rows")
    assert not Room.objects.exists()
    assert not ReceivedRow.objects.exclude(chunk=None).exists()


def test_each_chunk_leaves_one_audit_entry_and_the_rehearsal_none(school, base):
    batch = make.checked(school, base, make.uploaded(ROWS))
    assert not AuditEntry.objects.filter(action="resources.save_rooms").exists()

    make.worked(operations.confirm(actor=school, batch=batch))

    assert AuditEntry.objects.filter(action="resources.save_rooms").count() == 1


def test_a_target_of_somebody_else_is_refused(cast, school, base):
    foreign = BaseFactory(organisation=cast.foreign)
    with pytest.raises(Denied):
        make.received(school, foreign, make.uploaded(ROWS))
    with pytest.raises(Denied):
        make.received(cast.stranger, base, make.uploaded(ROWS))


def test_undo_keeps_what_a_later_import_has_changed_and_names_it(school, base):
    first = make.loaded(school, base, make.uploaded(ROWS[:3], "甲.xlsx"))
    changed = dict(ROWS[1]) | {"备注": "改"}
    second = make.loaded(school, base, make.uploaded([changed], "乙.xlsx"))

    make.worked(operations.undo(actor=school, batch=first))

    assert list(Room.objects.values_list("code", "note")) == [(ROWS[1]["教室编号"], "改")]
    [kept] = queries.kept_rows(school, first)
    assert (kept.number, kept.changed_by) == (3, second.name)


def test_what_a_later_import_has_changed_goes_once_that_one_is_undone(school, base):
    first = make.loaded(school, base, make.uploaded(ROWS[:3], "甲.xlsx"))
    changed = dict(ROWS[1]) | {"备注": "改"}
    second = make.loaded(school, base, make.uploaded([changed], "乙.xlsx"))

    make.worked(operations.undo(actor=school, batch=second))
    make.worked(operations.undo(actor=school, batch=first))

    assert not Room.objects.exists()


def test_undo_keeps_what_a_superior_has_changed_without_naming_its_import(cast):
    people = [{"工号": f"G{n}", "姓名": name} for n, name in enumerate(("单晓燕", "仇志强"))]
    unit, above = (actor(one, Role.STEWARD) for one in (cast.north, cast.city))
    first = make.loaded(unit, cast.north, make.uploaded(people, "甲.xlsx"), kind="trainees")
    changed = [people[0] | {"职务": "主任"}]
    make.loaded(above, cast.north, make.uploaded(changed, "乙.xlsx"), kind="trainees")

    make.worked(operations.undo(actor=unit, batch=first))

    assert list(Trainee.objects.values_list("number", "post")) == [("G0", "主任")]
    [kept] = queries.kept_rows(unit, first)
    assert kept.changed_by is None
