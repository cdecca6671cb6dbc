"""The pages of one programme, its review and its inbox, as each of the parties opens them."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from programs.operations import review
from programs.operations.compose import set_line
from programs.operations.submit import submit
from tests.factories.accounts import actor
from tests.programs import lives

pytestmark = pytest.mark.django_db
STATES = ["submitted", "accepted", "returned", "approved", "running"]


def url(name, program, *more):
    return reverse(f"programs:{name}", args=[program.pk, *more])


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("who", ["li", "he", "chen", "viewer"])
@pytest.mark.parametrize("state", STATES)
def test_every_party_opens_programme_and_review_in_every_state(cast, as_, state, who):
    program = getattr(lives, state)(cast)
    client = as_(getattr(cast, who))
    assert program.name in text(client.get(url("program", program)))
    for tab in ("programme", "check", "discussion", "history"):
        assert program.name in text(client.get(url("program_review", program), {"tab": tab}))


@pytest.mark.parametrize("name", ["program", "program_review", "program_versions"])
def test_a_foreign_programme_is_not_found(cast, as_, name):
    program = lives.accepted(cast)
    assert as_(cast.stranger).get(url(name, program)).status_code == 404
    assert as_(cast.wang).get(url(name, program)).status_code == 404


def test_a_trainee_sees_timetable_and_place_but_no_other_people(cast, as_):
    program = lives.running(cast)
    trainee = actor(cast.north, Role.TRAINEE)
    own, other = program.enrolments.all()
    own.trainee.user = trainee.user
    own.trainee.save()
    page = text(as_(trainee).get(url("program", program)))
    assert ("滨江基地" in page, other.trainee.name in page) == (True, False)
    for name in ("enrolment_list", "roster", "program_review", "results"):
        assert as_(trainee).get(url(name, program)).status_code == 403
    assert "BEGIN:VEVENT" in text(as_(trainee).get(url("calendar.ics", program)))


def revised(cast):
    """Return it, give the first line another format and teacher, submit it again."""
    program = lives.returned(cast)
    line = program.sessions.first()
    case = line.course.formats.get(code="case")
    teacher = line.course.offers.get(format=case).teacher
    set_line(actor=cast.li, line=line, values={"format": case, "teacher": teacher})
    submit(actor=cast.li, program=program)
    return review.accept(actor=cast.he, program=program)


def test_a_second_version_opens_with_what_changed(cast, as_):
    program = revised(cast)
    page = text(as_(cast.chen).get(url("program_review", program)))
    assert "<del>陈思远</del>" in page
    assert "<ins>王立群</ins>" in page
    assert "换一位老师" in page  # the earlier comment stands at its line
    assert "电力市场" not in page.split('class="diff"')[1].split("</section>")[0]


def test_decisions_lead_to_the_next_case(cast, as_):
    program = lives.accepted(cast)
    sent = {"move": "approve", "version": 1, "reason": ""}
    response = as_(cast.chen).post(url("program_decide", program), sent)
    assert (response.status_code, response.url) == (302, reverse("programs:review_list"))
    program.refresh_from_db()
    assert program.state == "approved"


def test_a_return_without_a_word_keeps_the_page_and_says_why(cast, as_):
    program = lives.accepted(cast)
    sent = {"move": "return", "version": 1, "reason": ""}
    response = as_(cast.chen).post(url("program_decide", program), sent)
    assert response.status_code == 422
    program.refresh_from_db()
    assert program.state == "accepted"


def test_a_late_decision_is_told_who_was_faster_and_keeps_the_words(cast, as_):
    program = lives.accepted(cast)
    review.return_(actor=cast.chen, program=program, reason="缺少现场教学")
    other = actor(cast.city, Role.APPROVER, "高远")
    sent = {"move": "refuse", "version": 1, "reason": "经费过高"}
    response = as_(other).post(url("program_decide", program), sent)
    assert response.status_code == 409
    assert "陈立" in response.content.decode()


def test_a_comment_is_noted_on_a_line_and_taken_back(cast, as_):
    program = lives.accepted(cast)
    line = program.sessions.first().pk
    sent = {"text": "请说明内容", "must_fix": "on", "line": line, "at": f"line-{line}"}
    response = as_(cast.chen).post(url("program_comment", program), sent)
    assert response.url.endswith(f"#line-{line}")
    note = program.comments.get()
    assert (note.line, note.must_fix, note.sent) == (line, True, False)
    assert "请说明内容" in text(
        as_(cast.chen).get(url("program_review", program) + "?tab=programme")
    )
    assert "请说明内容" not in text(as_(cast.he).get(url("program_review", program)))
    as_(cast.chen).post(url("program_comment", program), sent | {"text": ""})
    assert not program.comments.exists()


def test_the_owner_sees_the_open_points_and_answers(cast, as_):
    program = lives.returned(cast)
    said = program.comments.get()
    page = text(as_(cast.li).get(url("program", program)))
    assert url("program_compose", program) + f"#line-{said.line}" in page
    as_(cast.li).post(url("comment_answer", program, said.pk), {"text": "已调整"})
    said.refresh_from_db()
    assert said.answer == "已调整"


def test_the_inbox_shows_what_waits_for_the_actor_only(cast, as_):
    program = lives.submitted(cast)
    assert program.name in text(as_(cast.he).get(reverse("programs:review_list")))
    assert program.name not in text(as_(cast.chen).get(reverse("programs:review_list")))
    assert as_(cast.li).get(reverse("programs:review_list")).status_code == 403


def statements(client, address, queries):
    with queries as found:
        text(client.get(address))
    return len(found)


@pytest.mark.parametrize("name", ["program", "program_review"])
def test_more_lines_and_comments_take_no_more_statements(
    cast, as_, name, django_assert_max_num_queries
):
    program = revised(cast)
    client, address = as_(cast.chen), url(name, program)
    client.get(address)
    few = statements(client, address, django_assert_max_num_queries(80))
    for line in program.sessions.all():
        review.comment(actor=cast.chen, program=program, text="一", line=line.pk)
        twin = type(line)(**{f.attname: getattr(line, f.attname) for f in line._meta.fields})
        twin.pk, twin.slot = None, None
        twin.save()
    assert statements(client, address, django_assert_max_num_queries(80)) == few


def test_the_inbox_takes_the_same_statements_for_one_and_three(
    cast, as_, django_assert_max_num_queries
):
    first = lives.submitted(cast)
    client, address = as_(cast.he), reverse("programs:review_list")
    client.get(address)
    few = statements(client, address, django_assert_max_num_queries(60))
    for weeks in (1, 2):
        lives.again(cast, first, weeks)
    assert statements(client, address, django_assert_max_num_queries(60)) == few
