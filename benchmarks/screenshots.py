"""`make screenshots`: the main pages of the demo on a phone and on a desk, by day and in the dark.

All go to `.local/screenshots`; the few that the README shows also to `docs/screenshots`. Run in the developers'
environment (it needs playwright) as `python -m benchmarks.screenshots`.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from demo.people import DOMAIN, PASSWORD
from scripts import chromium
from scripts.places import LOCAL, ROOT, Problem, say
from scripts.stack import Stack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

SIZES = {"phone": (390, 844), "desk": (1280, 800)}
SCHEMES = ("light", "dark")
# Name → who opens it, and where.
PAGES = {
    "landing": (None, "/"),
    "guides": (None, "/guides/"),
    "now": ("alice", "/now/"),
    "today": ("alice", "/today/"),
    "journal": ("alice", "/journal/"),
    "helping": ("alice", "/helping/"),
    "supplements": ("alice", "/supplements/"),
    "labs": ("alice", "/labs/"),
    "list": ("dr_chen", "/clinic/"),
    "record": ("dr_chen", "/clinic/{alice}/"),
}
# Name in docs/screenshots → the picture it is.
SHOWN = {
    "now-phone": "now-phone-dark",
    "today-phone": "today-phone-light",
    "helping-phone": "helping-phone-light",
    "record-desk": "record-desk-light",
}
ASK_FOR_ALICE = f"""
from accounts.models import User
print(User.objects.get(email="alice@{DOMAIN}").pk)
"""


def main() -> int:
    browser_path = chromium.find()
    if browser_path is None:
        raise Problem("Screenshots need Chromium: install it (Debian: apt install chromium).")
    everything = LOCAL / "screenshots"
    everything.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="quiet-nights-") as folder, Stack(Path(folder)) as stack:
        stack.prepare()
        stack.manage("load_demo")
        alice = stack.manage("shell", "-v0", "-c", ASK_FOR_ALICE).strip()
        stack.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=chromium.arguments())
            for size in SIZES:
                for scheme in SCHEMES:
                    _take(browser, stack.url, size, scheme, everything, alice)
            browser.close()
    shown = ROOT / "docs" / "screenshots"
    shown.mkdir(exist_ok=True)
    for name, picture in SHOWN.items():
        shutil.copy(everything / f"{picture}.png", shown / f"{name}.png")
    say(f"{len(list(everything.glob('*.png')))} pictures in {everything}, {len(SHOWN)} in docs/screenshots")
    return 0


def _take(browser: "Browser", url: str, size: str, scheme: str, folder: Path, alice: str) -> None:
    """Every page in one size and scheme, each person in a session of her own."""
    people: dict[str | None, BrowserContext] = {}
    for name, (who, path) in PAGES.items():
        if who not in people:
            people[who] = _session(browser, url, size, scheme)
            if who:
                _sign_in(people[who], url, who)
        page = people[who].new_page()
        answer = page.goto(url + path.format(alice=alice))
        if answer is None or answer.status != 200:
            raise Problem(f"{path} did not open: status {answer and answer.status}")
        page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", animations="disabled", caret="hide")
        page.close()
    for context in people.values():
        context.close()


def _session(browser: "Browser", url: str, size: str, scheme: str) -> "BrowserContext":
    width, height = SIZES[size]
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        timezone_id="Europe/Berlin",
        locale="en-GB",
    )


def _sign_in(context: "BrowserContext", url: str, who: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", f"{who}@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    page.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        say(str(problem))
        sys.exit(1)
