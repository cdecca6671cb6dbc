"""The original database: every file and every row received, and what became of it."""

from intake.models.attached import Attachment
from intake.models.keeping import Feed, Policy, RememberedMapping
from intake.models.packed import Pack
from intake.models.received import Batch, Chunk, ReceivedFile, ReceivedRow, stored_name

__all__ = [
    "Attachment",
    "Batch",
    "Chunk",
    "Feed",
    "Pack",
    "Policy",
    "ReceivedFile",
    "ReceivedRow",
    "RememberedMapping",
    "stored_name",
]
