"""Results are published once: nobody can read one answer off the change that it makes."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.access import Denied
from accounts.models import AuditEntry, Job
from accounts.queries import open_work
from core import jobs
from evaluation import operations, queries
from evaluation.choices import ANSWER_DAYS
from evaluation.models import Evaluation
from surveys.choices import Purpose
from surveys.queries import ratings, results
from tests.factories.evaluation import closed_program, evaluate, evaluation_of, fill

WORDS = "第二个案例很贴近我们"
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    held = closed_program(cast, north=6, south=1)
    operations.open_evaluations(actor=cast.he, program=held.program)
    return held


def today():
    return timezone.localdate()


def report(who, held, day=None):
    return queries.report(who, held.program, today=day or today())


def shown(found) -> tuple:
    """Everything about the trainees that a reader can see on the page."""
    return found.overall, found.trainees, found.courses, found.teachers, found.whole, found.comments


def test_no_answer_changes_what_is_shown_before_the_end(cast, held):
    before = shown(report(cast.he, held))
    for points, who in zip((5, 1, 5, 2, 5, 3), held.people, strict=False):
        evaluate(who, held.program, points=points, words=WORDS)
        assert shown(report(cast.he, held)) == before
    assert before[0] is None
    assert report(cast.he, held).sent == 6


def test_without_that_rule_the_change_of_the_mean_is_the_answer(cast, held):
    """The negative control: from five answers on, the counted results give the sixth away."""
    for who in held.people[:5]:
        evaluate(who, held.program, points=4)
    five = results(cast.he, held.program, Purpose.TRAINEE).rows[0]
    evaluate(held.people[5], held.program, points=1)
    six = results(cast.he, held.program, Purpose.TRAINEE).rows[0]
    assert round(six.mean * six.n - five.mean * five.n) == 1


def test_the_last_answer_lets_a_worker_count_and_show_everything(cast, held):
    for who in held.people:
        evaluate(who, held.program, words=WORDS)
    job = Job.objects.get(kind="evaluation.close", next_run_at=None)
    assert (job.member, job.organisation) == (cast.he.member, cast.school)
    jobs.run(job.pk)
    found = report(cast.he, held)
    assert (found.overall, found.trainees.hidden, found.open) == (4.0, False, False)
    assert [len(said.texts) for said in found.comments] == [7, 7]


def test_the_end_lapses_what_was_not_sent_and_takes_it_off_the_to_do_lists(cast, held):
    late = held.people[5]
    fill(late, evaluation_of(held.program, late), words=WORDS)
    for who in held.people[:5]:
        evaluate(who, held.program)
    job = Job.objects.get(kind="evaluation.close")
    assert job.next_run_at > timezone.now() + timedelta(days=ANSWER_DAYS - 1)
    with time_machine.travel(job.next_run_at + timedelta(minutes=1), tick=False):
        jobs.run(job.pk)
    evaluation = evaluation_of(held.program, late)
    assert (evaluation.state, evaluation.draft) == ("lapsed", {})
    assert list(open_work(late)) == []
    assert report(cast.he, held).overall == 4.0
    assert evaluation_of(held.program, cast.li, Purpose.UNIT).state == "open"


def test_fewer_than_five_stay_hidden_after_the_end_too(cast, held):
    for who in held.people[:4]:
        evaluate(who, held.program, words=WORDS)
    operations.close_evaluations(actor=cast.he, program=held.program)
    found = report(cast.he, held)
    assert (found.asked, found.sent, found.trainees.hidden) == (7, 4, True)
    assert (found.comments, found.overall) == ([], None)


def test_after_the_last_day_nothing_is_taken_even_if_no_worker_has_come(cast, held):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    fill(who, evaluation)
    with (
        time_machine.travel(timezone.now() + timedelta(days=ANSWER_DAYS + 1)),
        pytest.raises(operations.Over, match="不再接收答卷"),
    ):
        operations.send(actor=who, evaluation=evaluation)
    assert report(cast.he, held, today() + timedelta(days=ANSWER_DAYS + 1)).open is False


def test_nobody_is_asked_after_the_results_were_shown(cast, held):
    operations.close_evaluations(actor=cast.he, program=held.program)
    Evaluation.objects.filter(user=held.people[0].user).delete()
    operations.open_evaluations(actor=cast.he, program=held.program)
    assert not Evaluation.objects.filter(user=held.people[0].user).exists()


def test_ratings_change_only_at_the_end_and_by_at_least_five_answers(cast, held):
    course, teacher = held.catalog.theory_a, held.catalog.chen
    for who, points in zip(held.people, (5, 5, 5, 5, 3), strict=False):
        evaluate(who, held.program, points=points)
        operations.record_program_ratings(actor=cast.he, program=held.program)
        course.refresh_from_db()
        assert (course.rating, course.rating_count) == (None, 0)
    for _twice in range(2):
        operations.close_evaluations(actor=cast.he, program=held.program)
    for resource in (course, teacher):
        resource.refresh_from_db()
        # (5·5 + 20) / 10 with the mean 4.6 of five sheets and five usual votes of 4
        assert (float(resource.rating), resource.rating_count) == (4.3, 5)
    assert AuditEntry.objects.filter(action="resources.record_ratings").count() == 3


def test_a_second_programme_with_few_answers_does_not_move_the_rating(cast, held):
    for who in held.people[:5]:
        evaluate(who, held.program, points=5)
    operations.close_evaluations(actor=cast.he, program=held.program)
    small = closed_program(cast, north=2, south=0, catalog=held.catalog)
    operations.open_evaluations(actor=cast.he, program=small.program)
    for who in small.people:
        evaluate(who, small.program, points=1)
    subject = f"resources.course:{held.catalog.theory_a.pk}"
    assert ratings(cast.he, [subject]) == {subject: (25.0, 5)}


def test_only_who_may_ask_may_end_it(cast, held):
    for who in (cast.li, cast.stranger, held.people[0]):
        with pytest.raises(Denied):
            operations.close_evaluations(actor=who, program=held.program)


def test_the_institute_ends_it_after_a_warning_and_a_late_trainee_is_told(cast, held, as_):
    address = reverse("evaluation:evaluation_close", args=[held.program.pk])
    client = as_(cast.he)
    assert "7" in client.get(address).content.decode()
    assert client.post(address, follow=True).status_code == 200
    late = evaluation_of(held.program, held.people[0])
    page = as_(held.people[0]).get(reverse("evaluation:evaluation", args=[late.pk]), follow=True)
    assert page.status_code == 200
    assert late.due_on.isoformat() in page.content.decode()
