"""Filling in, sending once, and what remains of it."""

import json

import pytest
from django.utils import timezone

from accounts.access import Denied
from accounts.models import AuditEntry, Step
from accounts.queries import open_work
from core.flow import WrongState
from evaluation import operations, queries
from evaluation.models import Evaluation
from surveys.choices import Purpose
from surveys.models import Answer, Sheet
from surveys.operations import Incomplete
from tests.factories.evaluation import closed_program, evaluate, evaluation_of, fill

WORDS = "第二个案例很贴近我们"


@pytest.fixture
def held(cast):
    held = closed_program(cast, north=6, south=1)
    operations.open_evaluations(actor=cast.he, program=held.program)
    return held


def test_sending_stores_one_sheet_closes_the_to_do_and_empties_the_draft(cast, held):
    who = held.people[0]
    sent = evaluate(who, held.program, words=WORDS)
    sent.refresh_from_db()
    assert (sent.state, sent.draft, Sheet.objects.count()) == ("sent", {}, 1)
    assert list(open_work(who)) == []


def test_sending_twice_is_refused_even_with_a_stale_object(cast, held):
    who = held.people[0]
    stale = evaluation_of(held.program, who)
    evaluate(who, held.program)
    with pytest.raises(WrongState):
        operations.send(actor=who, evaluation=stale)
    with pytest.raises(WrongState):
        operations.save_draft(actor=who, evaluation=stale, values={})
    assert Sheet.objects.count() == 1


def test_what_a_trainee_wrote_stands_nowhere_near_his_name(cast, held):
    evaluate(held.people[0], held.program, words=WORDS)
    trail = [*AuditEntry.objects.values(), *Step.objects.values(), *Evaluation.objects.values()]
    assert WORDS not in json.dumps(trail, default=str, ensure_ascii=False)
    sheets = json.dumps([*Sheet.objects.values(), *Answer.objects.values()], default=str)
    assert Evaluation.objects.get(user=held.people[0].user).sent_on.isoformat() not in sheets


def test_the_unit_s_trail_does_not_tell_who_has_answered(cast, held):
    evaluate(held.people[0], held.program)
    assert AuditEntry.objects.filter(organisation=cast.north).count() == 0
    assert Step.objects.filter(target__startswith="evaluation.").count() == 0


def test_a_unit_s_own_evaluation_is_in_the_trail(cast, held):
    evaluate(cast.li, held.program, purpose=Purpose.UNIT)
    entry = AuditEntry.objects.get(action="evaluation.send")
    assert (entry.member, entry.after["draft"]) == (cast.li.member, {})
    sheet = Sheet.objects.get()
    assert (sheet.organisation, sheet.sent_on) == (cast.north, timezone.localdate())


def test_an_incomplete_evaluation_is_not_sent_and_nothing_is_lost(cast, held):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    first = queries.pages(who, evaluation)[0].items[0]
    operations.save_draft(actor=who, evaluation=evaluation, values={first.name: 5}, part=1)
    with pytest.raises(Incomplete):
        operations.send(actor=who, evaluation=evaluation)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.draft["values"]) == ("open", {first.name: 5})
    assert Sheet.objects.count() == 0


def test_a_course_not_attended_needs_no_answers_and_gets_none(cast, held):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    fill(who, evaluation)
    course = queries.subjects(who, held.program)[0]
    operations.save_draft(actor=who, evaluation=evaluation, values={course.absent: True})
    operations.send(actor=who, evaluation=evaluation)
    assert Answer.objects.filter(subject=course.key).count() == 0


def test_nobody_answers_for_another(cast, held):
    evaluation = evaluation_of(held.program, held.people[0])
    unit = evaluation_of(held.program, cast.li, Purpose.UNIT)
    for who, what in (
        (held.people[1], evaluation),
        (cast.li, evaluation),
        (cast.wang, unit),
        (cast.steward, unit),
        (cast.zhou, unit),
    ):
        with pytest.raises(Denied):
            operations.save_draft(actor=who, evaluation=what, values={})
        with pytest.raises(Denied):
            operations.send(actor=who, evaluation=what)


def test_units_are_compared_with_what_they_said_before(cast, held):
    evaluate(cast.li, held.program, points=4, purpose=Purpose.UNIT)
    evaluate(cast.li, held.program, points=5, purpose=Purpose.FOLLOW_UP)
    changes = queries.report(cast.he, held.program, today=timezone.localdate()).changes
    assert [(c.organisation, c.before, c.after, c.shown) for c in changes] == [
        (cast.north, 80, 100, "+20")
    ]


def test_a_unit_reads_its_own_statement_only(cast, held):
    for manager in (cast.li, cast.wang):
        evaluate(manager, held.program, purpose=Purpose.UNIT)
    assert {
        s.organisation
        for s in queries.report(cast.li, held.program, today=timezone.localdate()).units
    } == {cast.north}
    both = {cast.north, cast.south}
    assert {
        s.organisation
        for s in queries.report(cast.he, held.program, today=timezone.localdate()).units
    } == both
