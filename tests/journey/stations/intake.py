"""Station 1: spreadsheets as they are become rooms and trainees."""

import re

from playwright.sync_api import expect

from tests.journey import sheets
from tests.journey.people import JOB_SECONDS, Person

LEAVE_OUT = "Leave this column out"


def begin(person: Person, kind: str, target: str = "") -> None:
    """Choose what is imported, and into what."""
    person.go("/intake/start/")
    row = person.page.locator("main tbody tr").filter(
        has=person.page.get_by_role("link", name=kind, exact=True)
    )
    row.get_by_role("link", name="Choose a file").click()
    person.settle()
    if target:
        person.choose(target=target)


def send(person: Person, file: dict) -> None:
    """Upload a file."""
    person.page.set_input_files("main [name=file]", files=[file])
    person.press("Upload and go on")


def mean(person: Person, heading: str, meaning: str) -> None:
    """Say what a column of the file means."""
    person.page.get_by_label(f"Meaning of “{heading}”").select_option(label=meaning)


def check(person: Person) -> None:
    """Have all rows checked by the worker; the page goes on by itself."""
    person.press("Next: check all rows")
    person.page.wait_for_url("**/check/", timeout=1000 * JOB_SECONDS)


def apply(person: Person, word: str, meaning: str) -> None:
    """Say once what a word means in all rows that have it; they are checked again."""
    choice = person.page.get_by_label(f"Meaning of “{word}”")
    options = choice.locator("option").all_inner_texts()
    choice.select_option(label=next(text for text in options if text.startswith(meaning)))
    choice.locator("xpath=ancestor::tr").get_by_role("button").click()
    expect(choice).to_have_count(0, timeout=1000 * JOB_SECONDS)
    person.page.wait_for_url("**/check/", timeout=1000 * JOB_SECONDS)


def load(person: Person) -> None:
    """Import the good rows, and wait for the result."""
    person.follow("Next: confirm")
    if person.page.locator("[name=how][value=good]").count():
        person.page.locator("[name=how][value=good]").check()
    person.page.get_by_role("button", name=re.compile(r"^Import \d+ rows?$")).click()
    person.sees("Result of the import", seconds=JOB_SECONDS)


def figures(person: Person) -> dict[str, int]:
    """The equation on the page: rows in the file = new + updated + unchanged + errors + skipped."""
    texts = person.page.locator(".sums > *").all_inner_texts()
    found = {}
    for text in texts:
        words = [word for word in text.split("\n") if word.strip() not in ("", "=", "+")]
        if len(words) == 2:
            found[words[0].strip()] = int(words[1].replace(",", ""))
    return found


def adds_up(found: dict[str, int]) -> bool:
    """No row is lost and none counted twice."""
    parts = [number for name, number in found.items() if name != "Rows in the file"]
    return found["Rows in the file"] == sum(parts)


def rooms(institute: Person) -> dict[str, int]:
    """The institute's room list: a picture first, then the real file, a campus it does not have."""
    begin(institute, "Rooms", "Institute of Management, Riverside campus")
    send(institute, sheets.picture())
    institute.sees("This is a picture, not a spreadsheet. Upload the .xlsx file itself.")
    kept = institute.page.locator("main select[name=target] option:checked").inner_text()
    assert kept == "Institute of Management, Riverside campus"

    send(institute, sheets.rooms())
    institute.press("Next: map the columns")
    mean(institute, "教室编号", LEAVE_OUT)
    institute.press("Next: check all rows")
    institute.sees("Required, and in no column of the file yet")
    institute.sees("Room number")
    mean(institute, "教室编号", "Room number ＊")
    mean(institute, "校区", LEAVE_OUT)
    check(institute)
    for word, meaning in {"多媒体教室": "Classroom", "机房": "Computer room"}.items():
        if institute.page.get_by_label(f"Meaning of “{word}”").count():
            apply(institute, word, meaning)
    load(institute)
    return figures(institute)


def roster(unit: Person, code: str) -> dict[str, int]:
    """The unit's roster, with its mistakes told in words."""
    begin(unit, "Trainees")
    send(unit, sheets.roster(code))
    unit.press("Next: map the columns")
    check(unit)
    unit.sees("科级")
    load(unit)
    return figures(unit)
