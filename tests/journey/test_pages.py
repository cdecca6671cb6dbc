"""Every page that a link leads to: it opens, axe finds no barrier, and it fits a narrow phone."""

import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from trainportal.demo import SIGN_INS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1366, "height": 900}
ROOT = "document.documentElement"
WIDER = f"{ROOT}.scrollWidth - {ROOT}.clientWidth"
LINKS = "links => links.map(link => link.href)"
LEAVE = re.compile(r"^(account_logout|admin:|set_language|api-docs|openapi|api:)")
LEAST = 90  # different pages: a crawl that stops at the door must not pass


def view(address: str) -> str | None:
    """The name of the page behind an address of this portal."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def faults(person, address: str, axe: bool):
    """What is wrong with a page: its answer, its words for a screen reader, its width."""
    page = person.page
    page.set_viewport_size(WIDE)
    answer = page.goto(address)
    if answer.status != 200:
        yield f"answers {answer.status}"
        return
    if not page.locator("main").count():  # a part of a page, linked for those without scripts
        return
    if axe:
        for one in Axe().run(page, options={"runOnly": RULES}).response["violations"]:
            yield f"{one['id']}: {one['nodes'][0]['html'][:160]}"
    page.set_viewport_size(NARROW)
    if (wider := page.evaluate(WIDER)) > 0:
        yield f"{wider} px too wide on a narrow phone"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_that_a_link_leads_to_is_sound(sit, language):
    seen, wrong = set(), []
    for name in SIGN_INS:
        person = sit(name, language=language)
        errors = []
        person.page.on("pageerror", lambda fault, errors=errors: errors.append(str(fault)))
        waiting = deque([f"{person.url}/"])
        mine = set()
        while waiting:
            address = waiting.popleft()
            place = view(address)
            if place is None or place in mine or (place in seen and place != "home"):
                continue
            if LEAVE.match(place):
                continue
            mine.add(place)
            try:
                found = list(faults(person, address, axe=language == "zh-hans"))
            except Error as stopped:
                if "Download is starting" in str(stopped) or "ERR_ABORTED" in str(stopped):
                    continue
                raise
            wrong += [f"{name} at {urlsplit(address).path}: {one}" for one in found + errors]
            errors.clear()
            waiting.extend(
                one.partition("#")[0]
                for one in person.page.locator("a[href]").evaluate_all(LINKS)
                if one.startswith(person.url)
            )
        seen |= mine
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= LEAST
