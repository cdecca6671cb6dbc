"""Deciding: each word of a refusal, and what is left behind."""

from datetime import date

import pytest

from accounts.access import Denied
from accounts.choices import Role
from accounts.models import WorkItem
from accounts.queries import steps
from core.flow import WrongState
from programs.operations import review
from programs.operations.submit import submit, withdraw
from programs.rules import review as rules
from tests.factories.accounts import acting, actor
from tests.programs import lives

pytestmark = pytest.mark.django_db


def waiting(program):
    rows = WorkItem.objects.filter(target=f"programs.program:{program.pk}", closed_at=None)
    return set(rows.values_list("verb", "organisation__code", "role"))


def test_each_decision_moves_the_programme_and_the_to_do(cast):
    program = lives.submitted(cast)
    assert waiting(program) == {("confirm", "school", "manager")}
    review.accept(actor=cast.he, program=program)
    assert waiting(program) == {("approve", "city", "approver")}
    review.approve(actor=cast.chen, program=program)
    assert (program.state, waiting(program)) == (
        "approved",
        {("name", "north", "manager"), ("start", "school", "manager")},
    )
    assert [s.move for s in steps(cast.li, program)] == ["approve", "accept", "submit"]


@pytest.mark.parametrize("decide", [review.return_, review.refuse])
def test_a_no_without_a_word_is_refused(cast, decide):
    program = lives.accepted(cast)
    with pytest.raises(review.NothingSaid):
        decide(actor=cast.chen, program=program)
    program.refresh_from_db()
    assert program.state == "accepted"


def test_the_institute_sends_back_with_a_word(cast):
    program = lives.submitted(cast)
    with pytest.raises(review.NothingSaid):
        review.decline(actor=cast.he, program=program)
    review.decline(actor=cast.he, program=program, reason="教室已占用")
    said = program.comments.get()
    assert (program.state, said.text, said.must_fix, said.sent) == (
        "returned",
        "教室已占用",
        True,
        True,
    )


def test_notes_are_sent_with_the_decision_and_seen_by_nobody_before(cast):
    program = lives.accepted(cast)
    note = review.comment(
        actor=cast.chen, program=program, text="人数偏多", field="places", must_fix=True
    )
    assert not note.sent
    review.return_(actor=cast.chen, program=program)
    note.refresh_from_db()
    assert note.sent


def test_writing_again_changes_the_note_and_an_empty_text_takes_it_back(cast):
    program = lives.accepted(cast)
    line = program.sessions.first().pk
    first = review.comment(actor=cast.chen, program=program, text="一", line=line)
    again = review.comment(actor=cast.chen, program=program, text="二", line=line, must_fix=True)
    assert (first.pk, again.text, again.must_fix) == (again.pk, "二", True)
    assert review.comment(actor=cast.chen, program=program, text=" ", line=line) is None
    assert not program.comments.exists()


def test_who_is_late_is_told_by_whom_it_was_decided(cast):
    program = lives.accepted(cast)
    review.return_(actor=cast.chen, program=program, reason="缺少现场教学")
    other = actor(cast.city, Role.APPROVER, "高远")
    with pytest.raises(review.AlreadyDecided) as late:
        review.approve(actor=other, program=program)
    assert "陈立" in str(late.value)
    assert str(late.value.params["state"]) == program.get_state_display()


def test_a_decision_about_an_older_version_is_refused(cast):
    program = lives.submitted(cast)
    withdraw(actor=cast.li, program=program)
    submit(actor=cast.li, program=program)
    with pytest.raises(review.OtherVersion):
        review.accept(actor=cast.he, program=program, version=1)
    review.accept(actor=cast.he, program=program, version=2)
    assert program.state == "accepted"


def test_a_withdrawn_programme_cannot_be_decided(cast):
    program = lives.submitted(cast)
    withdraw(actor=cast.li, program=program)
    with pytest.raises(WrongState):
        review.accept(actor=cast.he, program=program)


def test_nobody_decides_about_what_he_submitted_himself(cast):
    program = lives.accepted(cast)
    both = acting(cast.li.user, cast.city, Role.APPROVER)
    with pytest.raises(Denied, match=r"自己|yourself"):
        review.approve(actor=both, program=program)


def test_days_in_the_past_refuse_nothing(cast):
    program = lives.running(cast, starts_on=date(2024, 4, 8), ends_on=date(2024, 4, 12))
    assert program.state == "running"


def test_the_owner_answers_once_the_comment_was_sent(cast):
    program = lives.returned(cast)
    said = program.comments.get()
    review.answer(actor=cast.li, comment=said, text="已改请王立群讲授")
    said.refresh_from_db()
    assert (said.answer, said.answered_by) == ("已改请王立群讲授", cast.li.member)
    with pytest.raises(review.NothingAnswered):
        review.answer(actor=cast.li, comment=said, text="  ")


@pytest.mark.parametrize(
    ("who", "may"),
    [("chen", True), ("he", True), ("li", False), ("zhou", False), ("stranger", False)],
)
def test_who_may_comment(cast, who, may):
    program = lives.accepted(cast)
    assert bool(rules.may_comment(getattr(cast, who), program)) is may


@pytest.mark.parametrize(
    ("who", "may"), [("chen", False), ("li", True), ("steward", False), ("wang", False)]
)
def test_who_may_answer(cast, who, may):
    said = lives.returned(cast).comments.get()
    assert bool(rules.may_answer(getattr(cast, who), said)) is may


@pytest.mark.parametrize(
    ("who", "may"),
    [("chen", True), ("he", True), ("zhou", False), ("li", False), ("viewer", False)],
)
def test_who_has_an_inbox(cast, who, may):
    assert bool(rules.may_see_reviews(getattr(cast, who))) is may


def test_nobody_comments_before_or_after_the_review(cast):
    program = lives.approved(cast)
    assert not rules.may_comment(cast.chen, program)


def test_teachers_and_trainees_do_not_see_the_review(cast):
    program = lives.accepted(cast)
    assert rules.may_see_review(cast.viewer, program)
    assert not rules.may_see_review(actor(cast.north, Role.TRAINEE), program)
