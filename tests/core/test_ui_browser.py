"""The gallery in a real browser: no barrier found by axe, no sideways scroll, keys work."""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from core import gallery
from tests.core.test_ui import person

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOST = "http://gallery.test"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
    pytest.mark.urls("tests.core.shell_urls"),
]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": str(CHROMIUM), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="module", autouse=True)
def _assets():
    call_command("assets")


def gallery_html(language):
    request = RequestFactory().get("/gallery/")
    request.actor = None
    with override(language):
        context = gallery.everything(request) | {
            "actor": person(),
            "todo_count": 7,
            "notice_count": 3,
            "density": "default",
        }
        return render_to_string("core/gallery.html", context, request=request)


def answer(html):
    """Answer the page itself and its static files, from the disk."""

    def handle(route):
        path = route.request.url.removeprefix(HOST)
        if not path.startswith("/static/"):
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
            return
        file = finders.find(path.removeprefix("/static/").split("?")[0])
        kind = mimetypes.guess_type(file)[0]
        route.fulfill(body=Path(file).read_bytes(), content_type=kind)

    return handle


@pytest.fixture
def show(browser):
    pages = []

    def open_page(language="zh-hans", width=1366):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.route("**/*", answer(gallery_html(language)))
        page.goto(f"{HOST}/gallery/")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_no_barrier(show, language, width):
    page = show(language, width)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_scrolls_sideways(show, language, width):
    root = "document.documentElement"
    assert show(language, width).evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


def test_slash_searches_and_question_mark_shows_the_keys(show):
    page = show()
    page.locator("#main").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "global-search"
    page.locator("#main").focus()
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") == ""


def test_the_summary_of_faults_has_the_focus_and_leads_to_the_field(show):
    page = show()
    assert page.evaluate("document.activeElement.className") == "faults"
    page.locator(".faults a").first.click()
    assert page.evaluate("document.activeElement.name") == "bad-name"


def test_the_bulk_bar_shows_while_rows_are_selected(show):
    page = show()
    bar, boxes = page.locator("#list-bulk"), page.locator('input[name="pk"]')
    assert not bar.is_visible()
    boxes.first.check()
    assert page.locator("[data-bulk-count]").inner_text() == "已选 1 项"
    page.locator("[data-check-all]").check()
    assert page.locator("[data-bulk-count]").inner_text() == f"已选 {boxes.count()} 项"
    page.locator("[data-bulk-clear]").click()
    page.wait_for_function("document.querySelector('#list-bulk').hidden")


def test_escape_closes_a_menu_and_gives_the_focus_back(show):
    page = show()
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_static_files_are_those_of_the_project():
    assert finders.find("css/build/portal.css").startswith(str(settings.BASE_DIR))
