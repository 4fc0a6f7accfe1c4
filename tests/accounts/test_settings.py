import datetime as dt
from zoneinfo import available_timezones

import pytest

from accounts.forms import SettingsForm, zone_choices
from accounts.models import User
from tests.conftest import make_clinician

MINE = {
    "name": "Alice",
    "date_of_birth": "1958-04-14",
    "sex": "female",
    "time_zone": "Europe/Madrid",
    "theme": "dark",
    "night_colour": "amber",
    "news_by_mail": "on",
}


def test_alice_changes_what_is_hers(client, alice):
    client.force_login(alice)

    answer = client.post("/settings/", MINE | {"news_by_mail": ""})

    alice.refresh_from_db()
    assert answer.url == "/settings/"
    assert (alice.time_zone, alice.theme, alice.night_colour) == ("Europe/Madrid", "dark", "amber")
    assert not alice.news_by_mail


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("name", "A\x00lice", "cannot be stored"),
        ("name", "x" * 121, "at most 120 characters"),
        ("date_of_birth", "2999-01-01", "made for adults"),
        ("date_of_birth", "1858-01-01", "Please check the year."),
        ("date_of_birth", "spring", "Please give a date, like 1958-04-14."),
        ("sex", "other", "not one of the available choices"),
        ("time_zone", "Moon/Tycho", "not one of the available choices"),
        ("theme", "pink", "not one of the available choices"),
    ],
)
def test_bad_settings_are_said_at_the_field_and_change_nothing(client, alice, field, value, sentence):
    client.force_login(alice)

    page = client.post("/settings/", MINE | {field: value})

    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors[field])
    assert User.objects.get(pk=alice.pk).time_zone == "Europe/Berlin"


def test_a_refused_name_does_not_rename_the_page_around_it(client, alice):
    client.force_login(alice)

    page = client.post("/settings/", MINE | {"name": "Mallory", "theme": "pink"})

    assert page.wsgi_request.user.name == "Alice"


def test_what_is_not_on_the_form_cannot_be_posted(client, alice):
    client.force_login(alice)

    client.post("/settings/", MINE | {"is_staff": "on", "is_superuser": "on", "email": "mallory@example.org"})

    alice.refresh_from_db()
    assert not alice.is_staff
    assert alice.email == "alice@example.org"


def test_every_zone_a_browser_may_name_can_be_kept(alice):
    for zone in ("Etc/GMT+3", "CET", "America/Argentina/Buenos_Aires"):
        alice.time_zone = zone
        assert SettingsForm(MINE | {"time_zone": zone}, instance=alice).is_valid()


def test_the_list_of_zones_is_long_and_in_words():
    listed = {name for _, places in zone_choices()[1:] for name, _ in places}

    assert len(listed) > 400
    assert listed < available_timezones()
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in dict(zone_choices()[1:])[
        "America"
    ]


def test_a_checked_doctor_keeps_the_name_that_was_checked(client, dr_chen):
    client.force_login(dr_chen)

    client.post("/settings/", {"name": "Dr Famous", "time_zone": "UTC", "theme": "light"})

    dr_chen.refresh_from_db()
    assert (dr_chen.name, dr_chen.theme) == ("Dr Chen", "light")


def test_a_doctor_still_to_be_checked_may_correct_hers(client, db):
    doctor = make_clinician("dr_new", verified=False)
    client.force_login(doctor)

    client.post("/settings/", {"name": "Dr Nova New", "time_zone": "UTC", "theme": "auto"})

    doctor.refresh_from_db()
    assert doctor.name == "Dr Nova New"


def test_ages_are_told_by_the_birthday():
    born = User(date_of_birth=dt.date(1958, 4, 14))

    assert [born.age_on(dt.date(2026, 4, day)) for day in (13, 14)] == [67, 68]
    assert User().age_on(dt.date(2026, 4, 14)) is None
