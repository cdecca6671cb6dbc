import pytest
from django.urls import reverse

from accounts.choices import Role
from portfolios import charts, queries
from programs.choices import EnrolmentState
from tests.factories.accounts import TraineeFactory, actor
from tests.factories.evaluation import enrol
from tests.factories.programs import ProgramFactory, catalogue, ready_program


@pytest.fixture
def person(cast):
    """A trainee of the north with one programme completed and one failed."""
    who = actor(cast.north, Role.TRAINEE)
    trainee = TraineeFactory(organisation=cast.north, user=who.user)
    trainee.actor, trainee.catalog = who, catalogue(cast)
    enrol(ready_program(cast, trainee.catalog), trainee, score=88)
    enrol(ready_program(cast, trainee.catalog), trainee, EnrolmentState.FAILED)
    return trainee


def page(name, *args):
    return reverse(f"portfolios:{name}", args=args)


def test_only_completed_programmes_count_and_categories_add_up(cast, person):
    found = queries.hours(cast.li, person)
    year = found.years[0]
    assert (found.total, found.of_year(year), found.years) == (8, 8, [year])
    assert {code.name: by for code, by in found.by_category.items()} == {
        "理论教育": {year: 4},
        "业务能力": {year: 4},
    }
    assert [row.hours for row in queries.record(cast.li, person)] == [8, 8]


def test_the_chart_folds_what_does_not_fit_into_others(cast, person):
    chart = charts.hours(queries.hours(cast.li, person))
    assert [series.values for series in chart.series] == [[4], [4]]
    assert charts.hours(queries.Hours([], {})) is None


def test_a_unit_sees_the_whole_record_also_of_programmes_of_others(cast, person):
    other = ProgramFactory(organisation=cast.south, institute=cast.school)
    enrol(other, person)
    assert queries.record(cast.li, person).filter(program=other).count() == 1


def test_a_trainee_finds_his_own_record_and_nobody_else_s(cast, person, as_):
    client = as_(person.actor)
    answer = client.get(page("own"), follow=True)
    assert answer.context["person"] == person
    other = TraineeFactory(organisation=cast.north)
    assert client.get(page("record", other.pk)).status_code == 404


def test_strangers_and_siblings_find_nothing(cast, person, as_):
    for who in (cast.wang, cast.stranger):
        client = as_(who)
        for name in ("record", "record_panel"):
            assert client.get(page(name, person.pk)).status_code == 404


def test_the_record_leaves_as_a_spreadsheet(cast, person, as_):
    answer = as_(cast.li).get(page("record", person.pk), {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(answer.content.decode("utf-8-sig").strip().splitlines()) == 3


def test_an_account_without_a_trainee_is_told_what_to_do(cast, as_):
    answer = as_(actor(cast.north, Role.TRAINEE)).get(page("own"))
    assert answer.templates[0].name == "portfolios/none.html"


@pytest.mark.parametrize("name", ["record", "record_panel"])
def test_pages_take_the_same_statements_for_two_and_for_four_programmes(
    cast, person, as_, name, django_assert_num_queries, django_assert_max_num_queries
):
    client = as_(cast.li)
    client.get(page(name, person.pk))
    with django_assert_max_num_queries(40) as few:
        client.get(page(name, person.pk))
    for _n in range(2):
        enrol(ready_program(cast, person.catalog), person)
    with django_assert_num_queries(len(few)):
        client.get(page(name, person.pk))
