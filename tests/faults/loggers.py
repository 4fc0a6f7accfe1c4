"""Patients who log through HTTP, side by side: taps at night, answered nights, daily scores."""

import datetime as dt
import http.client
import json
import random
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import redis

from scripts.stack import Stack
from tests.faults.history import REFUSED, STORED, UNKNOWN, History, Row, Try
from tests.live_rows import rows

TOKEN = "t" * 32
"""The browser's half of the double-submit against forged requests: any value will do, twice."""
RESENT, DOUBLED = 0.10, 0.02
TIMEOUT = 30
# Patients with a session each. Signing in is slow on purpose, limited, and tested elsewhere.
ENROL = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
made = []
for number in range({count}):
    user = User.objects.create_user("{name}%d@example.org" % number, None, name="Logger", time_zone="Europe/Berlin")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    made.append([user.pk, session.session_key])
print("ANSWER", json.dumps(made))
"""
STORED_ENTRIES = """
SELECT e.patient_id, e.client_id, 'tap', s.slug, NULL FROM journal_episode e
  JOIN journal_symptomtype s ON s.id = e.symptom_id WHERE e.deleted_at IS NULL
UNION ALL SELECT patient_id, client_id, 'answer', answer, night FROM journal_checkin WHERE deleted_at IS NULL
UNION ALL SELECT patient_id, client_id, 'score', {text}, night FROM journal_dailyscore WHERE deleted_at IS NULL
"""
STALE = """
SELECT d.patient_id FROM accounts_diarystate d LEFT JOIN trends_trendstate t ON t.patient_id = d.patient_id
WHERE t.patient_id IS NULL OR t.revision < d.revision
"""


class Logger(threading.Thread):
    """One patient with one kept connection, until she is told to stop."""

    def __init__(self, crew: "Crew", patient: int, session: str, night: dt.date):
        super().__init__(daemon=True)
        self.host = urlsplit(crew.stack.url).netloc
        self.patient, self.history, self.stop = patient, crew.history, crew.stop
        self.cookie = f"sessionid={session}; csrftoken={TOKEN}"
        self.random = random.Random(patient)
        self.night = night
        self.connection: http.client.HTTPConnection | None = None

    def run(self):
        while not self.stop.is_set():
            client_id = uuid4()
            path, form, payload = self._entry()
            again = self.random.random()
            if again < DOUBLED:
                twin = threading.Thread(target=self._send_apart, args=(path, form, payload, client_id))
                twin.start()
                self._send(path, form, payload, client_id)
                twin.join()
            else:
                self._send(path, form, payload, client_id)
            if again > 1 - RESENT:
                self._send(path, form, payload, client_id)

    def _entry(self):
        """Another thing to say: where to, the form, and what must be stored."""
        self.night -= dt.timedelta(days=1)
        kind = self.random.choice(["tap", "tap", "answer", "score"])
        if kind == "tap":
            slug = self.random.choice(["leg-cramp", "burning-tingling"])
            return "/now/log/", {"symptom": slug, "several": "1"}, ("tap", slug, None)
        if kind == "answer":
            answer = self.random.choice(["quiet", "unsure"])
            path = f"/journal/nights/{self.night}/answer/"
            return path, {"tap": "1", "answer": answer}, ("answer", answer, self.night)
        score = self.random.randrange(11)
        path = f"/journal/scores/burning-tingling/{self.night}/"
        return path, {"score": str(score)}, ("score", str(score), self.night)

    def _send(self, path, form, payload, client_id):
        self.connection = self.connection or http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        try:
            self._try(self.connection, path, form, payload, client_id)
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None

    def _send_apart(self, path, form, payload, client_id):
        connection = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        try:
            self._try(connection, path, form, payload, client_id)
        except (OSError, http.client.HTTPException):
            pass  # written down as unknown
        finally:
            connection.close()

    def _try(self, connection, path, form, payload, client_id):
        body = urlencode(form | {"client_id": str(client_id), "csrfmiddlewaretoken": TOKEN})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        began, outcome, status = time.monotonic(), UNKNOWN, None
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
            # Stored entries lead on to another page; a refused one is shown again.
            outcome = STORED if status == 302 else REFUSED if status < 500 else UNKNOWN
        finally:
            self.history.add(Try(self.patient, client_id, payload, began, time.monotonic(), outcome, status))


def enrolled(stack: Stack, count: int, name: str = "logger") -> list[tuple[int, str]]:
    """New patients of this name and number: (id, session key) of each."""
    said = stack.manage("shell", "-v0", "-c", ENROL.format(count=count, name=name))
    return [(patient, key) for patient, key in json.loads(said.split("ANSWER", 1)[1])]


class Crew:
    """Loggers at work on a site (`with crew.logging():`), and what they were told."""

    def __init__(self, stack: Stack, count: int):
        self.stack, self.history, self.stop = stack, History(), threading.Event()
        self.sessions = dict(enrolled(stack, count))
        self.night = dt.date(2026, 6, 1)

    @contextmanager
    def logging(self):
        self.stop.clear()
        loggers = [Logger(self, patient, key, self.night) for patient, key in self.sessions.items()]
        for logger in loggers:
            logger.start()
        try:
            yield self
        finally:
            self.stop.set()
            for logger in loggers:
                logger.join()
            # Nobody answers the same night again.
            self.night = min(logger.night for logger in loggers)

    def go_on_for(self, entries: int, seconds: float = 60) -> None:
        """Wait until so many more entries were acknowledged."""
        wanted = len(self.history.acknowledged) + entries
        until(lambda: len(self.history.acknowledged) >= wanted, seconds, f"{entries} entries acknowledged")

    def stored(self) -> list[Row]:
        """The entries in the database."""
        text = "CAST(score AS TEXT)"
        return [
            Row(patient, UUID(str(client_id)), (kind, said, _day(night)))
            for patient, client_id, kind, said, night in rows(self.stack, STORED_ENTRIES.format(text=text))
        ]

    def forget_tasks(self) -> None:
        """Empty the broker, which is this site's own."""
        with redis.Redis.from_url(self.stack.environment["REDIS_URL"]) as broker:
            broker.flushall()

    def unread(self) -> list[tuple[int, UUID]]:
        """The acknowledged taps that their patients cannot open on the page."""
        connection = http.client.HTTPConnection(urlsplit(self.stack.url).netloc, timeout=TIMEOUT)
        missing = []
        for (patient, client_id), payload in self.history.acknowledged.items():
            if payload[0] != "tap":
                continue
            headers = {"Cookie": f"sessionid={self.sessions[patient]}"}
            connection.request("GET", f"/now/{client_id}/", headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                missing.append((patient, client_id))
        return missing

    def stale(self) -> list[int]:
        """The patients whose stored trends saw less than their diaries hold."""
        return [patient for (patient,) in rows(self.stack, STALE)]


def until(is_so, seconds: float, what: str) -> float:
    """Wait for a condition; returns the seconds it took."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - began


def _day(night):
    return dt.date.fromisoformat(night) if isinstance(night, str) else night
