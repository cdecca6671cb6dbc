"""Materials of a course as people write them: one a line, a title, then its address.

Pure: the form, the sheet and the pages all read and write them through it.
"""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

TITLE = 200

_is_address = URLValidator(schemes=("http", "https"))


def lines(materials: list[dict[str, str]] | None) -> str:
    """Return the materials as lines."""
    return "\n".join(" ".join(filter(None, (one["title"], one["url"]))) for one in materials or [])


def parsed(text: str) -> list[dict[str, str]]:
    """Return the lines as materials. Raises `ValidationError` for an address that is none."""
    return [_material(line.split()) for line in text.splitlines() if line.strip()]


def _material(words: list[str]) -> dict[str, str]:
    url = words.pop() if "://" in words[-1] else ""
    if url:
        _is_address(url)
    return {"title": " ".join(words)[:TITLE] or url, "url": url}


def tidy(text: str) -> str:
    """Return the lines as they will be read again. Raises `ValueError` with the wrong address."""
    try:
        return lines(parsed(text))
    except ValidationError as error:
        wrong = next(word for word in text.split() if "://" in word and not _passes(word))
        raise ValueError(wrong) from error


def _passes(address: str) -> bool:
    try:
        _is_address(address)
    except ValidationError:
        return False
    return True
