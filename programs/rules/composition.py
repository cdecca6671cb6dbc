"""Who may ask the composer, and take what it found."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from programs.models import Composition
from programs.rules import program as rules
from programs.rules.plan import may_manage_plan


def may_ask(actor: Actor, composition: Composition) -> Answer:
    """Whoever may edit the programme; a bare problem is asked by staff, for their own use."""
    if composition.program:
        return rules.may_edit(actor, composition.program)
    mine = composition.created_by_id in (None, actor.member.pk)
    if mine and not actor.is_personal:
        return YES
    return Answer(_("A problem is put to the composer by staff, and stopped by whoever put it."))


may_take = may_ask


def may_answer_request(actor: Actor, composition: Composition) -> Answer:
    """A manager of the department whose plan sets the demand."""
    program = composition.program
    if composition.request and program and program.plan:
        return may_manage_plan(actor, program.plan)
    return Answer(_("Only the department whose plan sets a demand relaxes it."))
