"""Join the style sheets into the one file that the pages link."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

HEAD = ("tokens.css", "base.css")


def sources(folder: Path) -> list[Path]:
    """Return the style sheets in their order: tokens, base, components by name."""
    return [folder / name for name in HEAD] + sorted((folder / "ui").glob("*.css"))


def smaller(css: str) -> str:
    """Return `css` without comments and needless blanks; strings stay as they are."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    pieces = re.split(r'("[^"]*")', css)
    pieces[::2] = [_squeeze(piece) for piece in pieces[::2]]
    return "".join(pieces).strip() + "\n"


def _squeeze(piece: str) -> str:
    piece = re.sub(r"\s+", " ", piece)
    piece = re.sub(r" ?([{};,]) ?", r"\1", piece)
    return re.sub(r"(?<=[\w-]): ", ":", piece).replace(";}", "}")


class Command(BaseCommand):
    help = "Join static/css into static/css/build/portal.css."

    def handle(self, *args, **options):
        static = Path(settings.BASE_DIR) / "static"
        css = "".join(path.read_text() for path in sources(static / "css"))
        # The pictures lie as far from here as from static/css/ui: addresses hold in both.
        target = static / "css" / "build" / "portal.css"
        target.parent.mkdir(exist_ok=True)
        text = smaller(css)
        target.write_text(text)
        self.stdout.write(f"{target.name}: {len(text):,} bytes")
