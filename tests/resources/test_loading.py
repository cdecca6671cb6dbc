import pytest

from accounts.access import Denied
from accounts.choices import CodeKind, Role
from accounts.models import AuditEntry
from resources import operations
from resources.imports import COURSES
from resources.models import Base, Course, Room, Teacher
from resources.operations.upsert import UnknownCode
from tests.factories.accounts import CodeFactory, actor
from tests.factories.resources import BaseFactory, CourseFactory, OfferFactory, TeacherFactory

pytestmark = pytest.mark.django_db

ROW = {"code": "C1", "name": "电力市场", "category": "skill", "hours": 8, "formats": ["lecture"]}


def load(cast, *rows):
    return operations.save_courses(
        actor=cast.he, organisation=cast.school, rows=rows, reason="a.xlsx"
    )


def counts(loaded):
    return loaded.created, loaded.updated, loaded.unchanged


def test_courses_are_created_then_updated_then_left_alone(cast, tables):
    assert counts(load(cast, ROW)) == (1, 0, 0)
    assert counts(load(cast, ROW)) == (0, 0, 1)
    assert counts(load(cast, ROW | {"hours": 6, "formats": ["case", "field"]})) == (0, 1, 0)

    course = Course.objects.get()
    assert (course.organisation, course.category, course.hours) == (cast.school, tables.skill, 6)
    assert set(course.formats.all()) == {tables.case, tables.field}
    assert "dlsc" in course.search_text


def test_an_update_says_what_changed_from_what_to_what(cast, tables):
    load(cast, ROW)

    outcome = load(cast, ROW | {"hours": 6, "formats": ["case"]}).outcomes[0]

    assert outcome.changes == {
        "hours": (8, 6),
        "formats": ([tables.lecture.pk], [tables.case.pk]),
    }


def test_an_empty_cell_leaves_what_is_known_alone(cast, tables):
    load(cast, ROW)

    assert counts(load(cast, {"code": "C1", "name": "", "hours": None, "formats": []})) == (0, 0, 1)


def test_one_batch_leaves_one_audit_entry_with_its_source(cast, tables):
    load(cast, ROW, ROW | {"code": "C2"})

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.reason) == ("resources.save_courses", "a.xlsx")


def test_a_new_row_without_what_it_needs_is_refused_in_words(cast, tables):
    with pytest.raises(operations.MissingValue) as refusal:
        load(cast, ROW, {"code": "C2", "name": "x"})

    assert refusal.value.params["row"] == 1
    assert not Course.objects.exists()


def test_a_code_of_a_foreign_table_is_unknown(cast, tables):
    with pytest.raises(operations.UnknownCode):
        load(cast, ROW | {"category": "nowhere"})


@pytest.mark.parametrize("rows", [2, 40])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    cast, tables, rows, django_assert_max_num_queries
):
    batch = [ROW | {"code": f"C{n}"} for n in range(rows)]
    with django_assert_max_num_queries(22):
        load(cast, *batch)
    with django_assert_max_num_queries(22):
        load(cast, *[row | {"hours": 2, "formats": ["case"]} for row in batch])


def test_the_same_number_twice_in_a_batch_is_one_course(cast, tables):
    loaded = load(cast, ROW, ROW | {"code": "c1", "hours": 6})

    assert counts(loaded) == (1, 1, 0)
    assert Course.objects.get().hours == 6


@pytest.mark.parametrize(
    "who",
    [
        "chen", "li", "steward", "viewer", "stranger",
    ],
)  # fmt: skip
def test_only_keepers_of_the_school_or_above_load_into_it(cast, tables, who):
    with pytest.raises(Denied):
        operations.save_courses(actor=getattr(cast, who), organisation=cast.school, rows=[ROW])


def test_a_unit_keeps_no_courses(cast, tables):
    with pytest.raises(Denied):
        operations.save_courses(actor=cast.li, organisation=cast.north, rows=[ROW])


def test_rooms_go_to_the_base_their_row_names(cast, tables):
    main = BaseFactory(organisation=cast.school, code="MAIN")
    other = BaseFactory(organisation=cast.school, code="OTHER")
    rows = [
        {"code": "101", "name": "101", "capacity": 50, "kind": "media", "floor": "1"},
        {"code": "101", "name": "101", "capacity": 80, "base": "OTHER", "air_conditioning": True},
    ]

    loaded = operations.save_rooms(actor=cast.he, base=main, rows=rows)

    assert counts(loaded) == (2, 0, 0)
    room = Room.objects.get(base=other)
    assert (room.capacity, list(room.facilities.all())) == (80, [tables.air])
    assert [Room.objects.get(pk=o.pk).base for o in loaded.outcomes] == [main, other]


def test_no_air_conditioning_takes_that_facility_away_and_no_other(cast, tables):
    base = BaseFactory(organisation=cast.school)
    row = {"code": "101", "name": "101", "capacity": 50}
    facilities = {"facilities": ["screen", "air_conditioning"]}
    operations.save_rooms(actor=cast.he, base=base, rows=[row | facilities])

    operations.save_rooms(actor=cast.he, base=base, rows=[row | {"air_conditioning": False}])

    assert list(Room.objects.get().facilities.all()) == [tables.screen]


