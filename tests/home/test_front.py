"""The front door: each person's own desk, at the hour it is where she lives."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.conftest import make_clinician, make_patient

NIGHT = ["21:00", "23:59", "00:00", "03:12", "04:59"]
DAY = ["05:00", "07:30", "12:00", "20:59"]


def at(time_machine, clock, zone_hours=1):
    """This wall clock on 20 November 2026, that many hours east of Greenwich."""
    hour, minute = map(int, clock.split(":"))
    zone = dt.timezone(dt.timedelta(hours=zone_hours))
    time_machine.move_to(dt.datetime(2026, 11, 20, hour, minute, tzinfo=zone), tick=False)


def door(client):
    answer = client.get(reverse("home"))
    return answer.url if answer.status_code == 302 else answer


@pytest.mark.parametrize("clock", NIGHT)
def test_at_night_a_patient_finds_the_night_page(client, alice, time_machine, clock):
    at(time_machine, clock)
    client.force_login(alice)

    assert door(client) == reverse("now")


@pytest.mark.parametrize("clock", DAY)
def test_by_day_a_patient_finds_today(client, alice, time_machine, clock):
    at(time_machine, clock)
    client.force_login(alice)

    assert door(client) == reverse("today")


def test_the_hour_is_the_patients_own(client, db, time_machine):
    """At 13:00 in Berlin it is 23:00 in Auckland's neighbour Norfolk."""
    at(time_machine, "13:00")
    client.force_login(make_patient("far", time_zone="Pacific/Norfolk"))

    assert door(client) == reverse("now")


@pytest.mark.parametrize("clock", ["03:00", "15:00"])
@pytest.mark.parametrize("verified", [True, False])
def test_a_doctor_finds_her_list_at_any_hour(client, db, time_machine, clock, verified):
    at(time_machine, clock)
    client.force_login(make_clinician("dr_new", verified=verified))

    assert door(client) == reverse("clinic")


def test_an_admin_finds_the_desk(client, admin_anna, time_machine):
    at(time_machine, "03:00")
    client.force_login(admin_anna)

    assert door(client) == reverse("admin:index")


def test_a_stranger_reads_what_this_is_and_can_sign_in(client, db):
    page = door(client).content.decode()

    assert "Log a cramp in seconds." in page
    assert f'action="{reverse("account_login")}"' in page
    assert reverse("account_signup") in page
    assert reverse("now") in page


def test_the_landing_page_promises_nothing(client, db):
    page = door(client).content.decode().lower().replace(reverse("how-it-works"), "")

    assert "cure" not in page
    assert "works" not in page
