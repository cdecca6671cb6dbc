"""Stations 7 and 8: evaluation on a phone; a model is trained and a trainee's matches explained."""

import re

from playwright.sync_api import Locator, expect

from tests.journey.people import JOB_SECONDS, Person
from tests.journey.stations.approval import open_programme

ON = re.compile("^(保存，继续填写第|保存并检查|Save)")


def fits(phone: Person) -> bool:
    """Nothing scrolls sideways."""
    root = "document.documentElement"
    return phone.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


def evaluate(phone: Person, programme: str, *, missing: str) -> None:
    """Answer part by part; a part with gaps says which, and keeps the rest."""
    phone.todo(programme)
    assert fits(phone)
    first = phone.page.locator("fieldset.scale").first
    first.locator("input").nth(3).check()
    forward(phone)
    phone.sees(missing)
    expect(first.locator("input").nth(3)).to_be_checked()
    while phone.page.locator("input[name=part]").count():
        answer(phone)
        forward(phone)
    phone.page.locator(".foot-bar button").click()
    phone.page.wait_for_url("**/done/")
    assert fits(phone)


def answer(phone: Person) -> None:
    """Fill in what a part asks."""
    for scale in phone.page.locator("fieldset.scale").all():
        scale.locator("input").nth(4).check()
    for group in phone.page.locator("fieldset.field:not(.scale)").all():
        group.locator("input").first.check()
    for score in phone.page.locator("main input[type=number]").all():
        score.fill("92")
    for words in phone.page.locator("main textarea").all():
        words.fill("案例很贴近工作，建议增加讨论时间。")


def forward(phone: Person) -> None:
    """On to the next part."""
    phone.page.locator(".foot-bar button[value=on]").click()
    phone.settle()


def train(department: Person) -> None:
    """The worker trains on three years of results and says what it compared."""
    department.go("/matching/models/")
    department.press("Train a new model")
    department.page.wait_for_url(re.compile(r"/matching/models/\d+/"))
    expect(
        department.page.get_by_role("progressbar")
        .or_(department.main().get_by_text("Everything that was compared"))
        .first
    ).to_be_visible()
    department.sees("Everything that was compared", seconds=3 * JOB_SECONDS)
    department.sees("later results")


def matches(person: Person, programme: str) -> None:
    """Who suits a coming programme; one of them opened, with reasons and the model behind them."""
    open_programme(person, programme)
    people = person.page.get_by_role("table", name="Own trainees, the best suited first")
    people.locator("tbody th a").first.click()
    person.settle()
    card = person.page.locator(".match", has_text=programme)
    expect(card).to_contain_text("Because")
    expect(card.locator(".reasons li").first).to_be_visible()
    expect(card.locator(".match__foot")).to_contain_text("past results; model no.")
    decline(person, card)


def decline(person: Person, card: Locator) -> None:
    """A no needs its reason."""
    card.get_by_role("link", name="Not suitable…").click()
    person.page.locator("main form").evaluate("form => { form.noValidate = true; }")
    person.press("Keep the reason")
    expect(person.page).to_have_title(re.compile("^Error:"))
