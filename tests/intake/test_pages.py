import html
import io

import openpyxl
import pytest
from django.urls import reverse

from accounts.choices import CodeKind, Role
from core.spreadsheets import read
from intake.models import Batch, ReceivedFile
from intake.tables.lists import cells
from intake.views.reading import SURETY, columns_of
from resources.models import Room
from tests.core.spreadsheet_malformed import FILES
from tests.factories import intake as make
from tests.factories.accounts import CodeFactory, actor
from trainportal.demo.sheets import rooms_rows

pytestmark = pytest.mark.django_db
ROWS = rooms_rows()
SENTENCES = read.SENTENCES.values()


def with_mistakes() -> list[dict]:
    rows = [dict(row) for row in ROWS]
    rows[3]["最大上课容纳人数"] = "60-80"
    rows[7]["教室类型"] = "会议间"
    return rows


def upload(client, base, file, **more):
    url = reverse("intake:batch_upload", args=["rooms"])
    return client.post(url, {"target": base.pk, "file": file, **more}, follow=True)


def answer(client, batch, step, data=None):
    return client.post(reverse(f"intake:batch_{step}", args=[batch.pk]), data or {}, follow=True)


def page_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_file_to_the_rooms_and_back_through_the_pages(school, base, as_):
    client = as_(school)
    assert "教室" in page_of(client.get(reverse("intake:batch_add")))

    page = page_of(upload(client, base, make.uploaded(with_mistakes())))
    assert "教室编号" in page
    batch = Batch.objects.get()
    page = page_of(answer(client, batch, "sheet", {"sheet": "教室", "header_row": 1}))
    assert "管理部门" in page
    columns = page_of(client.get(reverse("intake:batch_columns", args=[batch.pk])))
    assert columns.count("selected") == len(batch.declared.columns) - 1  # facilities are missing
    mapping = {
        f"column_{index}": one.column
        for index, one in enumerate(make.suggested(Batch.objects.get()))
    }
    page = page_of(answer(client, batch, "columns", mapping))
    assert 'role="progressbar"' in page

    make.worked(batch)
    page = page_of(client.get(batch.get_absolute_url(), follow=True))
    assert "60-80" in page
    assert "会议间" in page
    page = page_of(answer(client, batch, "match", {"cause": "1", "value_1": "kind0"}))
    make.worked(batch)
    page = page_of(client.get(reverse("intake:batch_confirm", args=[batch.pk])))
    assert 'value="all"' in page
    page_of(answer(client, batch, "confirm", {"how": "good"}))
    make.worked(batch)

    page = page_of(client.get(batch.get_absolute_url()))
    assert Room.objects.count() == len(ROWS) - 1
    assert reverse("intake:batch_errors", args=[batch.pk]) in page
    page_of(client.get(reverse("intake:batch_undo", args=[batch.pk])))
    page_of(answer(client, batch, "undo"))
    make.worked(batch)
    page_of(client.get(batch.get_absolute_url()))
    assert not Room.objects.exists()


def test_an_unreadable_file_gets_its_sentence_and_the_choice_stays(school, base, as_):
    page = page_of(
        upload(as_(school), base, make.as_file(b"\x89PNG\r\n\x1a\n" + b"0" * 99, "a.xlsx"))
    )

    assert "picture" in page or "图片" in page
    assert f'value="{base.pk}" selected' in page
    assert not ReceivedFile.objects.exists()


def test_the_same_file_again_is_offered_to_be_opened_not_imported(school, base, as_):
    client, content = as_(school), make.uploaded(ROWS).read()
    upload(client, base, make.as_file(content, "教室信息.xlsx"))
    first = Batch.objects.get()

    page = page_of(upload(client, base, make.as_file(content, "又一份.xlsx")))
    assert first.get_absolute_url() in page
    assert Batch.objects.count() == 1

    upload(client, base, make.as_file(content, "教室信息.xlsx"), again="on")
    assert Batch.objects.count() == 2


def test_a_template_filled_in_needs_no_questions(school, base, as_):
    client = as_(school)
    blank = client.get(reverse("intake:template", args=["rooms", "en"])).content
    book = openpyxl.load_workbook(io.BytesIO(blank))
    page = book[[name for name in book.sheetnames if not name.startswith("_")][-1]]
    names = [column.name for column in make.declared("rooms").columns]
    for name, value in {"code": "X1", "name": "Room X", "capacity": "30"}.items():
        page.cell(2, names.index(name) + 1).value = value
    buffer = io.BytesIO()
    book.save(buffer)

    answered = upload(client, base, make.as_file(buffer.getvalue(), "rooms.xlsx"))

    batch = Batch.objects.get()
    assert answered.request["PATH_INFO"] == reverse("intake:batch_columns", args=[batch.pk])
    batch = make.worked(make.read(school, batch))
    assert batch.counts == {"new": 1}


