"""The night page on a phone: one tap, one line of comfort, a timer and a way back; with and without its script."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.phones import logged


def test_from_the_opened_page_to_a_stored_episode_in_one_tap(site, phone):
    dan = phone()
    dan.signs_in("dan")
    before = logged(site, "dan")
    dan.opens_night_page()

    dan.page.get_by_role("button", name="Cramp now").click()

    dan.says("Saved in your journal")
    dan.sees("Saved. Most cramps ease within minutes. Straighten the knee, pull your toes up.")
    assert len(logged(site, "dan") - before) == 1


def test_a_double_tap_is_one_entry_and_does_not_stop_it(site, phone):
    dan = phone()
    dan.signs_in("dan")
    before = logged(site, "dan")
    dan.opens_night_page()

    dan.page.get_by_role("button", name="Cramp now").dblclick()

    dan.says("Saved in your journal")
    expect(dan.page.get_by_role("button", name="It stopped")).to_be_visible()
    dan.waits_until(lambda: len(logged(site, "dan") - before) == 1)


def test_undo_takes_it_back_and_says_so(site, phone):
    dan = phone()
    dan.signs_in("dan")
    before = logged(site, "dan")
    dan.opens_night_page()
    dan.taps("Several cramps tonight")
    dan.says("Saved in your journal")
    dan.sees("In the morning you can say how many.")

    dan.press("Undo")

    dan.sees("Undone.")
    expect(dan.page.get_by_role("button", name="Cramp now")).to_be_visible()
    dan.waits_until(lambda: logged(site, "dan") == before)


def test_a_second_one_within_two_minutes_is_hinted_at_and_kept(site, phone):
    dan = phone()
    dan.signs_in("dan")
    before = logged(site, "dan")
    dan.opens_night_page()
    dan.logs()

    dan.taps("Cramp now")

    dan.sees("The same one? Undo takes this one back.")
    dan.says("Saved in your journal")
    dan.waits_until(lambda: len(logged(site, "dan") - before) == 2)


def test_without_script_it_is_a_plain_form(site, phone):
    dan = phone(java_script_enabled=False)
    dan.signs_in("dan")
    before = logged(site, "dan")
    dan.opens_night_page()

    dan.page.get_by_role("button", name="Cramp now").click()

    dan.sees("Saved in your journal", "Most cramps ease within minutes")
    assert len(logged(site, "dan") - before) == 1
    dan.press("It stopped")
    dan.sees("Details can wait for breakfast")
    dan.press("Undo")
    expect(dan.page.get_by_role("button", name="Cramp now")).to_be_visible()
    assert logged(site, "dan") == before


def test_without_script_and_sign_in_a_tap_leads_to_the_door(phone):
    somebody = phone(java_script_enabled=False)
    somebody.opens_night_page()
    somebody.sees("Nothing is saved until you sign in.")

    somebody.page.get_by_role("button", name="Cramp now").click()

    assert "/accounts/login/" in somebody.page.url


def test_signed_out_on_anybodys_phone_a_tap_says_that_it_is_not_saved(phone):
    somebody = phone()
    somebody.opens_night_page()

    somebody.taps("Cramp now")

    somebody.says("Not saved. Sign in, then tap again.")
    expect(somebody.page.locator("[data-saved]")).to_be_hidden()
    expect(somebody.page.get_by_role("link", name="Sign in")).to_be_visible()


def test_without_network_on_anybodys_phone_a_tap_says_so_and_is_sent_while_the_page_is_open(site, phone):
    dan = phone()
    dan.signs_in("dan")
    before = logged(site, "dan")
    dan.opens_night_page()
    dan.says("One tap saves in your journal")
    dan.goes_offline()
    dan.says("No network. A tap is not saved until it is back")

    dan.taps("Cramp now")

    dan.says("Not saved yet: no network. Trying for as long as this page stays open.")
    expect(dan.page.locator("[data-saved]")).to_be_hidden()
    assert dan.waiting_nowhere()
    dan.comes_online()
    dan.says("Saved in your journal")
    dan.waits_until(lambda: len(logged(site, "dan") - before) == 1)


@pytest.mark.parametrize("is_own", [True, False], ids=["own phone", "anybody's phone"])
def test_the_timer_survives_a_locked_phone_and_a_reload(site, phone, is_own):
    dan = phone()
    dan.signs_in("dan")
    dan.becomes_own() if is_own else dan.opens_night_page()
    dan.taps("Cramp now")
    dan.says("Saved in your journal")
    title = dan.page.locator("[data-title]").inner_text()

    # The phone sleeps: no timer ticks, and the page is made anew.
    dan.page.clock.install(time=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=4))
    dan.page.reload()
    expect(dan.page.locator("[data-title]")).to_have_text(title)
    assert dan.page.get_by_role("timer").inner_text().startswith("4:")
    expect(dan.page.get_by_role("alert")).to_be_hidden()

    dan.page.clock.fast_forward("07:00")
    assert dan.page.get_by_role("timer").inner_text().startswith("11:")
    expect(dan.page.get_by_role("alert")).to_contain_text("Over 10 minutes")


def test_the_phone_is_asked_for_once_and_quietly(phone):
    dan = phone()
    dan.signs_in("dan")
    dan.opens_night_page()
    expect(dan.page.get_by_role("button", name="This is my own phone")).to_be_hidden()
    dan.taps("Cramp now")
    dan.page.get_by_role("button", name="No", exact=True).click()
    dan.goes_back()

    dan.taps("Burning or tingling now")

    dan.says("Saved in your journal")
    expect(dan.page.get_by_role("button", name="This is my own phone")).to_be_hidden()


def test_targets_at_night_are_huge_in_every_state(phone):
    dan = phone()
    dan.signs_in("dan")
    dan.becomes_own()
    dan.goes_offline()
    dan.taps("Cramp now")

    small = dan.page.evaluate(
        """() => [...document.querySelectorAll(".now-button, .now-help")].filter((one) => one.checkVisibility())
          .filter((one) => one.getBoundingClientRect().height < 96).map((one) => one.textContent.trim())"""
    )
    assert small == []
    wide = dan.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
