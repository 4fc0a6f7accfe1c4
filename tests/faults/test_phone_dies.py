"""The phone is killed at each point of sending: what it had kept is stored once, under its owner's name, and no more.

Its page is killed, not closed: nothing that waits for an orderly end is done.
"""

import json
import os
import signal
import time
import uuid

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts import chromium
from tests.browser.phones import Phone
from tests.faults.history import STORED, History, Row, Try, bound, judge
from tests.faults.loggers import enrolled
from tests.live import chromium_or_skip, live_stack
from tests.live_rows import rows

pytestmark = [pytest.mark.faults, pytest.mark.browser, pytest.mark.xdist_group("faults")]

QUICK = os.environ.get("QUICK", "1") not in ("", "0")
TIMES = 2 if QUICK else 50
POINTS = ("asks", "sends", "stored", "told", "deletes")
"""Asks who is signed in; sends; the site has stored it; its answer is there; the outbox has begun to delete it."""
SIGNED_OUT, AFTER, OVER, ANOTHER = (
    "signed out",
    "after somebody else",
    "session over",
    "somebody else meanwhile",
)
COMES_BACK = ("signed in", SIGNED_OUT, AFTER, OVER, ANOTHER)
"""Who is there when it lives again. In the last two the site has just said that it is the owner, and it is not."""
ENDS = {"episode": "runs", "stop": "over", "undo": "undone"}
# Asks before it goes on, and stands still where the answer never comes.
ASKS_TO_GO_ON = """(() => {
  const goOn = (point) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", `/dies/${point}`, false);
    try { asked.send(); } catch {}
  };
  const remove = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function (id) {
    goOn("told");
    const removing = remove.call(this, id);
    goOn("deletes");
    return removing;
  };
})()"""
SAID = "SELECT patient_id, client_id, kind FROM capture_delivery WHERE kind <> 'episode'"
LOGGED = """
SELECT patient_id, client_id,
  CASE WHEN deleted_at IS NOT NULL THEN 'undone' WHEN duration_minutes IS NOT NULL THEN 'over' ELSE 'runs' END
FROM journal_episode
"""


@pytest.fixture(autouse=True)
def no_longer_than_this():
    """Seen once: a browser that was killed in the middle of an answer kept the test waiting for ever."""

    def give_up(*_):
        raise TimeoutError("a killed browser left the test standing")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(60 * TIMES)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def browser():
    path = chromium_or_skip()
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(browser, tmp_path_factory):
    with live_stack(tmp_path_factory.mktemp("mortal")) as stack:
        yield stack


@pytest.fixture
def mortal(browser, site):
    """`mortal()` is the own phone of a new patient; `mortal(outbox=…)` has another outbox than ours."""
    made = []

    def new(**options):
        made.append(Mortal(browser, site, **options))
        return made[-1]

    yield new
    for one in made:
        one.close()


