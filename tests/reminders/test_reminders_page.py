"""Where a patient says whether, and when."""

import datetime as dt

import pytest

from reminders.models import Reminder
from tests.reminders.conftest import BERLIN, LAST_NIGHT, reminded

pytestmark = pytest.mark.django_db
WANTED = {"wanted": "on", "at": "07:30", "paused_until": ""}


@pytest.fixture(autouse=True)
def afternoon(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 14, 0, tzinfo=BERLIN), tick=False)


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def test_nobody_is_reminded_who_has_not_asked(page, alice):
    form = page.get("/reminders/").context["form"]

    assert not form["wanted"].value()
    assert not Reminder.objects.of(alice).exists()


def test_alice_asks_for_it_and_is_told_when_it_comes(page, alice):
    answer = page.post("/reminders/", WANTED)

    row = Reminder.objects.of(alice).get()
    assert answer.url == "/reminders/"
    assert (row.wanted, row.at, row.paused_until) == (True, dt.time(7, 30), None)
    assert "Saturday 21 November at 07:30" in page.get("/reminders/").text


def test_a_time_that_has_passed_today_is_not_made_up_for(page, alice, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN), tick=False)

    page.post("/reminders/", WANTED)
    assert Reminder.objects.of(alice).get().first_night == LAST_NIGHT + dt.timedelta(days=1)

    page.post("/reminders/", WANTED | {"at": "09:30"})
    assert Reminder.objects.of(alice).get().first_night == LAST_NIGHT


def test_a_pause_is_kept_and_said(page, alice):
    page.post("/reminders/", WANTED | {"paused_until": "2026-12-27"})

    assert Reminder.objects.of(alice).get().paused_until == dt.date(2026, 12, 27)
    assert "Monday 28 December at 07:30" in page.get("/reminders/").text


def test_a_pause_that_is_over_does_not_stand_in_the_way(page, alice):
    reminded(alice, paused_until=dt.date(2026, 11, 10))

    assert not page.get("/reminders/").context["form"]["paused_until"].value()


def test_alice_turns_it_off_and_her_time_is_kept(page, alice):
    reminded(alice, at=dt.time(7))

    page.post("/reminders/", {"at": "", "paused_until": ""})

    row = Reminder.objects.of(alice).get()
    assert (row.wanted, row.at) == (False, dt.time(7))
    assert "Next on" not in page.get("/reminders/").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("at", "", "Please give a time, like 08:00."),
        ("at", "breakfast", "Please give a time, like 08:00."),
        ("at", "25:00", "Please give a time, like 08:00."),
        ("at", "03:59", "from 04:00 to 11:30"),
        ("at", "11:31", "from 04:00 to 11:30"),
        ("at", "20:00", "from 04:00 to 11:30"),
        ("at", "07\x00:30", "Please give a time, like 08:00."),
        ("paused_until", "Easter", "Please give a date, like 2026-12-27."),
        ("paused_until", "2026-02-30", "Please give a date, like 2026-12-27."),
        ("paused_until", "2026-11-19", "This day is over."),
        ("paused_until", "2028-01-01", "more than a year away"),
    ],
)
def test_bad_input_is_said_at_the_field_and_changes_nothing(page, alice, field, value, sentence):
    reminded(alice)

    answer = page.post("/reminders/", WANTED | {field: value})

    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    assert Reminder.objects.of(alice).get().at == dt.time(8)


def test_what_is_not_on_the_form_cannot_be_posted(page, alice, bob):
    page.post("/reminders/", WANTED | {"patient": bob.pk, "first_night": "2020-01-01"})

    assert Reminder.objects.get().patient == alice
    assert Reminder.objects.get().first_night > LAST_NIGHT


def test_the_settings_lead_here(page):
    assert 'href="/reminders/"' in page.get("/settings/").text
