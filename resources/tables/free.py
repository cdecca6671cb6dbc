"""What a search for free teachers, rooms or bases found, as a file to take along."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.spreadsheets.write import SheetOut, write_csv, write_xlsx


class FreeSheet:
    """The found things in their order; what `accounts.lists.exported` needs of a list.

    Parameters
    ----------
    found : list of resources.queries.free.Free
    things : str
        What was looked for, as a heading.
    query : str
        The address of the search, for the audit trail.
    """

    key = "resources-free"

    def __init__(self, found, things, query):
        self.found, self.things, self.query = found, str(things), query
        self.count = len(found)

    def url(self, **more) -> str:
        """The address of the file."""
        return f"?{self.query}&format={more['format']}"

    def lines(self):
        """One row each: name, owner, places, double hours free and asked for, whole days."""
        for one in self.found:
            days = _(", ").join(day.isoformat() for day in one.days)
            yield [one.label, one.owner.label, one.capacity, one.free, one.all, days]

    def export(self, file_type: str) -> bytes:
        """The bytes of a csv or xlsx."""
        head = [self.things, _("Offered by"), _("Seats"), _("Free double hours")]
        head += [_("Double hours asked for"), _("Wholly free days")]
        if file_type == "csv":
            return write_csv(head, self.lines())
        return write_xlsx([SheetOut(self.things, head, self.lines())])

    def filename(self, file_type: str) -> str:
        """The name of the file."""
        moment = timezone.localtime()
        return f"{_('What is free')}_{self.things}_{moment:%Y%m%d-%H%M}.{file_type}"
