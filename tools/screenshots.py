"""Photograph the key pages of the demo in both languages, into `docs/screenshots/`.

Loads the demo into a folder of its own, serves it, and drives the Chromium of this machine.
`--url` photographs a portal that is already running with the demo.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.suite import browser

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
PASSWORD = "Demo-2026-portal"
# name: who, path or a function that finds it, widths
PAGES = {
    "sign-in": (None, "/account/login/", (1366, 390)),
    "home-unit": ("unit", "/", (1366, 390)),
    "home-department": ("department", "/", (1366,)),
    "home-trainee": ("trainee", "/", (1366, 390)),
    "plan": ("department", "plan", (1366,)),
    "programmes": ("department", "/programs/", (1366,)),
    "compose": ("unit", "draft", (1366, 390)),
    "review": ("approver", "review", (1366,)),
    "people": ("unit", "/people/", (1366, 390)),
    "trainee-matches": ("unit", "person", (1366, 390)),
    "catalogue": ("institute", "/resources/courses/", (1366,)),
    "import": ("unit", "/intake/start/", (1366,)),
    "evaluation": ("trainee", "evaluation", (390,)),
    "results": ("department", "results", (1366,)),
    "statistics": ("department", "/statistics/", (1366,)),
    "model": ("department", "model", (1366,)),
}
ROW = "main tbody th a"
LINKS = {
    "plan": ("/programs/plans/", ROW, ""),
    "draft": ("/programs/?state=draft", ROW, "compose/"),
    "review": ("/programs/reviews/", ROW, ""),
    "person": ("/people/", ROW, ""),
    "evaluation": ("/evaluation/", "main .card a", ""),
    "results": ("/evaluation/?sort=ends_on", ROW, ""),
    "model": ("/matching/models/", ROW, ""),
}
COLOURS = 128  # of a picture's palette: text and hairlines stay sharp, the file stays small
LONGEST = 1800  # pixels; below that a page repeats itself


def find(page: Page, base: str, place: str) -> str:
    """Return the address of a page that depends on the data: follow the first link of a list."""
    if place.startswith("/"):
        return base + place
    path, selector, more = LINKS[place]
    page.goto(base + path)
    return base + page.locator(selector).first.get_attribute("href") + more


def photograph(base: str) -> None:
    """Take every page in both languages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        for language, locale in (("zh", "zh-CN"), ("en", "en-GB")):
            for name, (who, place, widths) in PAGES.items():
                context = chromium.new_context(
                    locale=locale, viewport={"width": 1366, "height": 900}
                )
                code = "zh-hans" if language == "zh" else "en"
                context.add_cookies([{"name": "django_language", "value": code, "url": base}])
                page = context.new_page()
                if who:
                    sign_in(page, base, who)
                url = find(page, base, place)
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.goto(url)
                    page.wait_for_load_state("networkidle")
                    file = FOLDER / f"{name}.{language}.{width}.png"
                    save(page.screenshot(full_page=True), file)
                    sys.stdout.write(f"{file.name}: {file.stat().st_size // 1024} KiB\n")
                context.close()


def save(picture: bytes, file: Path) -> None:
    """Write a picture with a palette of its own, cut at `LONGEST`."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, LONGEST)))
    image.quantize(COLOURS).save(file, optimize=True)


def sign_in(page: Page, base: str, who: str) -> None:
    """Sign in with one of the demo's accounts."""
    page.goto(base + "/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(base + "/")


def wait_for(url: str, seconds: int = 60) -> None:
    """Wait until a server answers."""
    for _second in range(seconds):
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310 (our own server)
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def main() -> None:
    """Load, serve, photograph."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url")
    url = parser.parse_args().url
    if url:
        return photograph(url)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"VAR_DIR": folder}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "-v", "0"], env=environment, check=True)
        subprocess.run([*manage, "demo"], env=environment, check=True)
        server = subprocess.Popen([*manage, "serve", "--port", "8099"], env=environment)
        try:
            wait_for("http://127.0.0.1:8099/health/live")
            photograph("http://127.0.0.1:8099")
        finally:
            server.terminate()
            server.wait(40)
    return None


if __name__ == "__main__":
    main()
