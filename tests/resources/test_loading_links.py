"""Courses needed before a course, and its materials, as a sheet brings them in."""

import pytest

from accounts.access import share
from accounts.choices import CodeKind
from core.spreadsheets import clean
from resources import operations
from resources.imports import COURSES
from resources.linked import LinkedToItself, UnknownLink
from resources.models import Course
from tests.factories.accounts import CodeFactory
from tests.factories.resources import CourseFactory

pytestmark = pytest.mark.django_db

ROW = {"code": "C1", "name": "电力市场", "category": "skill", "hours": 8, "formats": ["lecture"]}
PLACE = [{"title": "讲义", "url": "https://example.org/a.pdf"}, {"title": "读本", "url": ""}]


def load(cast, *rows):
    return operations.save_courses(actor=cast.he, organisation=cast.school, rows=rows)


def counts(loaded):
    return loaded.created, loaded.updated, loaded.unchanged


def before(code):
    course = Course.objects.get(code=code, current=None)
    return sorted(one.code for one in course.prerequisites.all())


def test_cells_are_read_as_people_write_them():
    assert COURSES.column("prerequisites").value_of("C1、Ｃ2，C1；C3\nC4") == [
        "C1",
        "C2",
        "C3",
        "C4",
    ]
    written = COURSES.column("materials").value_of("讲义  https://example.org/a.pdf\n\n读本\n")
    assert written == "讲义 https://example.org/a.pdf\n读本"


def test_an_address_that_is_none_is_named():
    with pytest.raises(clean.Unclean) as refusal:
        COURSES.column("materials").value_of("讲义 https://example.org/a.pdf\n录像 javascript://x")
    assert "javascript://x" in refusal.value.params["value"]


def test_rows_may_name_courses_that_come_after_them_in_the_same_sheet(cast, tables):
    rows = [
        ROW | {"prerequisites": ["c2"]},
        ROW | {"code": "C2", "prerequisites": ["C3"]},
        ROW | {"code": "C3"},
    ]

    assert counts(load(cast, *rows)) == (3, 0, 0)
    assert (before("C1"), before("C2"), before("C3")) == (["C2"], ["C3"], [])
    assert counts(load(cast, *rows)) == (0, 0, 3)


def test_the_sheet_comes_back_the_same(cast, tables):
    load(cast, ROW | {"code": "C2"}, ROW | {"prerequisites": ["C2"], "materials": "读本"})
    Course.objects.filter(code="C2").update(active=False)  # still named by the other's row

    (row,) = operations.COURSES.read(cast.he, cast.school)
    assert (row["prerequisites"], row["materials"]) == (["C2"], "读本")
    again = {name: row[name] for name in (*ROW, "prerequisites", "materials")}
    assert counts(load(cast, again)) == (0, 0, 1)
    assert counts(load(cast, ROW | {"prerequisites": [], "materials": ""})) == (0, 0, 1)


def test_changes_are_taken_back_in_the_order_they_were(cast, tables):
    load(cast, *(ROW | {"code": code} for code in ("C2", "C3")))
    load(cast, ROW | {"prerequisites": ["C2"], "materials": "读本"})
    written = "讲义 https://example.org/a.pdf\n读本"

    loaded = load(cast, ROW | {"prerequisites": ["C3", "C2"], "materials": written})
    assert loaded.outcomes[0].changes == {
        "materials": ("读本", written),
        "prerequisites": (["C2"], ["C2", "C3"]),
    }
    assert Course.objects.get(code="C1").materials == PLACE

    operations.undo_courses(actor=cast.he, organisation=cast.school, outcomes=loaded.outcomes)
    assert before("C1") == ["C2"]
    assert Course.objects.get(code="C1").materials == PLACE[1:]


def test_undoing_a_sheet_whose_courses_need_each_other_leaves_nothing(cast, tables):
    rows = [ROW | {"prerequisites": ["C2"]}, ROW | {"code": "C2"}]
    loaded = load(cast, *rows)

    operations.undo_courses(actor=cast.he, organisation=cast.school, outcomes=loaded.outcomes)
    assert not Course.objects.exists()


def test_a_course_of_a_foreign_tenant_is_as_unknown_as_none(cast, tables):
    CourseFactory(organisation=cast.foreign, code="X1")

    for number in ("X1", "X2"):
        with pytest.raises(UnknownLink) as refusal:
            load(cast, ROW, ROW | {"code": "C2", "prerequisites": [number]})
        assert refusal.value.params == {"word": number, "row": 1}
    assert not Course.objects.filter(organisation=cast.school).exists()


def test_ones_own_course_comes_before_another_with_the_same_number(cast, tables):
    shared = CourseFactory(organisation=cast.city, code="C2")
    share(shared, cast.school, actor=cast.zhou)
    load(cast, ROW | {"code": "C2"}, ROW | {"prerequisites": ["C2"]})

    (needed,) = Course.objects.get(code="C1").prerequisites.all()
    assert needed.organisation == cast.school


def test_a_course_is_not_needed_before_itself(cast, tables):
    with pytest.raises(LinkedToItself):
        load(cast, ROW | {"prerequisites": ["c1"]})


def test_a_competence_of_a_foreign_table_is_unknown(cast, tables):
    CodeFactory(organisation=cast.elsewhere, kind=CodeKind.COMPETENCE, code="secret")

    with pytest.raises(operations.UnknownCode):
        load(cast, ROW | {"competences": ["secret:1"]})
    column = COURSES.column("competences")
    assert not [key for key in column.options(cast.he) if key.startswith("secret")]


@pytest.mark.parametrize("rows", [2, 40])
def test_links_cost_the_same_statements_for_few_and_many(
    cast, tables, rows, django_assert_max_num_queries
):
    batch = [ROW | {"code": f"C{n}", "prerequisites": [f"C{n + 1}"]} for n in range(rows)]
    with django_assert_max_num_queries(40):
        load(cast, *batch, ROW | {"code": f"C{rows}"})
