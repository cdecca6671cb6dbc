from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("Columns to be mapped")
    MAPPED = "mapped", _("Being checked")
    CHECKED = "checked", _("Checked")
    LOADING = "loading", _("Being imported")
    LOADED = "loaded", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped")


class Fate(TextChoices):
    """What becomes of a row: until the import it is what would happen."""

    PENDING = "pending", _("Not checked yet")
    NEW = "new", _("New")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    ERROR = "error", _("With errors")
    PROBABLE = "probable", _("Probable duplicate")
    SKIPPED = "skipped", _("Skipped")
    REPLACED = "replaced", _("Replaced by a corrected row")


class Do(TextChoices):
    """What a person decides about a probable duplicate."""

    MERGE = "merge", _("Merge the two")
    KEEP = "keep", _("Keep both")
    SKIP = "skip", _("Leave the row out")


class Undone(TextChoices):
    REMOVED = "removed", _("Removed")
    RESTORED = "restored", _("Restored")
    KEPT = "kept", _("Kept")


class Source(TextChoices):
    UPLOAD = "upload", _("Uploaded")
    COMMAND = "command", _("Command line")


GOOD = (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED)
LIVE = (*GOOD, Fate.ERROR, Fate.PROBABLE, Fate.SKIPPED, Fate.PENDING)
TONES = {
    BatchState.UPLOADED: "draft",
    BatchState.MAPPED: "running",
    BatchState.CHECKED: "waiting",
    BatchState.LOADING: "running",
    BatchState.LOADED: "approved",
    BatchState.UNDOING: "running",
    BatchState.UNDONE: "closed",
    BatchState.FAILED: "refused",
}
