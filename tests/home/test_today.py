"""Today: what one day asks of a patient, and what is new."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from journal.models import Appointment, CheckIn, Episode, Impression, Regimen
from safety.models import ShownNotice
from tests.rows import row_of, symptom
from tests.trends.diaries import clear_improvement
from trends.models import Assessment

BREAKFAST = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
LAST_NIGHT = dt.date(2026, 11, 19)


@pytest.fixture
def morning(client, alice, content, time_machine):
    """Alice at breakfast, 07:30 in Berlin; she joined a month ago."""
    time_machine.move_to(BREAKFAST, tick=False)
    type(alice).objects.filter(pk=alice.pk).update(date_joined=BREAKFAST - dt.timedelta(days=30))
    alice.refresh_from_db()
    client.force_login(alice)
    return time_machine


def today(client):
    answer = client.get(reverse("today"))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


@pytest.mark.parametrize(("hour", "part"), [(6, "morning"), (13, "afternoon"), (19, "evening")])
def test_she_is_greeted_by_name_and_hour(client, alice, morning, hour, part):
    morning.move_to(dt.datetime(2026, 11, 20, hour, tzinfo=dt.UTC), tick=False)

    assert f"Good {part}, Alice" in today(client)


def test_last_night_is_asked_and_nothing_is_preselected(client, morning):
    page = client.get(reverse("today")).content.decode()

    assert "Last night, any cramps?" in page
    assert "A quiet night" in page
    assert "I don’t remember" in page
    assert "checked" not in page


def test_what_was_logged_at_night_is_in_the_question(client, alice, morning):
    row_of(Episode, alice, at=BREAKFAST - dt.timedelta(hours=4, minutes=18))

    page = today(client)

    assert "Yes, 1 cramp at 03:12" in page
    assert "The cramp at 03:12" in page
    assert "How bad was it?" in page


def test_an_episode_that_says_where_and_how_bad_is_left_alone(client, alice, morning):
    row_of(Episode, alice, at=BREAKFAST - dt.timedelta(hours=4), severity=6, sites=["left-calf"])

    assert "How bad was it?" not in today(client)


def test_three_nights_stay_open_and_not_one_more(client, alice, morning):
    page = today(client)

    for night in (18, 17, 16):
        assert f"{dt.date(2026, 11, night):%A} {night} November" in page
    assert "15 November" not in page


def test_an_answered_night_is_not_asked_again(client, alice, morning):
    for back in (1, 2, 3):
        row_of(CheckIn, alice, night=LAST_NIGHT - dt.timedelta(days=back))

    assert "Still open" not in today(client)


def test_nights_before_she_joined_are_not_asked(client, alice, morning):
    type(alice).objects.filter(pk=alice.pk).update(date_joined=BREAKFAST)

    assert "Still open" not in today(client)


def test_a_new_answer_is_announced_without_its_verdict(client, alice, morning):
    clear_improvement(alice)
    client.get(reverse("helping"))
    Assessment.objects.of(alice).update(seen_at=None)

    page = today(client)

    assert "Something new to read" in page
    assert not re.search(r"fewer|improved|better", page)


def test_what_was_read_is_no_longer_new(client, alice, morning):
    clear_improvement(alice)
    client.get(reverse("helping"))

    assert "Something new to read" not in today(client)


def test_an_unread_red_flag_stands_on_top(client, alice, morning):
    episode = row_of(Episode, alice)
    ShownNotice.objects.create(
        patient=alice, notice="x", notice_version=1, urgency="same_day", title="A long cramp",
        advice="Call a doctor today.", short="long", entry_kind="episode", entry_id=episode.pk,
        about_on=LAST_NIGHT,
    )  # fmt: skip

    page = today(client)

    assert page.index("A long cramp") < page.index("Last night")


def test_an_impression_is_asked_every_four_weeks(client, alice, morning):
    regimen = row_of(Regimen, alice, started_on=dt.date(2026, 10, 1), main_symptom=symptom())
    assert "Give your impression" in today(client)

    row_of(Impression, alice, regimen=regimen, given_on=dt.date(2026, 11, 10))

    assert "Give your impression" not in today(client)


def test_the_next_visit_and_her_question_stand_there(client, alice, morning):
    assert "Note a visit" in today(client)

    row_of(Appointment, alice, at=BREAKFAST + dt.timedelta(days=3), question="Shall I go on?")

    page = today(client)
    assert "Monday 23 November" in page
    assert "Shall I go on?" in page


def test_nobody_elses_day_is_on_it(client, alice, bob, morning):
    row_of(Episode, bob, at=BREAKFAST - dt.timedelta(hours=4))
    row_of(Appointment, bob, at=BREAKFAST + dt.timedelta(days=3), question="Bob asks")

    page = today(client)

    assert "Bob asks" not in page
    assert "How bad was it?" not in page


def test_it_is_never_kept_by_a_browser_or_a_proxy(client, morning):
    assert "no-store" in client.get(reverse("today")).headers["Cache-Control"]
