"""Breakfast's few taps on an entry of the night."""

import datetime as dt

import pytest
from django.urls import reverse

from journal.models import Episode
from safety.models import ShownNotice
from tests.rows import row_of

HTMX = {"HTTP_HX_REQUEST": "true"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breakfast")]


@pytest.fixture
def cramp(alice):
    at = dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC)
    return row_of(Episode, alice, at=at, duration_minutes=4, note="in bed", relief=["massage"])


def tap(client, episode, **fields):
    address = reverse("episode-details", args=[episode.pk])
    return client.post(address, {"version": episode.version} | fields, **HTMX)


def test_a_tap_is_saved_and_leaves_the_rest_alone(client, cramp):
    said = tap(
        client, cramp, sites=["left-calf"], severity="5", relief_helped=["stretching"]
    ).content.decode()

    cramp.refresh_from_db()
    assert "Saved 07:41" in said
    assert 'value="2" hx-swap-oob="true"' in said
    assert (cramp.sites, cramp.severity, cramp.relief_helped) == (["left-calf"], 5, ["stretching"])
    assert (cramp.relief, cramp.note, cramp.duration_minutes) == (["stretching", "massage"], "in bed", 4)


def test_a_tap_taken_back_is_not_tried_either(client, cramp):
    tap(client, cramp, relief_helped=["stretching"])
    cramp.refresh_from_db()

    tap(client, cramp)

    cramp.refresh_from_db()
    assert (cramp.relief, cramp.relief_helped) == (["massage"], [])


def test_without_script_it_is_an_ordinary_form(client, cramp):
    address = reverse("episode-details", args=[cramp.pk])

    page = client.post(address, {"version": "1", "severity": "5", "next": "/journal/"}, follow=True)

    assert page.redirect_chain[-1][0] == "/journal/"
    assert "Saved: 03:12 cramp, 4 minutes." in page.content.decode()


def test_what_is_wrong_is_said(client, cramp):
    for wrong, sentence in (
        ({"severity": "11"}, "Please choose a number from 0 to 10."),
        ({"sites": ["left-ear"]}, "Please choose from the list."),
        ({"version": "7"}, "changed on another device"),
    ):
        assert sentence in tap(client, cramp, **wrong).content.decode()

    cramp.refresh_from_db()
    assert (cramp.version, cramp.severity) == (1, None)


def test_a_red_flag_is_not_kept_for_later(client, alice, cramp):
    Episode.objects.of(alice).update(in_night_hours=True)
    cramp.refresh_from_db()

    response = tap(client, cramp, sites=["left-foot"], relief_helped=["hanging-leg-down"])

    assert response["HX-Redirect"].startswith("/notices/")
    assert ShownNotice.objects.of(alice).get().notice == "foot-eased-by-hanging"


def test_a_question_waits_beside_saved(client, cramp):
    said = tap(client, cramp, severity="9").content.decode()

    assert "One question about this" in said
    assert reverse("entry-questions", args=["episode", cramp.pk]) in said


def test_a_foreign_entry_is_not_there(client, bob):
    assert tap(client, row_of(Episode, bob), severity="5").status_code == 404
