"""A person at a browser: she reads, chooses and presses what she sees, and every error of the page counts."""

import re
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

PHONE = {"width": 390, "height": 844}
# Blocked content is reported to the page; here it becomes an error like any other.
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
SECONDS = 1000


class Visit:
    """One browser profile, signed in or not."""

    def __init__(self, browser: Browser, url: str, **options):
        self.url = url
        self.problems: list[str] = []
        self.context = browser.new_context(
            **({"viewport": PHONE, "locale": "en-GB", "reduced_motion": "reduce"} | options)
        )
        self.context.set_default_timeout(20 * SECONDS)
        self.context.add_init_script(REPORT_VIOLATIONS)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type == "error":
            self.problems.append(f"console at {self.page.url}: {message.text}")

    def _response(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status} at {response.url}")

    def close(self) -> list[str]:
        """What went wrong in this browser, as lines."""
        self.context.close()
        return self.problems

    @contextmanager
    def refusal(self):
        """What the browser says of a page that answers 404 is expected in here."""
        before = list(self.problems)
        yield
        unexpected = [line for line in self.problems[len(before) :] if "404" not in line]
        self.problems = before + unexpected

    def open(self, path: str) -> Page:
        """Go to an address of the site, or to a whole one out of a mail."""
        self.answer = self.page.goto(path if path.startswith("http") else self.url + path)
        return self.page

    def sign_in(self, email: str, password: str) -> None:
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda address: "/login/" not in address)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first.fill(value)

    def choose(self, *labels: str, within: Locator | None = None) -> None:
        """Tap chips, radio buttons and ticks by what stands on them."""
        for label in labels:
            place = within or self.page.locator("main")
            place.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).first.click()

    def select(self, label: str, option: str) -> None:
        self.page.get_by_label(label).first.select_option(label=option)

    def press(self, name: str) -> None:
        """A button, or a link that looks like one."""
        named = re.compile(rf"^\s*{re.escape(name)}", re.IGNORECASE)
        button = self.page.get_by_role("button", name=named)
        button.or_(self.page.get_by_role("link", name=named)).first.click()

    def search(self, words: str) -> None:
        """The search box of the doctor's list."""
        box = self.page.get_by_role("searchbox")
        box.fill(words)
        box.press("Enter")
        self.sees(f"found for “{words}”")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, timeout=20 * SECONDS, ignore_case=True)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
