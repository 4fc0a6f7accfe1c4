"""A phone beside the bed: the night page, with and without a network, and with a server of our own making."""

import json
import re
import time
import uuid

from playwright.sync_api import expect

from demo.people import DOMAIN, PASSWORD
from tests.browser.visit import Visit
from tests.live_rows import rows

OWNER, ANOTHER = "5f0c7b52-0000-4000-8000-000000000001", "5f0c7b52-0000-4000-8000-000000000002"
WAITING = """() => new Promise((resolve) => {
  const opening = indexedDB.open("quiet-night");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("entries").objectStore("entries").getAllKeys();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


class Phone(Visit):
    """Failed requests are what these tests are about; errors of the page's own still count."""

    def __init__(self, browser, url, **options):
        super().__init__(browser, url, **options)
        self.has_script = options.get("java_script_enabled", True)

    def _console(self, message):
        if "Failed to load resource" not in message.text:
            super()._console(message)

    def _response(self, response):
        if "/now/entries/" not in response.url:
            super()._response(response)

    def signs_in(self, who: str) -> None:
        self.sign_in(f"{who}@{DOMAIN}", PASSWORD)

    def opens_night_page(self) -> None:
        """And lets its script begin, if there is one: it sets the clock."""
        self.open("/now/")
        if self.has_script:
            expect(self.page.locator("[data-clock]")).to_have_text(re.compile(r"\d\d:\d\d"))

    def taps(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        expect(self.page.locator("[data-title]")).to_be_visible()
        self.takes_a_breath()

    def takes_a_breath(self) -> None:
        """What follows at once would be a double tap."""
        self.page.wait_for_timeout(450)

    def goes_back(self) -> None:
        self.page.locator("[data-back]").click()
        expect(self.page.locator("[data-clock]")).to_be_visible()

    def logs(self, name: str = "Cramp now") -> None:
        self.taps(name)
        self.goes_back()

    def says(self, text: str) -> None:
        expect(self.page.locator("[data-line]")).to_contain_text(text)

    def lists(self, text: str) -> None:
        expect(self.page.locator("[data-outbox]")).to_contain_text(text)

    def becomes_own(self) -> None:
        """The first tap is stored, the question answered, the tap taken back."""
        self.opens_night_page()
        self.taps("Cramp now")
        self.press("This is my own phone")
        self.sees("This phone now saves without network")
        self.press("Undo")
        self.sees("Undone.")
        self.waits_until_sent()
        self.takes_a_breath()

    def goes_offline(self) -> None:
        self.context.set_offline(True)

    def comes_online(self) -> None:
        self.context.set_offline(False)

    def leaves_the_page(self) -> None:
        """To one of the site that is none of the app."""
        self.open("/healthz/")

    def signs_out(self) -> None:
        self.open("/accounts/logout/")
        self.press("Sign out")
        self.page.wait_for_url(lambda address: "logout" not in address)

    def background_sync(self) -> None:
        """What the browser does by itself when the network is back, also without a page."""
        devtools, found = self.context.new_cdp_session(self.page), []
        devtools.on(
            "ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"])
        )
        devtools.send("ServiceWorker.enable")
        self.page.wait_for_timeout(200)
        worker = next(one for one in found if one["scopeURL"].endswith("/now/") and not one["isDeleted"])
        devtools.send(
            "ServiceWorker.dispatchSyncEvent",
            {
                "origin": self.url,
                "registrationId": worker["registrationId"],
                "tag": "night-outbox",
                "lastChance": False,
            },
        )

    def waits_until(self, holds, seconds: float = 30) -> None:
        """What stands in the journal comes after the words on the page."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "it never came to hold"
            self.page.wait_for_timeout(100)

    def waits_for(self, script: str, seconds: float = 30) -> None:
        """Until this asynchronous script finds something."""
        deadline = time.monotonic() + seconds
        while not self.page.evaluate(script):
            assert time.monotonic() < deadline, script
            self.page.wait_for_timeout(100)

    def waiting(self) -> list[str]:
        return self.page.evaluate(WAITING)

    def waiting_nowhere(self) -> bool:
        """Without the patient's word nothing of hers is kept on a phone."""
        return not self.page.evaluate("() => indexedDB.databases()") or self.waiting() == []

    def waits_until_sent(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while self.waiting():
            assert time.monotonic() < deadline, f"still waiting: {self.page.locator('.now').inner_text()}"
            self.page.wait_for_timeout(100)


class Server:
    """Answers a phone in place of the site: {"status", "json" | "body", "headers"} in turn, the last one for ever."""

    def __init__(self, phone: Phone):
        self.phone, self.sent, self.at = phone, [], []
        self.answers: list = [self.stores]
        self.owner, self.signed_in, self.is_away = OWNER, True, False
        self.colour = "red"
        phone.context.route("**/now/csrf/", self._csrf)
        phone.context.route("**/now/tokens/", self._token)
        phone.context.route("**/now/entries/", self._entries)

    @staticmethod
    def stores(sent):
        return {"status": 201, "json": {"stored": sent["client_id"]}}

    def _csrf(self, route):
        owner = self.owner if self.signed_in else None
        if self.is_away:
            return route.abort()
        told = {"token": "a-form-token", "owner": owner, "signed_in": self.signed_in}
        return route.fulfill(json=told | ({"colour": self.colour} if self.signed_in else {}))

    def _token(self, route):
        access = {"token": "a-capture-token", "owner": self.owner, "expires_at": "2099-01-01T00:00:00+00:00"}
        route.fulfill(status=201, json=access)

    def _entries(self, route):
        if self.is_away:
            return route.abort()
        sent = json.loads(route.request.post_data)
        self.sent.append({**sent, "headers": route.request.headers})
        self.at.append(time.monotonic())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answer = answer(sent) if callable(answer) else answer
        return route.abort() if answer is None else route.fulfill(**answer)

    def comes_back(self):
        self.is_away = False
        self.phone.page.evaluate("dispatchEvent(new Event('online'))")

    def forgets(self):
        self.sent.clear()
        self.at.clear()

    def kinds(self):
        return [one["kind"] for one in self.sent]


def logged(site, who: str) -> set[uuid.UUID]:
    """The ids of this patient's entries that are not taken back."""
    query = (
        "SELECT e.client_id FROM journal_episode e JOIN accounts_user u ON u.id = e.patient_id"
        " WHERE u.email = ? AND e.deleted_at IS NULL"
    )
    found = [uuid.UUID(str(client_id)) for (client_id,) in rows(site, query, f"{who}@{DOMAIN}")]
    assert len(found) == len(set(found))
    return set(found)
