"""The child process that opens photographs: `python -m core.pictures.child PATH FOLDER`.

It limits itself first and may die of anything. It writes `large.jpg` and `small.jpg` into the
folder; its answer is one line of JSON, the size of the large one or a fault.
"""

import json
import sys
from pathlib import Path

from PIL import Image, ImageOps

from core.spreadsheets.child import limit

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LARGE, SMALL = 1600, 480  # pixels of the longer side


def main() -> None:
    """Answer one request."""
    path, folder = Path(sys.argv[1]), Path(sys.argv[2])
    limit()
    sys.stdout.write(json.dumps(answer(path, folder)) + "\n")


def answer(path: Path, folder: Path) -> dict:
    """Write both pictures; return the size of the large one, or the fault."""
    Image.MAX_IMAGE_PIXELS = None  # asked below, before anything is decoded
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"fault": "too_many_pixels"}
            picture.draft("RGB", (LARGE, LARGE))  # a JPEG is decoded no larger than needed
            upright = _on_white(ImageOps.exif_transpose(picture))
    except MemoryError:
        return {"fault": "too_many_pixels"}
    except Exception:  # noqa: BLE001 - the decoders raise what they like about a broken file
        return {"fault": "no_picture"}
    size = _save(upright, LARGE, folder / "large.jpg")
    _save(upright, SMALL, folder / "small.jpg")
    return {"size": size}


def _save(picture: Image.Image, side: int, path: Path) -> tuple[int, int]:
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    picture.save(path, "JPEG", quality=85, optimize=True, progressive=True)
    return picture.size


def _on_white(picture: Image.Image) -> Image.Image:
    """Return it in plain colours, without anything but its pixels; what is clear becomes white."""
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(white, clear)
    bare = Image.new("RGB", picture.size)
    bare.paste(picture.convert("RGB"))
    return bare


if __name__ == "__main__":
    main()
