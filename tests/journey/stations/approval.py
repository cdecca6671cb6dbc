"""Station 4: submitted, confirmed, returned with a comment on a line, corrected, approved."""

from playwright.sync_api import expect

from tests.journey.people import Person
from tests.journey.stations import planning

COMMENT = "Two hours of theory are too much in one piece; please choose another course."
ANSWER = "Another course of theory takes its place."


def submit(unit: Person, name: str) -> None:
    """Hand the programme in from its check page."""
    open_programme(unit, name)
    unit.follow("Check and submit")
    unit.press("Submit for approval")
    unit.sees("Submitted.")


def open_programme(person: Person, name: str) -> None:
    """Find the programme in the list of programmes by its name."""
    person.go("/programs/")
    person.search(name)
    person.follow(name, within="main table")


def read(person: Person, name: str) -> None:
    """From the to-do list to the page on which one decides."""
    person.todo(name)
    if not person.page.url.endswith("/review/"):
        person.follow("Read and decide")


def confirm(institute: Person, name: str) -> None:
    """The institute says that it can hold it."""
    read(institute, name)
    institute.press("Confirm")
    institute.sees("is now: Awaiting approval")


def give_back(approver: Person, name: str) -> str:
    """Returning without a word is refused; with a comment on a line it goes back.

    Returns the course of the line.
    """
    read(approver, name)
    approver.press("Return for changes")
    approver.sees("the owner must know what to do")
    line = approver.page.locator(".diff__row", has_text="Theoretical study")
    line.get_by_text("Comment", exact=True).click()
    line.locator("textarea").fill(COMMENT)
    line.get_by_label("must be settled").check()
    line.get_by_role("button", name="Save the comment").click()
    approver.sees("You have 1 comment that is not sent yet")
    course = line.locator(".diff__what").inner_text()
    approver.press("Return for changes")
    approver.sees("is now: Returned")
    return course


def correct(unit: Person, name: str, course: str) -> None:
    """The comment leads to the line; the course is exchanged, the comment answered."""
    unit.todo(name)
    unit.sees(COMMENT)
    unit.press("Save the answer")  # without a word: the browser keeps the focus in the field
    unit.page.locator("main .thread textarea").first.fill(ANSWER)
    unit.press("Save the answer")
    unit.sees("Answered")
    unit.follow("Revise the programme")
    unit.page.locator("tr[id^=line-] th a", has_text=course).click()
    expect(unit.page.locator("#line-form")).to_be_visible()
    planning.choose(unit, "course", 1)
    expect(unit.page.locator(".choice.is-broken")).to_contain_text("Does not give this course")
    for step in ("format", "teacher", "place", "time"):
        planning.choose(unit, step)
    expect(unit.page.locator("[data-verdict]")).to_contain_text("Ready to submit")


def approve(approver: Person, name: str) -> None:
    """The page opens on the difference to what was returned; then it is approved."""
    read(approver, name)
    approver.sees("What changed")
    changed = approver.page.locator(".diff__row.is-changed, .diff__row.is-added")
    expect(changed.first).to_be_visible()
    approver.sees(ANSWER)
    approver.press("Approve")
    approver.sees("is now: Approved")
