"""The list itself: rows in, a page of cells out, and every link that changes it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models.sql.where import WhereNode
from django.utils import timezone
from django.utils.translation import gettext as _

from core.lists.addresses import Addresses
from core.lists.columns import Column, Row
from core.lists.filters import Filter
from core.lists.state import as_query, choose_columns, choose_number, choose_sort
from core.spreadsheets.write import SheetOut, write_csv, write_xlsx


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """Something that can be done with the selected rows: a POST to `url`."""

    label: Any
    url: str
    icon: str = ""
    allowed: Callable[[Any], Any] | None = None


MANY = 999  # beside a way out of an empty list, more are not counted


def _cheap_first(rows):
    """Compare a row's own columns before asking other tables: MariaDB asks in written order."""
    rows = rows.all()
    rows.query.where.children.sort(key=_asks_elsewhere)  # joined by AND, so any order will do
    return rows


def _asks_elsewhere(condition) -> bool:
    if isinstance(condition, WhereNode):
        return any(_asks_elsewhere(part) for part in condition.children)
    parts = condition.flatten() if hasattr(condition, "flatten") else ()
    return any(getattr(part, "subquery", False) for part in parts)


class Table(Addresses):
    """A list page.

    A subclass says `key`, `title`, `columns`, `filters`, `default_sort`; an instance is
    `PeopleTable(queries.people(actor), request.GET, actor)`. Two SQL statements whatever the
    number of rows, plus those of the filters' options; three more when nothing was found. A `wide`
    table, of many rows with long texts, sorts keys alone and then reads the page: one more.

    Parameters
    ----------
    rows : QuerySet
        What the actor may see, with everything the columns read already joined.
    params : QueryDict, dict or str
        The address. What it says wrongly is left out, with a sentence in `hints`.
    actor : Actor
        Passed to the columns' and filters' own callables.
    views : list
        Saved views: objects with `.pk`, `.name`, `.query`, `.is_current`.
    save_url, remove_url : str
        Where to POST `name` and `query`, or `pk`; storing is the caller's work.
    bulk : list of Bulk
        What can be done with selected rows.
    """

    key = ""
    title: Any = ""
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    default_sort = "pk"
    sizes = (20, 50, 100)
    size = 20
    wide = False
    nothing_yet: Any = ""
    why_nothing: Any = ""

    def __init__(self, rows, params, actor, *, views=(), save_url="", remove_url="", bulk=()):
        self.all_rows, self.actor = rows, actor
        self.params = as_query(params)
        self.views, self.save_url, self.remove_url = list(views), save_url, remove_url
        self.bulk = [action for action in bulk if not action.allowed or action.allowed(actor)]
        self.hints: list[str] = []
        self.known = [c for c in self.columns if not c.allowed or c.allowed(actor)]
        self.chosen = choose_columns(self.params, self.known, self.hints)
        self.bound = [one.bind(self.params, actor) for one in self.filters]
        self.hints += [one.hint for one in self.bound if one.hint]
        sortable = {column.name for column in self.known if column.paths}
        self.sort = choose_sort(
            self.params.get("sort", ""), self.default_sort, sortable, self.hints
        )
        self.page_size = choose_number(
            self.params.get("size", ""), self.size, self.sizes, self.hints
        )

    # --- rows ---------------------------------------------------------------------------------
    def narrowed(self, without: str = ""):
        """Return the rows that pass every filter, or every filter but one."""
        rows = self.all_rows
        for one in self.applied:
            if one.filter.name != without:
                rows = one.filter.narrow(rows, one.value)
        return _cheap_first(rows)

    @cached_property
    def found(self):
        """Return all rows that match, in order; the key settles ties."""
        column = next((c for c in self.known if c.name == self.sort.column), None)
        paths = column.paths if column else (self.sort.column,)
        if self.sort.descending:
            paths = [path[1:] if path.startswith("-") else f"-{path}" for path in paths]
        tie = "-pk" if self.sort.descending else "pk"
        return self.narrowed().order_by(*paths, *([] if "pk" in self.sort.column else [tie]))

    @cached_property
    def paginator(self) -> Paginator:
        """Return the paginator; it counts once."""
        return Paginator(self.found, self.page_size)

    @property
    def count(self) -> int:
        """Return how many rows match."""
        return self.paginator.count

    @cached_property
    def page(self):
        """Return this page; a number that does not exist becomes the nearest one."""
        page = self._page(self.params.get("page", "1"))
        if self.wide:
            page.object_list = self.found.filter(pk__in=self._keys(page))
        return page

    def _keys(self, page) -> list:
        """Return the keys of a page, counted from the nearer end."""
        keys = self.found.values_list("pk", flat=True)
        first, end = max(page.start_index() - 1, 0), page.end_index()
        if first > self.count // 2:
            return list(keys.reverse()[self.count - end : self.count - first])
        return list(keys[first:end])

    def _page(self, text: str):
        try:
            return self.paginator.page(max(int(text), 1) if text.isascii() else 1)
        except ValueError:
            return self.paginator.page(1)
        except EmptyPage:
            return self.paginator.page(self.paginator.num_pages)

    @cached_property
    def rows(self) -> list[Row]:
        """Return the rows of this page with their cells."""
        return [
            Row(object=row, cells=[column.cell(row) for column in self.chosen])
            for row in self.page.object_list
        ]

    def selected(self, post):
        """Return the rows that a bulk form means: the ticked ones, or all that match."""
        if post.get("all") == "1":
            return self.found
        keys = [key for key in post.getlist("pk") if key.isascii() and key.isdigit()]
        return self.all_rows.filter(pk__in=keys)

    # --- words --------------------------------------------------------------------------------
    @property
    def applied(self) -> list:
        """Return the filters that narrow the list."""
        return [one for one in self.bound if one.on]

    @property
    def choosable(self) -> list[dict]:
        """Return every column for the chooser: the shown ones in order, then the others."""
        rest = [column for column in self.known if column not in self.chosen]
        return [{"column": column, "shown": True} for column in self.chosen] + [
            {"column": column, "shown": False} for column in rest
        ]

    @property
    def search(self):
        """Return the bound search, if the list has one."""
        return next((one for one in self.bound if one.filter.kind == "search"), None)

    @property
    def frequent(self) -> list:
        """Return the filters that are always in view."""
        return [one for one in self.bound if one.filter.kind != "search" and not one.filter.more]

    @property
    def rare(self) -> list:
        """Return the filters behind "more filters"."""
        return [one for one in self.bound if one.filter.more]

    @property
    def has_rare(self) -> bool:
        """Return whether one of the hidden filters is in use."""
        return any(one.on for one in self.rare)

    @cached_property
    def is_new(self) -> bool:
        """Return whether there is nothing at all yet, whatever the filters say."""
        if self.count or not self.applied:
            return not self.count
        return not self.ways_out and not self.all_rows.exists()

    @cached_property
    def ways_out(self) -> list[dict]:
        """Return, when filters exclude all, what is found without one of the first three."""
        ways = []
        for one in self.applied[:3]:
            rows = self.narrowed(without=one.filter.name).order_by().values("pk")
            count = rows[: MANY + 1].count()
            shown = f"{MANY}+" if count > MANY else str(count)
            url = self.url(drop=one.filter.names)
            ways.append({"text": one.text, "url": url, "count": count, "shown": shown})
        return [way for way in ways if way["count"]]

    # --- spreadsheets -------------------------------------------------------------------------
    @property
    def header(self) -> list[str]:
        """Return the headings of the chosen columns, with units."""
        return [column.heading for column in self.chosen]

    def lines(self):
        """Yield all matching rows of the chosen columns, as plain values."""
        for row in self.found.iterator(chunk_size=500):
            yield [column.leave(row) for column in self.chosen]

    def export(self, file_type: str) -> bytes:
        """Return exactly the current filter and columns as csv or xlsx; text stays text."""
        if file_type == "csv":
            return write_csv(self.header, self.lines())
        if file_type == "xlsx":
            return write_xlsx([SheetOut(str(self.title), self.header, self.lines())])
        raise ValueError(f"No export as {file_type!r}")

    def filename(self, file_type: str, *, now=None) -> str:
        """Return 类型_范围_YYYYMMDD-HHMM.format; the scope is how the list was narrowed."""
        scope = _("selection") if self.applied else _("all")
        moment = timezone.localtime(now or timezone.now())
        return f"{self.title}_{scope}_{moment:%Y%m%d-%H%M}.{file_type}"
