"""A programme ends: everybody who took part is asked, once."""

import pytest

from accounts.access import Denied
from accounts.models import Job, WorkItem
from accounts.queries import open_work, started_work
from core import jobs
from evaluation import operations, queries
from evaluation.choices import Party
from evaluation.models import Evaluation
from programs.choices import EnrolmentState, ProgramState
from programs.models import Program
from programs.operations import delivery
from surveys.choices import Purpose
from surveys.models import Questionnaire
from tests.factories.accounts import OrganisationFactory, actor
from tests.factories.evaluation import closed_program, evaluation_of


def run_jobs():
    for pk in Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True):
        jobs.run(pk)


@pytest.mark.django_db(transaction=True)
def test_closing_a_programme_asks_each_person_and_unit_once_however_often_the_job_runs(cast):
    held = closed_program(cast, north=2, south=1)
    held.program.enrolments.update(state=EnrolmentState.NOMINATED)
    Program.objects.update(state=ProgramState.RUNNING)
    held.program.refresh_from_db()
    delivery.close(actor=cast.he, program=held.program)
    run_jobs()
    Job.objects.update(state=Job.State.QUEUED)
    run_jobs()
    asked = Evaluation.objects.values_list("purpose", "user", "unit")
    assert sorted(asked, key=str) == sorted(
        [
            *((Purpose.TRAINEE, who.user.pk, None) for who in held.people),
            *((Purpose.UNIT, None, unit.pk) for unit in (cast.north, cast.south)),
            *((Purpose.FOLLOW_UP, None, unit.pk) for unit in (cast.north, cast.south)),
        ],
        key=str,
    )
    assert WorkItem.objects.filter(verb__in=("evaluate", "follow_up")).count() == 7
    assert Job.objects.get(kind="evaluation.open").state == Job.State.DONE


def test_everybody_finds_it_on_his_own_to_do_list(cast):
    held = closed_program(cast, north=1, south=0)
    operations.open_evaluations(actor=cast.he, program=held.program)
    assert [item.verb for item in open_work(held.people[0])] == ["evaluate"]
    assert [item.verb for item in open_work(cast.li)] == ["evaluate", "follow_up"]
    assert list(open_work(cast.wang)) == []


def test_the_institute_s_list_of_open_matters_names_no_trainee(cast):
    held = closed_program(cast, north=1, south=0)
    operations.open_evaluations(actor=cast.he, program=held.program)
    assert {item.user for item in started_work(cast.he)} == {None}


def test_the_follow_up_is_due_three_months_after_the_end(cast):
    held = closed_program(cast, north=1, south=0)
    end = held.program.ends_on
    operations.open_evaluations(actor=cast.he, program=held.program)
    due_on = evaluation_of(held.program, cast.li, Purpose.FOLLOW_UP).due_on
    assert (due_on.year * 12 + due_on.month) - (end.year * 12 + end.month) == 3
    assert due_on.day == min(end.day, due_on.day)


def test_who_withdrew_or_only_waited_is_not_asked(cast):
    held = closed_program(cast, north=2, south=0)
    first, second = held.program.enrolments.filter(trainee__user__isnull=False)
    held.program.enrolments.filter(pk=first.pk).update(state=EnrolmentState.WITHDRAWN)
    held.program.enrolments.filter(pk=second.pk).update(state=EnrolmentState.WAITING)
    operations.open_evaluations(actor=cast.he, program=held.program)
    assert Evaluation.objects.filter(party=Party.TRAINEE).count() == 0


def test_standard_questionnaires_are_made_once_for_the_root(cast):
    for _twice in range(2):
        operations.ensure_questionnaires(actor=cast.he, organisation=cast.city)
    rows = Questionnaire.objects.order_by("purpose").values_list("organisation", "purpose")
    assert list(rows) == [(cast.city.pk, p) for p in ("follow_up", "trainee", "unit")]
    assert {bool(q.text_en) for s in Questionnaire.objects.all() for q in s.questions.all()} == {
        True
    }


def test_only_the_institute_and_the_department_open_it_and_only_after_the_end(cast):
    held = closed_program(cast, north=1, south=0)
    other = actor(OrganisationFactory(kind="institute", parent=cast.city))
    for who in (cast.li, cast.wang, cast.chen, cast.stranger, other):
        with pytest.raises(Denied):
            operations.open_evaluations(actor=who, program=held.program)
    Program.objects.update(state=ProgramState.RUNNING)
    held.program.refresh_from_db()
    with pytest.raises(Denied):
        operations.open_evaluations(actor=cast.he, program=held.program)


def test_a_questionnaire_taken_out_of_use_stops_the_opening_with_a_reason(cast):
    held = closed_program(cast, north=1, south=0)
    operations.ensure_questionnaires(actor=cast.he, organisation=cast.city)
    Questionnaire.objects.filter(purpose=Purpose.UNIT).update(active=False)
    with pytest.raises(operations.NoQuestionnaire):
        operations.open_evaluations(actor=cast.he, program=held.program)
    assert Evaluation.objects.count() == 0


def test_a_trainee_s_evaluation_is_seen_by_nobody_but_him(cast):
    held = closed_program(cast, north=2, south=0)
    operations.open_evaluations(actor=cast.he, program=held.program)
    for staff in (cast.li, cast.steward, cast.he, cast.zhou, cast.chen, cast.stranger):
        seen = queries.evaluations(staff)
        assert {one.party for one in seen} <= {Party.UNIT}
    assert [one.user for one in queries.evaluations(held.people[0])] == [held.people[0].user]
