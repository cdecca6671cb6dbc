"""What builds and checks the project; run each with `python -m tools.<name>`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainportal.settings")
