"""What the records do when something happens to a person."""

from core.events import receiver
from portfolios.operations.records import Erased


@receiver("accounts.trainee_erased")
def forget_whose_it_was(*, pk: int) -> None:
    """The hours stay counted; posts, certificates and remarks say who somebody is."""
    Erased.forget(pk)
