"""The way out: from the mail, with one press, without a log-in, for good, and only for oneself."""

import pytest
from django.core import mail
from django.test import Client

from reminders.models import Reminder
from reminders.stopping import stop_token
from tests.reminders.conftest import reminded

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def stop(alice):
    reminded(alice)
    return f"/reminders/stop/{stop_token(alice)}/"


def is_wanted(patient):
    return Reminder.objects.of(patient).get().wanted


def test_the_link_in_the_mail_ends_them(alice, beat):
    reminded(alice)
    beat()
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    # As an in-box does it: no cookie, no token of ours, no page before.
    answer = Client(enforce_csrf_checks=True).post(address, ONE_CLICK)

    assert answer.status_code == 200
    assert "no more morning reminders" in answer.text
    assert not is_wanted(alice)


def test_opening_it_changes_nothing_and_shows_a_button(client, alice, stop):
    page = client.get(stop)

    assert page.status_code == 200
    assert "Stop the reminders</button>" in page.text
    assert is_wanted(alice)


def test_it_says_nothing_of_whose_it_is_and_is_kept_by_nobody(client, alice, stop):
    page = client.get(stop)

    assert alice.email not in page.text
    assert alice.name not in page.text
    assert "no-store" in page["Cache-Control"]


def test_nobody_elses_are_ended(client, alice, bob, stop):
    reminded(bob)

    client.post(stop, ONE_CLICK)

    assert not is_wanted(alice)
    assert is_wanted(bob)


def test_twice_is_once_and_an_account_that_is_gone_is_no_error(client, alice, stop):
    client.post(stop)
    assert client.post(stop).status_code == 200

    alice.delete()
    assert client.post(stop).status_code == 200


def test_whoever_ended_them_gets_none(client, alice, stop, beat):
    client.post(stop)

    beat()

    assert mail.outbox == []


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "9" + t, lambda t: "x", lambda t: f"{t}x"])
def test_a_link_that_is_not_ours_is_a_missing_page(client, alice, stop, spoil):
    token = stop.split("/")[3]

    assert client.post(f"/reminders/stop/{spoil(token)}/").status_code == 404
    assert is_wanted(alice)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_do_nothing(client, alice, stop, method):
    assert getattr(client, method)(stop).status_code == 405
    assert is_wanted(alice)
