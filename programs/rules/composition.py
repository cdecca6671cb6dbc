"""Who may ask the composer, and take what it found."""

from accounts.access import YES, Actor, Answer
from programs.models import Composition
from programs.rules import program as rules


def may_ask(actor: Actor, composition: Composition) -> Answer:
    """Whoever may edit the programme; a bare problem belongs to whoever asks."""
    return rules.may_edit(actor, composition.program) if composition.program else YES


may_take = may_ask
