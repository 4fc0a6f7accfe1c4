"""The page and its service worker, two tabs, a try that seemed to fail: copies at one moment are one entry.

Real processes, real threads: what one process answers alone proves nothing about two.
"""

import datetime as dt
import http.client
import json
import threading
from collections import Counter
from urllib.parse import urlencode, urlsplit

import pytest
from django.utils import timezone

from tests.capture.phone import entry, night
from tests.faults.loggers import TOKEN, enrolled
from tests.live import live_stack
from tests.live_rows import rows

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

COPIES, ROUNDS = 4, 12
TOKENS = """
import json
from django.utils import timezone
from accounts.models import User
from capture.models import issue_token, owner_name
user = User.objects.get(pk=%d)
print("ANSWER", json.dumps([owner_name(user), [issue_token(user, "phone", at=timezone.now())[0] for _ in range(4)]]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with live_stack(tmp_path_factory.mktemp("twins")) as stack:
        ((patient, session),) = enrolled(stack, 1, "twins")
        said = stack.manage("shell", "-v0", "-c", TOKENS % patient)
        owner, tokens = json.loads(said.split("ANSWER", 1)[1])
        yield Site(stack, patient, owner, session, tokens)


class Site:
    def __init__(self, stack, patient, owner, session, tokens):
        self.stack, self.patient, self.owner = stack, patient, owner
        cookie = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        self.session = cookie | {"X-CSRFToken": TOKEN}
        self.form = cookie | {"Content-Type": "application/x-www-form-urlencoded"}
        self.phones = [{"Authorization": f"Bearer {token}"} for token in tokens]

    def api(self, told, who):
        headers = {"Content-Type": "application/json", "X-Owner": self.owner} | who
        return "/now/entries/", json.dumps(told), headers

    def at_once(self, requests):
        """The statuses of requests that are let go at the same moment."""
        statuses, gate = [], threading.Barrier(len(requests))

        def send(path, body, headers):
            connection = http.client.HTTPConnection(urlsplit(self.stack.url).netloc, timeout=30)
            connection.connect()
            gate.wait()
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            statuses.append(answer.status)
            answer.read()
            connection.close()

        threads = [threading.Thread(target=send, args=request) for request in requests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Counter(statuses)

    def count(self, table, where="1 = 1"):
        query = f"SELECT count(*) FROM {table} WHERE patient_id = ? AND {where}"
        return rows(self.stack, query, self.patient)[0][0]


def now():
    return timezone.now()


def test_copies_of_every_kind_are_stored_once(site):
    """With a session, and by tokens: the same tap from one phone, four times at once."""
    for number in range(ROUNDS):
        who = [site.session, *site.phones][number % 3]
        tap = entry(at=now())
        stop = entry("stop", entry=tap["client_id"], at=now())
        undo = entry("undo", entry=tap["client_id"], at=now())
        for told in (tap, stop, undo):
            assert site.at_once([site.api(told, who)] * COPIES) == {201: 1, 200: COPIES - 1}, told["kind"]

    assert site.count("journal_episode", "deleted_at IS NOT NULL") == ROUNDS
    assert site.count("journal_episode", "deleted_at IS NULL") == 0
    assert site.count("capture_delivery") == 3 * ROUNDS


def test_two_words_under_one_id_are_one_word_and_refusals(site):
    before = site.count("journal_episode")
    for _ in range(ROUNDS):
        tap = entry(at=now())
        other = tap | {"body": tap["body"] | {"several": True}}
        got = site.at_once([site.api(told, site.session) for told in (tap, other, tap, other)])
        assert got == {201: 1, 200: 1, 409: 2}

    assert site.count("journal_episode") == before + ROUNDS


def test_four_answers_about_one_night_are_one_answer(site):
    for number in range(ROUNDS):
        on = (now() - dt.timedelta(days=2 + number)).date()
        asked = [night("quiet", on=on, at=now()) for _ in range(COPIES)]
        assert site.at_once([site.api(told, site.session) for told in asked]) == {201: COPIES}

    assert site.count("journal_checkin", "deleted_at IS NULL") == ROUNDS


def test_the_card_and_the_outbox_about_one_night_at_once_are_one_answer(site):
    before = site.count("journal_checkin", "deleted_at IS NULL")
    for number in range(ROUNDS):
        on = (now() - dt.timedelta(days=40 + number)).date()
        form = urlencode({"tap": "1", "answer": "quiet", "csrfmiddlewaretoken": TOKEN})
        card = (f"/journal/nights/{on}/answer/", form, site.form)
        phone = [site.api(night("quiet", on=on, at=now()), site.session) for _ in range(2)]
        got = site.at_once([phone[0], card, phone[1], card])
        assert got[201] == 2, got
        assert not any(status >= 500 for status in got), got

    assert site.count("journal_checkin", "deleted_at IS NULL") == before + ROUNDS


def test_the_form_and_the_outbox_at_once_are_one_entry(site):
    before = site.count("journal_episode")
    for _ in range(ROUNDS):
        tap = entry(at=now())
        form = {"symptom": "leg-cramp", "client_id": tap["client_id"], "csrfmiddlewaretoken": TOKEN}
        form_post = ("/now/log/", urlencode(form), site.form)
        got = site.at_once([site.api(tap, site.session), form_post, site.api(tap, site.session), form_post])
        assert got[302] == 2
        assert got[200] + got[201] == 2, got

    assert site.count("journal_episode") == before + ROUNDS
