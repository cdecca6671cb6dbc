"""A person in front of the portal: what one can do with a page, and what one reads on it."""

from playwright.sync_api import Browser, Locator, expect

from trainportal.demo import PASSWORD

DESK = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
JOB_SECONDS = 60  # a worker on a busy machine


class Person:
    """Somebody who is signed in; every method acts on the page in front of him."""

    def __init__(self, browser: Browser, url: str, name: str | None, *, phone: bool, language: str):
        self.url, self.name = url, name
        self.context = browser.new_context(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            locale="zh-CN" if language == "zh-hans" else "en-GB",
        )
        self.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        if name:
            self.sign_in()

    def sign_in(self) -> None:
        """Enter name and password, as on the sign-in page."""
        self.go("/account/login/")
        self.fill(login=self.name, password=PASSWORD)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(f"{self.url}/")

    # --- acting ---------------------------------------------------------------------------
    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path if path.startswith("http") else self.url + path)

    def follow(self, text: str, within: str = "main") -> None:
        """Follow a link by its words."""
        self.page.locator(within).get_by_role("link", name=text, exact=True).first.click()
        self.settle()

    def press(self, text: str, within: str = "main") -> None:
        """Press a button by its words."""
        self.page.locator(within).get_by_role("button", name=text, exact=True).first.click()
        self.settle()

    def fill(self, **fields) -> None:
        """Type into fields by their names."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(str(value))

    def choose(self, **fields: str) -> None:
        """Choose options by their words."""
        for name, label in fields.items():
            self.page.locator(f"main select[name={name}]").select_option(label=label)

    def search(self, words: str) -> None:
        """Narrow a list down."""
        field = self.page.locator("main .filters input[type=search]").first
        field.fill(words)
        with self.page.expect_navigation():
            field.press("Enter")

    def settle(self) -> None:
        """Wait until what the page fetches by itself has arrived."""
        self.page.wait_for_load_state("networkidle")

    def known_as(self) -> str:
        """The name that the portal shows for this person."""
        self.go("/people/me/")
        return self.reads("main h1")

    # --- reading --------------------------------------------------------------------------
    def main(self) -> Locator:
        """The sheet in the middle."""
        return self.page.locator("main")

    def sees(self, text: str, *, seconds: int = 30) -> None:
        """The words stand on the page, or will soon."""
        expect(self.main()).to_contain_text(text, timeout=1000 * seconds)

    def reads(self, selector: str) -> str:
        """The words of a part of the page."""
        return self.page.locator(selector).first.inner_text()

    def has(self, **fields) -> None:
        """These fields still hold what was typed."""
        for name, value in fields.items():
            expect(self.page.locator(f"main [name={name}]").first).to_have_value(str(value))

    def waits(self) -> int:
        """The number beside "To-do", which is the number of rows of the list."""
        return int(self.reads(".topnav .count"))

    def todo(self, matter: str) -> None:
        """Open what waits, by what it is about; a worker may have to bring it first."""
        link = self.page.locator("main table").get_by_role("link", name=matter, exact=True).first
        for _second in range(JOB_SECONDS):
            self.go("/todo/")
            if link.count():
                break
            self.page.wait_for_timeout(1000)
        link.click()
        self.settle()
