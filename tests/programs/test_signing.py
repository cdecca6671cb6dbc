"""Several signatures: asked in order, given once each, handed over, added, passed on by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import Denied
from accounts.choices import CodeKind, Role
from accounts.models import AuditEntry, WorkItem
from programs.models import ApprovalRule, Deputy, Signature
from programs.operations import review, signing
from programs.operations.submit import submit
from programs.tasks import escalate
from tests.factories.accounts import CodeFactory, acting, actor
from tests.factories.programs import catalogue, ready_program
from tests.programs import lives

pytestmark = pytest.mark.django_db


def rule(cast, position=1, **more):
    row = ApprovalRule(organisation=cast.city, name=f"第{position}步", position=position, **more)
    return signing.save_rule(actor=cast.zhou, rule=row)


def waits(program):
    rows = WorkItem.objects.filter(target=f"programs.program:{program.pk}", closed_at=None)
    return {(w.verb, w.user.name if w.user else w.role) for w in rows.select_related("user")}


@pytest.fixture
def chief(cast):
    return actor(cast.city, Role.APPROVER, "高远")


@pytest.fixture
def two_steps(cast, chief):
    rule(cast, 1)
    rule(cast, 2, member=chief.member)
    return lives.accepted(cast)


def test_the_second_signature_is_asked_for_after_the_first(cast, chief, two_steps):
    assert waits(two_steps) == {("approve", "approver")}
    review.approve(actor=cast.chen, program=two_steps)
    assert (two_steps.state, waits(two_steps)) == ("accepted", {("approve", "高远")})
    review.approve(actor=chief, program=two_steps)
    assert two_steps.state == "approved"


def test_a_named_signer_alone_gives_his_step_and_nobody_signs_twice(cast, chief, two_steps):
    other = actor(cast.city, Role.APPROVER)
    review.approve(actor=cast.chen, program=two_steps)
    with pytest.raises(Denied, match="高远"):
        review.approve(actor=other, program=two_steps)
    with pytest.raises(Denied, match=r"already signed|已签"):
        review.approve(actor=cast.chen, program=two_steps)


def test_any_signer_returns_the_programme_and_the_next_version_begins_anew(cast, chief, two_steps):
    review.approve(actor=cast.chen, program=two_steps)
    review.return_(actor=chief, program=two_steps, reason="请压减费用")
    assert two_steps.state == "returned"
    submit(actor=cast.li, program=two_steps)
    review.accept(actor=cast.he, program=two_steps)
    assert [s.verdict for s in two_steps.signatures.filter(version=2)] == ["", ""]


@pytest.mark.parametrize(
    ("more", "asked"), [({"min_cost_yuan": 1}, 1), ({"min_cost_yuan": 9_999_999}, 0)]
)
def test_steps_apply_by_cost(cast, more, asked):
    rule(cast, 3, **more)
    program = lives.accepted(cast)
    assert Signature.objects.filter(program=program, position=30).count() == asked
    assert program.signatures.count() == 1  # without a fitting step one approver decides


def test_steps_apply_by_theme(cast):
    theme = CodeFactory(organisation=cast.city, kind=CodeKind.THEME)
    rule(cast, 4, theme=theme)
    first = lives.accepted(cast, theme=theme)
    assert first.signatures.get().position == 40
    other = review.accept(actor=cast.he, program=lives.again(cast, first, weeks=9))
    assert other.signatures.get().position == 10  # no theme: one approver decides


def test_steps_of_one_number_are_asked_at_once(cast, chief):
    rule(cast, 1)
    rule(cast, 1, member=chief.member)
    program = lives.accepted(cast)
    assert waits(program) == {("approve", "approver"), ("approve", "高远")}
    review.approve(actor=chief, program=program)
    assert (program.state, waits(program)) == ("accepted", {("approve", "approver")})


def test_a_decision_about_a_step_that_was_given_meanwhile_is_late(cast, chief, two_steps):
    first = two_steps.signatures.first()
    review.approve(actor=cast.chen, program=two_steps, version=1, step=first.pk)
    with pytest.raises(review.AlreadyDecided, match="陈立"):
        review.approve(actor=chief, program=two_steps, version=1, step=first.pk)


def test_handing_over_moves_the_to_do_and_the_right(cast, chief):
    program = lives.accepted(cast)
    signing.hand_over(actor=cast.chen, program=program, to=chief.member, reason="出差")
    assert waits(program) == {("approve", "高远")}
    with pytest.raises(Denied):
        review.approve(actor=cast.chen, program=program)
    review.approve(actor=chief, program=program)
    assert program.state == "approved"


@pytest.mark.parametrize("who", ["li", "he", "far_approver"])
def test_a_decision_is_not_handed_to_outsiders(cast, who):
    program = lives.accepted(cast)
    to = getattr(cast, who).member
    with pytest.raises(signing.NotASigner):
        signing.hand_over(actor=cast.chen, program=program, to=to)


def test_the_person_who_submitted_is_never_made_a_signer(cast):
    program = lives.accepted(cast)
    both = acting(cast.li.user, cast.city, Role.APPROVER)
    with pytest.raises(signing.NotASigner):
        signing.add_signer(actor=cast.chen, program=program, member=both.member)


@pytest.mark.parametrize("before", [True, False])
def test_an_added_signer_is_asked_before_or_after(cast, chief, before):
    program = lives.accepted(cast)
    signing.add_signer(actor=cast.chen, program=program, member=chief.member, before=before)
    first, second = (chief, cast.chen) if before else (cast.chen, chief)
    review.approve(actor=first, program=program)
    assert program.state == "accepted"
    review.approve(actor=second, program=program)
    assert program.state == "approved"


def deputise(cast, **more):
    today = timezone.localdate()
    values = {"member": cast.chen.member, "deputy": cast.viewer.member}
    values |= {"starts_on": today, "ends_on": today + timedelta(7)} | more
    deputy = Deputy(organisation=cast.city, **values)
    return signing.name_deputy(actor=cast.chen, deputy=deputy)


def test_a_deputy_finds_what_waits_and_decides_during_his_time(cast):
    program = lives.accepted(cast)
    with pytest.raises(Denied):
        review.approve(actor=cast.viewer, program=program)
    deputy = deputise(cast)
    assert waits(program) == {("approve", "approver"), ("approve", "查理明")}
    signing.end_deputy(actor=cast.chen, deputy=deputy)
    assert waits(program) == {("approve", "approver")}
    deputise(cast)
    review.approve(actor=cast.viewer, program=program)
    assert (program.state, program.signatures.get().member) == ("approved", cast.viewer.member)


def test_a_deputy_of_another_time_decides_nothing(cast):
    tomorrow = timezone.localdate() + timedelta(1)
    deputise(cast, starts_on=tomorrow)
    program = lives.accepted(cast)
    assert waits(program) == {("approve", "approver")}
    with pytest.raises(Denied):
        review.approve(actor=cast.viewer, program=program)


def test_nobody_is_his_own_deputy(cast):
    with pytest.raises(signing.WrongDeputy):
        deputise(cast, deputy=cast.chen.member)


def test_the_clock_passes_on_what_is_overdue_once(cast, chief):
    rule(cast, 1, member=chief.member)
    program = lives.accepted(cast)
    assert escalate() == 0
    Signature.objects.update(due_on=timezone.localdate() - timedelta(1))
    assert (escalate(), escalate()) == (1, 0)
    assert waits(program) == {("approve", "高远"), ("approve", "approver"), ("chase", "manager")}
    review.approve(actor=cast.chen, program=program)
    assert program.state == "approved"


def test_a_manager_hands_an_overdue_decision_over(cast, chief):
    program = lives.accepted(cast)
    with pytest.raises(Denied):
        signing.hand_over(actor=cast.zhou, program=program, to=chief.member)
    Signature.objects.update(due_on=timezone.localdate() - timedelta(1))
    escalate()
    signing.hand_over(actor=cast.zhou, program=program, to=chief.member)
    assert waits(program) == {("approve", "高远")}


@pytest.mark.parametrize("who", ["chen", "li", "stranger", "viewer"])
def test_who_does_not_keep_the_table(cast, who):
    row = ApprovalRule(organisation=cast.city, name="部长", position=1)
    with pytest.raises(Denied):
        signing.save_rule(actor=getattr(cast, who), rule=row)


def test_each_of_a_batch_is_audited_by_itself_and_a_failure_stops_nothing(cast, as_):
    c = catalogue(cast)
    first = ready_program(cast, c)  # two teachers, so that there is nothing to advise
    first.sessions.filter(course=c.theory_a).update(format=c.case, teacher=c.wang)
    review.accept(actor=cast.he, program=submit(actor=cast.li, program=first))
    second = review.accept(actor=cast.he, program=lives.again(cast, first, weeks=9))
    page = as_(cast.chen)
    asked = page.post("/programs/reviews/batch/", {"pk": [first.pk, second.pk]})
    assert [one.why_not for one in asked.context["found"]] == ["", ""]
    sent = {"pk": [first.pk, second.pk], "sure": "1"}
    sent |= {f"version_{p.pk}": p.version for p in (first, second)}
    sent[f"version_{first.pk}"] = 7  # read an older version
    done = page.post("/programs/reviews/batch/", sent)
    assert done.status_code == 200
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("accepted", "approved")
    assert AuditEntry.objects.filter(action="programs.approve").count() == 1
    assert [one.program.pk for one, _why in done.context["failed"]] == [first.pk]
