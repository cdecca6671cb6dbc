import os
import re
from pathlib import Path

import pytest

from accounts.choices import CodeKind, Role
from core.spreadsheets import clean
from core.spreadsheets.kinds import kind, kinds
from core.spreadsheets.read import rows
from resources.imports import BASES, COURSES, ROOMS, TEACHERS
from resources.models import Base, Course, Room, Teacher
from tests.factories.accounts import CodeFactory, actor
from tests.factories.resources import BaseFactory

CHINESE = re.compile("[\u4e00-\u9fff]")
OURS = [COURSES, TEACHERS, BASES, ROOMS]
SCHOOL_LIST = Path(
    os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"), "cn-rooms"
)


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.key)
def test_every_column_has_an_alias_in_both_languages(one):
    for column in one.columns:
        assert any(CHINESE.search(alias) for alias in column.aliases), column.name
        assert any(not CHINESE.search(alias) for alias in column.aliases), column.name


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.key)
def test_no_heading_means_two_columns(one):
    headings = [heading for column in one.columns for heading in column.headings]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.key)
def test_every_column_is_a_field_that_fits_and_its_example_is_clean(one):
    model = {"courses": Course, "teachers": Teacher, "bases": Base, "rooms": Room}[one.key]
    fields = {field.name for field in model._meta.get_fields()}
    assert {column.name for column in one.columns} - fields <= {"air_conditioning"}
    for column in one.columns:
        if column.example and not column.options:
            assert column.value_of(str(column.example)) not in (None, "")


def test_headings_of_school_room_lists_are_known():
    meant = {
        "教室编号": "code",
        "教室名称": "name",
        "校区": "base",
        "教学楼": "building",
        "所在楼层": "floor",
        "教室类型": "kind",
        "考场容纳": "exam_capacity",
        "考试容纳人数": "exam_capacity",
        "最大上课容纳人数": "capacity",
        "是否有空调": "air_conditioning",
        "是否启用": "active",
        "教室描述": "note",
        " ＊Room Number： ": "code",
    }
    assert {heading: ROOMS.column_for(heading).name for heading in meant} == meant
    assert ROOMS.column_for("桌椅类型") is None


def test_kinds_are_registered_and_offered_to_those_who_may_load(cast):
    base = BaseFactory(organisation=cast.school)

    assert kind("rooms") is ROOMS
    assert {one.key for one in kinds(cast.he)} >= {"courses", "teachers", "bases", "rooms"}
    assert ROOMS.targets(cast.he) == [base]
    for who in (cast.li, cast.viewer, actor(cast.school, Role.TEACHER)):
        assert {one.key for one in kinds(who)} & {one.key for one in OURS} == set()


def test_words_of_the_code_tables_are_understood_and_others_are_asked(cast, tables):
    column = COURSES.column("formats")
    options = column.options(cast.he)

    assert column.value_of("专题讲授、Case teaching；field", options) == [
        "lecture",
        "case",
        "field",
    ]
    category = COURSES.column("category")
    assert category.value_of("业务能力", category.options(cast.he)) == "skill"
    with pytest.raises(clean.Unclean):
        column.value_of("专题讲授、翻转课堂", options)


def test_writing_through_the_kind_and_taking_back(cast, tables):
    base = BaseFactory(organisation=cast.school)
    row = {"code": "1", "name": "一号", "capacity": 5}

    loaded = ROOMS.write(actor=cast.he, target=base, rows=[row])
    assert (loaded.created, loaded.updated, loaded.unchanged) == (1, 0, 0)
    undone = ROOMS.take_back(actor=cast.he, target=base, outcomes=loaded.outcomes)
    assert undone.count("removed") == 1
    assert not Room.objects.exists()


@pytest.mark.shared
@pytest.mark.skipif(not SCHOOL_LIST.exists(), reason="the shared data are not beside the checkout")
def test_a_real_room_list_of_a_school_loads_whole(cast, tables):
    read = list(rows(SCHOOL_LIST / "教室信息.xlsx"))
    header, data = read[0].values, read[1:]
    columns = {i: c for i, heading in enumerate(header) if (c := ROOMS.column_for(heading))}
    for name in {row.values[header.index("教室类型")] for row in data}:
        if name != "多媒体教室":
            CodeFactory(organisation=cast.city, kind=CodeKind.ROOM_KIND, name=name)
    main = BaseFactory(organisation=cast.school, name="库尔勒校区")
    BaseFactory(organisation=cast.school, name="铁门关校区")
    options = {i: c.options and c.options(cast.he) for i, c in columns.items()}

    loaded = ROOMS.write(
        actor=cast.he,
        target=main,
        rows=[
            {
                column.name: column.value_of(row.values[i], options[i])
                for i, column in columns.items()
                if i < len(row.values)
            }
            for row in data
        ],
    )

    assert (loaded.created, Room.objects.count()) == (291, 291)
    assert main.rooms.count() == 120
    assert Room.objects.filter(facilities=tables.air).count() == 5
    assert Room.objects.filter(active=False).count() == 2
