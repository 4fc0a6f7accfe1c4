"""Dates at the ends of time, numbers beyond all counting: a sentence or a page, never a 500."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from journal.models import Dose, Episode, Regimen
from tests.rows import row_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client, alice, content):
    client.force_login(alice)


@pytest.mark.parametrize(
    "address",
    [
        "/journal/night/1900-01-01/",
        "/journal/night/2199-12-31/",
        "/journal/nights/1900-01-01/answer/",
        "/journal/episodes/new/?night=0001-01-01",
        "/journal/episodes/new/?night=9999-12-31",
        "/journal/?night=1900-01-01",
        "/journal/?night=8999-01-01",
        "/journal/?month=1900-01",
        "/journal/?month=2199-12",
        "/journal/?year=1900",
        "/journal/?view=list&first=0001-01-01&last=9999-12-31&page=99999999999999999999",
    ],
)
def test_the_ends_of_time_are_pages(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("minutes", ["1e9999999", "-1e9999999", "1e400", "NaN", "sNaN", "Infinity"])
def test_minutes_beyond_all_counting_are_said_at_their_field(client, alice, minutes):
    moment = dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC)
    page = client.post(
        "/journal/episodes/new/",
        {
            "symptom": "leg-cramp",
            "started_at": moment.isoformat(),
            "ended_at": (moment + dt.timedelta(minutes=10)).isoformat(),
            "duration_minutes": minutes,
        },
    )

    assert page.status_code == 200
    assert {"ended_at", "duration_minutes"} & set(page.context["form"].errors)
    assert not Episode.objects.of(alice).exists()


def test_an_amount_of_thousands_of_digits_is_too_long(client):
    amount = "1" + ".000" * 1500
    page = client.post("/supplements/new/", {"product-name": "D", "phases-0-amount": amount})

    assert page.status_code == 200


def test_an_id_of_thousands_of_digits_names_no_change(client):
    assert client.post("/background/week/undo/", {"change": "9" * 5000}).status_code == 302


def test_the_id_of_another_days_dose_is_not_this_ones(client, alice):
    """A page that sends one id for two days must not lose the second."""
    today, client_id = timezone.localdate(), uuid.uuid4()
    regimen = row_of(Regimen, alice, started_on=today - dt.timedelta(days=9))

    for days_ago in (0, 1):
        day = today - dt.timedelta(days=days_ago)
        posted = {"client_id": client_id, "day": day, "state": "taken"}
        assert client.post(f"/supplements/{regimen.pk}/dose/", posted).status_code == 302

    assert Dose.objects.of(alice).count() == 2
