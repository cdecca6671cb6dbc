import pytest

from accounts.models import AuditEntry
from surveys import operations, queries
from surveys.choices import About, Kind, Purpose
from surveys.models import Sheet
from surveys.queries import Subject
from tests.factories.programs import ProgramFactory
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory


@pytest.fixture
def asked(cast):
    """An anonymous questionnaire of the city with one scale and one text question."""
    questionnaire = QuestionnaireFactory(organisation=cast.city)
    questionnaire.scale = QuestionFactory(questionnaire=questionnaire)
    questionnaire.words = QuestionFactory(
        questionnaire=questionnaire, kind=Kind.TEXT, required=False
    )
    return questionnaire


@pytest.fixture
def program(cast):
    return ProgramFactory(organisation=cast.north, institute=cast.school)


def reply(actor, questionnaire, target, points=4, words=""):
    pages = queries.parts(actor, questionnaire)
    operations.answer(
        actor=actor,
        questionnaire=questionnaire,
        target=target,
        pages=pages,
        values={
            f"q{questionnaire.scale.pk}": points,
            f"q{questionnaire.words.pk}": words,
        },
        party="trainee",
    )


def test_four_answers_are_counted_but_not_shown(cast, asked, program):
    for points in (1, 2, 3, 4):
        reply(cast.li, asked, program, points, "少讲理论")
    found = queries.results(cast.he, program, Purpose.TRAINEE)
    assert (found.sheets, found.hidden, found.comments) == (4, True, [])
    assert [(r.n, r.mean, r.counts, r.hidden) for r in found.rows] == [(4, None, (), True)]


def test_the_fifth_answer_opens_mean_distribution_and_words(cast, asked, program):
    for points in (1, 2, 4, 4, 5):
        reply(cast.li, asked, program, points, "少讲理论" if points == 1 else "")
    found = queries.results(cast.he, program, Purpose.TRAINEE)
    assert [(r.n, r.mean, r.counts) for r in found.rows] == [(5, 3.2, (1, 1, 0, 2, 1))]
    assert [(one.question, one.texts) for one in found.comments] == [(asked.words, ["少讲理论"])]


def test_a_foreign_organisation_reads_no_results(cast, asked, program):
    for _n in range(5):
        reply(cast.li, asked, program)
    assert queries.results(cast.stranger, program, Purpose.TRAINEE) == queries.Results()


def test_an_anonymous_sheet_names_neither_unit_nor_day_and_leaves_no_audit_entry(
    cast, asked, program
):
    reply(cast.li, asked, program)
    sheet = Sheet.objects.get()
    assert (sheet.organisation, sheet.sent_on) == (cast.city, None)
    assert AuditEntry.objects.count() == 0


def test_nobody_lists_sheets(cast, asked, program):
    reply(cast.li, asked, program)
    for actor in (cast.li, cast.he, cast.zhou, cast.chen):
        assert list(Sheet.objects.visible_to(actor)) == []


def test_a_missing_answer_and_one_out_of_range_are_refused(cast, asked, program):
    with pytest.raises(operations.Incomplete):
        reply(cast.li, asked, program, points=None)
    for wrong in (0, 6, "drop table"):
        with pytest.raises(operations.OutOfRange):
            reply(cast.li, asked, program, points=wrong)
    assert Sheet.objects.count() == 0


def test_official_answers_name_the_organisation_and_anonymous_ones_never_appear(
    cast, asked, program
):
    named = QuestionnaireFactory(organisation=cast.city, purpose=Purpose.UNIT, anonymous=False)
    named.scale = QuestionFactory(questionnaire=named, kind=Kind.SCORE)
    named.words = QuestionFactory(questionnaire=named, kind=Kind.TEXT, required=False)
    reply(cast.li, named, program, points=88, words="继续选派")
    reply(cast.li, asked, program)
    found = queries.statements(cast.he, program, Purpose.UNIT)
    assert [(s.organisation, s.score) for s in found] == [(cast.north, 88)]
    assert queries.statements(cast.he, program, Purpose.TRAINEE) == []


def test_parts_keep_a_subject_whole_and_have_at_most_twelve_items(cast, asked):
    for _n in range(3):
        QuestionFactory(questionnaire=asked, block="师资", about=About.TEACHER)
    teachers = [Subject("teacher", n, f"教师{n}", f"resources.teacher:{n}") for n in range(6)]
    whole, *parts = queries.parts(cast.li, asked, teachers)
    assert (len(whole.items), [len(part.items) for part in parts]) == (2, [9, 9])
    assert [g.subject for part in parts for g in part.groups] == teachers


def test_a_block_about_teachers_is_left_out_where_there_is_none(cast, asked):
    QuestionFactory(questionnaire=asked, block="师资", about=About.TEACHER)
    assert [part.label for part in queries.parts(cast.li, asked)] == ["总体评价"]


def test_the_nearest_questionnaire_in_use_is_the_standard(cast, asked):
    own = QuestionnaireFactory(organisation=cast.school)
    QuestionnaireFactory(organisation=cast.school, active=False)
    assert queries.standard(cast.he, Purpose.TRAINEE) == own
    assert queries.standard(cast.li, Purpose.TRAINEE) == asked
    assert queries.standard(cast.stranger, Purpose.TRAINEE) is None


def test_results_take_the_same_statements_for_one_and_for_many(
    cast, asked, program, django_assert_num_queries
):
    reply(cast.li, asked, program, words="好")
    with django_assert_num_queries(5):
        queries.results(cast.he, program, Purpose.TRAINEE)
    for _n in range(6):
        reply(cast.li, asked, program, words="好")
    with django_assert_num_queries(5):
        queries.results(cast.he, program, Purpose.TRAINEE)
