"""Messages to people: what has happened, told once to each, in both languages."""

from collections.abc import Callable, Iterable

from django.utils import translation

from accounts.models import Notice, Organisation

BATCH = 500
LONGEST = Notice._meta.get_field("text").max_length


def tell(
    organisation: Organisation, users: Iterable[int], *, key: str, url: str, say: Callable[[], str]
) -> None:
    """Tell each of `users` (keys) once for `key`; `say` words it in the language it is called in.

    One statement for each `BATCH` of people; who was told already for `key` is left alone.
    """
    words = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words[language] = say()[:LONGEST]
    Notice.objects.bulk_create(
        (
            Notice(
                organisation=organisation,
                user_id=user,
                text=words["zh-hans"],
                text_en=words["en"],
                url=url,
                key=key,
            )
            for user in users
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
