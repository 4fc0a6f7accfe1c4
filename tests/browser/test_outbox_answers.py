"""What each answer of the server does to an entry on the phone: it leaves only on “stored” with its own id."""

import pytest
from playwright.sync_api import expect

from tests.browser.phones import ANOTHER


def stored_as(client_id):
    return {"status": 201, "json": {"stored": client_id}}


FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "entries") throw new DOMException("full", "QuotaExceededError");
    return put.call(this, row);
  };
}"""
LEAVES = {
    "new": lambda sent: stored_as(sent["client_id"]),
    "the same again": lambda sent: {**stored_as(sent["client_id"]), "status": 200},
}
STAYS = {
    "stored under another id": (stored_as(ANOTHER), "1 saved on this phone, will send"),
    "stored, but not what": ({"status": 200, "json": {}}, "1 saved on this phone, will send"),
    "the page of a hotel's network": (
        {"status": 200, "body": "<h1>Welcome</h1>"},
        "1 saved on this phone, will send",
    ),
    "a redirect": (
        {"status": 302, "headers": {"Location": "/accounts/login/"}},
        "1 saved on this phone, will send",
    ),
    "no network": (None, "1 saved on this phone, will send"),
    "400": ({"status": 400, "json": {}}, "1 not accepted"),
    "401": ({"status": 401, "json": {"error": "sign_in"}}, "Sign in to send"),
    "403 form token": ({"status": 403, "json": {"error": "csrf"}}, "Sign in to send"),
    "403 other owner": ({"status": 403, "json": {"error": "other_owner"}}, "for somebody else"),
    "409": ({"status": 409, "json": {"error": "different"}}, "1 not accepted"),
    "410": ({"status": 410, "json": {"error": "deleted"}}, "1 not accepted"),
    "422": ({"status": 422, "json": {"errors": {"at": "That is no time."}}}, "1 not accepted"),
    "429": (
        {"status": 429, "headers": {"Retry-After": "600"}, "json": {}},
        "1 saved on this phone, will send",
    ),
    "500": ({"status": 500, "body": "sorry"}, "1 saved on this phone, will send"),
    "503": (
        {"status": 503, "headers": {"Retry-After": "600"}, "body": "later"},
        "1 saved on this phone, will send",
    ),
}


@pytest.mark.parametrize("answer", LEAVES.values(), ids=LEAVES)
def test_it_leaves_when_it_is_stored(server, answer):
    server.answers = [answer]

    server.phone.taps("Cramp now")

    server.phone.waits_until_sent()
    server.phone.says("Saved in your journal")
    assert server.kinds() == ["episode"]


@pytest.mark.parametrize(("answer", "words"), STAYS.values(), ids=STAYS)
def test_it_stays_and_says_why(server, answer, words):
    server.answers = [answer]

    server.phone.logs()

    server.phone.lists(words)
    server.phone.lists("oldest")
    assert server.phone.waiting() == [server.sent[0]["client_id"]]
    server.phone.page.reload()
    server.phone.goes_back() if server.phone.page.locator("[data-back]").is_visible() else None
    server.phone.lists(words)


def test_a_bad_entry_in_front_stops_no_other(server):
    server.answers = [{"status": 422, "json": {"errors": {"at": "That is no time."}}}, server.stores]
    server.phone.logs()
    server.phone.lists("1 not accepted")

    server.phone.logs("Burning or tingling now")

    server.phone.page.wait_for_function(
        "() => !document.querySelector('[data-waiting]').textContent.includes('will')"
    )
    assert server.phone.waiting() == [server.sent[0]["client_id"]]
    assert server.kinds() == ["episode", "episode"]


def test_a_busy_server_is_left_alone_as_long_as_it_asked(server):
    server.answers = [{"status": 429, "headers": {"Retry-After": "3"}, "json": {}}, server.stores]

    server.phone.taps("Cramp now")
    server.comes_back()

    server.phone.waits_until_sent()
    assert len(server.sent) == 2
    assert server.at[1] - server.at[0] >= 3


def test_after_a_lost_answer_the_same_entry_is_sent_again(server):
    server.answers = [None, {"status": 500, "body": "sorry"}, server.stores]

    server.phone.taps("Cramp now")

    server.phone.waits_until_sent()
    first, *others = [{**one, "headers": None, "sent_at": None} for one in server.sent]
    assert others == [first, first]


def test_what_was_refused_can_be_put_right(server):
    server.answers = [{"status": 422, "json": {"errors": {"at": "That is no time."}}}, server.stores]
    server.phone.logs()
    server.phone.lists("1 not accepted")

    server.phone.page.locator("[data-waiting]").click()
    server.phone.lists("That is no time.")
    server.phone.page.get_by_label("When was it?").fill("2026-11-20T03:12")
    server.phone.press("Send again")

    server.phone.waits_until_sent()
    refused, mended = server.sent
    assert mended["client_id"] == refused["client_id"]
    assert mended["at"].startswith("2026-11-20T03:12:00")


def test_what_was_refused_can_be_given_up_with_what_followed_it(server):
    server.answers = [{"status": 422, "json": {"errors": {}}}]
    server.phone.taps("Cramp now")
    server.phone.press("It stopped")
    server.phone.takes_a_breath()
    server.phone.page.locator("[data-waiting]").click()

    server.phone.page.get_by_role("button", name="Discard it").first.click()

    server.phone.waits_until_sent()
    assert server.kinds() == ["episode"]


def test_another_entry_under_its_id_is_no_reason_to_lose_it(server):
    server.answers = [{"status": 409, "json": {"error": "different"}}, server.stores]
    server.phone.logs()
    server.phone.page.locator("[data-waiting]").click()

    server.phone.press("Send again")

    server.phone.waits_until_sent()
    first, second = server.sent
    assert first["client_id"] != second["client_id"]
    assert first["at"] == second["at"]


def test_stop_and_undo_follow_their_entry(server):
    server.answers = [None]
    server.phone.taps("Cramp now")
    server.phone.press("It stopped")
    server.phone.takes_a_breath()
    server.phone.press("Undo")
    server.phone.lists("3 saved on this phone")
    assert set(server.kinds()) == {"episode"}
    server.forgets()

    server.answers = [server.stores]
    server.comes_back()

    server.phone.waits_until_sent()
    assert server.kinds() == ["episode", "stop", "undo"]
    episode, stop, undo = server.sent
    assert stop["body"] == undo["body"] == {"entry": episode["client_id"]}


def test_an_undo_of_what_is_gone_already_is_done(server):
    server.phone.taps("Cramp now")
    server.phone.waits_until_sent()
    server.answers = [{"status": 410, "json": {"error": "deleted"}}]

    server.phone.press("Undo")

    server.phone.sees("Undone.")
    server.phone.waits_until_sent()


def test_signed_out_the_token_is_used_and_nothing_else(server):
    server.signed_in = False

    server.phone.taps("Cramp now")

    server.phone.waits_until_sent()
    headers = server.sent[0]["headers"]
    assert headers["authorization"] == "Bearer a-capture-token"
    assert "x-csrftoken" not in headers


def test_a_revoked_token_keeps_the_entry_until_its_owner_signs_in(server):
    server.signed_in = False
    server.answers = [{"status": 404, "json": {"error": "token"}}, server.stores]
    server.phone.logs()
    server.phone.lists("Sign in to send")
    expect(server.phone.page.get_by_role("link", name="Sign in")).to_be_visible()

    server.signed_in = True
    server.phone.page.reload()

    server.phone.waits_until_sent()
    assert server.sent[1]["headers"]["x-csrftoken"] == "a-form-token"


def test_nothing_is_sent_while_somebody_else_is_signed_in(server):
    server.is_away = True
    server.phone.logs()
    server.owner = ANOTHER

    server.comes_back()

    server.phone.lists("for somebody else")
    assert server.sent == []
    server.phone.logs("Burning or tingling now")
    assert [one["headers"]["x-owner"] for one in server.sent] == [ANOTHER]
    assert server.sent[0]["body"]["symptom"] == "burning-tingling"
    assert len(server.phone.waiting()) == 1


def test_what_cannot_be_written_down_is_said_and_sent_all_the_same(server):
    server.answers = [None, server.stores]
    server.phone.page.evaluate(FULL)

    server.phone.taps("Cramp now")

    server.phone.says("This phone could not write it down.")
    expect(server.phone.page.locator("[data-saved]")).to_be_hidden()
    server.phone.says("Saved in your journal")
    assert server.sent[0]["client_id"] == server.sent[1]["client_id"]


def test_entries_lie_sealed_on_the_phone(server):
    server.answers = [None]
    server.phone.logs()

    lying = server.phone.page.evaluate("""() => new Promise((resolve) => {
      const opening = indexedDB.open("quiet-night");
      opening.onsuccess = () => {
        const read = opening.result.transaction(["entries", "phones"]);
        const entries = read.objectStore("entries").getAll(), phones = read.objectStore("phones").getAll();
        read.oncomplete = () => resolve({
          entries: entries.result.map((row) => Object.keys(row).sort()),
          order: entries.result.map((row) => row.seq),
          text: JSON.stringify([entries.result, phones.result]),
          isKeyOut: phones.result.some((phone) => phone.key.extractable),
        });
      };
    })""")

    assert "leg-cramp" not in lying["text"]
    assert "a-capture-token" not in lying["text"]
    assert not lying["isKeyOut"]
    assert not set(lying["entries"][0]) & {"at", "kind", "body", "zone"}
    assert lying["order"] == [1]


def test_the_owners_colour_holds_without_a_network_and_is_not_anothers(server):
    night = server.phone.page.locator("[data-night]")
    server.colour = "amber"
    server.phone.opens_night_page()
    expect(night).to_have_attribute("data-night", "amber")

    server.is_away = True
    server.phone.opens_night_page()
    expect(night).to_have_attribute("data-night", "amber")

    server.is_away, server.owner, server.colour = False, ANOTHER, "red"
    server.phone.opens_night_page()
    expect(night).to_have_attribute("data-night", "red")
    server.is_away = True
    server.phone.opens_night_page()
    expect(night).to_have_attribute("data-night", "amber")