class Mortal(Phone):
    """A phone that is killed when it comes to `point` for the n-th time."""

    def __init__(self, browser, site, outbox=None):
        super().__init__(browser, site.url, service_workers="block")
        self.site, self.history, self.point, self.left = site, History(), None, 0
        self.is_dead = self.is_away = self.is_fooled = False
        self.sent, self.held, self.refusals = [], [], 0
        both = enrolled(site, 2, f"m{uuid.uuid4().hex}-")
        (self.owner, self.own_session), (self.other, self.another_session) = both
        self.context.add_init_script(ASKS_TO_GO_ON)
        self.context.route("**/now/csrf/", self._asks)
        self.context.route("**/now/entries/", self._sends)
        self.context.route("**/dies/*", self._goes_on)
        if outbox:
            self.context.route("**/night/outbox*.js", lambda route: self._changed(route, outbox))
        self.devtools = browser.new_browser_cdp_session()
        self.watch = browser.new_page()
        self.spared = self._renderers()
        self.session(self.own_session)
        self.becomes_own()
        self.before = self.stored()
        self.sent.clear()

    def _changed(self, route, outbox):
        answer = route.fetch()
        assert (text := outbox(answer.text())) != answer.text()
        route.fulfill(response=answer, body=text)

    def _comes_to(self, point):
        if self.point == point and not self.is_dead:
            self.left -= 1
            self.is_dead = self.left == 0
        return self.is_dead

    def _asks(self, route):
        if self.is_away:
            return route.abort()
        if self.is_fooled:
            token = next(one["value"] for one in self.context.cookies() if one["name"] == "csrftoken")
            return route.fulfill(json={"token": token, "owner": self.name, "signed_in": True})
        return self._hold(route) if self._comes_to("asks") else route.continue_()

    def _sends(self, route):
        if self.is_away:
            return route.abort()
        self.sent.append(json.loads(route.request.post_data))
        self.name = route.request.headers["x-owner"]
        if self._comes_to("sends"):
            return self._hold(route)
        answer = route.fetch()
        self.refusals += answer.status in (401, 403)
        return self._hold(route) if self._comes_to("stored") else route.fulfill(response=answer)

    def _goes_on(self, route):
        point = route.request.url.rsplit("/", 1)[1]
        return self._hold(route) if self._comes_to(point) else route.fulfill(status=204)

    def _hold(self, route):
        self.held.append(route)

    def session(self, key):
        self.context.clear_cookies(name="sessionid")
        if key:
            self.context.add_cookies([{"name": "sessionid", "value": key, "url": self.url}])

    def does(self, selector):
        """From a timer: who freezes does not come back from a click."""
        self.page.evaluate(f"() => void setTimeout(() => document.querySelector('{selector}').click())")

    def dies(self, point, kind):
        """Log, and be killed at this point."""
        if kind != "episode":
            self.taps("Cramp now")
            self.waits_until_sent()
        self.point, self.left = point, 1
        self.does("[data-symptom=leg-cramp] button" if kind == "episode" else f"form[data-do={kind}] button")
        self._waits_until(lambda: self.is_dead, f"comes to: {point}")
        self.is_away = True
        self._is_killed()
        self.point, self.is_dead = None, False
        self.page = self.context.new_page()
        self.opens_night_page()

    def _waits_until(self, is_so, what):
        deadline = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < deadline, f"never {what}"
            self.watch.wait_for_timeout(20)

    def _is_killed(self):
        pids = self._renderers() - self.spared
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        # What is held comes to nothing: else the browser lets it go when its page is gone.
        while self.held:
            self.held.pop().abort()
        with self.page.expect_event("crash"):
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
        self.page.close()

    def _renderers(self):
        told = self.devtools.send("SystemInfo.getProcessInfo")["processInfo"]
        return {one["id"] for one in told if one["type"] == "renderer"}

    def returns(self, how, kind):
        """Alive again, with a network, and at last with its owner."""
        # First the change, then the network: the page that is open now would be quicker.
        if how in (OVER, ANOTHER):
            self.is_fooled, refused = True, self.refusals
        if how != "signed in":
            self.session(self.another_session if how in (AFTER, ANOTHER) else None)
        self.is_away = False
        if how in (OVER, ANOTHER):
            self.opens_night_page()
            self._waits_until(lambda: self.refusals > refused, f"refused: {how}")
            self.takes_a_breath()
            self.is_fooled = False
        if how == AFTER:
            self.opens_night_page()
            self.says("Somebody else is signed in")
            self.takes_a_breath()
        if how != SIGNED_OUT:
            self.session(self.own_session)
        self.opens_night_page()
        self.waits_until_sent()
        self.session(self.own_session)
        self.opens_night_page()
        if kind != "episode":
            self.takes_a_breath()
        if kind == "episode" or self.page.locator("[data-view=running]").is_visible():
            # The timer outlives its page.
            self.goes_back()

    def lives(self, times, points=POINTS, ways=COMES_BACK):
        """Through so many deaths at each point; returns the findings."""
        for number in range(times * len(points)):
            a_round, place = divmod(number, len(points))
            kind, how = list(ENDS)[number % len(ENDS)], ways[(a_round + place) % len(ways)]
            sent = len(self.sent)
            if how == SIGNED_OUT:
                self.session(None)
            self.dies(points[place], kind)
            self._keeps(kind, sent)
            self.returns(how, kind)
        return judge(self.history, [row for row in self.stored() if row not in self.before])

    def _keeps(self, kind, sent):
        """What was sent, and what lies in the phone, has been said to be saved."""
        told = {uuid.UUID(one["client_id"]): one["kind"] for one in self.sent[sent:]}
        told |= {uuid.UUID(one): kind for one in self.waiting()}
        for client_id, what in told.items():
            payload = (what, ENDS[kind]) if what == "episode" else (what,)
            self.history.add(Try(self.owner, client_id, payload, 0.0, 0.0, STORED, None))

    def stored(self):
        """What is in the journal of either, how it ended, and what was said about it."""
        found = [(patient, one, ("episode", end)) for patient, one, end in rows(self.site, LOGGED)]
        found += [(patient, one, (kind,)) for patient, one, kind in rows(self.site, SAID)]
        both = (self.owner, self.other)
        return [Row(patient, uuid.UUID(str(one)), said) for patient, one, said in found if patient in both]


def test_what_the_phone_kept_is_stored_once(mortal, say):
    phone = mortal()

    findings = phone.lives(TIMES)

    kept, deaths = len(phone.history.acknowledged), TIMES * len(POINTS)
    say(
        f"{deaths} deaths, {TIMES} at each of: {', '.join(POINTS)}; {kept} entries, {len(phone.sent)} requests",
        f"lost, doubled, changed or sent as another: {findings or bound(deaths)}",
    )
    assert not findings
    assert kept >= deaths


def mutant(*changes):
    def change(text):
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return text

    return change


def test_mutant_deleted_before_it_is_sent(mortal):
    sends = "const verdict = await line.deliver(entry);"
    phone = mortal(outbox=mutant((sends, f"await this.#shelf.remove(entry.id); {sends}")))

    assert phone.lives(1, ["sends"]).lost


def test_mutant_refused_is_done(mortal):
    """A 401 or 403 ends it, as in the queues of other projects."""
    phone = mortal(
        outbox=mutant(
            ('{ hold: "sign_in" }', "{ done: true }"), ('? "other_owner" : "sign_in" }', "&& 0, done: true }")
        )
    )

    assert phone.lives(1, ["sends"], [OVER]).lost


def test_mutant_sent_as_whoever_is_there(mortal):
    phone = mortal(
        outbox=mutant(
            ('if (signed_in && entry.owner && entry.owner !== owner) return { hold: "other_owner" };', ""),
            ("owner: entry.owner ?? owner }", "owner }"),
        )
    )
    findings = phone.lives(1, ["sends"], [AFTER])

    assert findings.unexpected
