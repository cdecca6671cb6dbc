"""What is held and where the days are, without saying when: the choice alone.

A plan's choice keeps every rule of this model, so the best choice is a bound; and it lacks only
the order of the sessions, so the bound is mostly the score of the best programme itself. It is a
small fraction of the whole model and has none of its many equally good orders.
"""

from typing import Any

from programs.solver.board import starts
from programs.solver.model import Model


class Choice(Model):
    """The model of one programme without days and slots of sessions."""

    def _when(self, fine: bool) -> None:
        """Instead: what the calendars of each window leave of the ways and the teachers."""
        for i, window in enumerate(self.problem.windows):
            absent = 1 - self.chosen[i]
            for w, x in self.given.items():
                places = [(k, d) for d in range(self.days) for k in self.open_in(window, w, d)]
                self.cp.add(x <= sum(self.at[place] for place in places) + absent)
            for teacher, slots in self._taught().items():
                room = sum(self._slots(window, teacher, d) for d in range(len(window.days)))
                self.cp.add(slots <= room + self.days * self.problem.slots * absent)

    def _taught(self) -> dict[int, Any]:
        """Slots that each teacher teaches."""
        taught: dict[int, Any] = {}
        for w, x in self.given.items():
            way = self.problem.ways[w]
            taught[way.teacher] = taught.get(way.teacher, 0) + way.slots * x
        return taught

    def _slots(self, window: Any, teacher: int, day: int) -> int:
        """Slots that a teacher can teach on a day at most."""
        p = self.problem
        masks = window.busy.get(teacher)
        free = len(starts(p.full_day & ~masks[day] if masks else p.full_day, 1))
        return min(free, window.room.get((teacher, day), p.limits[teacher]))
