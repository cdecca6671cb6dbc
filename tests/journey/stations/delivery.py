"""Stations 5 and 6: names against places; attendance, results, the end."""

import re

from playwright.sync_api import expect

from tests.journey.people import Person
from tests.journey.stations.approval import open_programme

BARRED = re.compile("On the same days|Already named")


def name_trainees(unit: Person, programme: str, first: str, places: int) -> None:
    """One person by name, then one too many: he waits, and nobody is lost."""
    unit.todo(programme)
    unit.follow("Name the trainees")
    unit.follow("Name the trainees")
    unit.search(first)
    row = unit.page.locator("main tbody tr").filter(has=unit.page.get_by_text(first, exact=True))
    row.locator("input[name=pk]").first.check()
    unit.press("Name the selected")
    unit.sees("1 person named.")
    unit.follow("Name the trainees")
    free = unit.page.locator("main tbody tr").filter(has_not_text=BARRED)
    for number in range(places):
        free.nth(number).locator("input[name=pk]").check()
    unit.press("Name the selected")
    unit.sees(f"{places - 1} people named.")
    unit.sees("All places are taken: 1 person is on the waiting list.")


def hold(institute: Person, programme: str) -> None:
    """Start, attendance of every session, results, close."""
    institute.todo(programme)
    institute.press("Start the programme")
    institute.sees("The programme has started.")
    address = institute.page.url
    sessions = institute.page.locator("main a[href*='/attendance/']")
    for url in [link.get_attribute("href") for link in sessions.all()]:
        institute.go(url)
        institute.page.locator(".scale").first.get_by_label("Excused").check()
        institute.press("All others present")
        institute.sees("Attendance is recorded.")
    results(institute, address)
    institute.go(address)
    institute.follow("Close the programme")
    institute.press("Close the programme")
    institute.sees("The programme is closed. Everybody has an outcome.")


def results(institute: Person, address: str) -> None:
    """One score is no number: it is said beside it, the others are saved."""
    institute.go(f"{address}results/")
    scores = institute.page.locator("main input[name$=-score]")
    count = scores.count()
    for number in range(count):
        scores.nth(number).fill("ninety" if number == 0 else str(80 + number))
    institute.press("Save the results")
    institute.sees("A score is a number from 0 to 100, such as 86 or 86.5.")
    expect(scores.first).to_have_value("ninety")
    expect(scores.nth(1)).to_have_value(re.compile("81"))
    scores.first.fill("90")
    institute.press("Save the results")
    institute.sees("is saved.")


def start_too_early(institute: Person, programme: str) -> None:
    """Without names nothing begins."""
    open_programme(institute, programme)
    institute.press("Start the programme")
    institute.sees("Nobody has been named yet.")
