"""Stations 2 and 3: a department states the year's demand, a unit composes a programme for it."""

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import expect

from tests.journey.people import Person


@dataclass(frozen=True)
class Programme:
    """What the journey is about."""

    plan: str
    name: str
    unit: str
    institute: str
    day: date
    places: int = 8
    hours: tuple[int, int] = (6, 8)
    budget_yuan: int = 60_000
    minimums: tuple[tuple[str, int], ...] = (
        ("Theoretical study", 20),
        ("Management skills", 50),
    )
    courses: tuple[str, ...] = ("Working across departments", "Managing time and meetings")


# --- station 2 ----------------------------------------------------------------------------
def state_demand(department: Person, programme: Programme) -> None:
    """A new plan: minimums that no programme could meet are refused, with everything kept."""
    department.go("/programs/plans/")
    department.follow("New plan")
    department.fill(
        year=programme.day.year,
        name=programme.plan,
        budget_yuan=500_000,
        deadline_on=programme.day.isoformat(),
    )
    department.press("Save and enter the demand")

    people = department.page.get_by_label(f"{programme.unit}: people")
    people.fill("40")
    _minimums(department, (("Theoretical study", 60), ("Management skills", 50)))
    department.sees("more than everything")
    department.press("Save the demand")
    department.sees("the minimums add up to 110 %")
    expect(people).to_have_value("40")
    _minimums(department, programme.minimums)
    department.press("Save the demand")
    department.sees("The demand is saved.")
    department.press("Publish")
    department.sees("Published")


def _minimums(department: Person, minimums) -> None:
    for category, percent in minimums:
        department.page.get_by_label(f"{category}: at least (%)").fill(str(percent))


# --- station 3 ----------------------------------------------------------------------------
def compose(unit: Person, programme: Programme) -> None:
    """From the to-do list to a programme that meets the plan."""
    unit.todo(f"{programme.plan}: 40 people")
    unit.follow("Compose a programme")
    basics(unit, programme)
    for course in programme.courses:
        add(unit, course)
    assert "Theoretical study" in unit.reads(".meter .issues")
    unit.follow("Check and submit")
    unit.sees("Solve what is listed above first")
    unit.follow("Back to composing")
    unit.follow("Shortest way to enough Theoretical study")
    unit.page.locator(".meter .issues form button").first.click()
    expect(unit.page.locator("tr[id^=line-]")).to_have_count(len(programme.courses) + 1)
    for number in range(len(programme.courses) + 1):
        complete(unit, number)
    assert unit.reads("[data-verdict]") == "Ready to submit"


def basics(unit: Person, programme: Programme) -> None:
    """A last day before the first is refused at its field; what was typed stays."""
    first = programme.day
    unit.fill(
        name=programme.name,
        places=programme.places,
        starts_on=first.isoformat(),
        ends_on=first.replace(year=first.year - 1).isoformat(),
        hours_min=programme.hours[0],
        hours_max=programme.hours[1],
        budget_yuan=programme.budget_yuan,
    )
    unit.choose(theme="Leadership development", institute=programme.institute)
    unit.press("Save and choose courses")
    unit.sees("The last day lies before the first day.")
    unit.has(name=programme.name, places=programme.places)
    unit.fill(ends_on=first.isoformat())
    unit.press("Save and choose courses")
    unit.sees("No courses yet")


def add(unit: Person, course: str) -> None:
    """Find a course by its name and add it as a line."""
    lines = unit.page.locator("tr[id^=line-]")
    count = lines.count()
    unit.page.locator("#add").press_sequentially(course, delay=5)
    button = unit.page.locator("#found").get_by_role("button", name=f"Add {course}", exact=True)
    button.click()
    expect(lines).to_have_count(count + 1)


def complete(unit: Person, number: int) -> None:
    """Choose format, teacher, place and time of a line; each list holds only what fits."""
    line = unit.page.locator("tr[id^=line-]").nth(number)
    link = line.locator("th a")
    if link.get_attribute("aria-expanded") == "false":
        link.click()
        expect(link).to_have_attribute("aria-expanded", "true")
    for step in ("format", "teacher", "place", "time"):
        choose(unit, step)


def choose(unit: Person, step: str, which: int = 0) -> None:
    """Take a choice of a step that fits; the server answers with the new line."""
    fits = ".choice:not(.is-broken) input:not([disabled])"
    free = unit.page.locator(f"#line-form {fits}[name={step}]")
    value = free.nth(which).get_attribute("value")
    chosen = unit.page.locator(f'#line-form input[name={step}][value="{value}"]')
    if not chosen.is_checked():
        revision = unit.page.locator("#line-form input[name=revision]")
        before = revision.input_value()
        chosen.check()
        expect(revision).not_to_have_value(before)
    expect(chosen).to_be_checked()
