"""Posts and earlier trainings come in by spreadsheet, count in the hours, and can be taken back."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.access import Denied
from accounts.choices import CodeKind, Role
from accounts.operations import erase_trainee
from accounts.queries import personal_data
from core.spreadsheets import kinds
from portfolios import queries
from portfolios.imports import POSTS, TRAININGS
from portfolios.models import EarlierTraining, Post
from portfolios.operations import EndsBeforeItBegins
from programs.operations.people import OtherName, SeveralTrainees, UnknownTrainee
from tests.factories.accounts import CodeFactory, TraineeFactory, actor
from tests.factories.intake import uploaded

pytestmark = pytest.mark.django_db
MAY = dt.date(2018, 5, 10)
TRAINING = {
    "number": "100234",
    "name": "王海宁",
    "training": "安全管理班",
    "starts_on": MAY,
    "hours": 40,
    "category": "safety",
    "certificate": "JY-1",
}
POST = {"number": "100234", "post": "值长", "starts_on": dt.date(2011, 3, 1)}
FILE = [
    {
        "工号": "100234",
        "姓名": "王海宁",
        "单位": "城北公司",
        "培训班名称": "安全管理班",
        "培训时间": "2018年5月10日",
        "结业日期": "2018.5.14",
        "学时": "40学时",
        "承办机构": "省委党校",
        "类别": "安全",
        "结业情况": "结业",
        "成绩": "86.5",
        "证书编号": "JY-1",
    }
]
FILE += [
    dict.fromkeys(FILE[0], "")
    | {"工号": "100234", "培训班名称": "英语班", "培训时间": "2019/3/1", "学时": "16"}
    | {"结业情况": "未结业"}
]


@pytest.fixture
def person(cast):
    CodeFactory(organisation=cast.city, kind=CodeKind.CATEGORY, code="safety", name="安全")
    who = actor(cast.north, Role.TRAINEE)
    one = TraineeFactory(organisation=cast.north, number="100234", name="王海宁", user=who.user)
    one.actor = who
    return one


def write(kind, who, target, *rows):
    return kind.write(actor=who, target=target, rows=[dict(row) for row in rows], reason="a.xlsx")


def told(path, *more) -> dict:
    out = StringIO()
    where = ("--kind", "trainings", "--organisation", "city", "--json")
    call_command("intake", str(path), *where, *more, stdout=out)
    return json.loads(out.getvalue())


def test_a_legacy_list_is_read_as_it_is_and_a_second_time_changes_nothing(cast, person, tmp_path):
    path = tmp_path / "培训台账.xlsx"
    path.write_bytes(uploaded(FILE).read())

    dry = told(path, "--dry-run")
    assert (dry["state"], dry["new"], EarlierTraining.objects.count()) == ("checked", 2, 0)
    assert told(path) == dry | {"state": "loaded"}
    assert told(path)["unchanged"] == 2

    safety = EarlierTraining.objects.get(training="安全管理班")
    assert (safety.starts_on, safety.ends_on.day, safety.hours) == (MAY, 14, 40)
    assert (safety.institute, safety.category.code) == ("省委党校", "safety")
    assert (float(safety.score), safety.certificate) == (86.5, "JY-1")
    assert EarlierTraining.objects.get(training="英语班").result == "failed"


def test_completed_hours_count_by_year_and_category_and_others_do_not(cast, person):
    write(
        TRAININGS,
        cast.zhou,
        cast.city,
        TRAINING,
        TRAINING | {"training": "英语班", "category": "", "hours": 16},
        TRAINING | {"training": "口才班", "hours": 99, "result": "failed"},
    )
    found = queries.hours(cast.li, person)
    assert (found.total, found.years) == (56, [2018])
    assert {code.label: by for code, by in found.by_category.items()} == {
        "安全": {2018: 40},
        "未分类": {2018: 16},
    }


def test_the_person_reads_both_on_his_own_page_and_in_his_data(cast, person, as_):
    write(TRAININGS, cast.li, cast.north, TRAINING)
    write(POSTS, cast.li, cast.north, POST)
    page = as_(person.actor).get(reverse("portfolios:own"), follow=True).content.decode()
    for words in ("安全管理班", "JY-1", "值长", "2011-03-01", "累计完成 40 学时"):
        assert words in page
    data = personal_data(person.actor)
    assert data["posts"][0]["post"] == "值长"
    assert data["earlier_trainings"][0]["hours"] == 40


def test_the_panel_shows_them_without_any_programme(cast, person, as_):
    write(POSTS, cast.li, cast.north, POST)
    page = as_(cast.li).get(reverse("portfolios:record_panel", args=[person.pk])).content.decode()
    assert "值长" in page
    assert "暂无培训记录" not in page


def test_siblings_and_other_tenants_see_none(cast, person):
    write(TRAININGS, cast.li, cast.north, TRAINING)
    write(POSTS, cast.li, cast.north, POST)
    for model in (EarlierTraining, Post):
        for who in (cast.wang, cast.stranger, actor(cast.north, Role.TRAINEE)):
            assert not model.objects.visible_to(who).exists()


def test_people_of_another_tenant_are_refused_in_words(cast, person):
    TraineeFactory(organisation=cast.foreign, number="F1", name="外人")
    with pytest.raises(UnknownTrainee, match="没有工号为“F1”的学员"):
        write(POSTS, cast.zhou, cast.city, POST | {"number": "F1"})
    with pytest.raises(Denied):
        write(POSTS, cast.stranger, cast.city, POST)
    with pytest.raises(Denied):
        write(POSTS, cast.wang, cast.north, POST)
    assert not Post.objects.exists()


def test_a_number_borne_twice_and_a_wrong_name_are_questions(cast, person):
    twin = TraineeFactory(organisation=cast.south, number="100234", name="李四")
    row = {name: value for name, value in TRAINING.items() if name != "name"}
    with pytest.raises(SeveralTrainees):
        write(TRAININGS, cast.zhou, cast.city, row)
    write(TRAININGS, cast.zhou, cast.city, row | {"organisation": "south"})
    assert EarlierTraining.objects.get().trainee == twin
    with pytest.raises(OtherName, match="王海宁"):
        write(TRAININGS, cast.li, cast.north, TRAINING | {"name": "李四"})


@pytest.mark.parametrize("word", ["至今", " 现任", "to date", "", None])
def test_a_post_held_to_this_day_has_no_last_day(word):
    assert POSTS.column("ends_on").value_of(word) is None


def test_a_score_may_be_written_in_points():
    assert float(TRAININGS.column("score").value_of("８６．５分")) == 86.5


def test_days_in_the_wrong_order_are_refused(cast, person):
    with pytest.raises(EndsBeforeItBegins, match="早于"):
        write(POSTS, cast.li, cast.north, POST | {"ends_on": dt.date(2001, 1, 1)})


@pytest.mark.parametrize(
    ("kind", "row", "changed"),
    [(POSTS, POST, {"employer": "老厂"}), (TRAININGS, TRAINING, {"hours": 24})],
)
def test_undoing_restores_what_was_changed_and_removes_what_was_new(
    cast, person, kind, row, changed
):
    first = write(kind, cast.li, cast.north, row)
    before = list(kind.read(cast.li, cast.north))
    second = write(kind, cast.li, cast.north, row | changed)
    assert (first.created, second.updated) == (1, 1)

    kind.take_back(actor=cast.li, target=cast.north, outcomes=second.outcomes)
    assert list(kind.read(cast.li, cast.north)) == before
    kind.take_back(actor=cast.li, target=cast.north, outcomes=first.outcomes)
    assert list(kind.read(cast.li, cast.north)) == []


def test_rows_are_written_in_a_fixed_number_of_statements(
    cast, person, django_assert_num_queries, django_assert_max_num_queries
):
    rows = [TRAINING | {"training": f"第{n}期"} for n in range(40)]
    with django_assert_max_num_queries(30) as few:
        write(TRAININGS, cast.li, cast.north, *rows[:2])
    with django_assert_num_queries(len(few)):
        write(TRAININGS, cast.li, cast.north, *rows[2:])


def test_an_erased_person_keeps_counted_hours_only(
    cast, person, django_capture_on_commit_callbacks
):
    write(TRAININGS, cast.li, cast.north, TRAINING)
    write(POSTS, cast.li, cast.north, POST)
    with django_capture_on_commit_callbacks(execute=True):
        erase_trainee(actor=cast.li, trainee=person, reason="本人申请")
    assert not Post.objects.exists()
    left = EarlierTraining.objects.get()
    assert (left.hours, left.certificate, left.note) == (40, "", "")


@pytest.mark.parametrize("kind", [POSTS, TRAININGS], ids=lambda kind: kind.key)
def test_headings_mean_one_column_each_and_examples_are_clean(kind):
    headings = [heading for column in kind.columns for heading in column.headings]
    assert len(headings) == len(set(headings))
    assert kinds.kind(kind.key) is kind
    for column in kind.columns:
        if column.example and not column.options:
            assert column.value_of(str(column.example)) not in (None, "")
