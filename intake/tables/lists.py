"""The lists of the intake: imports, and rows by what becomes of them."""

from operator import itemgetter

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, DateRange, Search, Table
from core.spreadsheets import kinds
from intake import queries
from intake.choices import ROW_TONES, TONES, BatchState, Do, Fate, Source
from intake.engine.packing import unpack
from intake.tables.causes import value_shown
from resources.choices import Mastery


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
    """Pair the first mapped cells of a row with our headings, what it is known by before all else.

    Persons' numbers are masked. A row without such cells, say a note under the table, tells itself.
    """
    kind = row.file.batch.declared
    columns = {column.name: column for column in kind.columns}
    found = []
    for index, name in sorted(row.file.mapping.items(), key=lambda pair: int(pair[0])):
        at = int(index)
        value = row.values[at] if at < len(row.values) else None
        if value not in (None, "") and name in columns:
            shown = columns[name].label, value_shown(columns[name], value)
            found.append((name not in kind.natural_key, shown))
    found = [shown for _rest, shown in sorted(found, key=itemgetter(0))]
    return found[:6] or [("", str(value)) for value in row.values if value not in (None, "")][:6]


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
        Column("cells", _("Record"), value=lambda row: " · ".join(v for _l, v in cells(row)[:3])),
        Column(
            "changes", _("Changes"), kind="template", template="intake/changes.html", value="told"
        ),
    )


def changes_of(actor, row) -> list[tuple]:
    """What a row changed, in words: column, before, after."""
    _tell(actor, [row])
    return row.told


def tell_changes(actor, table) -> None:
    """Give each row of this page its changes in words: column, before, after."""
    _tell(actor, list(table.page.object_list))


def _tell(actor, rows: list) -> None:
    told = [(row, name, pair) for row in rows for name, pair in unpack(row.changes).items()]
    sides = [side for row, name, pair in told for side in pair if names_codes(row, name)]
    labels = queries.code_labels(actor, {key for side in sides for key in map(key_of, many(side))})
    for row in rows:
        row.told = []
    for row, name, pair in told:
        words = (word(side, labels if names_codes(row, name) else {}) for side in pair)
        row.told.append((heading(row, name), *words))


def names_codes(row, name) -> bool:
    """Whether a changed field holds keys of code table entries."""
    column = column_of(row, name)
    return name.endswith("_id") or bool(column and column.options and column.many)


def many(side) -> list:
    """One value or several, as a list."""
    return side if isinstance(side, list) else [side] if side else []


def key_of(one) -> int:
    """The key of an entry, also where it stands with a level: "12:2"."""
    return int(str(one).partition(":")[0])


def named(one, labels) -> str:
    """One of several values in words; a level stands behind its entry."""
    if not labels:
        return str(one)
    level = str(one).partition(":")[2]
    label = labels.get(key_of(one), str(one))
    return f"{label} ({Mastery(int(level)).label})" if level else label


def word(side, labels):
    """One side of a change in words."""
    if isinstance(side, list) or labels:
        return gettext(", ").join(named(one, labels) for one in many(side))
    if isinstance(side, bool):
        return gettext("yes") if side else gettext("no")
    return side


def column_of(row, name):
    """The column whose field changed, if it is one of the kind."""
    columns = {column.name: column for column in row.file.batch.declared.columns}
    return columns.get(name.removesuffix("_id"), columns.get(name))


def heading(row, name):
    """Our heading for a changed field."""
    column = column_of(row, name)
    return column.label if column else name


def why_kept(row):
    """Why undoing left a row as it is."""
    if row.fate == Fate.NEW and row.changed_by:
        return gettext("The import “{name}” has changed it since.").format(name=row.changed_by)
    if row.fate == Fate.NEW:
        return _("Something else uses it by now, or somebody has changed it.")
    return _("Somebody has changed it since the import.")


class Kept(_Rows):
    """Rows that undoing left as they are."""

    title = _("Rows that were kept")
    columns = (
        NUMBER,
        Column("cells", _("Record"), value=lambda row: " · ".join(v for _l, v in cells(row)[:3])),
        Column("why", _("Reason"), value=why_kept),
    )


def fate_of(row):
    """What became of a row, with its tone."""
    return Fate(row.fate).label, ROW_TONES[row.fate]


def choice_of(row):
    """What a person decided about a probable duplicate."""
    return Do(row.choice["do"]).label if row.choice else _("Not decided yet")


def doubt_url(row):
    """The card of a probable duplicate."""
    return f"{reverse('intake:batch_duplicates', args=[row.batch_id])}?row={row.pk}"


class Doubts(_Rows):
    """Probable duplicates, decided or not."""

    key, title, size = "doubts", _("All probable duplicates"), 20
    columns = (
        Column("number", _("Row"), kind="link", value=lambda r: str(r.number), url=doubt_url),
        Column("cells", _("Record"), value=lambda row: " · ".join(v for _l, v in cells(row)[:3])),
        Column("choice", _("Decision"), value=choice_of),
        Column("fate", _("What becomes of it"), kind="pill", value=fate_of),
    )


def file_state(file):
    """The state of the import a file belongs to."""
    return state_of(file.batch)


def file_size(file):
    """The size in KB."""
    return max(1, file.size_bytes // 1024)


class Files(Table):
    """The original database: every file that came."""

    key, title, default_sort = "files", _("Original data"), "-received"
    nothing_yet = _("Nothing has been received yet")
    why_nothing = _("Every file that comes is kept here as it was, with every row and its fate.")
    columns = (
        Column("name", _("File"), kind="link", url=lambda f: file_url(f), sort="name", fixed=True),
        Column("kind", _("Kind of data"), value=lambda f: kind_label(f.batch), sort="batch__kind"),
        Column("source", _("Source"), value="get_source_display", sort="source"),
        Column("rows", _("Rows"), value="row_count", numeric=True, sort="row_count"),
        Column("size", _("Size"), value=file_size, unit="KB", numeric=True, sort="size_bytes"),
        Column("state", _("Import"), kind="pill", value=file_state),
        Column("who", _("By"), value="received_by.user.display_name", minor=True),
        Column("received", _("Received"), kind="datetime", value="received_at", sort="received_at"),
        Column("owner", _("Organisation"), value="organisation.label", shown=False),
        Column("sha256", _("Fingerprint (SHA-256)"), value="sha256", shown=False),
    )
    filters = (
        Search(label=_("File name"), fields=("name",)),
        Choice(
            "batch__kind",
            _("Kind of data"),
            options=lambda _actor: [(k.key, k.label) for k in kinds.kinds()],
        ),
        Choice("source", _("Source"), options=Source.choices),
        DateRange("received_at", _("Received")),
    )


def file_url(file):
    """The rows of a file."""
    return reverse("intake:file_rows", args=[file.pk])


class FileRows(_Rows):
    """Every row of a file, with its fate."""

    key, title = "file-rows", _("Rows as they came")
    columns = (
        Column(
            "number",
            _("Row"),
            kind="link",
            value=lambda row: str(row.number),
            url=lambda row: reverse("intake:row", args=[row.pk]),
            sort="number",
            fixed=True,
        ),
        Column("cells", _("Values"), kind="template", template="intake/cells.html", value=cells),
        Column("fate", _("What became of it"), kind="pill", value=fate_of, sort="fate"),
        Column("undone", _("Undone"), value=lambda row: row.get_undone_display() or None),
    )
    filters = (
        Search(label=_("Number or key"), fields=("key",)),
        Choice("fate", _("What became of it"), options=Fate.choices),
    )
