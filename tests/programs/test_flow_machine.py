"""Random people press random buttons: whatever they do, what the flow promises holds."""

import copy
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.choices import Role
from accounts.models import AuditEntry, Step, WorkItem
from core.errors import Refusal
from programs.choices import ProgramState as S
from programs.models import ApprovalRule, Deputy, Program, Version
from programs.operations import amend, review, signing
from programs.operations import submit as submitting
from programs.rules import program as rules
from tests.factories.accounts import acting, actor
from tests.factories.programs import catalogue, ready_program

pytestmark = pytest.mark.django_db

DECIDERS = {S.SUBMITTED: {"confirm"}, S.ACCEPTED: {"approve"}, S.RETURNED: {"revise"}}
DECIDERS |= {S.APPROVED: {"name", "start"}, S.DRAFT: set(), S.REFUSED: set()}
STEPS = int(os.environ.get("FLOW_STEPS", "40"))
RUNS = int(os.environ.get("FLOW_RUNS", "4"))


MOVES = {
    "submit": submitting.submit,
    "withdraw": submitting.withdraw,
    "accept": review.accept,
    "decline": review.decline,
    "approve": review.approve,
    "return": review.return_,
    "refuse": review.refuse,
    "reopen": amend.reopen,
}
WHO = st.integers(0, 10)


def crowd(cast):
    """Everybody, and people who act in two organisations."""
    chief = actor(cast.city, Role.APPROVER, "高远")
    both = [
        acting(cast.li.user, cast.city, Role.APPROVER),
        acting(cast.chen.user, cast.north, Role.MANAGER),
    ]
    named = [cast.chen, chief, cast.zhou, cast.li, cast.he, cast.wang, cast.viewer]
    return [*named, cast.stranger, cast.far_approver, *both]


class Life(RuleBasedStateMachine):
    """One programme; each run works in a transaction that is taken back at its end."""

    cast = things = people = None

    def __init__(self):
        super().__init__()
        self.guard = transaction.atomic()
        self.guard.__enter__()
        self.program = ready_program(self.cast, self.things)
        self.contents, self.moved = {}, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.guard.__exit__(None, None, None)

    def attempt(self, work, **arguments):
        """One press; a refusal changes nothing, anything else is one audited transition."""
        fresh = Program.objects.select_related("organisation", "institute").get(pk=self.program.pk)
        before = (fresh.state, Step.objects.count(), AuditEntry.objects.count())
        try:
            with transaction.atomic():
                work(program=fresh, **arguments)
        except Refusal:
            after = Program.objects.get(pk=self.program.pk).state
            assert (after, Step.objects.count(), AuditEntry.objects.count()) == before
            return False
        assert AuditEntry.objects.count() == before[2] + 1
        return Step.objects.count() - before[1]

    @rule(who=WHO, move=st.sampled_from(sorted(MOVES)))
    def press(self, who, move):
        more = {"reason": "请修改"} if move in ("decline", "return", "refuse") else {}
        submitter = rules.submitter(self.program)
        steps = self.attempt(MOVES[move], actor=self.people[who], **more)
        if steps is False:
            return
        assert steps == 1
        if move in ("approve", "return", "refuse"):
            assert self.people[who].user.pk != submitter

    @rule(who=WHO, to=WHO, how=st.booleans())
    def pass_on(self, who, to, how):
        if how:
            self.attempt(signing.hand_over, actor=self.people[who], to=self.people[to].member)
        else:
            self.attempt(signing.add_signer, actor=self.people[who], member=self.people[to].member)

    @rule(cost=st.sampled_from([0, 1, 9_999_999]), position=st.integers(1, 3))
    def add_step(self, cost, position):
        row = ApprovalRule(organisation=self.cast.city, name="步骤", position=position)
        row.min_cost_yuan = cost
        signing.save_rule(actor=self.cast.zhou, rule=row)

    @rule()
    def name_deputy(self):
        today = self.program.created_at.date()
        row = Deputy(organisation=self.cast.city, member=self.cast.chen.member, starts_on=today)
        row.deputy, row.ends_on = self.cast.viewer.member, today.replace(year=today.year + 1)
        signing.name_deputy(actor=self.cast.chen, deputy=row)

    @invariant()
    def versions_never_change(self):
        for version in Version.objects.filter(program=self.program):
            kept = self.contents.setdefault(version.number, copy.deepcopy(version.content))
            assert version.content == kept

    @invariant()
    def there_is_exactly_one_current_version(self):
        now = Program.objects.get(pk=self.program.pk)
        numbers = Version.objects.filter(program=now).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, now.version + 1))

    @invariant()
    def the_to_do_list_is_the_set_of_open_decisions(self):
        now = Program.objects.select_related("organisation").get(pk=self.program.pk)
        target = f"programs.program:{now.pk}"
        items = list(WorkItem.objects.filter(target=target, closed_at=None))
        assert {item.verb for item in items} == DECIDERS[now.state]
        asked = rules.current(now)
        named = {s.user_id for s in asked if s.user_id}
        named |= {user.pk for s in asked for user in rules.deputies(s)}
        if now.state == S.ACCEPTED:
            assert {item.user_id for item in items if item.user_id} == named
            roles = {s.organisation_id for s in asked if s.user_id is None}
            assert {i.organisation_id for i in items if not i.user_id} == roles

    @invariant()
    def nobody_signed_twice_or_decided_his_own(self):
        for version in Version.objects.filter(program=self.program):
            given = self.program.signatures.filter(version=version.number).exclude(verdict="")
            signers = list(given.values_list("member__user", flat=True))
            assert len(signers) == len(set(signers))
            assert version.member.user_id not in signers


def test_whatever_anybody_presses_the_promises_hold(cast):
    fewer = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    life = type("Life", (Life,), {})
    life.cast, life.things, life.people = cast, catalogue(cast), crowd(cast)
    run_state_machine_as_test(life, settings=fewer)
