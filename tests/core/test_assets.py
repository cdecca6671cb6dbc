"""The style sheets as a server installation serves them: collected, hashed, every address found."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)


def test_everything_a_style_sheet_names_is_collected_under_a_hash(tmp_path):
    environment = os.environ | {
        "PRODUCTION": "1",
        "SECRET_KEY": "for-this-test",
        "ALLOWED_HOSTS": "localhost",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=BASE,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    built = tmp_path / "static" / "css" / "build"
    sheet = next(built.glob("portal.*.css"))
    named = re.findall(r'url\("?([^")]+)', sheet.read_text())
    assert named
    for address in named:
        assert (built / address).resolve().exists(), address
