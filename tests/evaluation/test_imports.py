"""Evaluations given elsewhere count where those given here count, and keep the same promise."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.access import Denied
from accounts.choices import Role
from evaluation import operations, queries
from evaluation.imports import EVALUATIONS
from evaluation.models import BroughtIn, Evaluation
from evaluation.operations import elsewhere
from evaluation.operations.bringing import (
    NotAsked,
    NothingSaid,
    OffTheScale,
    OthersList,
    UnknownSubject,
)
from programs.models import Program
from surveys.models import Answer, Questionnaire, Sheet
from surveys.queries import standard
from surveys.rules import may_edit, may_switch
from tests.factories.accounts import actor
from tests.factories.evaluation import closed_program, evaluate
from tests.factories.intake import uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    held = closed_program(cast, north=6, south=1)
    Program.objects.filter(pk=held.program.pk).update(number="2020-7")
    held.program.refresh_from_db()
    return held


def row(sheet, subject, score=None, **more):
    said = {"program": "2020-7", "party": "trainee", "sheet": str(sheet), "subject": subject}
    return said | {"score": None if score is None else Decimal(score)} | more


def rows(held, sheets=5, points=4):
    """So many answer sheets about a course, a teacher, the arrangements and the whole."""
    course, teacher = held.catalog.theory_a.code, held.catalog.chen.number
    return [
        row(n, subject, points, comment=f"意见{n}" if subject == "overall" else "")
        for n in range(1, sheets + 1)
        for subject in (course, teacher, "组织保障", "overall")
    ]


def write(who, *some):
    some = [dict(one) for one in some]
    return EVALUATIONS.write(actor=who, target=who.organisation, rows=some, reason="a.xlsx")


def undo(who, done):
    return EVALUATIONS.take_back(actor=who, target=who.organisation, outcomes=done.outcomes)


def report(who, held):
    return queries.report(who, held.program, today=timezone.localdate())


def test_they_count_in_the_results_and_in_the_ratings(cast, held):
    assert write(cast.he, *rows(held)).created == 20
    found = report(cast.he, held)
    assert (found.asked, found.sent, found.overall, found.open) == (5, 5, 4.0, False)
    assert [line.label for line in found.courses.lines] == [held.catalog.theory_a.label]
    assert [line.n for line in found.teachers.lines] == [5]
    assert sorted(found.comments[0].texts) == [f"意见{n}" for n in range(1, 6)]
    for resource in (held.catalog.theory_a, held.catalog.chen):
        resource.refresh_from_db()
        assert (float(resource.rating), resource.rating_count) == (4.0, 5)
    listed = queries.programs(cast.he).get(pk=held.program.pk)
    assert (listed.asked, listed.sent) == (5, 5)


def test_fewer_than_the_set_number_show_nothing_rate_nothing_and_leave_no_export(cast, held):
    write(cast.he, *rows(held, sheets=4))
    found = report(cast.he, held)
    assert (found.trainees.hidden, found.overall, found.comments) == (True, None, [])
    held.catalog.chen.refresh_from_db()
    assert held.catalog.chen.rating_count == 0
    assert list(EVALUATIONS.read(cast.he, cast.school)) == []


def test_the_same_rows_and_the_export_change_nothing(cast, held):
    write(cast.he, *rows(held))
    assert write(cast.he, *rows(held)).unchanged == 20
    given_back = list(EVALUATIONS.read(cast.he, cast.school))
    assert len(given_back) == 20
    assert write(cast.he, *given_back).unchanged == 20


def test_a_changed_score_is_one_update_and_undoing_goes_back_step_by_step(cast, held):
    first = write(cast.he, *rows(held))
    before = list(EVALUATIONS.read(cast.he, cast.school))
    second = write(cast.he, row(1, "overall", 1), row(2, "总体评价", 4, comment="另一句"))
    assert (second.updated, report(cast.he, held).overall) == (2, 3.85)

    undo(cast.he, second)
    assert list(EVALUATIONS.read(cast.he, cast.school)) == before
    assert undo(cast.he, first).count("removed") == 20
    assert [one.objects.count() for one in (BroughtIn, Sheet, Answer)] == [0, 0, 0]
    held.catalog.chen.refresh_from_db()
    assert (held.catalog.chen.rating, held.catalog.chen.rating_count) == (None, 0)


def test_scores_of_other_scales_become_points_of_ours(cast, held):
    some = [row(n, "overall", score, full=Decimal(100)) for n, score in enumerate((86, 90, 5), 1)]
    write(cast.he, *some)
    assert sorted(Answer.objects.values_list("value", flat=True)) == [1, 4, 5]
    for score, full in ((6, None), (0, None), (101, 100)):
        with pytest.raises(OffTheScale, match="满分"):
            write(cast.he, row(9, "overall", score, full=full and Decimal(full)))


def test_a_number_that_names_a_trainee_is_refused(cast, held):
    person = held.trainees[0]
    for name in (person.number, person.name, person.user.username):
        with pytest.raises(elsewhere.NamesAPerson, match="承诺匿名"):
            write(cast.he, row(name, "overall", 5))
    assert not Sheet.objects.exists()


def test_a_sheet_of_a_trainee_holds_no_day_no_unit_and_no_order(cast, held):
    write(cast.he, *(one | {"unit": "north"} for one in rows(held, sheets=1)))
    sheet = Sheet.objects.get()
    assert (sheet.sent_on, sheet.unit, sheet.level) == (None, None, None)
    assert sheet.organisation == cast.city
    assert sheet.questionnaire.anonymous
    assert not Evaluation.objects.exists()


def test_lines_lead_to_sheets_of_lists_alone_never_to_one_given_here(cast, held):
    other = closed_program(cast, catalog=held.catalog)
    operations.open_evaluations(actor=cast.he, program=other.program)
    evaluate(other.people[0], other.program)
    given_here = set(Sheet.objects.values_list("pk", flat=True))
    done = write(cast.he, *rows(held))
    write(cast.he, row(1, "overall", 2))

    led_to = {line.sheet for line in BroughtIn.objects.select_related("sheet__questionnaire")}
    assert len(led_to) == 5
    assert {sheet.questionnaire.brought_in for sheet in led_to} == {True}
    assert not given_here & {sheet.pk for sheet in led_to}
    undo(cast.he, done)
    assert set(Sheet.objects.values_list("pk", flat=True)) == given_here


def test_nothing_is_added_to_what_was_answered_on_the_portal(cast, held):
    operations.open_evaluations(actor=cast.he, program=held.program)
    with pytest.raises(elsewhere.AnsweredHere, match="正在或已经在平台上评价"):
        write(cast.he, *rows(held))
    evaluate(held.people[0], held.program)
    operations.close_evaluations(actor=cast.he, program=held.program)
    with pytest.raises(elsewhere.AnsweredHere):
        write(cast.he, *rows(held))
    assert not BroughtIn.objects.exists()


def test_after_a_list_no_trainee_is_asked_any_more(cast, held):
    write(cast.he, *rows(held))
    operations.open_evaluations(actor=cast.he, program=held.program)
    assert not Evaluation.objects.filter(party="trainee").exists()


def test_units_speak_by_name_and_once(cast, held):
    said = row(1, "overall", 90, party="unit", unit="城北公司", comment="继续选派")
    assert write(cast.zhou, said, said | {"party": "follow_up", "score": Decimal(70)}).created == 2
    found = report(cast.zhou, held)
    assert [(s.organisation, s.score) for s in found.units] == [(cast.north, 90)]
    assert [change.shown for change in found.changes] == ["-20"]
    assert report(cast.wang, held).units == []
    given_back = list(EVALUATIONS.read(cast.zhou, cast.city))
    assert write(cast.zhou, *given_back).unchanged == 2

    for wrong in ("外省公司", "foreign", ""):
        with pytest.raises(elsewhere.UnknownUnit):
            write(cast.zhou, said | {"sheet": "2", "unit": wrong})
    with pytest.raises(elsewhere.UnknownUnit):
        write(cast.zhou, said | {"subject": "arrangements", "unit": "south", "score": Decimal(4)})
    with pytest.raises(NotAsked):
        write(cast.zhou, said | {"subject": held.catalog.theory_a.code})
    operations.open_evaluations(actor=cast.he, program=held.program)
    evaluate(cast.wang, held.program, purpose="unit")
    with pytest.raises(elsewhere.UnitAnswered):
        write(cast.zhou, said | {"sheet": "3", "unit": "south"})


def test_what_is_not_there_or_not_ours_is_refused_in_words(cast, held):
    with pytest.raises(elsewhere.UnknownProgram, match="找不到“2020-8”"):
        write(cast.he, row(1, "overall", 5) | {"program": "2020-8"})
    with pytest.raises(elsewhere.UnknownProgram):
        write(actor(cast.elsewhere), row(1, "overall", 5))
    with pytest.raises(UnknownSubject, match="无法确定“别的课”"):
        write(cast.he, row(1, "别的课", 5))
    with pytest.raises(NothingSaid):
        write(cast.he, row(1, "overall"))
    for who in (cast.li, cast.stranger, cast.viewer, actor(cast.school, Role.TEACHER)):
        assert EVALUATIONS.targets(who) == []
        with pytest.raises(Denied):
            write(who, row(1, "overall", 5))


def test_two_programmes_of_one_number_are_told_apart_by_their_unit(cast, held):
    other = closed_program(cast, owner=cast.south, catalog=held.catalog)
    Program.objects.filter(pk=other.program.pk).update(number="2020-7")
    with pytest.raises(elsewhere.SeveralPrograms):
        write(cast.he, row(1, "overall", 5))
    write(cast.he, row(1, "overall", 5, owner="城南公司"))
    assert BroughtIn.objects.get().program == other.program


def test_a_programme_without_a_number_is_called_by_its_name(cast, held):
    Program.objects.filter(pk=held.program.pk).update(number=None)
    named = [one | {"program": held.program.name} for one in rows(held)]
    assert write(cast.he, *named).created == 20
    given_back = list(EVALUATIONS.read(cast.he, cast.school))
    assert {one["program"] for one in given_back} == {held.program.name}
    assert write(cast.he, *given_back).unchanged == 20
    with pytest.raises(elsewhere.UnknownProgram):
        write(cast.he, row(1, "overall", 5) | {"program": ""})


def test_a_sheet_is_changed_by_who_brought_it_in(cast, held):
    write(cast.he, row(1, "overall", 5))
    with pytest.raises(OthersList, match="市委党校"):
        write(cast.zhou, row(1, "overall", 1))


def test_the_form_for_lists_is_never_in_use_and_does_not_change(cast, held):
    write(cast.he, row(1, "overall", 5))
    form = Questionnaire.objects.get(brought_in=True)
    keeper = actor(form.organisation, Role.MANAGER)
    assert standard(cast.he, "trainee") is None
    assert not may_edit(keeper, form)
    assert not may_switch(keeper, form)
    operations.ensure_questionnaires(actor=cast.zhou, organisation=cast.city)
    assert standard(cast.he, "trainee").brought_in is False


def test_the_department_s_number_holds_for_lists_too(cast, held):
    operations.ensure_questionnaires(actor=cast.zhou, organisation=cast.city)
    Questionnaire.objects.filter(purpose="trainee").update(min_answers=6)
    write(cast.he, *rows(held, sheets=5))
    assert report(cast.he, held).trainees.hidden
    write(cast.he, *rows(held, sheets=6))
    assert not report(cast.he, held).trainees.hidden


def test_a_list_comes_in_by_command_and_stands_on_the_page(cast, held, tmp_path, as_):
    path = tmp_path / "评价.xlsx"
    found = [
        {"培训班编号": "2020-7", "评价主体": "学员", "答卷编号": str(n), "评价对象": "总体评价"}
        | {"评分": "90", "满分": "100", "意见": f"第{n}句"}
        for n in range(1, 6)
    ]
    path.write_bytes(uploaded(found).read())
    where = ("--kind", "evaluations", "--organisation", "school", "--json")

    def told(*more):
        out = StringIO()
        call_command("intake", str(path), *where, *more, stdout=out)
        return json.loads(out.getvalue())

    dry = told("--dry-run")
    assert (dry["state"], dry["new"], Sheet.objects.count()) == ("checked", 5, 0)
    assert told() == dry | {"state": "loaded"}
    assert told()["unchanged"] == 5
    page = as_(cast.he).get(reverse("evaluation:results", args=[held.program.pk]))
    assert "第3句" in page.content.decode()
