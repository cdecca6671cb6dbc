"""Panels: a higher app shows something on a lower app's page without being imported by it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of a page that another app answers at `url_name` with the object's pk.

    `page` names the page ("programs.program"); `rule(actor, obj)` says who sees it.
    """

    page: str
    label: Any
    url_name: str
    rule: Callable[[Any, Any], Any]
    order: int = 100

    @property
    def key(self) -> str:
        """Return an id for the page."""
        return "panel-" + self.url_name.replace(":", "-").replace("_", "-")


@dataclass(frozen=True)
class Slot:
    """A panel for one object and one person."""

    key: str
    label: Any
    url: str


_panels: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel to a page, once."""
    _panels[panel.page, panel.url_name] = panel


def panels(page: str, actor, obj) -> list[Slot]:
    """Return the panels of `page` that `actor` may see for `obj`, in order."""
    wanted = sorted(
        (panel for panel in _panels.values() if panel.page == page),
        key=lambda panel: (panel.order, panel.url_name),
    )
    return [
        Slot(key=panel.key, label=panel.label, url=reverse(panel.url_name, args=[obj.pk]))
        for panel in wanted
        if panel.rule(actor, obj)
    ]