def test_a_base_of_another_school_is_as_unknown_as_none(cast, tables):
    base = BaseFactory(organisation=cast.school)
    BaseFactory(organisation=cast.foreign, code="THEIRS")

    for code in ("THEIRS", "NONE"):
        row = {"code": "1", "name": "1", "capacity": 5, "base": code}
        with pytest.raises(operations.UnknownBase):
            operations.save_rooms(actor=cast.he, base=base, rows=[row])


def test_undo_removes_what_is_new_and_restores_what_was(cast, tables):
    load(cast, ROW)
    loaded = load(cast, ROW | {"hours": 6, "formats": ["case"]}, ROW | {"code": "C2"})

    undone = operations.undo_courses(
        actor=cast.he, organisation=cast.school, outcomes=loaded.outcomes
    )

    assert [o.action for o in undone.outcomes] == ["updated", "removed"]
    course = Course.objects.get()
    assert (course.hours, list(course.formats.all())) == (8, [tables.lecture])


def test_undo_spares_what_was_used_or_changed_since(cast, tables):
    load(cast, ROW)
    loaded = load(cast, ROW | {"hours": 6}, ROW | {"code": "C2"})
    used = Course.objects.get(code="C2")
    teacher = TeacherFactory(organisation=cast.school)
    OfferFactory(course=used, format=tables.lecture, teacher=teacher)
    Course.objects.filter(code="C1").update(hours=5)

    undone = operations.undo_courses(
        actor=cast.he, organisation=cast.school, outcomes=loaded.outcomes
    )

    assert [o.action for o in undone.outcomes] == ["unchanged", "unchanged"]
    assert set(Course.objects.values_list("code", "hours")) == {("C1", 5), ("C2", 8)}


def test_undo_reaches_no_other_organisation(cast, tables):
    theirs = CourseFactory(organisation=cast.foreign)
    outcome = load(cast, ROW).outcomes[0]._replace(pk=theirs.pk)

    operations.undo_courses(actor=cast.he, organisation=cast.school, outcomes=[outcome])

    assert Course.objects.filter(pk=theirs.pk).exists()


def test_teachers_and_bases_load_by_their_numbers(cast, tables):
    steward = actor(cast.school, Role.STEWARD)
    operations.save_teachers(
        actor=steward, organisation=cast.school, rows=[{"number": "007", "name": "曾庆华"}]
    )
    operations.save_bases(
        actor=steward,
        organisation=cast.school,
        rows=[{"code": "B1", "name": "滨江", "capacity": 200, "facilities": ["screen"]}],
    )

    assert Teacher.objects.get(number="007").name_latin == "Zeng Qinghua"
    assert list(Base.objects.get(code="B1").facilities.all()) == [tables.screen]


# --- competences with a level --------------------------------------------------------------------
@pytest.fixture
def skills(cast, tables):
    def skill(code, name, name_en):
        return CodeFactory(
            organisation=cast.city,
            kind=CodeKind.COMPETENCE,
            code=code,
            name=name,
            name_en=name_en,
        )

    return skill("plan", "战略思维", "Strategic thinking"), skill("talk", "沟通", "Communication")


def leads_to(course):
    return {one.competence.code: one.level for one in course.competences.all()}


def test_a_sheet_says_which_competences_a_course_leads_to_and_how_far(cast, skills):
    column = COURSES.column("competences")
    cell = "战略思维（2 会用）、Communication"

    words = column.value_of(cell, column.options(cast.he))
    assert counts(load(cast, ROW | {"competences": words, "audience": "新任中层"})) == (1, 0, 0)

    course = Course.objects.get()
    assert leads_to(course) == {"plan": 2, "talk": 1}
    assert course.audience == "新任中层"


def test_competences_of_a_sheet_come_back_the_same_and_are_taken_back(cast, skills):
    load(cast, ROW | {"competences": ["plan:2"]})
    (row,) = operations.COURSES.read(cast.he, cast.school)
    assert row["competences"] == ["plan:2"]
    assert counts(load(cast, {name: row[name] for name in (*ROW, "competences")})) == (0, 0, 1)
    assert counts(load(cast, ROW | {"competences": []})) == (0, 0, 1)

    outcome = load(cast, ROW | {"competences": ["plan:3", "talk:1"]}).outcomes[0]
    course = Course.objects.get()
    assert leads_to(course) == {"plan": 3, "talk": 1}

    operations.undo_courses(actor=cast.he, organisation=cast.school, outcomes=[outcome])
    assert leads_to(Course.objects.get()) == {"plan": 2}


def test_of_a_competence_named_twice_the_higher_level_counts(cast, skills):
    load(cast, ROW | {"competences": ["plan:3", "plan:1"]})
    assert leads_to(Course.objects.get()) == {"plan": 3}


def test_a_competence_that_is_in_no_table_is_named(cast, skills):
    with pytest.raises(UnknownCode):
        load(cast, ROW | {"competences": ["swim:1"]})
