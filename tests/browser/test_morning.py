"""Breakfast on a phone: a whole morning in six taps, each of them acknowledged at once."""

import re

import pytest
from playwright.sync_api import expect

from demo.people import DOMAIN, PASSWORD
from scripts.places import say

MOST_TAPS = 6
# She cramped last night, burns by day, and takes one capsule a day.
WRITE = """
import datetime as dt
from zoneinfo import ZoneInfo
from allauth.account.models import EmailAddress
from accounts.models import User
from journal import models as journal
from journal.calendar import tonight
from tests.rows import row_of, symptom
zone = "ZONE"
now = dt.datetime.now(dt.UTC)
last = tonight(now, ZoneInfo(zone)) - dt.timedelta(days=1)
margaret = User.objects.create_user("LOGIN", "PASSWORD", name="Margaret Moss", time_zone=zone, is_demo=True)
User.objects.filter(pk=margaret.pk).update(date_joined=now - dt.timedelta(days=40))
EmailAddress.objects.create(user=margaret, email=margaret.email, verified=True, primary=True)
at = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(3, 12), ZoneInfo(zone))
row_of(journal.Episode, margaret, at=at, duration_minutes=4)
for back in range(1, 8):
    night = last - back * dt.timedelta(days=1)
    row_of(journal.CheckIn, margaret, night=night)
    row_of(journal.DailyScore, margaret, night=night)
start = last - dt.timedelta(days=20)
regimen = row_of(journal.Regimen, margaret, started_on=start, main_symptom=symptom())
row_of(journal.Phase, margaret, regimen=regimen, starts_on=start)
row_of(journal.Ingredient, margaret, supplement=regimen.supplement)
for back in range(1, 20):
    row_of(journal.Dose, margaret, regimen=regimen, day=last - back * dt.timedelta(days=1))
row_of(journal.Dose, margaret, regimen=regimen, day=last)
"""
# Milliseconds from the finger to the paint after which this is true.
TIME = """([target, [selector, words]]) => new Promise((done, fail) => {
  const began = performance.now();
  const answered = () => [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(words));
  const look = () => answered() ? requestAnimationFrame(() => done(performance.now() - began))
    : performance.now() - began > 10000 ? fail(new Error(`not answered: ${selector} ${words}`))
    : requestAnimationFrame(look);
  target.click();
  look();
})"""


@pytest.fixture
def margaret(site, visit, request):
    """A new one for every test: each morning begins with nothing answered."""
    login = f"{request.node.name}@{DOMAIN}"
    one = visit(has_touch=True)
    zone = one.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    written = WRITE.replace("ZONE", zone).replace("LOGIN", login).replace("PASSWORD", PASSWORD)
    site.manage("shell", "-v0", "-c", written)
    one.sign_in(login, PASSWORD)
    one.open("/today/")
    return one


class Finger:
    """Counts its taps, and how long the page took to say that each is saved."""

    def __init__(self, page):
        self.page = page
        self.taps: list[tuple[str, float]] = []

    def tap(self, words, target, *, then):
        """Tap what is on the page already: nothing has to be unfolded first."""
        expect(target).to_be_visible()
        took = self.page.evaluate(TIME, [target.element_handle(), then])
        self.taps.append((words, took))


def test_a_whole_morning_is_six_taps(margaret, capsys):
    page = margaret.page
    finger = Finger(page)
    cramp, answer = page.locator(".episode-details"), page.locator(".night-answer")
    score, dose = page.locator(".score-answer"), page.locator(".dose").first
    saved = ".episode-details [role=status]"

    def chip(card, words):
        return card.locator("label").filter(has_text=re.compile(f"^{words}$"))

    yes = answer.get_by_role("button", name="Yes, 1 cramp at 03:12")
    finger.tap("yes, that one", yes, then=[".night-answer [role=status]", "Saved"])
    finger.tap("which leg", chip(cramp, "Left calf"), then=[saved, "Saved"])
    # The line says "Saved" already: only a fresh one counts.
    page.evaluate("selector => { document.querySelector(selector).textContent = '' }", saved)
    finger.tap("how bad", chip(cramp, "5"), then=[saved, "Saved"])
    page.evaluate("() => { document.querySelector('.night-answer [role=status]').textContent = '' }")
    finger.tap("contributor", chip(answer, "Alcohol"), then=[".night-answer [role=status]", "Saved"])
    four = score.get_by_role("button", name="4", exact=True)
    finger.tap("score", four, then=[".score-answer [role=status]", "Saved"])
    taken = dose.get_by_role("button", name="Taken")
    finger.tap("dose", taken, then=[".dose [role=status]", "Saved"])

    with capsys.disabled():
        say("", ", ".join(f"{words} {took:.0f} ms" for words, took in finger.taps))
    assert len(finger.taps) <= MOST_TAPS
    margaret.open("/journal/")
    margaret.sees("03:12 cramp, left calf, 4 minutes", "Severity 5 of 10", "alcohol", "4 of 10")
    margaret.open("/today/")
    margaret.sees("Saved: taken")
    expect(page.locator(".episode-details")).to_have_count(0)


def test_a_carer_ticks_once_and_every_tap_carries_it(margaret):
    page = margaret.page
    margaret.choose("Entered by a carer")
    page.locator(".night-answer").get_by_role("button", name="A quiet night").click()
    page.locator(".night-answer").get_by_role("button", name="Yes, keep both").click()
    margaret.sees("Saved")
    page.locator(".night-answer label").filter(has_text="Illness").click()
    margaret.open("/journal/")
    page.get_by_role("link", name="Edit").click()
    margaret.sees("Entered by a carer", "illness")
