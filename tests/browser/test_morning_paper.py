"""The paper diary: one page on either paper, and a week of it typed in without touching the mouse."""

import re

import pytest

from demo.people import DOMAIN, PASSWORD

PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def bob(visit):
    one = visit()
    one.sign_in(f"bob@{DOMAIN}", PASSWORD)
    return one


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_fortnight_is_one_page(bob, paper):
    page = bob.open("/journal/paper/")

    printed = page.pdf(format=paper, prefer_css_page_size=False)

    assert len(PAGE.findall(printed)) == 1
    page.emulate_media(media="print")
    assert page.locator(".paper tbody tr").count() == 14
    assert not page.get_by_text("Bob Lindqvist").first.is_visible()


def test_a_week_is_typed_with_the_keyboard(bob):
    page = bob.open("/journal/paper/week/?from=2026-01-05")
    first, second = page.locator(".paper-night").nth(0), page.locator(".paper-night").nth(1)

    page.locator("h1").click()
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.locator("input[type=text]").first.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    # The choice of the next night: one stop for all three, the arrows choose.
    while not second.locator("input[type=radio]").first.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    bob.sees("Saved 2 nights.", "more than 3 days later: 2.", "In the diary: yes, leg cramp twice.")
    bob.sees("In the diary: I don’t remember.")


def test_a_wrong_number_leaves_the_week_as_it_was_typed(bob):
    page = bob.open("/journal/paper/week/?from=2026-02-02")
    boxes = page.locator(".paper-night input[type=text]")
    boxes.nth(0).fill("3")
    boxes.nth(1).fill("two")
    boxes.nth(1).press("Enter")

    bob.sees("Nothing is saved yet.", "whole number from 0 to 99")
    assert [boxes.nth(rank).input_value() for rank in (0, 1)] == ["3", "two"]