def test_the_error_table_has_the_layout_of_the_template_after_row_and_reason(school, base, as_):
    batch = make.loaded(school, base, make.uploaded(with_mistakes()))

    content = as_(school).get(reverse("intake:batch_errors", args=[batch.pk])).content
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)

    assert len(lines[0]) == len(batch.declared.columns) + 2
    assert [line[0] for line in lines[1:]] == [5, 9]
    assert lines[1][2] == ROWS[3]["教室编号"]
    assert "60-80" in lines[1][1]


def test_a_colleague_of_the_same_school_may_go_on(cast, school, base, as_):
    batch = make.checked(school, base, make.uploaded(ROWS))
    colleague = actor(cast.school, Role.STEWARD, "赵敏")

    page_of(answer(as_(colleague), batch, "confirm", {"how": "all"}))
    make.worked(batch)

    assert Room.objects.count() == len(ROWS)


def test_files_rows_and_downloads_do_not_exist_for_another_tenant(cast, school, base, as_):
    batch = make.loaded(school, base, make.uploaded(with_mistakes()))
    names = ("", "_sheet", "_columns", "_check", "_errors", "_correct", "_confirm", "_undo")
    urls = [reverse(f"intake:batch{name}", args=[batch.pk]) for name in names]
    urls += [reverse("intake:batch_rows", args=[batch.pk, "new"])]
    urls += [reverse("intake:file", args=[batch.file.pk])]

    for who in (cast.stranger, cast.li, cast.steward):
        client = as_(who)
        assert [client.get(url).status_code for url in urls] == [404] * len(urls)
    for verb in ("skip", "stop", "resume", "undo", "match", "confirm", "correct"):
        url = reverse(f"intake:batch_{verb}", args=[batch.pk])
        assert as_(cast.stranger).post(url).status_code == 404
    assert Batch.objects.get().state == "loaded"


def test_an_approver_above_sees_the_import_but_not_its_rows(cast, school, base, as_):
    batch = make.loaded(school, base, make.uploaded(ROWS))

    assert as_(cast.chen).get(batch.get_absolute_url()).status_code == 403
    assert as_(cast.chen).get(reverse("intake:file", args=[batch.file.pk])).status_code == 403
    assert as_(cast.zhou).get(batch.get_absolute_url()).status_code == 200
    confirm = reverse("intake:batch_undo", args=[batch.pk])
    assert as_(cast.zhou).post(confirm).status_code == 403


def test_a_file_leaves_as_a_download_with_its_own_name_and_bytes(school, base, as_):
    sent = make.uploaded(ROWS)
    batch = make.received(school, base, sent)

    answered = as_(school).get(reverse("intake:file", args=[batch.file.pk]))

    sent.seek(0)
    assert answered.content == sent.read()
    assert answered["Content-Disposition"].startswith("attachment")
    assert answered["X-Content-Type-Options"] == "nosniff"
    assert "教室" not in batch.file.content.name


@pytest.mark.parametrize("number", [1, 3])
def test_the_history_asks_the_same_number_of_questions(
    school, base, as_, number, django_assert_max_num_queries
):
    for n in range(number):
        make.received(school, base, make.uploaded(ROWS[: n + 1]))
    client = as_(school)
    with django_assert_max_num_queries(26):
        page = page_of(client.get(reverse("intake:batch_list")))
    assert page.count("<tr>") == number + 1


def test_the_pages_of_rows_say_what_changes(school, base, as_):
    make.loaded(school, base, make.uploaded(ROWS[:5]))
    rows = [dict(row) for row in ROWS[:5]]
    rows[0]["教室类型"] = ROWS[1]["教室类型"]
    rows[1]["最大上课容纳人数"] = "777"
    batch = make.checked(school, base, make.uploaded(rows))
    client = as_(school)

    page = page_of(client.get(reverse("intake:batch_rows", args=[batch.pk, "updated"])))

    assert f"<del>{ROWS[0]['教室类型']}</del>" in page
    assert "<ins>777</ins>" in page
    page_of(client.get(reverse("intake:batch_rows", args=[batch.pk, "unchanged"])))


