"""What the search over everything finds in attached files."""

from django.utils.translation import gettext_lazy as _

from core.search import Hit, Search, holding, register
from intake import queries

AROUND = 40


def look(actor, words, limit):
    """Find files by their names and by the words in them."""
    rows = queries.attachments(actor).filter(holding(words, "name", "text"))
    return [
        Hit(
            title=one.name,
            text=f"{one.target} · {excerpt(one.text, words)}".rstrip(" ·"),
            url=one.page,
            kind="attachment",
        )
        for one in rows[:limit]
    ]


def excerpt(text: str, words: list[str]) -> str:
    """Show the first of the words with what stands around it."""
    at = next((place for word in words if (place := text.lower().find(word)) >= 0), -1)
    return f"…{text[max(0, at - AROUND) : at + AROUND]}…" if at >= 0 else ""


register(Search(key="attachments", label=_("Attached files"), look=look, order=60))
