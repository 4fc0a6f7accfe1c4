"""Every page makes a bounded number of queries, and no more of them as the diary grows."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import User
from journal import models as journal
from labs.models import LabResult
from reminders.stopping import stop_token
from tests.conftest import Visitor, make_clinician, make_patient
from tests.pages.diary import patient_with
from trends.models import Assessment

# Everything is written once, for all tests of this file.
pytestmark = pytest.mark.xdist_group("queries")

NOW = dt.datetime(2026, 11, 20, 13, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
LAST_NIGHT = dt.date(2026, 11, 18)
SHORT, LONG = 20, 140

# Name → its arguments, from the patient whose diary it is. "@…" after the name is a query string.
PATIENT = {
    "home": lambda patient: [],
    "today": lambda patient: [],
    "now": lambda patient: [],
    "now-running": lambda patient: [first(journal.Episode, patient).client_id],
    "helping": lambda patient: [],
    "helping-detail": lambda patient: [first(Assessment, patient).pk],
    "journal": lambda patient: [],
    "journal@view=list": lambda patient: [],
    "journal@year=2026": lambda patient: [],
    "night": lambda patient: [LAST_NIGHT],
    "night-answer": lambda patient: [LAST_NIGHT],
    "score-answer": lambda patient: ["burning-tingling", LAST_NIGHT],
    "journal@view=list&q=restless&symptom=leg-cramp": lambda patient: [],
    "paper": lambda patient: [],
    "paper-week": lambda patient: [],
    "episode-new": lambda patient: [],
    "episode-edit": lambda patient: [first(journal.Episode, patient).pk],
    "entry-questions": lambda patient: ["episode", first(journal.Episode, patient).pk],
    "supplements": lambda patient: [],
    "regimen-new": lambda patient: [],
    "regimen-edit": lambda patient: [first(journal.Regimen, patient).pk],
    "regimen-end": lambda patient: [first(journal.Regimen, patient).pk],
    "regimen-doses": lambda patient: [first(journal.Regimen, patient).pk],
    "background": lambda patient: [],
    "medicine-new": lambda patient: [],
    "medicine-edit": lambda patient: [first(journal.Medicine, patient).pk],
    "condition-edit": lambda patient: [first(journal.Condition, patient).pk],
    "change-new": lambda patient: [],
    "change-edit": lambda patient: [first(journal.Change, patient).pk],
    "examination-new": lambda patient: [],
    "examination-edit": lambda patient: [first(journal.Examination, patient).pk],
    "impression-new": lambda patient: [first(journal.Regimen, patient).pk],
    "appointments": lambda patient: [],
    "appointment-new": lambda patient: [],
    "appointment-edit": lambda patient: [first(journal.Appointment, patient).pk],
    "labs": lambda patient: [],
    "lab-test": lambda patient: ["vitamin-d-25oh"],
    "lab-bands": lambda patient: [],
    "lab-new": lambda patient: [],
    "lab-new@test=calcium": lambda patient: [],
    "lab-panel": lambda patient: ["vitamin-d"],
    "lab-import": lambda patient: [],
    "lab-questions": lambda patient: [],
    "lab-edit": lambda patient: [first(LabResult, patient).pk],
    "notices": lambda patient: [],
    "sharing": lambda patient: [],
    "share-invite": lambda patient: [],
    "access-record": lambda patient: [],
    "settings": lambda patient: [],
    "reminders": lambda patient: [],
    "devices": lambda patient: [],
    "now-csrf": lambda patient: [],
}
ANYBODY = {
    "alive": [],
    "service-worker": [],
    "now-manifest": [],
    "guides": [],
    "guide": ["what-improved-means"],
    "get-help": [],
    "how-it-works": [],
    "mailbox": [],
    "reminders-worker": [],
    "reminders-stop": [stop_token(User(pk=0))],
}
DOCTOR = {"clinic", "clinic-patient", "clinic-invitation"}
ONLY_POSTED = set(
    """
    now-log now-stop now-undo zone episode-delete episode-details record-undo record-restore
    regimen-reopen regimen-delete dose-answer condition-answer anything-new anything-new-undo
    medicine-delete condition-delete change-delete examination-delete impression-delete
    appointment-delete lab-import-store lab-delete lab-restore share-resend share-revoke
    share-restore notice-read reminders-device-add reminders-device-remove now-entries now-tokens device-revoke
    """.split()
)
ROOMS = {
    *(
        "config",
        "accounts",
        "guides",
        "safety",
        "journal",
        "labs",
        "reminders",
        "capture",
        "home",
        "clinic",
        "demo",
    ),
}

MOST = 25
"""Queries of one page, session and person included. More than this is a page that asks row by row."""
MOST_OF = {"clinic-patient": 40}


def first(model, patient):
    return model.objects.of(patient).order_by("pk")[0]


def address(name, arguments):
    name, _, query = name.partition("@")
    return reverse(name, args=arguments) + (f"?{query}" if query else "")


def queries(client, path):
    """Of the second visit: the first one computes what was stale."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            answer = client.get(path)
    assert answer.status_code in (200, 302), path
    return [query["sql"] for query in found]


