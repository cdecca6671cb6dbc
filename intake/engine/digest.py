"""What tells one content from another."""

import hashlib
import json


def sha256(content: bytes) -> str:
    """Return the fingerprint of a content in 64 characters."""
    return hashlib.sha256(content).hexdigest()


def of_rows(rows: list) -> str:
    """Return the fingerprint of rows, however their fields are ordered."""
    return sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False, default=str).encode())
