"""What matching does when something happened below."""

from accounts.access import Actor
from accounts.background import enqueue
from core.events import receiver
from matching import rules
from matching.queries import odds


@receiver("programs.trainees_named")
def keep_propensities(*, pk: int, member_id: int) -> None:
    """People have places: keep how likely each was, as long as it can be told."""
    actor = Actor.of(member_id)
    program = odds.named(actor, pk)
    if program and rules.may_keep_odds(actor, program) and odds.told(actor):
        enqueue(actor, "matching.keep_propensities", program_id=pk)
