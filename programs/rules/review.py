"""Who may read, comment on and answer in the review of a programme."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import PERSONAL_ROLES, OrganisationKind, Role
from programs.choices import ProgramState
from programs.models import ApprovalRule, Comment, Deputy, Program, ProposedChange, Signature
from programs.rules.program import current, may_approve, may_confirm, may_edit, may_submit

STAFF_ONLY = _("This page is for the staff of the organisations.")
UNDER_REVIEW = (ProgramState.SUBMITTED, ProgramState.ACCEPTED)


def may_see_reviews(actor: Actor) -> Answer:
    """Those to whom programmes come for a decision."""
    approver = actor.at(OrganisationKind.DEPARTMENT) and actor.has(Role.APPROVER)
    if approver or (actor.at(OrganisationKind.INSTITUTE) and actor.has(Role.MANAGER)):
        return YES
    return Answer(_("Programmes come for a decision to approvers and to managers of institutes."))


def may_see_review(actor: Actor, program: Program) -> Answer:
    """Staff: what is said between organisations is not for teachers and trainees."""
    parties = [program.organisation] + ([program.institute] if program.institute else [])
    inside = any(actor.organisation.is_above(party) for party in parties)
    if actor.role in PERSONAL_ROLES or not inside:
        return Answer(STAFF_ONLY)
    return YES


def may_comment(actor: Actor, program: Program) -> Answer:
    """Whoever is asked to confirm or to approve it, while it waits for them."""
    if program.state not in UNDER_REVIEW:
        return Answer(_("Comments are made while a programme waits for a decision."))
    if may_confirm(actor, program) or (answer := may_approve(actor, program)):
        return YES
    return answer


def may_answer(actor: Actor, comment: Comment) -> Answer:
    """A manager of the organisation that owns the programme, once the comment was sent."""
    if not comment.sent:
        return Answer(_("This comment has not been sent yet."))
    return may_submit(actor, comment.program)


def may_hand_over(actor: Actor, program: Program) -> Answer:
    """Whoever may decide; for an overdue step also a manager of the department that was asked."""
    if program.state != ProgramState.ACCEPTED:
        return Answer(_("Only a programme that waits for approval is handed over."))
    late = [s for s in current(program) if s.escalated_at]
    managing = actor.at(OrganisationKind.DEPARTMENT) and actor.has(Role.MANAGER)
    if managing and any(actor.organisation.is_above(s.organisation) for s in late):
        return YES
    return may_approve(actor, program)


def may_propose(actor: Actor, program: Program) -> Answer:
    """Whoever may comment may also say which change he would approve."""
    return may_comment(actor, program)


def may_take_back(actor: Actor, change: ProposedChange) -> Answer:
    """Whoever made the proposal, before it is sent."""
    if change.member_id != actor.member.pk:
        said = _("Only {name}, who made this proposal, may drop it.")
        return Answer(str(said).format(name=change.member.user.display_name))
    if change.sent:
        return Answer(_("A proposal that was sent is taken or left by the owner of the programme."))
    return may_propose(actor, change.program)


def may_answer_change(actor: Actor, change: ProposedChange) -> Answer:
    """Whoever edits the programme takes a proposed change or leaves it."""
    if not change.sent:
        return Answer(_("This proposal has not been sent yet."))
    return may_edit(actor, change.program)


def may_see_rules(actor: Actor) -> Answer:
    """Staff of departments: the table says how the department decides."""
    if actor.at(OrganisationKind.DEPARTMENT) and actor.role not in PERSONAL_ROLES:
        return YES
    return Answer(_("The steps of approval are kept by training departments."))


def may_keep_rule(actor: Actor, rule: ApprovalRule) -> Answer:
    """A manager of the department whose programmes are decided that way."""
    own = rule.organisation_id == actor.organisation.pk
    if own and actor.at(OrganisationKind.DEPARTMENT) and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the department itself sets the steps of its approval."))


def may_keep_deputy(actor: Actor, deputy: Deputy) -> Answer:
    """The approver who will be away, or a manager of his department."""
    if deputy.organisation_id == actor.organisation.pk:
        if actor.member.pk == deputy.member_id and actor.has(Role.APPROVER):
            return YES
        if actor.at(OrganisationKind.DEPARTMENT) and actor.has(Role.MANAGER):
            return YES
    return Answer(_("Only the approver himself or a manager of his department names a deputy."))


def may_escalate(actor: Actor, signature: Signature) -> Answer:
    """Nobody in person: the clock does, in the name of who asked for the signature."""
    if actor.member.pk == signature.asked_by_id:
        return YES
    return Answer(_("Overdue decisions are passed on by the clock."))
