"""Every link of a list: each is the present choice with one thing changed."""

from functools import cached_property

from django.http import QueryDict

from core.lists.columns import Column
from core.lists.state import OWN, Sort, choose_columns


class Addresses:
    """The links of a `Table`; they work without script."""

    @property
    def query(self) -> str:
        """Return filters, order and columns as a query string: what a saved view keeps."""
        return self._state.urlencode()

    @cached_property
    def _state(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for one in self.applied:
            for name, values in one.values.items():
                query.setlist(name, values)
        if str(self.sort) != self.default_sort:
            query["sort"] = str(self.sort)
        usual = choose_columns(QueryDict(), self.known, [])
        if self.chosen != usual:
            query["cols"] = ",".join(column.name for column in self.chosen)
        if self.page_size != self.size:
            query["size"] = str(self.page_size)
        return query

    def url(self, *, drop=(), **changes) -> str:
        """Return the address with `changes`, without `drop`; always back on the first page."""
        query = self._state.copy()
        for name in drop:
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = str(value)
        return "?" + query.urlencode()

    @property
    def clear_url(self) -> str:
        """Return the address without any filter."""
        return self.url(drop=[name for one in self.applied for name in one.filter.names])

    @property
    def default_columns_url(self) -> str:
        """Return the address with the usual columns."""
        return self.url(drop=["cols"])

    @property
    def filter_state(self) -> list[tuple[str, str]]:
        """Return what a form must carry besides the filters: order, columns, size."""
        return [(name, value) for name, value in self._state.items() if name in OWN]

    @property
    def column_state(self) -> list[tuple[str, str]]:
        """Return what the column form must carry: everything but the columns."""
        lists = self._state.lists()
        return [(name, value) for name, values in lists if name != "cols" for value in values]

    @property
    def pages(self) -> list[dict]:
        """Return the page numbers with their addresses; a gap has none."""
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [
            {
                "label": number,
                "url": self.url(page=number) if isinstance(number, int) else "",
                "current": number == self.page.number,
            }
            for number in numbers
        ]

    @property
    def sizes_offered(self) -> list[dict]:
        """Return the numbers of rows a page may have, with their addresses."""
        return [
            {"number": size, "url": self.url(size=size), "current": size == self.page_size}
            for size in self.sizes
        ]

    @property
    def is_plain(self) -> bool:
        """Return whether nothing is chosen: the list as it is first seen."""
        return not self._state and not any(view.is_current for view in self.views)

    @property
    def previous_url(self) -> str:
        """Return the address of the page before, if there is one."""
        page = self.page
        return self.url(page=page.previous_page_number()) if page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Return the address of the next page, if there is one."""
        return self.url(page=self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def headings(self) -> list[dict]:
        """Return the headings with their sort links and `aria-sort`."""
        return [self._heading(column) for column in self.chosen]

    def _heading(self, column: Column) -> dict:
        current = column.name == self.sort.column
        following = self.sort.flipped if current else Sort(column.name, False)
        aria = "descending" if self.sort.descending else "ascending"
        return {
            "column": column,
            "url": self.url(sort=str(following)) if column.paths else "",
            "aria_sort": aria if current else "",
        }

    @property
    def tags(self) -> list[dict]:
        """Return what is applied, each with the address without it."""
        return [{"text": one.text, "url": self.url(drop=one.filter.names)} for one in self.applied]
