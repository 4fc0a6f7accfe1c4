"""Who is reminded, who is not, and once."""

import datetime as dt
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from journal.models import CheckIn, DailyScore, Episode
from reminders import tasks
from reminders.due import night_to_ask
from reminders.models import MOST_TRIES, Reminder, SentReminder
from tests.conftest import make_patient
from tests.reminders.conftest import BERLIN, EIGHT, LAST_NIGHT, reminded
from tests.rows import row_of

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def receivers():
    return [letter.to[0] for letter in mail.outbox]


# ── Asked and not asked ────────────────────────────────────────────────────────────────────────────────────────────


def test_alice_asked_for_it_and_bob_did_not(alice, bob, beat):
    reminded(alice)
    reminded(bob, wanted=False)
    make_patient("carol")

    beat()

    assert receivers() == [alice.email]


def test_nobody_is_reminded_before_her_time_nor_after_noon(alice, beat):
    reminded(alice)

    beat(EIGHT - MINUTE)
    beat(EIGHT.replace(hour=12))
    beat(EIGHT.replace(hour=20))
    assert receivers() == []

    beat(EIGHT + DAY)
    assert receivers() == [alice.email]


def test_a_worker_that_was_away_makes_up_for_it_while_it_is_morning(alice, beat):
    reminded(alice)

    beat(EIGHT.replace(hour=11, minute=55))

    assert receivers() == [alice.email]


def test_each_in_her_own_zone(alice, beat):
    reminded(alice)
    reminded(make_patient("carol", time_zone="America/New_York"))
    reminded(make_patient("erin", time_zone="Asia/Kolkata"), at=dt.time(12 - 1, 30))

    beat(EIGHT)

    # 11:30 in Kolkata was an hour ago and more; in New York it is the middle of the night.
    assert receivers() == [alice.email]
    beat(dt.datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("America/New_York")))
    assert receivers() == [alice.email, "carol@example.org"]
    beat(dt.datetime(2026, 11, 21, 11, 35, tzinfo=ZoneInfo("Asia/Kolkata")))
    assert receivers() == [alice.email, "carol@example.org", "erin@example.org"]


def test_an_account_that_is_closed_gets_nothing(alice, beat):
    reminded(alice)
    alice.is_active = False
    alice.save()

    beat()

    assert receivers() == []


def test_a_zone_that_this_machine_does_not_know_keeps_nobody_else_waiting(alice, bob, beat):
    reminded(alice)
    reminded(bob)
    type(bob).objects.filter(pk=bob.pk).update(time_zone="Moon/Tycho")

    beat()

    assert receivers() == [alice.email]


# ── Answered nights ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (CheckIn, {"answer": "quiet"}),
        (CheckIn, {"answer": "unsure"}),
        (DailyScore, {}),
        (Episode, {"at": dt.datetime(2026, 11, 20, 3, 12, tzinfo=BERLIN)}),
    ],
)
def test_a_night_of_which_something_is_known_is_not_asked_about(alice, content, beat, model, fields):
    reminded(alice)
    row_of(model, alice, **({} if "at" in fields else {"night": LAST_NIGHT}), **fields)

    beat()

    assert receivers() == []


def test_another_night_and_another_patient_answer_nothing(alice, bob, content, beat):
    reminded(alice)
    row_of(CheckIn, alice, night=LAST_NIGHT - DAY)
    row_of(CheckIn, bob, night=LAST_NIGHT)

    beat()

    assert receivers() == [alice.email]


def test_an_answer_that_was_taken_back_leaves_the_night_open(alice, content, beat):
    reminded(alice)
    row_of(CheckIn, alice, night=LAST_NIGHT).discard()

    beat()

    assert receivers() == [alice.email]


