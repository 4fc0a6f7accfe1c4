"""The self-check in the admin: alarm, quiet, too few to say."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from tests.conftest import make_patient
from trends.core.self_check import Tally
from trends.models import SelfCheck

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
NIGHT = dt.date(2026, 11, 17)
PAGE, INDEX = "/admin/trends/selfcheck/", "/admin/"
FINE, BAD, FEW = Tally(412, 9, 11), Tally(412, 43, 11), Tally(12, 3, 0)


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def anna(client, admin_anna):
    client.force_login(admin_anna)
    return admin_anna


def checked(found, night=NIGHT, **others):
    """A night's four rows: `found` for all, `counted_worst=…` for one."""
    for kind in SelfCheck.Kind:
        for start in SelfCheck.Start:
            result = others.get(f"{kind}_{start}", found)
            at = NOW - dt.timedelta(hours=5)
            SelfCheck.keep(night, kind, start, result, at=at, method_version="weekly-mixture-5")


def words(client, address=PAGE):
    return " ".join(client.get(address).text.split()).replace("\u00a0", " ")


def test_before_the_first_check_the_page_says_when(client, anna):
    page = words(client)

    assert "Not checked yet" in page
    assert "each night at 03:10 UTC" in page


def test_too_few_is_said_as_such(client, anna):
    checked(FEW)

    page = words(client)

    assert page.count("Too few to say") == 4
    assert "too few to say anything, good or bad" in page
    assert "Alarm" not in page
    assert "Quiet</td>" not in page


def test_quiet_shows_the_share_with_its_denominator(client, anna):
    checked(FINE)

    page = words(client)

    assert page.count(">Quiet<") == 4
    assert "9 of 412" in page
    assert "2.2 %" in page
    assert "11 of 412" in page
    assert "desk-alarm" not in page


def test_an_alarm_says_what_it_means_and_what_to_do(client, anna):
    checked(FINE, counted_worst=BAD)

    page = words(client)

    assert "Alarm: “improved” would be said too often" in page
    assert "What to do" in page
    assert page.count(">Alarm<") == 1
    assert "43 of 412" in page


def test_an_alarm_stands_on_the_first_page_of_the_desk(client, anna):
    checked(FINE, scored_random=BAD)

    page = words(client, INDEX)

    assert "The self-check gives alarm" in page
    assert "Scored symptoms, start invented on a random night: in 43 of 412 diaries" in page


@pytest.mark.parametrize("found", [FINE, FEW])
def test_otherwise_the_first_page_is_calm(client, anna, found):
    checked(found)

    assert "alarm" not in words(client, INDEX)


def test_an_alarm_is_over_when_the_next_night_is_quiet(client, anna):
    checked(BAD, night=NIGHT - dt.timedelta(days=1))
    checked(FINE)

    assert "gives alarm" not in words(client, INDEX)
    assert "43 of 412, alarm" in words(client)


def test_a_check_that_stopped_running_is_noticed(client, anna, time_machine):
    checked(FINE)
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)

    assert "has not run for more than a day" in words(client)


def test_staff_need_the_permission(client, db):
    noor = make_patient("noor", is_staff=True)
    noor.authenticator_set.create(type="totp", data={})
    client.force_login(noor)
    checked(BAD)
    assert client.get(PAGE).status_code == 403
    assert "gives alarm" not in words(client, INDEX)

    noor.user_permissions.add(Permission.objects.get(codename="view_selfcheck"))

    assert client.get(PAGE).status_code == 200
    assert "gives alarm" in words(client, INDEX)


@pytest.mark.parametrize("who", ["alice", "dr_chen"])
def test_nobody_but_staff_sees_it(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == 302
