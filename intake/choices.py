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
    REPEATED = "repeated", _("Repeats an earlier row")
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
    FEED = "feed", _("Regular source")
    API = "api", _("Sent by another system")


class Way(TextChoices):
    """How the rows of a regular source come."""

    FOLDER = "folder", _("A folder of this server")
    HTTP = "http", _("An address on the network")
    PUSH = "push", _("Another system sends them")


GOOD = (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED)
LIVE = (*GOOD, Fate.ERROR, Fate.PROBABLE, Fate.REPEATED, Fate.SKIPPED, Fate.PENDING)
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
ROW_TONES = {
    Fate.NEW: "approved",
    Fate.UPDATED: "waiting",
    Fate.UNCHANGED: "closed",
    Fate.ERROR: "refused",
    Fate.PROBABLE: "returned",
    Fate.REPEATED: "closed",
    Fate.SKIPPED: "draft",
    Fate.REPLACED: "draft",
    Fate.PENDING: "draft",
}
