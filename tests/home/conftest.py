"""The demo's cast, and nobody else of it: five diaries with their stories."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from demo import loading
from demo.people import CAST, DOCTORS, DOMAIN

BREAKFAST = dt.datetime(2026, 11, 20, 7, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def stories(django_db_setup, django_db_blocker):
    """Written once for all tests of a module; what a test does to them is undone behind it."""
    with django_db_blocker.unblock(), time_machine.travel(BREAKFAST, tick=False), transaction.atomic():
        call_command("load_content", verbosity=0)
        doctors = {login: loading._doctor(login, *who) for login, who in DOCTORS.items()}
        for person in CAST:
            loading._patient(person, doctors[person.doctor], BREAKFAST.date())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def somebody(stories, db):
    """One of the cast by her login."""
    return lambda login: User.objects.get(email=f"{login}@{DOMAIN}")
