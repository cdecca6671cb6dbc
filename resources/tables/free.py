from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lists import Column, Table


def calendar_of(one):
    return reverse(f"resources:{one.kind}_calendar", args=[one.thing.pk]) + f"?on={one.first}"


def days_of(one):
    return ", ".join(f"{day:%m-%d}" for day in one.days)


class FreeThings(Table):
    """What a search found: a list of `resources.queries.free.Free`, the freest first.

    `asked` is the search, as the address says it: the other addresses keep it.
    """

    key, title, default_sort = "resources-free", _("What is free"), "-free"
    size = 50
    columns = (
        Column("label", _("Resource"), kind="link", url=calendar_of, sort="label", fixed=True),
        Column("owner", _("Offered by"), value="owner.label", sort="owner"),
        Column("capacity", _("Largest group"), numeric=True, unit=_("persons"), sort="capacity"),
        Column(
            "free",
            _("Free"),
            kind="template",
            template="resources/free_cell.html",
            value=lambda one: one,
            export=lambda one: one.free,
            sort="free",
        ),
        Column("days", _("Wholly free days"), value=days_of, minor=True),
    )

    def __init__(self, found, params, actor, *, asked):
        super().__init__(found, params, actor)
        self.asked = asked

    @property
    def _state(self):
        state = super()._state.copy()
        for name, value in self.asked.items():
            state[name] = value
        return state

    def lines(self):
        """Yield all things, as plain values."""
        for one in self.found:
            yield [column.leave(one) for column in self.chosen]

    @property
    def found(self):
        """Return the things in the order asked for."""
        if str(self.sort) == self.default_sort:
            return self.all_rows
        column = next(one for one in self.known if one.name == self.sort.column)
        return sorted(
            self.all_rows, key=lambda one: column.leave(one) or 0, reverse=self.sort.descending
        )


class FreeTeachers(FreeThings):
    """The same of teachers: they have no capacity."""

    columns = tuple(one for one in FreeThings.columns if one.name != "capacity")