def visitor(user):
    client = Visitor()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """Two patients whose diaries differ in nothing but their length, and the doctor of both."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        call_command("load_content", verbosity=0)
        doctor = make_clinician("dr_chen")
        short = patient_with("short", SHORT, today=TODAY, doctor=doctor)
        long = patient_with("long", LONG, today=TODAY, doctor=doctor)
        for patient in (short, long):
            journal.Condition.objects.create(patient=patient, kind="diabetes")
        yield {"short": short, "long": long, "doctor": doctor}
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", PATIENT)
def test_a_longer_diary_asks_no_more(people, db, name):
    short, long = (
        queries(visitor(people[who]), address(name, PATIENT[name](people[who]))) for who in ("short", "long")
    )

    assert len(long) <= len(short), "\n".join(sorted(set(long) - set(short)))
    assert len(long) <= MOST_OF.get(name, MOST), "\n".join(long)


def test_the_doctors_page_asks_no_more_of_a_longer_diary(people, db):
    doctor = visitor(people["doctor"])
    short, long = (queries(doctor, address("clinic-patient", [people[who].pk])) for who in ("short", "long"))

    assert len(long) <= len(short), "\n".join(long)
    assert len(long) <= MOST_OF["clinic-patient"], "\n".join(long)


def test_the_doctors_list_asks_no_more_for_more_patients(people, db):
    doctor = visitor(people["doctor"])
    two = queries(doctor, address("clinic", []))
    for number in range(6):
        patient_with(f"more{number}", SHORT, today=TODAY, doctor=people["doctor"])

    eight = queries(doctor, address("clinic", []))

    assert len(eight) <= len(two), "\n".join(eight)
    assert len(eight) <= MOST, "\n".join(eight)


@pytest.mark.parametrize("name", ANYBODY)
def test_public_pages_ask_little(people, db, name):
    assert len(queries(Visitor(), address(name, ANYBODY[name]))) <= 6


def test_a_day_with_nothing_in_it_asks_no_more_than_a_full_one(people, db):
    newcomer = visitor(make_patient("new"))

    assert len(queries(newcomer, reverse("today"))) <= MOST
    assert len(queries(newcomer, reverse("helping"))) <= MOST


def test_every_page_is_counted_here():
    """A new page is added to PATIENT, ANYBODY or DOCTOR, or to ONLY_POSTED when it cannot be opened."""
    ours = {
        pattern.name
        for group in get_resolver().url_patterns
        for pattern in [group, *getattr(group, "url_patterns", [])]
        if isinstance(pattern, URLPattern) and pattern.callback.__module__.split(".")[0] in ROOMS
    }
    counted = {name.partition("@")[0] for name in PATIENT} | set(ANYBODY) | DOCTOR | ONLY_POSTED

    assert ours == counted
