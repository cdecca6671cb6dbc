"""How a long computation tells where it is and learns that it is to stop."""

from collections.abc import Callable
from dataclasses import dataclass


class Stopped(Exception):
    """The caller asked to stop; nothing was kept."""


def silent(_done: int, _total: int, _stage: str) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody wants to stop."""
    return False


@dataclass(slots=True)
class Watch:
    """Counts steps, tells `progress`, asks `stop`."""

    total: int = 0
    progress: Callable[[int, int, str], None] = silent
    stop: Callable[[], bool] = never
    done: int = 0

    def look(self) -> None:
        """Raise `Stopped` if the caller wants to stop."""
        if self.stop():
            raise Stopped

    def step(self, stage: str) -> None:
        """Count one finished step; raise `Stopped` if the caller wants to stop."""
        self.done += 1
        self.progress(self.done, max(self.total, self.done), stage)
        self.look()
