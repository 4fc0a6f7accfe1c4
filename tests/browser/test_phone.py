"""On a phone of 390 × 844: nothing to push sideways, nothing too small to hit, everything reached by keyboard."""

import pytest

from tests.browser.pages import DOCTOR, NIGHT, PATIENT, PUBLIC, open_page

WHO = {None: PUBLIC | NIGHT, "alice": PATIENT | NIGHT, "dr_chen": DOCTOR}
each_person = pytest.mark.parametrize("who", WHO, ids=lambda who: who or "anybody")

# What the finger is meant for: buttons, links that look like them, answers, the tabs below.
TARGETS = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".visually-hidden, .skip-link"))
  .map((one) => [one.textContent.trim().replace(/\\s+/g, " ").slice(0, 40), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
  .map(([words, box]) => `${words || "?"}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName} ${one.className}`).slice(0, 6);
}"""
MAIN_TARGETS = (
    "main .btn, main button, .answer, .chip, nav[aria-label=Rooms] a, main input[type=submit], main select"
)
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.textContent.trim().replace(/\\s+/g, " ") || one.getAttribute("aria-label") || one.name || one.tagName,
    style.outlineStyle !== "none" || style.boxShadow !== "none"];
}"""
MAIN_ACTIONS = [
    (None, "/", "Sign in"),
    (None, "/accounts/signup/", "Start"),
    ("alice", "/now/", "Cramp now"),
    ("alice", "/today/", "Cramp"),
    ("alice", "/journal/episodes/new/?symptom=leg-cramp", "Save"),
    ("alice", "/supplements/", "Add a supplement"),
    ("alice", "/labs/new/?test=vitamin-d-25oh", "Go on"),
    ("alice", "/sharing/", "Invite a doctor"),
    ("dr_chen", "/clinic/", "Alice Ellis"),
]


@each_person
def test_no_page_is_wider_than_the_phone(visit, who):
    one = visit()

    found = {name: open_page(one, who, path).evaluate(WIDER) for name, path in WHO[who].items()}

    assert {name: wide for name, wide in found.items() if wide} == {}


@each_person
def test_main_targets_are_large_enough(visit, who):
    one = visit()

    found = {}
    for name, path in WHO[who].items():
        page = open_page(one, who, path)
        if small := page.evaluate(TARGETS, [MAIN_TARGETS, 44]):
            found[name] = small

    assert found == {}


def test_at_night_targets_are_huge(visit):
    page = open_page(visit(), "alice", "/now/")

    assert page.evaluate(TARGETS, [".now-first, .now-second", 96]) == []
    assert page.evaluate(TARGETS, [".now-button, .now-help", 44]) == []


@pytest.mark.parametrize(("who", "path", "action"), MAIN_ACTIONS)
def test_tab_reaches_the_main_action_and_shows_where_it_is(visit, who, path, action):
    page = open_page(visit(), who, path)

    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        words, is_marked = page.evaluate(FOCUSED)
        # Inside a date box the browser itself marks the day, the month and the picker.
        assert is_marked or words in seen[-1:], f"nothing shows that “{words}” has the focus"
        seen.append(words)
        if words.startswith(action):
            return
    pytest.fail(f"“{action}” was not reached: {seen}")
