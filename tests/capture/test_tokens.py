"""A device's token appends, and does nothing else anywhere."""

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from capture.models import CaptureToken, Delivery, issue_token
from capture.senders import MOST, Sender
from capture.storing import NOT_THIS_DAY
from journal.models import CheckIn, Dose, Episode, Regimen
from tests.capture.phone import LAST_NIGHT, THREE, Phone, device, entry, night
from tests.conftest import Visitor
from tests.rows import row_of


def said(answer):
    return answer.status_code, answer.json()


def ask_for_one(client, label="my phone"):
    return client.post(reverse("now-tokens"), data={"label": label}, content_type="application/json")


def test_a_token_is_made_in_a_session_and_told_once(client, alice, content, clock):
    client.force_login(alice)

    answer = ask_for_one(client)

    told = answer.json()
    row = CaptureToken.objects.of(alice).get()
    assert answer.status_code == 201
    assert len(told["token"]) >= 43
    assert told["token"] not in (row.token_hash, row.label)
    assert dt.datetime.fromisoformat(told["expires_at"]) == THREE + dt.timedelta(days=90)
    assert answer["Cache-Control"] == "no-store, private"
    phone = Phone(alice, token=told["token"])
    assert phone.owner == told["owner"]
    assert phone.send(entry()).status_code == 201


def test_nobody_gets_one_without_a_session(client, alice, content, clock):
    assert said(ask_for_one(client)) == (401, {"error": "sign_in"})

    secret, _ = issue_token(alice, "my phone", at=THREE)
    with_token = client.post(reverse("now-tokens"), headers={"Authorization": f"Bearer {secret}"})

    assert with_token.status_code == 404
    assert CaptureToken.objects.count() == 1


@pytest.mark.parametrize("label", ["", " ", "x" * 61, "a\x00b", "\ud800", None, 7, ["my phone"]])
def test_a_device_without_a_proper_name_gets_none(client, alice, label):
    client.force_login(alice)

    status, body = said(ask_for_one(client, label))

    assert (status, list(body["errors"])) == (422, ["label"])


def test_twenty_devices_are_enough(client, alice):
    client.force_login(alice)
    for _ in range(20):
        assert ask_for_one(client).status_code == 201

    assert "20 devices" in ask_for_one(client).json()["errors"]["label"]


def test_a_token_stores_a_night_without_a_session(token_phone, alice):
    sent = entry()

    answer = token_phone.send(sent)

    assert said(answer) == (201, {"stored": sent["client_id"]})
    assert not answer.cookies
    assert not Session.objects.exists()
    assert Delivery.objects.of(alice).get().device.label == "my phone"


def test_no_cookie_is_looked_at(token_phone, alice, bob):
    token_phone.client.force_login(bob)

    assert token_phone.send(entry()).status_code == 201
    assert Episode.objects.of(alice).count() == 1
    assert not Episode.objects.of(bob).exists()


def test_no_form_token_is_needed_where_no_cookie_counts(token_phone):
    token_phone.client = Visitor(enforce_csrf_checks=True)

    assert token_phone.send(entry()).status_code == 201


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_at_its_own_door_only_sending_is_there(token_phone, method):
    headers = {"Authorization": f"Bearer {token_phone.token}"}

    assert getattr(token_phone.client, method)(reverse("now-entries"), headers=headers).status_code == 404


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize(
    "address", ["/", "/now/", "/now/csrf/", "/static/css/night.css", "/healthz/", "/no-such/"]
)
def test_nothing_else_is_there_for_it_even_beside_a_session(token_phone, alice, address, scheme):
    token_phone.client.force_login(alice)

    answer = token_phone.client.get(address, headers={"Authorization": f"{scheme} {token_phone.token}"})

    assert said(answer) == (404, {"error": "not_there"})
    assert answer["Cache-Control"] == "no-store, private"


def test_from_the_next_request_a_removed_device_is_unknown(client, alice, content, clock):
    phone, row = device(alice)
    assert phone.send(entry()).status_code == 201
    client.force_login(alice)

    client.post(reverse("device-revoke", args=[row.pk]))

    assert said(phone.send(entry())) == (404, {"error": "token"})
    assert Episode.objects.of(alice).count() == 1


def test_after_ninety_days_it_is_unknown(token_phone, clock):
    clock(days=89, hours=23)
    assert token_phone.send(entry(at=THREE, sent_at=clock(days=89, hours=23))).status_code == 201

    sent_at = clock(days=90)

    assert said(token_phone.send(entry(sent_at=sent_at))) == (404, {"error": "token"})


