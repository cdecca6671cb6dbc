"""Collect and compile the Chinese texts without the gettext programs.

`update` reads every translatable string of an app and of its templates into
`locale/<app>/zh_Hans/LC_MESSAGES/django.po`; `compile` writes the .mo files beside them.
English is the language of the code, so English needs no catalogue.
"""

import io
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATES = {
    "core": ("ui", "core", "."),
    "accounts": (
        "accounts",
        "account",
        "mfa",
        "usersessions",
        "allauth",
        "admin",
        "drf_spectacular",
    ),
}


def catalogue_file(app: str) -> Path:
    """Where the Chinese texts of an app lie."""
    return ROOT / "locale" / app / "zh_Hans" / "LC_MESSAGES" / "django.po"


def sources(app: str):
    """Python files of the app, then the templates that belong to it."""
    yield from (p for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts)
    for folder in TEMPLATES.get(app, (app,)):
        pattern = "*.html" if folder == "." else "**/*"
        files = (ROOT / "templates" / folder).glob(pattern)
        yield from sorted(p for p in files if p.suffix in {".html", ".txt"})


def used(app: str) -> Catalog:
    """Every message the app uses, with the places."""
    catalogue = Catalog(locale="zh_Hans", project="Train Portal", charset="utf-8")
    for path in sources(app):
        text = path.read_text("utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
            text = "\n".join(line.lstrip() for line in text.split("\n"))  # no indents to match
        found = extract(
            "python", io.BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",)
        )
        for line, message, comments, context in found:
            place = [(str(path.relative_to(ROOT)), line)]
            catalogue.add(message, locations=place, auto_comments=comments, context=context)
    return catalogue


def stored(app: str) -> Catalog:
    """The catalogue as it lies in `locale/`."""
    path = catalogue_file(app)
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def fresh(app: str) -> Catalog:
    """The used messages with the translations that are stored."""
    catalogue, known = used(app), stored(app)
    for message in catalogue:
        if message.id and (old := known.get(message.id, message.context)):
            message.string = old.string
            message.flags = {f for f in old.flags if f == "fuzzy"} | message.flags
    return catalogue


def missing(app: str) -> list[str]:
    """Return the used messages without a Chinese text, or with an unsure one."""
    return [
        str(m.id)
        for m in fresh(app)
        if m.id and (m.fuzzy or not (all(m.string) if isinstance(m.string, tuple) else m.string))
    ]


def update(app: str) -> None:
    """Rewrite the catalogue file: what is used, in the order of the code, nothing else."""
    catalogue = fresh(app)
    path = catalogue_file(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)
    text = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(x for x in text if not x.startswith(('"POT-Creation', '"PO-Rev'))))


def compile_all() -> None:
    """Write the binary catalogues that Django reads."""
    for app in settings.OUR_APPS:
        if catalogue_file(app).exists():
            with catalogue_file(app).with_suffix(".mo").open("wb") as file:
                write_mo(file, stored(app))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "compile":
        compile_all()
    else:
        for name in settings.OUR_APPS:
            update(name)
            for text in missing(name):
                sys.stdout.write(f"{name}: no Chinese text for {text!r}\n")
