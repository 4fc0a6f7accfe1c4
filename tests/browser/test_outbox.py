"""The outbox against the real site: with the network off, on and flapping, nothing lost, nothing stored twice."""

import json
import random
import uuid
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser.phones import logged

TAPS = 20


@pytest.fixture
def sent():
    """Every entry that left a phone for the site, as often as it did."""
    return []


def watched(phone, sent):
    def note(request):
        if request.url.endswith("/now/entries/"):
            sent.append(json.loads(request.post_data))

    phone.context.on("request", note)
    return phone


def own(phone, who, sent, **options):
    mine = watched(phone(**options), sent)
    mine.signs_in(who)
    mine.becomes_own()
    sent.clear()
    return mine


def ids(sent, kind="episode"):
    return {uuid.UUID(one["client_id"]) for one in sent if one["kind"] == kind}


def test_an_offline_tap_is_seen_kept_and_stored_once(site, phone, sent):
    mine = own(phone, "erin", sent)
    before = logged(site, "erin")

    mine.goes_offline()
    mine.taps("Cramp now")
    mine.says("Saved on this phone, will send")
    mine.sees("Saved. Most cramps ease within minutes")
    mine.goes_back()
    mine.lists("1 saved on this phone, will send; oldest")
    assert logged(site, "erin") == before

    mine.comes_online()
    mine.waits_until_sent()
    mine.waits_until(lambda: logged(site, "erin") - before == ids(sent))
    assert len(ids(sent)) == 1


def test_a_closed_and_reopened_app_without_network_keeps_the_entry_and_the_timer(site, phone, sent):
    mine = own(phone, "erin", sent)
    before = logged(site, "erin")
    mine.goes_offline()
    mine.taps("Cramp now")
    words = mine.page.locator("[data-title]").inner_text()

    mine.page.close()
    mine.page = mine.context.new_page()
    mine.opens_night_page()

    expect(mine.page.locator("[data-title]")).to_have_text(words)
    mine.says("Saved on this phone, will send")
    mine.press("It stopped")
    mine.sees("It lasted less than a minute")
    mine.comes_online()
    mine.waits_until_sent()
    mine.waits_until(lambda: len(logged(site, "erin") - before) == 1)


def test_flapping_network(site, phone, sent):
    """Half of the requests that come through lose their answer on the way back."""
    mine = own(phone, "erin", sent, service_workers="block")
    before, chance = logged(site, "erin"), random.Random(4)

    def loses_answers(route):
        if chance.random() < 0.5:
            return route.continue_()
        with suppress(Error):
            route.fetch()
        return route.abort()

    mine.context.route("**/now/entries/", loses_answers)
    for _ in range(TAPS):
        (mine.goes_offline if chance.random() < 0.5 else mine.comes_online)()
        mine.logs()
    mine.comes_online()
    mine.waits_until_sent(seconds=90)

    new = logged(site, "erin") - before
    print(f"\nflapping: {TAPS} taps, {len(sent)} requests, {len(new)} stored")  # noqa: T201
    assert len(ids(sent)) == TAPS
    assert new == ids(sent)


def test_two_tabs_send_each_entry_once(site, phone, sent):
    mine = own(phone, "erin", sent)
    before = logged(site, "erin")
    mine.goes_offline()
    for _ in range(3):
        mine.logs()
    other = mine.context.new_page()
    other.goto(site.url + "/now/")
    expect(other.locator("[data-outbox]")).to_contain_text("3 saved on this phone")

    mine.comes_online()
    for page in (mine.page, other):
        page.evaluate("dispatchEvent(new Event('online'))")

    mine.waits_until_sent()
    expect(other.locator("[data-outbox]")).to_be_hidden()
    mine.waits_until(lambda: logged(site, "erin") - before == ids(sent))
    assert len(sent) == 3


def test_the_service_worker_sends_while_no_page_is_open(site, phone, sent):
    mine = own(phone, "erin", sent)
    before = logged(site, "erin")
    mine.page.wait_for_function("() => navigator.serviceWorker.controller")
    mine.goes_offline()
    mine.taps("Cramp now")
    waiting = {uuid.UUID(one) for one in mine.waiting()}
    mine.page.goto("about:blank")
    mine.comes_online()
    mine.leaves_the_page()

    # The browser may have done so by itself meanwhile: either way no page of ours was open.
    mine.background_sync()

    mine.waits_until_sent()
    mine.waits_until(lambda: logged(site, "erin") - before == waiting)


def test_an_entry_is_never_sent_as_somebody_else(site, phone, sent):
    mine = own(phone, "erin", sent, service_workers="block")
    erins, bobs = logged(site, "erin"), logged(site, "bob")
    mine.goes_offline()
    mine.taps("Cramp now")
    (waiting,) = mine.waiting()
    mine.page.goto("about:blank")
    mine.comes_online()
    mine.signs_out()
    mine.signs_in("bob")

    mine.opens_night_page()
    mine.lists("for somebody else")
    mine.says("Somebody else is signed in")
    mine.logs("Burning or tingling now")
    assert mine.waiting() == [waiting]
    assert logged(site, "erin") == erins
    mine.waits_until(lambda: len(logged(site, "bob") - bobs) == 1)

    mine.signs_out()
    mine.opens_night_page()
    mine.waits_until_sent()
    mine.waits_until(lambda: logged(site, "erin") - erins == {uuid.UUID(waiting)})
    mine.waits_until(lambda: len(logged(site, "bob") - bobs) == 1)
