"""One portal for all tests in the browser, and people who sit in front of it."""

import os
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.journey.people import Person
from tests.journey.portal import Portal
from tools.suite import browser as chromium


@pytest.hookimpl(tryfirst=True)  # before the groups are read from the marks
def pytest_collection_modifyitems(items):
    """All of them share one portal, so one worker runs them; without Chromium they are left out."""
    for item in items:
        if "journey" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("portal"))
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": chromium(), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The demo, served; `PORTAL_URL` names one that is running already."""
    if url := os.environ.get("PORTAL_URL"):
        yield SimpleNamespace(url=url)
        return
    portal = Portal(tmp_path_factory.mktemp("portal"))
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


@pytest.fixture(scope="module")
def sit(portal, browser) -> Callable[..., Person]:
    """`sit("unit")`: that person, signed in, at a desk; `phone=True` for a telephone."""
    seated = {}

    def sit(name: str, *, phone: bool = False, language: str = "en") -> Person:
        key = (name, phone, language)
        if key not in seated:
            seated[key] = Person(browser, portal.url, name, phone=phone, language=language)
        return seated[key]

    yield sit
    for person in seated.values():
        person.context.close()


@pytest.fixture(scope="module")
def stranger(portal, browser) -> Callable[[str], Person]:
    """`stranger("en")`: somebody who has not signed in."""
    met = []

    def meet(language: str) -> Person:
        met.append(Person(browser, portal.url, None, phone=False, language=language))
        return met[-1]

    yield meet
    for person in met:
        person.context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure shows the pages that were in front of everybody."""
    report = (yield).get_result()
    if report.when == "call" and report.failed:
        for context in item.funcargs.get("browser", SimpleNamespace(contexts=[])).contexts:
            for page in context.pages:
                words = page.locator("body").inner_text()
                report.sections.append((page.url, words[:2500]))
