"""The whole demo, loaded once for all tests here; what a test does to it is undone behind it."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

BREAKFAST = dt.datetime(2026, 11, 20, 7, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(BREAKFAST), transaction.atomic():
        call_command("load_content", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """Everybody is there, and it is breakfast time."""
