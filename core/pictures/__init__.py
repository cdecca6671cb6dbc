"""Photographs that people upload, made fit to be shown.

A child process with limits opens them, never this one. What it writes is a new picture: upright,
of a bounded size, and without what the camera wrote into the old one (place, device, owner).
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.disk import on_disk
from core.errors import Refusal

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 20 * 1024 * 1024
WALL_SECONDS = 60


class BadPicture(Refusal):
    """A file that is not taken as a photograph; `code` says why."""

    status = 422
    SENTENCES = {
        "empty_picture": _("The file is empty. Choose the photo again."),
        "picture_too_big": _("The photo is larger than {megabytes} MB. Choose a smaller one."),
        "no_picture": _("“{name}” is no photo that can be shown. Choose a JPEG, PNG or WebP file."),
        "too_many_pixels": _("“{name}” has too many pixels. Save it smaller and choose it again."),
    }

    def __init__(self, code: str, **params):
        super().__init__(self.SENTENCES[code], **params)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A photograph as JPEG, large and small; `width` and `height` are of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def prepared(upload) -> Picture:
    """Make an uploaded photograph fit to be shown. Raises `BadPicture`."""
    name = Path(upload.name or "").name[-60:]
    if not upload.size:
        raise BadPicture("empty_picture")
    if upload.size > MOST_BYTES:
        raise BadPicture("picture_too_big", megabytes=MOST_BYTES // 1024 // 1024)
    with on_disk(upload) as path, tempfile.TemporaryDirectory() as folder:
        said = _asked(path, Path(folder))
        if "fault" in said:
            raise BadPicture(said["fault"], name=name)
        large, small = (Path(folder, part).read_bytes() for part in ("large.jpg", "small.jpg"))
        return Picture(large, small, *said["size"])


def _asked(path: Path, folder: Path) -> dict:
    command = [sys.executable, "-s", "-X", "utf8", "-m", "core.pictures.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [*command, str(path), str(folder)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"PATH": "/usr/bin:/bin"},
            cwd=ROOT,
            timeout=WALL_SECONDS,
            check=False,
        )
        return json.loads(done.stdout) if done.returncode == 0 else {"fault": "no_picture"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"fault": "no_picture"}
