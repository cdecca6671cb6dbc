"""Counter-proposals taken line by line; what an approval covers, and what opens it again."""

import pytest
from django.urls import reverse

from accounts.access import Denied
from core.flow import WrongState
from programs.models import Session
from programs.operations import amend, proposal, review
from programs.operations.submit import submit
from programs.queries import compose
from programs.queries import proposal as queries
from tests.factories.programs import catalogue, ready_program
from tests.factories.resources import BaseFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def waiting(cast, c):
    program = submit(actor=cast.li, program=ready_program(cast, c))
    return review.accept(actor=cast.he, program=program)


@pytest.fixture
def approved(cast, waiting):
    return review.approve(actor=cast.chen, program=waiting)


def theory(program, c) -> Session:
    return program.sessions.select_related("program").get(course=c.theory_a)


def returned(cast, program):
    return review.return_(actor=cast.chen, program=program)


def test_a_proposal_is_sent_with_the_return_and_taken_line_by_line(cast, c, waiting):
    line = theory(waiting, c)
    values = {"format": c.case, "teacher": c.wang}
    one = proposal.propose(actor=cast.chen, program=waiting, line=line, values=values)
    more = proposal.propose_course(actor=cast.chen, program=waiting, course=c.theory_b)
    assert queries.proposed(cast.li, waiting) == []  # a draft is the reviewer's own
    assert len(queries.proposed(cast.chen, waiting)) == 2

    program = returned(cast, waiting)  # a proposal says what has to change
    for change in (one, more):
        change.refresh_from_db()
        change.program = program
        proposal.take(actor=cast.li, change=change)
    line = theory(program, c)
    assert (line.format, line.teacher) == (c.case, c.wang)
    assert program.sessions.filter(course=c.theory_b).exists()


def test_a_removal_is_taken_and_another_left(cast, c, waiting):
    lines = list(waiting.sessions.select_related("program", "course"))
    gone, kept = (
        proposal.propose_removal(actor=cast.chen, program=waiting, line=line) for line in lines[:2]
    )
    program = returned(cast, waiting)
    for change in (gone, kept):
        change.refresh_from_db()
        change.program = program
    proposal.take(actor=cast.li, change=gone)
    proposal.leave(actor=cast.li, change=kept)
    assert list(program.sessions.values_list("pk", flat=True)) == [lines[1].pk]
    with pytest.raises(proposal.AlreadyAnswered):
        proposal.take(actor=cast.li, change=kept)


def test_what_the_programme_would_add_up_to_is_measured_without_changing_it(cast, c, waiting):
    line = theory(waiting, c)
    proposal.propose_removal(actor=cast.chen, program=waiting, line=line)
    before = compose.measured(cast.chen, waiting)
    found = queries.proposed(cast.chen, waiting)
    after = queries.with_all(cast.chen, waiting, [one.change for one in found])
    assert after.hours == before.hours - c.theory_a.hours
    assert waiting.sessions.filter(pk=line.pk).exists()


def test_proposing_again_replaces_the_draft_and_nothing_is_no_proposal(cast, c, waiting):
    line = theory(waiting, c)
    proposal.propose(actor=cast.chen, program=waiting, line=line, values={"teacher": c.wang})
    line = theory(waiting, c)
    proposal.propose_removal(actor=cast.chen, program=waiting, line=line)
    (only,) = queries.proposed(cast.chen, waiting)
    assert only.change.kind == "remove"
    line, values = theory(waiting, c), {"teacher": line.teacher}
    with pytest.raises(proposal.NothingProposed):
        proposal.propose(actor=cast.chen, program=waiting, line=line, values=values)


def test_a_draft_is_dropped_by_its_author_alone(cast, c, waiting):
    change = proposal.propose_removal(actor=cast.chen, program=waiting, line=theory(waiting, c))
    with pytest.raises(Denied, match=cast.chen.user.display_name):
        proposal.take_back(actor=cast.li, change=change)
    assert [found.change.pk for found in queries.proposed(cast.chen, waiting)] == [change.pk]
    proposal.take_back(actor=cast.chen, change=change)
    assert queries.proposed(cast.chen, waiting) == []


def test_a_proposal_about_a_line_that_is_gone_says_so(cast, c, waiting):
    line = theory(waiting, c)
    change = proposal.propose(
        actor=cast.chen, program=waiting, line=line, values={"teacher": c.wang}
    )
    program = returned(cast, waiting)
    program.sessions.filter(pk=line.pk).delete()
    change.refresh_from_db()
    change.program = program
    with pytest.raises(proposal.LineIsGone):
        proposal.take(actor=cast.li, change=change)


