"""The three to-do lists: what waits for me, what waits for others, what is settled."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.process import VERBS
from core.lists import Choice, Column, DateRange, Search, Table

WHAT = Column(
    "what", _("What to do"), sort="verb", value=lambda item: VERBS.get(item.verb, item.verb)
)
MATTER = Column(
    "matter", _("Matter"), kind="link", value="label", sort="title", fixed=True, url="url"
)
FROM = Column("source", _("From"), value="source.label", sort="source__path")
DUE = Column(
    "due", _("Due"), value="due_on", kind="template", template="accounts/due.html", sort="due_order"
)
NARROWED = (
    Search(label=_("Matter"), fields=("title", "title_en")),
    Choice("verb", _("What to do"), path="verb", options=lambda actor: sorted(VERBS.items())),
)


class Work(Table):
    """One of the three to-do lists; `place` is the name of its page."""

    title, place, label = _("To-do"), "", ""
    nothing_yet = _("Nothing here")
    why_nothing = _("What needs a decision appears here as soon as somebody hands it over.")

    @property
    def address(self) -> str:
        """The page of this list."""
        return reverse(self.place)


class Open(Work):
    """What waits for the actor."""

    key, place, label = "work-open", "accounts:todo", _("Waiting for me")
    default_sort = "due"
    columns = (MATTER, WHAT, FROM, DUE)
    filters = (*NARROWED, DateRange("due_on", _("Due")))


class Handed(Work):
    """What his organisation has handed to others."""

    key, place, label = "work-handed", "accounts:todo_handed", _("Handed to others")
    default_sort = "due"
    columns = (
        MATTER,
        WHAT,
        Column("with", _("With"), value="organisation.label", sort="organisation__path"),
        DUE,
    )
    filters = (*NARROWED, DateRange("due_on", _("Due")))


class Settled(Work):
    """What he has settled himself."""

    key, place, label = "work-settled", "accounts:todo_settled", _("Settled by me")
    default_sort = "-closed_at"
    columns = (
        MATTER,
        WHAT,
        FROM,
        Column("closed_at", _("Settled"), kind="datetime", sort="closed_at"),
    )
    filters = (*NARROWED, DateRange("closed_at", _("Settled")))