def test_a_new_password_ends_every_device_and_nobody_elses(client, alice, bob, content, clock):
    mine, theirs = device(alice)[0], device(bob)[0]
    alice.set_password("as it was before 3")
    alice.save()
    client.force_login(alice)
    sent = {
        "oldpassword": "as it was before 3",
        "password1": "Qn-another-9-word",
        "password2": "Qn-another-9-word",
    }

    assert client.post(reverse("account_change_password"), sent).status_code == 302

    assert said(mine.send(entry())) == (404, {"error": "token"})
    assert theirs.send(entry()).status_code == 201


@pytest.mark.parametrize("secret", ["", "x", "ÿ", "a b", "0" * 10_000])
def test_an_unknown_token_is_unknown(alice, content, clock, secret):
    assert said(Phone(alice, token=secret or " ").send(entry())) == (404, {"error": "token"})


def test_the_device_of_somebody_who_left_is_unknown(token_phone, alice):
    alice.is_active = False
    alice.save()

    assert token_phone.send(entry()).status_code == 404


def test_a_token_never_speaks_under_another_name(token_phone, bob):
    other = Phone(bob).owner

    assert said(token_phone.send(entry(), **{"X-Owner": other})) == (403, {"error": "other_owner"})


def test_the_settings_show_a_device_and_the_day_it_was_last_used(client, alice, content, clock):
    phone, _ = device(alice)
    client.force_login(alice)
    assert "not used yet" in client.get(reverse("devices")).text
    phone.send(entry())

    page = client.get(reverse("devices")).text

    assert "my phone" in page
    assert "last used 20 November 2026, until 18 February 2027" in page


# Its own entries, for a quarter of an hour


def test_it_may_stop_and_take_back_what_it_has_just_sent(token_phone, alice, clock):
    first, second = entry(), entry()
    token_phone.send(first)
    token_phone.send(second)
    at = clock(minutes=15)

    assert token_phone.send(entry("stop", entry=first["client_id"], at=at)).status_code == 201
    assert token_phone.send(entry("undo", entry=second["client_id"], at=at)).status_code == 201
    assert Episode.objects.of(alice).get().duration_minutes == 15


def test_a_long_cramp_is_ended_by_the_phone_it_began_on(token_phone, alice, clock):
    first, longest = entry(), entry()
    for sent in (first, longest):
        token_phone.send(sent)
    for sent, minutes in ((first, 40), (longest, 180)):
        stop = entry("stop", entry=sent["client_id"], at=clock(minutes=minutes))
        assert said(token_phone.send(stop)) == (201, {"stored": stop["client_id"]})

    assert sorted(row.duration_minutes for row in Episode.objects.of(alice)) == [40, 180]


@pytest.mark.parametrize(
    ("kind", "over"), [("stop", dt.timedelta(hours=3)), ("undo", dt.timedelta(minutes=15))]
)
def test_later_that_takes_a_session(token_phone, alice, clock, kind, over):
    sent = entry()
    token_phone.send(sent)
    command = entry(kind, entry=sent["client_id"], at=clock(seconds=over.total_seconds() + 1))

    assert said(token_phone.send(command)) == (401, {"error": "sign_in"})
    assert Episode.objects.of(alice).get().still_going

    assert Phone(alice).send(command).status_code == 201


def test_its_clock_cannot_make_it_earlier(token_phone, clock):
    sent = entry()
    token_phone.send(sent)
    now = clock(hours=2)

    back_then = entry("undo", entry=sent["client_id"], at=THREE, sent_at=now)

    assert token_phone.send(back_then).status_code == 401


@pytest.mark.parametrize("kind", ["stop", "undo"])
def test_what_another_device_or_a_session_made_is_not_there(token_phone, alice, kind):
    other, _ = device(alice, label="tablet")
    for phone in (other, Phone(alice)):
        sent = entry()
        phone.send(sent)
        assert said(token_phone.send(entry(kind, entry=sent["client_id"]))) == (404, {"error": "not_there"})
    assert Episode.objects.of(alice).running().count() == 2


def test_it_may_correct_its_own_morning_for_a_while(token_phone, alice, clock):
    token_phone.send(night("quiet"))
    assert token_phone.send(night("yes", at=clock(minutes=2))).status_code == 201
    assert CheckIn.objects.of(alice).get().answer == "yes"

    later = clock(minutes=30)

    assert said(token_phone.send(night("quiet", at=later))) == (409, {"error": "different"})
    assert CheckIn.objects.of(alice).get().answer == "yes"


# It reads nothing


@pytest.mark.parametrize("answer", ["quiet", "yes", "unsure"])
def test_it_learns_nothing_of_an_answer_that_it_has_not_given(token_phone, alice, answer):
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="quiet", note="canary")

    assert said(token_phone.send(night(answer))) == (409, {"error": "different"})


