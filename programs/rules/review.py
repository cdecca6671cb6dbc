"""Who may read, comment on and answer in the review of a programme."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import PERSONAL_ROLES, OrganisationKind, Role
from programs.choices import ProgramState
from programs.models import Comment, Program
from programs.rules.program import may_approve, may_confirm, may_submit

UNDER_REVIEW = (ProgramState.SUBMITTED, ProgramState.ACCEPTED)


def may_see_reviews(actor: Actor) -> Answer:
    """Those to whom programmes come for a decision."""
    approver = actor.at(OrganisationKind.DEPARTMENT) and actor.has(Role.APPROVER)
    if approver or (actor.at(OrganisationKind.INSTITUTE) and actor.has(Role.MANAGER)):
        return YES
    return Answer(_("Programmes come for a decision to approvers and to managers of institutes."))


def may_see_review(actor: Actor, program: Program) -> Answer:
    """Staff: what is said between organisations is not for teachers and trainees."""
    if actor.role in PERSONAL_ROLES:
        return Answer(_("The review of a programme is for the staff of the organisations in it."))
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