def test_what_a_person_mapped_is_remembered_for_the_next_file(school, base):
    batch = make.received(school, base, make.uploaded([row | {"人数2": "9"} for row in ROWS]))
    batch = make.read(school, batch)
    other = make.received(school, base, make.uploaded([row | {"人数2": "8"} for row in ROWS]))
    make.choose(school, other)

    lines = [line for line in columns_of(school, other) if line["column"]]
    assert {str(line["word"]) for line in lines} == {str(SURETY["remembered"][0])}


@pytest.mark.parametrize(
    "name",
    [
        "html as xlsx", "macros", "password", "zip: slip", "zip: wrong checksum", "csv: noise",
        "doctype in xl/workbook.xml", "ods: unclosed", "xls: sectors in a ring",
        "csv: a quotation mark never closed", "sheet: one far cell", "csv: nothing but NUL",
    ],
)  # fmt: skip
def test_a_hostile_file_is_answered_with_a_sentence_at_its_field(school, base, as_, name):
    filename, make_content = FILES[name]
    file = make.as_file(make_content(), filename)

    page = page_of(upload(as_(school), base, file))

    assert Batch.objects.count() == 0
    assert any(html.escape(str(said).split("{")[0].strip()[:40]) in page for said in SENTENCES)


def test_changed_competences_and_links_are_told_in_words(school, as_, cast):
    for kind, code, name in (
        (CodeKind.CATEGORY, "skill", "业务能力"),
        (CodeKind.FORMAT, "lecture", "专题讲授"),
        (CodeKind.COMPETENCE, "plan", "战略思维"),
    ):
        CodeFactory(organisation=cast.city, kind=kind, code=code, name=name)
    row = {"课程编号": "C1", "课程名称": "电力市场", "课程类别": "业务能力", "学时": "8"}
    rows = [row | {"教学形式": "专题讲授", "培养能力": "战略思维（1 了解）", "先修课程": ""}]
    rows += [rows[0] | {"课程编号": "C2"}]
    make.loaded(school, cast.school, make.uploaded(rows), "courses")
    rows[0] |= {"培养能力": "战略思维（3 精通）", "先修课程": "C2", "课程资料": "读本"}
    rows[1] |= {"课程资料": ""}
    batch = make.checked(school, cast.school, make.uploaded(rows), "courses")

    page = page_of(as_(school).get(reverse("intake:batch_rows", args=[batch.pk, "updated"])))

    assert "战略思维 (3 精通)" in page
    for new in ("C2", "读本"):
        assert f"<ins>{new}</ins>" in page


def test_a_needed_column_that_is_left_out_can_have_one_value_for_all_rows(school, base, as_):
    batch = make.choose(school, make.received(school, base, make.uploaded(ROWS)))
    client, url = as_(school), reverse("intake:batch_columns", args=[batch.pk])
    said = {f"column_{i}": one.column for i, one in enumerate(make.suggested(batch))}
    place = next(name for name, column in said.items() if column == "capacity")
    assert 'name="constant_capacity"' not in page_of(client.get(url))

    page = page_of(client.post(url, said | {place: ""}))

    assert 'name="constant_capacity"' in page
    assert 'name="missing" value="capacity"' in page
    assert not Batch.objects.get(pk=batch.pk).job_id
    kept = said | {place: "", "missing": ["capacity"], "constant_capacity": "30"}
    assert client.post(url, kept).status_code == 302
    batch = make.worked(batch)
    assert batch.constants["capacity"] == "30"
    assert batch.counts == {"new": len(ROWS)}


def test_who_only_updates_leaves_it_out_by_going_on_once_more(school, base, as_):
    batch = make.choose(school, make.received(school, base, make.uploaded(ROWS)))
    client, url = as_(school), reverse("intake:batch_columns", args=[batch.pk])
    said = {f"column_{i}": one.column for i, one in enumerate(make.suggested(batch))}
    said |= {name: "" for name, column in said.items() if column == "capacity"}
    assert client.post(url, said).status_code == 200
    assert client.post(url, said | {"missing": "capacity"}).status_code == 302


def test_what_a_record_is_known_by_stands_first_and_a_note_tells_itself(cast, as_, base):
    rows = [{"序号": "1", "教室名称": "第一教室", "最大上课容纳人数": "60", "教室编号": "A101"}]
    rows.append({"序号": "注：数据截至10月31日。"} | dict.fromkeys(list(rows[0])[1:], ""))
    batch = make.checked(cast.he, base, make.uploaded(rows))
    first, note = (cells(row) for row in batch.rows.order_by("number"))
    assert [value for _label, value in first] == ["A101", "第一教室", "60"]
    assert note == [("", "注：数据截至10月31日。")]
