"""Who may ask the composer, and take what it found."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from programs.models import Composition
from programs.rules import program as rules


def may_ask(actor: Actor, composition: Composition) -> Answer:
    """Whoever may edit the programme; a bare problem is asked by staff, for their own use."""
    if composition.program:
        return rules.may_edit(actor, composition.program)
    mine = composition.created_by_id in (None, actor.member.pk)
    if mine and not actor.is_personal:
        return YES
    return Answer(_("A problem is put to the composer by staff, and stopped by whoever put it."))


may_take = may_ask
