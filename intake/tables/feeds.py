"""The list of regular sources."""

from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, Search, Table
from core.models import in_language
from intake.choices import Way
from intake.tables.lists import kind_label


def state_of(feed):
    """Whether it works, in a word, with its tone."""
    if not feed.active:
        return _("Switched off"), "closed"
    if feed.fault:
        return _("Needs attention"), "refused"
    return (_("Works"), "approved") if feed.changed_at else (_("Waiting"), "waiting")


def fault_of(feed):
    """Why the last visit failed."""
    return in_language(feed.fault, feed.fault_en)


class Feeds(Table):
    """Where rows come from without anybody uploading them."""

    key, title, default_sort = "feeds", _("Regular sources"), "name"
    nothing_yet = _("No source has been set up yet")
    why_nothing = _(
        "A folder, an address on the network or another system can bring new rows by itself."
    )
    columns = (
        Column("name", _("Source"), kind="link", url="get_absolute_url", sort="name", fixed=True),
        Column("kind", _("Kind of data"), value=kind_label, sort="kind"),
        Column("way", _("Way"), value="get_way_display", sort="way"),
        Column("address", _("Folder or address"), value="address", minor=True),
        Column("state", _("State"), kind="pill", value=state_of),
        Column("fault", _("Last fault"), value=fault_of, minor=True),
        Column("asked", _("Last asked"), kind="datetime", value="asked_at", sort="asked_at"),
        Column("changed", _("Last rows"), kind="datetime", value="changed_at", sort="changed_at"),
        Column("owner", _("Organisation"), value="organisation.label", shown=False),
    )
    filters = (
        Search(label=_("Source"), fields=("name", "address")),
        Choice("way", _("Way"), options=Way.choices),
    )
