"""A state machine as a table: the table is the specification.

Buttons, refusals, history, the diagrams under `docs/generated/` and the tests read it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class WrongState(Refusal):
    """The object is not in a state from which the move may start."""

    code = "wrong_state"
    message = _("“{what}” has moved on: it is now “{state}”. Load the page again to see it.")


@dataclass(frozen=True)
class Move:
    """One row of the table; `label` is the verb on the button."""

    name: str
    source: frozenset[str]
    target: str
    rule: Callable
    label: str | Promise = ""
    tone: str = ""  # "primary", "danger" or nothing: how the button looks


class Flow:
    """The legal moves of one `state` field."""

    def __init__(self, *moves: tuple, tones: dict[str, str] | None = None):
        self._moves = {row[0]: Move(row[0], frozenset(row[1]), *row[2:]) for row in moves}
        self.tones = tones or {}

    def __iter__(self):
        return iter(self._moves.values())

    def __getitem__(self, name: str) -> Move:
        return self._moves[name]

    def move(self, obj, name: str, **values) -> Move:
        """Write the new state, and `values` with it, if the row still is where the move starts.

        One UPDATE decides, so two people cannot both succeed, on any database.
        Raises `WrongState`.
        """
        move = self._moves[name]
        rows = type(obj)._base_manager.filter(pk=obj.pk, state__in=move.source)
        if not rows.update(state=move.target, **values):
            obj.refresh_from_db(fields=["state"])
            raise WrongState(what=obj, state=obj.get_state_display())
        obj.state = move.target
        for field, value in values.items():
            setattr(obj, field, value)
        return move

    def open_to(self, actor, obj) -> list[Move]:
        """The moves this actor may make now: the buttons of the page."""
        return [m for m in self if obj.state in m.source and m.rule(actor, obj)]

    def mermaid(self) -> str:
        """The table as a state diagram, for the documents."""
        arrows = sorted((s, m.target, m.name) for m in self for s in m.source)
        return "\n".join(["stateDiagram-v2", *(f"  {a} --> {b}: {n}" for a, b, n in arrows)])
