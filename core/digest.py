"""What tells one content from another."""

import hashlib
import json
from pathlib import Path


def sha256(content: bytes) -> str:
    """Return the fingerprint of a content in 64 characters."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """Return the fingerprint of what a file holds, read piece by piece."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def of_rows(rows: list) -> str:
    """Return the fingerprint of rows, however their fields are ordered."""
    return sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False, default=str).encode())