def test_the_owner_cannot_propose_and_the_reviewer_cannot_take(cast, c, waiting):
    with pytest.raises(Denied):
        proposal.propose_removal(actor=cast.li, program=waiting, line=theory(waiting, c))
    change = proposal.propose_removal(actor=cast.chen, program=waiting, line=theory(waiting, c))
    program = returned(cast, waiting)
    change.refresh_from_db()
    change.program = program
    with pytest.raises(Denied):
        proposal.take(actor=cast.chen, change=change)


def test_proposing_answering_and_dropping_by_the_pages(cast, c, waiting, as_):
    line = theory(waiting, c)
    chen = as_(cast.chen)
    page = chen.get(reverse("programs:line_propose", args=[waiting.pk, line.pk]))
    assert page.status_code == 200
    chen.post(reverse("programs:line_propose", args=[waiting.pk, line.pk]), {"remove": "1"})
    chen.post(reverse("programs:course_propose", args=[waiting.pk]), {"course": c.theory_b.pk})
    first, second = waiting.proposed_changes.order_by("pk")
    chen.post(reverse("programs:change_answer", args=[waiting.pk, second.pk]), {"answer": "drop"})
    assert list(waiting.proposed_changes.all()) == [first]
    returned(cast, waiting)
    li = as_(cast.li)
    text = li.get(reverse("programs:program", args=[waiting.pk])).content.decode()
    assert reverse("programs:change_answer", args=[waiting.pk, first.pk]) in text
    li.post(reverse("programs:change_answer", args=[waiting.pk, first.pk]), {"answer": "take"})
    assert not waiting.sessions.filter(pk=line.pk).exists()


def test_name_and_aim_keep_the_approval(cast, approved):
    amend.amend(actor=cast.li, program=approved, values={"name": "新名称"})
    approved.refresh_from_db()
    assert (approved.name, approved.state) == ("新名称", "approved")
    with pytest.raises(amend.NeedsApproval):
        amend.amend(actor=cast.li, program=approved, values={"places": 99})
    approved.refresh_from_db()
    assert approved.places != 99


def test_another_room_of_the_same_base_keeps_the_approval(cast, c, approved):
    line = theory(approved, c)
    other = RoomFactory(base=c.base, code="C301", name="C301", capacity=60)
    amend.move_room(actor=cast.li, line=line, room=other)
    line.refresh_from_db()
    assert line.room == other
    with pytest.raises(amend.RoomDoesNotFit):
        amend.move_room(actor=cast.li, line=theory(approved, c), room=c.small)
    line.refresh_from_db()
    assert line.room == other
    elsewhere = RoomFactory(base=BaseFactory(organisation=cast.school), code="X", capacity=90)
    with pytest.raises(amend.NeedsApproval):
        amend.move_room(actor=cast.li, line=theory(approved, c), room=elsewhere)


def test_everything_else_opens_the_programme_again_and_needs_a_new_approval(cast, c, approved):
    program = amend.reopen(actor=cast.li, program=approved, reason="老师生病")
    assert program.state == "returned" or program.state == "draft"
    again = review.accept(actor=cast.he, program=submit(actor=cast.li, program=program))
    assert (again.state, again.version) == ("accepted", 2)
    with pytest.raises(WrongState):
        amend.reopen(actor=cast.li, program=again)


def test_only_the_owner_amends_and_opens_again(cast, approved, as_):
    for operation in (
        lambda: amend.amend(actor=cast.chen, program=approved, values={"name": "x"}),
        lambda: amend.reopen(actor=cast.chen, program=approved),
    ):
        with pytest.raises(Denied):
            operation()
    page = as_(cast.chen).get(reverse("programs:program_amend", args=[approved.pk]))
    assert page.status_code == 403


def test_amending_and_opening_again_by_the_pages(cast, c, approved, as_):
    li = as_(cast.li)
    url = reverse("programs:program_amend", args=[approved.pk])
    assert li.get(url).status_code == 200
    li.post(url, {"name": "改过的班", "name_en": approved.name_en, "aim": approved.aim})
    approved.refresh_from_db()
    assert approved.name == "改过的班"
    li.post(reverse("programs:program_reopen", args=[approved.pk]))
    approved.refresh_from_db()
    assert approved.state in ("draft", "returned")
