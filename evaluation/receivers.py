"""What evaluation does when something happens elsewhere."""

from accounts.access import Actor
from accounts.background import enqueue
from core.events import receiver


@receiver("programs.program.close")
def ask_everybody(*, pk: int, member_id: int) -> None:
    """A programme has ended: ask those who took part."""
    actor = Actor.of(member_id)
    enqueue(actor, "evaluation.open", dedupe=str(pk), program_id=pk)
