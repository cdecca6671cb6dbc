import pytest
from django.urls import reverse

from accounts.choices import Role
from evaluation import operations, queries
from evaluation.models import Evaluation
from resources.models import Teacher
from surveys.choices import Purpose
from surveys.models import Sheet
from tests.factories.accounts import acting, actor
from tests.factories.evaluation import closed_program, evaluate, evaluation_of, fill


def page(name, *args):
    return reverse(f"evaluation:{name}", args=args)


@pytest.fixture
def held(cast):
    held = closed_program(cast, north=6, south=1)
    operations.open_evaluations(actor=cast.he, program=held.program)
    return held


def full(part, points="4"):
    return {item.name: points for item in part.items} | {"part": part.number}


def test_part_by_part_to_the_thank_you_page_and_a_second_post_changes_nothing(held, as_):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    client, url = as_(who), page("evaluation", evaluation.pk)
    pages = queries.pages(who, evaluation)
    assert [part.label for part in pages] == ["课程", "师资", "组织保障", "总体评价"]
    for part in pages:
        answer = client.post(url, full(part))
        assert answer["Location"] == f"{url}?part={part.number + 1}"
    review = client.get(url)
    assert review.templates[0].name == "evaluation/review.html"
    submit = page("evaluation_submit", evaluation.pk)
    for _twice in range(2):
        answer = client.post(submit, follow=True)
        assert answer.templates[0].name == "evaluation/done.html"
    assert Sheet.objects.count() == 1
    assert client.get(url)["Location"] == page("evaluation_done", evaluation.pk)


def test_a_missing_answer_is_said_at_the_field_and_the_others_are_kept(held, as_):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    part = queries.pages(who, evaluation)[0]
    data = full(part)
    data.pop(part.items[0].name)
    answer = as_(who).post(page("evaluation", evaluation.pk), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [part.items[0].name]
    evaluation.refresh_from_db()
    kept = {name for name, value in evaluation.draft["values"].items() if value}
    assert kept == {item.name for item in part.items[1:]}
    assert evaluation.draft["done"] == []


def test_the_draft_survives_and_the_page_goes_on_where_it_was_left(held, as_):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    first, second, *_more = queries.pages(who, evaluation)
    as_(who).post(page("evaluation", evaluation.pk), full(first))
    client = as_(who)
    assert client.get(page("evaluation", evaluation.pk)).context["part"].number == second.number
    again = client.get(page("evaluation", evaluation.pk), {"part": 1})
    assert again.context["form"][first.items[0].name].value() == 4


def test_going_back_keeps_a_half_filled_part(held, as_):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    second = queries.pages(who, evaluation)[1]
    data = {second.items[0].name: "2", "part": 2, "go": "back"}
    answer = as_(who).post(page("evaluation", evaluation.pk), data)
    assert answer["Location"].endswith("?part=1")
    evaluation.refresh_from_db()
    assert evaluation.draft["values"][second.items[0].name] == 2


def test_an_incomplete_evaluation_is_led_back_to_the_open_part(held, as_):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    first = queries.pages(who, evaluation)[0]
    client = as_(who)
    client.post(page("evaluation", evaluation.pk), full(first))
    review = client.get(page("evaluation", evaluation.pk), {"part": 99})
    assert review.context["lacking"] == [2, 3, 4]
    answer = client.post(page("evaluation_submit", evaluation.pk), follow=True)
    assert answer.context["part"].number == 2
    assert Sheet.objects.count() == 0


def test_another_person_s_evaluation_is_not_found(cast, held, as_):
    evaluation = evaluation_of(held.program, held.people[0])
    for who in (held.people[1], cast.li, cast.he, cast.zhou, cast.stranger):
        client = as_(who)
        for name in ("evaluation", "evaluation_done"):
            assert client.get(page(name, evaluation.pk)).status_code == 404
        assert client.post(page("evaluation_submit", evaluation.pk)).status_code == 404


def test_a_manager_who_also_took_part_finds_his_own_in_either_role(cast, held, as_):
    trainee = held.people[0]
    manager = acting(trainee.user, cast.north, Role.MANAGER)
    evaluation = evaluation_of(held.program, trainee)
    assert as_(manager).get(page("evaluation", evaluation.pk)).status_code == 200


def test_results_are_for_staff_of_the_programme_and_unknown_to_others(cast, held, as_):
    for who in held.people[:5]:
        evaluate(who, held.program)
    url = page("results", held.program.pk)
    for who, status in (
        (cast.he, 200),
        (cast.li, 200),
        (cast.viewer, 200),
        (held.people[0], 403),
        (cast.wang, 404),
        (cast.stranger, 404),
    ):
        assert as_(who).get(url).status_code == status
        assert as_(who).get(page("program_panel", held.program.pk)).status_code == status


def test_a_teacher_reads_what_was_said_about_himself_only(cast, held, as_):
    for who in held.people[:5]:
        evaluate(who, held.program, words="很好")
    operations.close_evaluations(actor=cast.he, program=held.program)
    teacher = actor(cast.school, Role.TEACHER)
    Teacher.objects.filter(pk=held.catalog.chen.pk).update(user=teacher.user)
    report = as_(teacher).get(page("results", held.program.pk)).context["report"]
    assert [line.label for line in report.teachers.lines] == ["陈思远"]
    assert (report.courses, report.whole, report.comments) == (None, [], [])


def test_the_manager_of_the_institute_opens_what_was_closed_before(cast, held, as_):
    Evaluation.objects.all().delete()
    client = as_(cast.he)
    assert client.get(page("results", held.program.pk)).context["may_open"]
    client.post(page("evaluation_open", held.program.pk))
    assert Evaluation.objects.filter(purpose=Purpose.TRAINEE).count() == 7
    assert not client.get(page("results", held.program.pk)).context["may_open"]


def test_lists_and_results_take_the_same_statements_for_few_and_many(
    cast, held, as_, django_assert_num_queries, django_assert_max_num_queries
):
    evaluate(held.people[0], held.program, words="很好")
    client = as_(cast.he)
    for url in (page("evaluation_list"), page("results", held.program.pk)):
        client.get(url)
        with django_assert_max_num_queries(40) as few:
            client.get(url)
        other = closed_program(cast, north=1, catalog=held.catalog)
        operations.open_evaluations(actor=cast.he, program=other.program)
        for who in (w for w in held.people if evaluation_of(held.program, w).state == "open"):
            evaluate(who, held.program, words="很好")
        with django_assert_num_queries(len(few)):
            client.get(url)


def test_the_page_of_a_part_takes_the_same_statements_for_more_sessions(
    held, as_, django_assert_max_num_queries
):
    who = held.people[0]
    evaluation = evaluation_of(held.program, who)
    fill(who, evaluation)
    client = as_(who)
    client.get(page("evaluation", evaluation.pk), {"part": 1})
    with django_assert_max_num_queries(15):
        client.get(page("evaluation", evaluation.pk), {"part": 1})
