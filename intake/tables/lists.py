"""The lists of the intake: imports, and rows by what becomes of them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, DateRange, Search, Table
from core.spreadsheets import kinds
from intake import queries
from intake.choices import TONES, BatchState, Fate
from intake.engine.packing import unpack
from intake.tables.causes import value_shown


def kind_label(batch):
    """What kind of data it is, in words."""
    return batch.declared.label if batch.declared else batch.kind


def state_of(batch):
    """The state in words, with its tone."""
    return batch.get_state_display(), TONES[batch.state]


def figure(*fates):
    """Return a column value: how many rows have these fates, once they are counted."""
    return lambda batch: batch.count(*fates) if batch.counts else None


class Batches(Table):
    """The history of imports."""

    key, title, default_sort = "imports", _("Imports"), "-created"
    nothing_yet = _("Nothing has been imported yet")
    why_nothing = _("Download a template or take your own file; every import can be undone.")
    columns = (
        Column("name", _("File"), kind="link", url="get_absolute_url", sort="name", fixed=True),
        Column("kind", _("Kind of data"), value=kind_label, sort="kind"),
        Column("target", _("Imported into"), value="destination", minor=True),
        Column("state", _("State"), kind="pill", value=state_of, sort="state"),
        Column("total", _("Rows"), value=lambda b: b.total if b.counts else None, numeric=True),
        Column("new", _("New"), value=figure(Fate.NEW), numeric=True),
        Column("updated", _("Updated"), value=figure(Fate.UPDATED), numeric=True),
        Column("unchanged", _("Unchanged"), value=figure(Fate.UNCHANGED), numeric=True, minor=True),
        Column("errors", _("With errors"), value=figure(Fate.ERROR), numeric=True),
        Column("who", _("By"), value="created_by.user.display_name", minor=True),
        Column("created", _("Received"), kind="datetime", value="created_at", sort="created_at"),
        Column("owner", _("Organisation"), value="organisation.label", shown=False),
    )
    filters = (
        Search(label=_("File name"), fields=("name",)),
        Choice(
            "kind",
            _("Kind of data"),
            options=lambda _actor: [(k.key, k.label) for k in kinds.kinds()],
        ),
        Choice("state", _("State"), options=BatchState.choices),
        DateRange("created_at", _("Received")),
    )


class _Rows(Table):
    key, default_sort, size = "rows", "number", 50
    nothing_yet = _("No such rows")
    why_nothing = _("No row of the file belongs here.")


NUMBER = Column("number", _("Row"), value=lambda row: str(row.number), sort="number", fixed=True)


def cells(row):
    """Pair the first mapped cells of a row with our headings; persons' numbers are masked."""
    kind = row.file.batch.declared
    columns = {column.name: column for column in kind.columns}
    found = []
    for index, name in sorted(row.file.mapping.items(), key=lambda pair: int(pair[0])):
        at = int(index)
        value = row.values[at] if at < len(row.values) else None
        if value not in (None, "") and name in columns:
            found.append((columns[name].label, value_shown(columns[name], value)))
    return found[:6]


class Fresh(_Rows):
    """Rows as they came."""

    title = _("Rows")
    columns = (
        NUMBER,
        Column("cells", _("Values"), kind="template", template="intake/cells.html", value=cells),
    )


class Changed(_Rows):
    """Rows that change something, with what."""

    title = _("Changes")
    columns = (
        NUMBER,
        Column("cells", _("Record"), value=lambda row: " · ".join(v for _l, v in cells(row)[:2])),
        Column(
            "changes", _("Changes"), kind="template", template="intake/changes.html", value="told"
        ),
    )


def tell_changes(actor, table) -> None:
    """Give each row of this page its changes in words: column, before, after."""
    rows = list(table.page.object_list)
    changes = [(name, pair) for row in rows for name, pair in unpack(row.changes).items()]
    keys = {key for name, pair in changes for side in pair for key in keys_in(name, side)}
    labels = queries.code_labels(actor, keys)
    for row in rows:
        row.told = [
            (heading(row, name), *(word(name, side, labels) for side in pair))
            for name, pair in unpack(row.changes).items()
        ]


def keys_in(name, side):
    """Which codes a changed value names: a set holds keys, and so does a field that ends so."""
    if isinstance(side, list):
        return side
    return [side] if name.endswith("_id") and side else []


def word(name, side, labels):
    """One side of a change in words."""
    if isinstance(side, list) or name.endswith("_id"):
        return gettext(", ").join(labels.get(key, str(key)) for key in keys_in(name, side))
    if isinstance(side, bool):
        return gettext("yes") if side else gettext("no")
    return side


def heading(row, name):
    """Our heading for a changed field."""
    columns = {column.name: column.label for column in row.file.batch.declared.columns}
    return columns.get(name.removesuffix("_id"), columns.get(name, name))


def why_kept(row):
    """Why undoing left a row as it is."""
    if row.fate == Fate.NEW:
        return _("Something else uses it by now.")
    return _("Somebody has changed it since the import.")


class Kept(_Rows):
    """Rows that undoing left as they are."""

    title = _("Rows that were kept")
    columns = (
        NUMBER,
        Column("cells", _("Record"), value=lambda row: " · ".join(v for _l, v in cells(row)[:3])),
        Column("why", _("Reason"), value=why_kept),
    )
