"""What programmes do when something happened below."""

from core.events import receiver
from programs.operations.sheets import Places
from programs.operations.versions import PROGRAMS
from resources import versions

versions.register(PROGRAMS)


@receiver("accounts.trainees_merged")
def count_places(*, pk: int, **_later) -> None:
    """A place that one person held twice is free again."""
    Places.recount(pk)
