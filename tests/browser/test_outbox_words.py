"""Never “saved” for what is not: given up, sent as another, not to be read, or tapped by nobody."""

import pytest
from playwright.sync_api import expect

from tests.browser.phones import ANOTHER, logged

DIFFERENT = {"status": 409, "json": {"error": "different"}}
REFUSED = {"status": 422, "json": {"errors": {"at": "That is no time."}}}
UNREADABLE = """() => {
  const getAll = IDBObjectStore.prototype.getAll;
  IDBObjectStore.prototype.getAll = function (...told) {
    if (this.name === "entries") throw new DOMException("broken", "UnknownError");
    return getAll.apply(this, told);
  };
}"""
WRITES_DOWN = """() => {
  window.said = [];
  const line = document.querySelector("[data-line]");
  new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true });
}"""
RUNNING = """() => new Promise((resolve) => {
  const opening = indexedDB.open("quiet-night");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("phones").objectStore("phones").getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result.map((row) => Boolean(row.running))); };
  };
})"""
IN_JOURNAL = "Saved in your journal"


@pytest.mark.parametrize("answer", [REFUSED, DIFFERENT], ids=["refused", "different"])
def test_what_is_given_up_in_front_of_her_is_not_called_saved(server, answer):
    page = server.phone.page
    server.answers = [answer]
    page.evaluate(WRITES_DOWN)
    server.phone.taps("Cramp now")
    server.phone.says("it was not accepted")

    page.locator("[data-waiting]").click()
    server.phone.press("Discard it")

    expect(page.get_by_role("button", name="Cramp now")).to_be_visible()
    server.phone.waits_until_sent()
    assert not [line for line in page.evaluate("said") if line.startswith(IN_JOURNAL)]
    page.reload()
    expect(page.get_by_role("button", name="Cramp now")).to_be_visible()


def test_what_is_sent_as_another_stays_in_front_with_what_followed_it(server):
    server.answers = [DIFFERENT]
    server.phone.taps("Cramp now")
    server.phone.press("It stopped")
    server.phone.says("it was not accepted")
    server.answers = [None]
    server.phone.page.locator("[data-waiting]").click()

    server.phone.page.get_by_role("button", name="Send again").first.click()

    server.phone.says("Saved on this phone, will send")
    server.answers = [server.stores]
    server.comes_back()
    server.phone.says(IN_JOURNAL)
    server.phone.waits_until_sent()
    first, *_, again, stop = server.sent
    assert first["client_id"] != again["client_id"]
    assert (stop["kind"], stop["body"]) == ("stop", {"entry": again["client_id"]})


def test_a_phone_that_cannot_be_read_does_not_say_saved(server):
    server.is_away = True
    server.phone.taps("Cramp now")
    server.phone.says("Saved on this phone, will send")
    server.phone.page.add_init_script(f"({UNREADABLE})()")

    server.phone.page.reload()

    server.phone.says("Not known to be saved")
    expect(server.phone.page.locator("[data-saved]")).to_be_hidden()


def test_a_tap_by_nobody_is_not_sent_for_who_signs_in_later(site, phone):
    somebody = phone()
    somebody.opens_night_page()
    before = logged(site, "bob")
    somebody.taps("Cramp now")
    somebody.says("Not saved. Sign in, then tap again.")

    night = somebody.page
    somebody.page = somebody.context.new_page()
    somebody.signs_in("bob")
    night.evaluate("dispatchEvent(new Event('online'))")

    expect(night.get_by_role("button", name="Cramp now")).to_be_visible()
    expect(night.locator("[data-line]")).to_contain_text("One tap saves in your journal")
    night.wait_for_timeout(1500)
    assert logged(site, "bob") == before


def test_a_tap_without_network_is_of_who_was_there_before_it_failed(server):
    """On a phone that is nobody's own, as the page knew who is signed in."""
    page = server.phone.page
    server.owner = ANOTHER
    server.phone.opens_night_page()
    server.phone.says("Somebody else is signed in")
    server.is_away = True
    server.phone.taps("Cramp now")
    server.phone.says("Not saved yet: no network")

    server.owner = "5f0c7b52-0000-4000-8000-000000000003"
    server.comes_back()

    page.wait_for_timeout(1500)
    assert server.sent == []


def test_what_was_refused_in_the_page_alone_can_be_put_right(server):
    server.owner = ANOTHER
    server.answers = [REFUSED, server.stores]
    server.phone.opens_night_page()
    server.phone.says("Somebody else is signed in")
    server.phone.logs()
    server.phone.page.locator("[data-waiting]").click()

    server.phone.press("Send again")

    expect(server.phone.page.locator("[data-outbox]")).to_be_hidden()
    assert [one["headers"]["x-owner"] for one in server.sent] == [ANOTHER, ANOTHER]
    assert server.phone.waiting() == []


def test_the_timer_outlives_a_new_token(server):
    server.phone.taps("Cramp now")
    server.phone.says(IN_JOURNAL)
    server.phone.page.evaluate(
        """async () => {
          const { askForToken, whoIsThere } = await import("/static/js/night/send.js");
          const { enrol } = await import("/static/js/night/shelf.js");
          const access = await askForToken((await whoIsThere()).token);
          await enrol(access.owner, access);
        }"""
    )

    assert server.phone.page.evaluate(RUNNING) == [True]


def test_the_night_page_runs_where_newer_pieces_of_the_browser_are_missing(site, phone):
    old = phone(service_workers="block")
    old.page.add_init_script("""
      delete Crypto.prototype.randomUUID;
      delete AbortSignal.timeout;
      delete Array.prototype.toSorted;
      delete Array.prototype.toReversed;
      delete window.BroadcastChannel;
      navigator.locks.request = () => Promise.reject(new DOMException("no", "SecurityError"));
    """)
    old.signs_in("bob")
    before = logged(site, "bob")
    old.becomes_own()

    old.taps("Cramp now")

    old.says(IN_JOURNAL)
    old.waits_until_sent()
    assert len(logged(site, "bob") - before) == 1
