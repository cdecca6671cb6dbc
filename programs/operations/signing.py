"""The signatures an approval needs: asked in order, handed over, added, escalated by the clock."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.models import Member
from core.errors import Refusal
from programs.flow import CHASE
from programs.flow.signing import ask, asked_of, begin, due
from programs.models import ApprovalRule, Deputy, Program, Signature
from programs.rules import program as rules
from programs.rules import review as review_rules


class NotASigner(Refusal):
    """Somebody who cannot decide about this programme."""

    code = "not_a_signer"
    message = _("{name} cannot decide about this programme: choose another person.")
    status = 422


class WrongDeputy(Refusal):
    """A deputy of himself, or of another department."""

    code = "wrong_deputy"
    message = _("A deputy is another person of the same department.")
    status = 422


@operation(review_rules.may_hand_over, on="program")
def hand_over(
    *, actor: Actor, program: Program, to: Member, reason: str = "", step: int | None = None
) -> Program:
    """Let another person decide in one's place. Raises `NotASigner`, `Denied`."""
    _lock(program)
    mine = _mine(actor, program, step)
    _check_signer(program, to)
    mine.user, mine.organisation, mine.escalated_at = to.user, to.organisation, None
    mine.due_on, mine.asked_by = due(mine), actor.member
    mine.save(update_fields=["user", "organisation", "escalated_at", "due_on", "asked_by"])
    process.close(program, actor=actor, verb=CHASE.verb)
    ask(program, actor)
    return program


@operation(review_rules.may_hand_over, on="program")
def add_signer(
    *,
    actor: Actor,
    program: Program,
    member: Member,
    before: bool = True,
    reason: str = "",
    step: int | None = None,
) -> Program:
    """Ask one more person to sign, before one's own decision or after it.

    Raises `NotASigner`, `Denied`.
    """
    _lock(program)
    mine = _mine(actor, program, step)
    _check_signer(program, member)
    Signature.objects.bulk_create(
        [
            asked_of(
                program,
                actor,
                position=mine.position + (-1 if before else 1),
                name="加签",
                name_en="Added signature",
                organisation=member.organisation,
                user=member.user,
                days=mine.days,
                note=reason.strip(),
            )
        ]
    )
    ask(program, actor)
    return program


def _lock(program: Program) -> None:
    Program._base_manager.select_for_update().only("pk").get(pk=program.pk)


def _mine(actor: Actor, program: Program, step: int | None) -> Signature:
    begin(program, actor)
    asked = [s for s in rules.current(program) if step in (None, s.pk)]
    mine = [s for s in asked if rules.may_sign(actor, s)] or [s for s in asked if s.escalated_at]
    if not mine:
        raise NotASigner(name=actor.user.display_name)
    return mine[0]


def _check_signer(program: Program, member: Member) -> None:
    """Another person of a department above who has not signed and did not submit it."""
    owner, department = program.organisation, member.organisation
    signed = program.signatures.filter(version=program.version)
    known = signed.filter(member__user=member.user) | signed.filter(user=member.user, verdict="")
    fits = department.is_above(owner) and department.kind == "department"
    if not fits or known.exists() or member.user_id == rules.submitter(program):
        raise NotASigner(name=member.user.display_name)


@operation(review_rules.may_escalate, on="signature")
def escalate(*, actor: Actor, signature: Signature) -> Signature:
    """Pass an overdue signature on: who is above may decide too, a manager finds somebody.

    Safe to run twice: the first run alone writes.
    """
    rows = Signature._base_manager.filter(
        pk=signature.pk, verdict="", escalated_at=None, due_on__lt=timezone.localdate()
    )
    if rows.update(escalated_at=timezone.now()):
        signature.refresh_from_db()
        ask(signature.program, actor)
    return signature


@operation(review_rules.may_keep_rule, on="rule")
def save_rule(*, actor: Actor, rule: ApprovalRule) -> ApprovalRule:
    """Add a step to the department's table or change it; what already waits stays as it is."""
    rule.save()
    return rule


@operation(review_rules.may_keep_rule, on="rule")
def remove_rule(*, actor: Actor, rule: ApprovalRule) -> ApprovalRule:
    """Take a step out of the table."""
    ApprovalRule._base_manager.filter(pk=rule.pk).delete()
    return rule


@operation(review_rules.may_keep_deputy, on="deputy")
def name_deputy(*, actor: Actor, deputy: Deputy) -> Deputy:
    """Let somebody decide in the approver's place for a time. Raises `WrongDeputy`."""
    one, other = deputy.member, deputy.deputy
    if one.user_id == other.user_id or one.organisation_id != other.organisation_id:
        raise WrongDeputy
    deputy.save()
    _ask_again(actor, deputy.organisation_id)
    return deputy


@operation(review_rules.may_keep_deputy, on="deputy")
def end_deputy(*, actor: Actor, deputy: Deputy) -> Deputy:
    """End the time of a deputy today; what waited for him leaves his list."""
    Deputy._base_manager.filter(pk=deputy.pk).delete()
    _ask_again(actor, deputy.organisation_id)
    return deputy


def _ask_again(actor: Actor, organisation: int) -> None:
    """Renew the to-do lists of all that waits for one department."""
    rows = Signature._base_manager.filter(
        organisation=organisation, verdict="", program__state="accepted"
    )
    rows = rows.select_related("program__organisation", "asked_by__organisation")
    for program in {row.program for row in rows}:
        ask(program, actor)