@pytest.mark.parametrize("state", ["taken", "skipped"])
def test_nor_of_a_dose(token_phone, alice, state):
    regimen = row_of(Regimen, alice)
    row_of(Dose, alice, regimen=regimen, day=LAST_NIGHT, state="taken")
    sent = entry("dose", regimen=regimen.pk, day=LAST_NIGHT, state=state)

    assert said(token_phone.send(sent)) == (409, {"error": "different"})


@pytest.mark.parametrize(
    "sent",
    [
        night("yes", counts={"hiccups": 1}),
        night("unsure", counts={"leg-cramp": 2}),
        night("quiet", counts={"leg-cramp": 2}),
    ],
)
@pytest.mark.parametrize("is_there", [True, False])
def test_nor_by_what_cannot_be_which_nights_are_answered(token_phone, alice, sent, is_there):
    """Who sends it stores nothing: it must be refused in the same words, whatever is there."""
    if is_there:
        row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes", counts={"leg-cramp": 2})

    answer = token_phone.send(sent)

    assert answer.status_code == 422
    assert CheckIn.objects.ever_of(alice).count() == is_there


def test_nor_of_a_night_to_come(token_phone, alice):
    tonight = LAST_NIGHT + dt.timedelta(days=1)
    row_of(CheckIn, alice, night=tonight, answer="yes")

    assert token_phone.send(night("quiet", on=tonight)).status_code == 422


@pytest.mark.parametrize("is_there", [True, False])
def test_nor_by_a_day_that_cannot_be_which_doses_are(token_phone, alice, is_there):
    regimen, day = row_of(Regimen, alice), dt.date(2026, 1, 1)
    if is_there:
        row_of(Dose, alice, regimen=regimen, day=day, state="taken")

    answer = token_phone.send(entry("dose", regimen=regimen.pk, day=day, state="taken"))

    assert said(answer) == (422, {"errors": {"day": NOT_THIS_DAY}})


def test_nor_which_supplements_there_are(token_phone, bob):
    theirs = row_of(Regimen, bob)

    for regimen in (theirs.pk, 987_654):
        sent = entry("dose", regimen=regimen, day=LAST_NIGHT, state="taken")
        assert said(token_phone.send(sent)) == (422, {"errors": {"day": NOT_THIS_DAY}})


def test_nor_when_something_began(token_phone, alice):
    regimen = row_of(Regimen, alice)

    answer = token_phone.send(entry("dose", regimen=regimen.pk, day=dt.date(2026, 1, 1), state="taken"))

    assert said(answer) == (
        422, {"errors": {"day": "This day cannot be answered for this supplement."}},
    )  # fmt: skip


def test_nor_what_is_stored_under_an_id(token_phone, alice):
    sent = entry()
    Phone(alice).send(sent)

    assert said(token_phone.send(entry(client_id=sent["client_id"], several=True))) == (
        409, {"error": "different"},
    )  # fmt: skip


def test_nor_that_a_red_flag_was_raised(token_phone, alice, clock):
    sent = entry()
    token_phone.send(sent)

    stop = entry("stop", entry=sent["client_id"], at=clock(minutes=14))

    assert said(token_phone.send(stop)) == (201, {"stored": stop["client_id"]})


def test_no_answer_to_it_holds_a_word_of_the_diary(token_phone, alice):
    """The morning is asked and answered, and whatever is stored stays there."""
    for at in (THREE - dt.timedelta(hours=1), THREE):
        row_of(Episode, alice, at=at, note="canary", severity=7)
    made = row_of(Episode, alice, at=THREE, note="canary")
    asked = [
        night("quiet"),
        night("yes", counts={"leg-cramp": 3}),
        night("quiet", on=LAST_NIGHT - dt.timedelta(days=1)),
        entry(client_id=made.client_id),
        entry("undo", entry=str(made.client_id)),
        entry("stop", entry=str(uuid.uuid4())),
    ]

    for sent in asked:
        told = token_phone.send(sent).json()
        assert told in ({"stored": sent["client_id"]}, {"error": "different"}, {"error": "not_there"})


# Not too much of it


def test_too_many_entries_of_one_device_wait(token_phone, alice, clock, monkeypatch):
    monkeypatch.setitem(MOST, dt.timedelta(minutes=1), 3)
    sent = [entry() for _ in range(4)]
    assert [token_phone.send(one).status_code for one in sent] == [201, 201, 201, 429]

    answer = token_phone.send(sent[3])

    assert said(answer) == (429, {"error": "slow_down", "retry_after": 60})
    assert answer["Retry-After"] == "60"
    assert token_phone.send(sent[0]).status_code == 200
    assert device(alice)[0].send(entry()).status_code == 201
    sent[3]["sent_at"] = clock(seconds=61).isoformat()
    assert token_phone.send(sent[3]).status_code == 201


def test_a_session_may_say_as_much_as_it_has_to(alice):
    assert Sender(alice, None, THREE).wait() is None
