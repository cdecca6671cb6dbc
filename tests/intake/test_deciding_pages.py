"""Pages on which a person decides: duplicates, cells, values for all rows, limits, the archive."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import AuditEntry, Trainee
from intake import operations, queries
from intake.choices import Fate
from intake.models import Batch, Policy, ReceivedFile, ReceivedRow
from resources.models import Base, Room
from tests.factories import intake as make
from tests.factories.accounts import TraineeFactory, actor
from trainportal.demo.sheets import rooms_rows

pytestmark = pytest.mark.django_db
ROWS = rooms_rows()
PERSON = {"工号": "N1", "姓名": "张雪莹", "出生日期": "1985-03-07", "手机号": "13800138000"}


def page_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def doubt(cast):
    """Somebody who is there already, and a file that lists her under another number."""
    known = TraineeFactory(
        organisation=cast.north,
        number="K1",
        name="张雪莹",
        born_on=dt.date(1985, 3, 7),
        phone="13900139000",
        post="专责",
    )
    rows = [
        PERSON | {"岗位": "副主任"},
        PERSON | {"工号": "N2", "姓名": "李四", "出生日期": "1990-01-01"},
    ]
    batch = make.checked(cast.li, cast.north, make.uploaded(rows, "名册.xlsx"), kind="trainees")
    assert batch.counts == {"probable": 1, "new": 1}
    return known, batch


def decide(client, batch, **data):
    row = batch.rows.exclude(candidates=[]).get()
    url = reverse("intake:batch_duplicates", args=[batch.pk])
    return client.post(url, {"row": row.pk, "candidate": 0, **data}, follow=True)


def test_a_card_shows_both_sides_masked_and_merges_field_by_field(cast, doubt, as_):
    known, batch = doubt
    client = as_(cast.li)

    page = page_of(client.get(reverse("intake:batch_duplicates", args=[batch.pk])))
    assert "副主任" in page
    assert "专责" in page
    assert "13900139000" not in page
    page_of(decide(client, batch, do="merge", take_post="left", take_phone="right"))
    make.worked(operations.confirm(actor=cast.li, batch=Batch.objects.get()))

    known.refresh_from_db()
    assert (known.number, known.post, known.phone) == ("K1", "副主任", "13900139000")
    assert Trainee.objects.filter(organisation=cast.north).count() == 2


@pytest.mark.parametrize(("do", "count"), [("keep", 3), ("skip", 2)])
def test_both_are_kept_or_the_row_is_left_out(cast, doubt, as_, do, count):
    _known, batch = doubt
    page_of(decide(as_(cast.li), batch, do=do))
    make.worked(operations.confirm(actor=cast.li, batch=Batch.objects.get()))

    assert Trainee.objects.filter(organisation=cast.north).count() == count


def test_alike_rows_follow_one_decision(cast, as_):
    for n in range(3):
        TraineeFactory(
            organisation=cast.north,
            number=f"K{n}",
            name=f"张雪{'一二三'[n]}",
            phone=f"1380013800{n}",
        )
    rows = [
        {"工号": f"N{n}", "姓名": f"张雪{'一二三'[n]}", "手机号": f"1380013800{n}"}
        for n in range(3)
    ]
    batch = make.checked(cast.li, cast.north, make.uploaded(rows, "名册.xlsx"), kind="trainees")
    row = queries.doubtful(cast.li, batch).first()
    url = reverse("intake:batch_duplicates", args=[batch.pk])

    page_of(as_(cast.li).post(url, {"row": row.pk, "do": "merge", "alike": "1"}, follow=True))

    assert Batch.objects.get().count(Fate.PROBABLE) == 0
    assert Batch.objects.get().count(Fate.UPDATED) == 3


def test_a_card_of_another_tenant_does_not_exist(cast, doubt, as_):
    _known, batch = doubt
    url = reverse("intake:batch_duplicates", args=[batch.pk])

    assert as_(cast.stranger).get(url).status_code == 404
    assert decide(as_(cast.stranger), batch, do="skip").status_code == 404
    assert decide(as_(cast.zhou), batch, do="skip").status_code == 403


# --- bad cells ------------------------------------------------------------------------------
def with_mistakes():
    rows = [dict(row) for row in ROWS[:9]]
    rows[3]["最大上课容纳人数"] = "60-80"
    rows[7]["最大上课容纳人数"] = "许多"
    return rows


def test_bad_cells_are_corrected_on_the_page_and_what_came_stays(school, base, as_):
    batch = make.loaded(school, base, make.uploaded(with_mistakes()))
    client, url = as_(school), reverse("intake:batch_cells", args=[batch.pk])
    bad = list(queries.rows(school, batch, Fate.ERROR))
    page = page_of(client.get(url))
    assert "60-80" in page

    typed = {f"cell_{bad[0].pk}_capacity": "80", f"cell_{bad[1].pk}_capacity": "许多"}
    page_of(client.post(url, typed, follow=True))
    batch = make.worked(batch)

    assert batch.count(Fate.ERROR) == 1
    assert ReceivedRow.objects.get(pk=bad[0].pk).values == bad[0].values
    assert ReceivedRow.objects.get(pk=bad[0].pk).fate == Fate.REPLACED
    make.worked(operations.confirm(actor=school, batch=batch))
    assert Room.objects.count() == 8
    story = page_of(client.get(reverse("intake:row", args=[bad[0].pk])))
    assert "60-80" in story


def test_what_was_typed_stays_when_nothing_was_changed(school, base, as_):
    batch = make.checked(school, base, make.uploaded(with_mistakes()))
    bad = queries.rows(school, batch, Fate.ERROR)[0]
    url = reverse("intake:batch_cells", args=[batch.pk])

    page = page_of(as_(school).post(url, {f"cell_{bad.pk}_capacity": "60-80"}))

    assert 'value="60-80"' in page
    assert ReceivedFile.objects.count() == 1


# --- values for all rows, repeated rows, words ------------------------------------------------
def test_a_value_for_all_rows_stands_in_for_a_column_and_is_remembered(cast, school, as_):
    rows = [{"基地编号": f"B{n}", "基地名称": f"校区{n}"} for n in range(3)]
    batch = make.choose(school, make.received(school, cast.school, make.uploaded(rows), "bases"))
    client, url = as_(school), reverse("intake:batch_columns", args=[batch.pk])

    said = {"column_0": "code", "column_1": "name"}
    assert "constant_city" in page_of(client.get(url))
    assert 'value="lots"' in page_of(client.post(url, said | {"constant_capacity": "lots"}))
    page_of(client.post(url, said | {"constant_capacity": "40"}, follow=True))
    assert make.worked(batch).counts == {"new": 3}

    other = make.received(
        school, cast.school, make.uploaded([*rows, rows[0] | {"基地编号": "B9"}]), "bases"
    )
    make.choose(school, other)
    page = page_of(client.get(reverse("intake:batch_columns", args=[other.pk])))
    assert 'value="40"' in page


def test_rows_that_repeat_a_record_count_once_when_a_person_said_so(cast, school):
    rows = [{"基地编号": "B1", "基地名称": "校区", "最大规模": "30"}] * 3
    rows = [*rows, {"基地编号": "B2", "基地名称": "校区二", "最大规模": "30"}]
    figures = []
    for first_counts in (False, True):
        upload = make.uploaded(rows)
        batch = make.received(school, cast.school, upload, "bases", again=True)
        batch = make.choose(school, batch)
        mapping = {str(i): one.column for i, one in enumerate(make.suggested(batch))}
        operations.map_columns(
            actor=school, batch=batch, mapping=mapping, first_counts=first_counts
        )
        figures.append(make.worked(batch).counts)

    assert figures == [{"new": 2, "error": 2}, {"new": 2, "repeated": 2}]
    make.worked(operations.confirm(actor=school, batch=Batch.objects.get(pk=batch.pk)))
    assert Base.objects.filter(organisation=cast.school, code__in=("B1", "B2")).count() == 2


def test_what_a_word_means_is_remembered_for_the_next_file_of_the_kind(school, base):
    rows = [dict(row) for row in ROWS[:4]]
    rows[1]["教室类型"] = "会议间"
    batch = make.checked(school, base, make.uploaded(rows))
    operations.match_word(actor=school, batch=batch, column="kind", word="会议间", value="kind0")
    rows[2]["教室类型"] = "会议间"
    other = make.checked(school, base, make.uploaded(rows))

    assert other.causes == []


# --- limits ------------------------------------------------------------------------------------
def test_an_import_above_the_limit_needs_a_manager_with_a_reason(cast, school, base, as_):
    make.loaded(school, base, make.uploaded(ROWS[:5]))
    rows = [row | {"最大上课容纳人数": "7"} for row in ROWS[:5]]
    Policy.objects.create(organisation=cast.school, most_changed_percent=20)
    batch = make.checked(school, base, make.uploaded(rows))
    steward = actor(cast.school, Role.STEWARD)
    url = reverse("intake:batch_confirm", args=[batch.pk])

    assert "100.0" in page_of(as_(steward).post(url, {"how": "good", "reason": "x"}))
    assert Batch.objects.get(pk=batch.pk).state == "checked"
    assert "reason" in page_of(as_(school).post(url, {"how": "good"}))
    page_of(as_(school).post(url, {"how": "good", "reason": "改造后重新核定座位"}, follow=True))

    assert make.worked(batch).state == "loaded"
    entry = AuditEntry.objects.filter(action="intake.confirm").first()
    assert entry.reason == "改造后重新核定座位"


def test_only_a_manager_sets_limits_and_only_his_own(cast, school, as_):
    url = reverse("intake:limits")
    said = {"most_changed_percent": "20", "most_error_percent": "", "keep_days": "365"}

    assert as_(actor(cast.school, Role.STEWARD)).post(url, said).status_code == 403
    page_of(as_(school).post(url, said, follow=True))

    assert Policy.objects.get().organisation == cast.school


# --- the original database -----------------------------------------------------------------------
def test_every_file_and_row_can_be_found_with_its_fate(cast, school, base, as_):
    batch = make.loaded(school, base, make.uploaded(with_mistakes()))
    client = as_(school)

    assert "教室信息.xlsx" in page_of(client.get(reverse("intake:file_list")))
    rows_url = reverse("intake:file_rows", args=[batch.file.pk])
    assert page_of(client.get(rows_url)).count("<tr>") == 9 + 1
    assert page_of(client.get(rows_url, {"fate": "error"})).count("<tr>") == 2 + 1
    row = ReceivedRow.objects.filter(fate=Fate.ERROR).first()
    assert "60-80" in page_of(client.get(reverse("intake:row", args=[row.pk])))
    urls = [rows_url, reverse("intake:row", args=[row.pk])]
    assert [as_(cast.stranger).get(url).status_code for url in urls] == [404, 404]
    assert [as_(cast.chen).get(url).status_code for url in urls] == [403, 403]


def test_rows_whose_time_is_over_go_and_the_figures_stay(cast, school, base, as_):
    batch = make.loaded(school, base, make.uploaded(with_mistakes()))
    young = make.checked(school, base, make.uploaded(ROWS[:2]))
    Policy.objects.create(organisation=cast.school, keep_days=30)
    path = batch.file.content.path
    now = timezone.now() + dt.timedelta(days=31)

    assert operations.Retention(now).go() == 1

    batch.refresh_from_db()
    assert (batch.rows.count(), batch.count(Fate.NEW), batch.count(Fate.ERROR)) == (0, 7, 2)
    assert not Path(path).exists()
    assert young.rows.count() == 2
    client = as_(school)
    assert page_of(client.get(batch.get_absolute_url()))
    assert page_of(client.get(reverse("intake:file_rows", args=[batch.file.pk])))
    assert client.get(reverse("intake:file", args=[batch.file.pk])).status_code == 404
    assert client.post(reverse("intake:batch_undo", args=[batch.pk])).status_code == 403
    assert Room.objects.count() == 7


# --- what a kind consists of, and what is there ---------------------------------------------------
def test_a_kind_says_its_columns_and_gives_what_is_there(cast, school, base, as_):
    make.loaded(school, base, make.uploaded(ROWS[:5]))
    client = as_(school)

    page = page_of(client.get(reverse("intake:kind", args=["rooms"])))
    url = reverse("intake:export", args=["rooms"])
    assert "最大上课容纳人数" in page
    assert f'action="{url}"' in page
    content = client.get(url, {"target": base.pk}).content
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.worksheets[0].max_row == 6
    assert AuditEntry.objects.filter(action="intake.export").count() == 1
    assert as_(cast.stranger).get(url, {"target": base.pk}).status_code == 404
    assert as_(cast.li).get(reverse("intake:kind", args=["rooms"])).status_code == 404


def test_a_step_back_after_loading_leads_to_the_result(cast, school, base, as_):
    batch = make.loaded(school, base, make.uploaded(ROWS[:5]))
    for step in ("sheet", "columns"):
        answer = as_(school).get(reverse(f"intake:batch_{step}", args=[batch.pk]))
        assert (answer.status_code, answer.url) == (302, batch.get_absolute_url())