def test_an_answer_that_comes_while_others_are_sent_is_seen(alice, bob, content, beat, monkeypatch):
    reminded(alice)
    reminded(bob)
    send = EmailBackend.send_messages

    def answered_meanwhile(self, letters):
        monkeypatch.setattr(EmailBackend, "send_messages", send)
        row_of(CheckIn, bob, night=LAST_NIGHT)
        return send(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", answered_meanwhile)
    beat()

    assert receivers() == [alice.email]


# ── Pauses ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_comes_in_the_holidays(alice, beat):
    reminded(alice, paused_until=EIGHT.date())

    beat()
    assert receivers() == []

    beat(EIGHT + DAY)
    assert receivers() == [alice.email]


# ── Once ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_a_day_however_often_it_beats(alice, beat):
    reminded(alice)

    for minutes in range(0, 240, 5):
        beat(EIGHT + minutes * MINUTE)

    assert receivers() == [alice.email]


def test_two_beats_at_one_moment_send_one(alice, beat, monkeypatch):
    """The other worker starts while this one is handing the letter over."""
    reminded(alice)
    send = EmailBackend.send_messages

    def beaten_again(self, letters):
        monkeypatch.setattr(EmailBackend, "send_messages", send)
        tasks.send_due()
        return send(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", beaten_again)
    beat()

    assert receivers() == [alice.email]


def test_only_one_of_two_workers_gets_the_claim(alice):
    first, second = (SentReminder.claim(alice, LAST_NIGHT, EIGHT) for _ in range(2))

    assert first
    assert second is None


def test_the_task_twice_is_once(alice, beat):
    wish = reminded(alice)
    beat()

    tasks.remind([wish.pk])

    assert receivers() == [alice.email]


def test_a_claim_that_a_lost_worker_left_behind_lapses(alice, beat):
    reminded(alice)
    SentReminder.claim(alice, LAST_NIGHT, EIGHT)

    beat(EIGHT + 5 * MINUTE)
    assert receivers() == []

    beat(EIGHT + 11 * MINUTE)
    assert receivers() == [alice.email]


@pytest.mark.parametrize(
    ("zone", "first", "nights"),
    [
        ("Europe/Berlin", "2026-03-27", 4),
        ("Europe/Berlin", "2026-10-23", 4),
        ("America/St_Johns", "2026-03-06", 4),
        ("Pacific/Chatham", "2026-09-25", 4),
        ("Africa/Cairo", "2026-10-28", 4),
        ("Pacific/Kiritimati", "2026-03-27", 4),
    ],
)
def test_one_each_morning_over_both_changes(alice, beat, zone, first, nights):
    alice.time_zone = zone
    alice.save()
    reminded(alice, first_night=dt.date(2026, 1, 1))
    place = ZoneInfo(zone)
    now = dt.datetime.fromisoformat(first).replace(hour=12, tzinfo=place).astimezone(dt.UTC)
    times = []

    for _ in range(nights * 48):
        seen = len(mail.outbox)
        beat(now)
        times += [now.astimezone(place).strftime("%d %H:%M")] * (len(mail.outbox) - seen)
        now += 30 * MINUTE

    # Chatham is 45 minutes off: the beat of a half hour falls on the quarters there.
    assert len(times) == nights
    assert all("08:00" <= time[3:] <= "08:15" for time in times)
    assert len(set(times)) == nights


def test_a_traveller_is_asked_once_about_a_night(alice, beat):
    reminded(alice)
    beat()
    alice.time_zone = "America/New_York"
    alice.save()

    for minutes in range(0, 16 * 60, 30):
        beat(EIGHT + minutes * MINUTE)

    assert receivers() == [alice.email]


def test_old_reminders_are_forgotten(alice, beat):
    SentReminder.claim(alice, LAST_NIGHT - 20 * DAY, EIGHT)
    SentReminder.claim(alice, LAST_NIGHT - 2 * DAY, EIGHT)

    beat()

    assert [row.night for row in SentReminder.objects.all()] == [LAST_NIGHT - 2 * DAY]


# ── What breaks ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def refused(monkeypatch):
    """A mail server that does not take letters to these; returns how often it was tried."""

    def refuse(address, error):
        tries = []
        send = EmailBackend.send_messages

        def send_messages(self, letters):
            if address in letters[0].to:
                tries.append(address)
                raise error
            return send(self, letters)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
        return tries

    return refuse


def test_one_letter_that_cannot_be_sent_does_not_hold_up_the_others(alice, bob, beat, refused, caplog):
    reminded(alice)
    reminded(bob)
    tries = refused(alice.email, SMTPRecipientsRefused({alice.email: (550, b"no such box")}))

    for minutes in range(0, 120, 5):
        beat(EIGHT + minutes * MINUTE)

    assert receivers() == [bob.email]
    assert len(tries) == 3
    assert "SMTPRecipientsRefused" in caplog.text
    assert alice.email not in caplog.text


def test_a_letter_over_which_the_server_falls_silent_holds_up_nobody_and_goes_out_three_times_at_most(
    alice, bob, beat, monkeypatch
):
    """It takes the letter and answers too late: nobody can know whether it went out."""
    patients = [make_patient("carol"), alice, bob, make_patient("erin")]
    for patient in patients:
        reminded(patient)
    send = EmailBackend.send_messages

    def slow_for_one(self, letters):
        send(self, letters)
        if alice.email in letters[0].to:
            raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", slow_for_one)
    for minutes in range(0, 240, 5):
        beat(EIGHT + minutes * MINUTE)

    assert {email: receivers().count(email) for email in receivers()} == {
        patient.email: MOST_TRIES if patient == alice else 1 for patient in patients
    }


def test_after_a_short_silence_the_next_beat_sends_it(alice, beat, monkeypatch):
    reminded(alice)
    with monkeypatch.context() as gone:
        gone.setattr(EmailBackend, "send_messages", lambda *args: (_ for _ in ()).throw(TimeoutError))
        beat()

    beat(EIGHT + 5 * MINUTE)

    assert receivers() == [alice.email]


def test_a_server_that_is_gone_for_good_ends_the_batch(alice, bob, beat, monkeypatch):
    reminded(alice)
    reminded(bob)

    def go_away(self, letters):
        monkeypatch.setattr(EmailBackend, "open", lambda self: (_ for _ in ()).throw(ConnectionRefusedError))
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", go_away)
    with pytest.raises(ConnectionRefusedError):
        beat()

    assert SentReminder.objects.count() == 1


def test_a_server_that_is_away_from_the_start_claims_nothing(alice, beat, monkeypatch):
    reminded(alice)
    monkeypatch.setattr(EmailBackend, "open", lambda self: (_ for _ in ()).throw(ConnectionRefusedError))

    with pytest.raises(ConnectionRefusedError):
        beat()

    assert not SentReminder.objects.exists()


# ── Bounds ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_beat_asks_little_however_many_there_are(db, django_assert_max_num_queries, monkeypatch):
    batches = []
    monkeypatch.setattr(tasks, "BATCH", 20)
    monkeypatch.setattr(tasks, "MOST_A_BEAT", 50)
    for number in range(60):
        reminded(make_patient(f"p{number}"), at=dt.time(7, number % 50))
    monkeypatch.setattr(tasks.remind, "delay", batches.append)

    with django_assert_max_num_queries(4):
        monkeypatch.setattr(tasks.timezone, "now", lambda: EIGHT)
        tasks.send_due()

    assert [len(batch) for batch in batches] == [20, 20, 10]


def test_the_rows_and_the_pure_function_agree(alice, beat):
    wish = reminded(alice, at=dt.time(9, 15), paused_until=dt.date(2026, 11, 18))
    for minutes in range(0, 5 * 24 * 60, 25):
        now = dt.datetime(2026, 11, 17, tzinfo=BERLIN) + minutes * MINUTE
        found = [night for night, rows in Reminder.objects.due(now) if rows.exists()]
        asked = night_to_ask(now, BERLIN, wish.wish)
        assert found == ([asked] if asked else [])
