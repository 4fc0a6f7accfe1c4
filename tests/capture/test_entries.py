"""What a phone sends is stored once, and every answer says what became of it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import DiaryState
from capture.models import Delivery, owner_name
from journal.models import CheckIn, Dose, Episode, Regimen
from safety.models import ShownNotice
from tests.capture.phone import LAST_NIGHT, THREE, Phone, entry, night
from tests.conftest import Visitor
from tests.rows import row_of


def said(answer):
    return answer.status_code, answer.json()


def test_one_tap_is_stored_and_named(phone, alice):
    sent = entry()

    answer = phone.send(sent)

    assert said(answer) == (201, {"stored": sent["client_id"]})
    episode = Episode.objects.of(alice).get()
    assert (episode.started_at, episode.zone, episode.night) == (THREE, "Europe/Berlin", LAST_NIGHT)
    assert (episode.still_going, episode.recalled, str(episode.client_id)) == (True, False, sent["client_id"])
    assert answer["Cache-Control"] == "no-store, private"


def test_the_same_tap_again_is_the_same_entry(phone, alice, clock):
    sent = entry()
    phone.send(sent)
    revision = DiaryState.objects.get(patient=alice).revision
    sent["sent_at"] = clock(minutes=30).isoformat()

    assert said(phone.send(sent)) == (200, {"stored": sent["client_id"]})
    assert Episode.objects.of(alice).count() == Delivery.objects.of(alice).count() == 1
    assert DiaryState.objects.get(patient=alice).revision == revision


@pytest.mark.parametrize(
    "other",
    [
        {"several": True},
        {"symptom": "burning-tingling"},
        {"at": THREE - dt.timedelta(seconds=1)},
        {"zone": "Europe/Vienna"},
    ],
)
def test_the_same_id_with_another_body_is_told_apart(phone, alice, other):
    first = entry()
    phone.send(first)

    status, body = said(phone.send(entry(client_id=first["client_id"], **other)))

    assert (status, body["error"]) == (409, "different")
    assert body["stored"]["symptom"] == "leg-cramp"
    assert Episode.objects.of(alice).get().started_at == THREE


def test_an_edited_entry_is_still_the_same_tap(phone, alice):
    sent = entry()
    phone.send(sent)
    episode = Episode.objects.of(alice).get()
    episode.severity, episode.is_several = 6, True
    episode.save()

    assert phone.send(sent).status_code == 200
    assert Episode.objects.of(alice).get().severity == 6


def test_what_was_taken_back_stays_away_for_ever(phone, alice, clock):
    sent = entry()
    phone.send(sent)
    assert phone.send(entry("undo", entry=sent["client_id"])).status_code == 201
    clock(days=400)
    phone.client.force_login(alice)

    assert said(phone.send(sent)) == (410, {"error": "deleted"})
    assert not Episode.objects.of(alice).exists()


def test_what_was_undone_is_said_to_be_gone(phone):
    sent = entry()
    phone.send(sent)
    undo = entry("undo", entry=sent["client_id"])
    phone.send(undo)

    assert phone.send(undo).status_code == 200
    assert said(phone.send(entry("undo", entry=sent["client_id"]))) == (410, {"error": "deleted"})
    assert said(phone.send(entry("stop", entry=sent["client_id"]))) == (410, {"error": "deleted"})


def test_stopping_gives_the_duration_by_the_phones_clock(phone, alice, clock):
    sent = entry()
    phone.send(sent)
    stopped = THREE + dt.timedelta(minutes=4, seconds=24)
    clock(hours=5)

    phone.send(entry("stop", entry=sent["client_id"], at=stopped, sent_at=THREE + dt.timedelta(hours=5)))

    episode = Episode.objects.of(alice).get()
    assert (episode.still_going, episode.duration_minutes) == (False, Decimal("4.4"))


def test_both_may_arrive_hours_later_and_the_cramp_was_still_short(phone, alice, clock):
    arrives, sent = clock(hours=5), entry(sent_at=THREE + dt.timedelta(hours=5))

    phone.send(sent)
    assert not Episode.objects.of(alice).get().still_going
    phone.send(entry("stop", entry=sent["client_id"], at=THREE + dt.timedelta(minutes=4), sent_at=arrives))

    assert Episode.objects.of(alice).get().duration_minutes == 4
    assert not ShownNotice.objects.of(alice).exists()


def test_a_long_cramp_that_arrives_late_is_remembered_with_its_notice(phone, alice, clock):
    arrives, sent = clock(hours=5), entry(sent_at=THREE + dt.timedelta(hours=5))
    phone.send(sent)

    answer = phone.send(
        entry("stop", entry=sent["client_id"], at=THREE + dt.timedelta(minutes=14), sent_at=arrives)
    )

    assert answer.json()["notices"] == reverse("notices")
    assert ShownNotice.objects.of(alice).get().notice == "cramp-over-10-minutes"


def test_a_stop_before_its_cramp_waits_on_the_phone(phone, alice):
    sent = entry()
    stop = entry("stop", entry=sent["client_id"], at=THREE)

    assert said(phone.send(stop)) == (404, {"error": "not_there"})
    phone.send(sent)

    assert phone.send(stop).status_code == 201


def test_weeks_in_a_drawer_are_no_recollection(phone, alice, clock):
    arrives = clock(days=30)
    phone.client.force_login(alice)

    phone.send(entry(sent_at=arrives))

    episode = Episode.objects.of(alice).get()
    assert (episode.started_at, episode.recalled, episode.still_going) == (THREE, False, False)


def test_the_page_without_a_script_and_the_outbox_may_send_the_same_tap(phone, alice):
    sent = entry()
    form = {"client_id": sent["client_id"], "symptom": "leg-cramp"}
    phone.client.post(reverse("now-log"), form)

    assert phone.send(sent).status_code == 200
    assert phone.send(entry(client_id=sent["client_id"], several=True)).status_code == 409
    assert phone.client.post(reverse("now-log"), form).status_code == 302
    assert Episode.objects.of(alice).count() == 1


# The phone's clock


@pytest.mark.parametrize(
    "wrong", [dt.timedelta(hours=-7), dt.timedelta(minutes=3), dt.timedelta(days=-20_000)]
)
def test_a_wrong_clock_is_corrected_and_marked(phone, alice, wrong):
    tapped = THREE - dt.timedelta(minutes=20)

    assert phone.send(entry(at=tapped + wrong, sent_at=THREE + wrong)).status_code == 201

    assert Episode.objects.of(alice).get().started_at == tapped
    assert Delivery.objects.of(alice).get().clock_corrected


def test_a_tap_in_the_future_was_now_and_is_marked(phone, alice):
    phone.send(entry(at=THREE + dt.timedelta(days=3), sent_at=THREE))

    assert Episode.objects.of(alice).get().started_at == THREE
    assert Delivery.objects.of(alice).get().clock_corrected


def test_a_right_clock_is_not_marked(phone, alice):
    phone.send(entry(sent_at=THREE + dt.timedelta(seconds=90)))

    assert not Delivery.objects.of(alice).get().clock_corrected


@pytest.mark.parametrize("zone", ["", "Etc/Unknown", "Mars/Olympus", "a\x00b", "../../etc/passwd"])
def test_a_zone_that_is_not_known_loses_no_tap(phone, alice, zone):
    assert phone.send(entry(zone=zone)).status_code == 201
    assert Episode.objects.of(alice).get().zone == "Europe/Berlin"


def test_the_night_is_that_of_the_place_the_phone_is_in(phone, alice):
    """In Berlin it is 03:12; in Auckland the next afternoon, and another night."""
    phone.send(entry(zone="Pacific/Auckland"))

    episode = Episode.objects.of(alice).get()
    assert (episode.zone, episode.night) == ("Pacific/Auckland", dt.date(2026, 11, 20))


# The night and the dose


def test_a_quiet_night_is_stored(phone, alice):
    sent = night()

    assert said(phone.send(sent)) == (201, {"stored": sent["client_id"]})
    answer = CheckIn.objects.of(alice).get()
    assert (answer.night, answer.answer, answer.answered_at) == (LAST_NIGHT, "quiet", THREE)


def test_yes_is_at_least_one_and_a_number_is_that_number(phone, alice):
    phone.send(night("yes"))
    assert CheckIn.objects.of(alice).get().counts == {"leg-cramp": 1}

    phone.send(night("yes", counts={"leg-cramp": 3}))

    assert CheckIn.objects.of(alice).get().counts == {"leg-cramp": 3}


def test_quiet_over_a_logged_cramp_keeps_both(phone, alice):
    phone.send(entry())

    assert phone.send(night("quiet")).status_code == 201
    assert Episode.objects.of(alice).exists()


def test_the_last_word_on_a_night_counts(phone, alice, clock):
    phone.send(night("quiet"))
    phone.send(night("unsure", at=clock(minutes=1)))

    assert CheckIn.objects.of(alice).get().answer == "unsure"


def test_an_older_word_that_arrives_later_changes_nothing_and_is_said(phone, alice, clock):
    later = clock(hours=5)
    phone.send(night("yes", at=later))

    status, body = said(phone.send(night("quiet", at=THREE, sent_at=later)))

    assert (status, body["error"], body["stored"]["answer"]) == (409, "different", "yes")
    assert CheckIn.objects.of(alice).get().answer == "yes"


def test_the_same_word_from_two_places_is_one_answer(phone, alice):
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="quiet")

    assert phone.send(night("quiet")).status_code == 201
    assert CheckIn.objects.of(alice).count() == 1


def test_a_night_answered_on_time_that_arrives_late_is_trusted(phone, alice, clock):
    phone.send(night(sent_at=clock(days=20)))

    assert not CheckIn.objects.of(alice).get().recalled


def test_a_night_can_be_taken_back(phone, alice):
    sent = night()
    phone.send(sent)

    assert phone.send(entry("undo", entry=sent["client_id"])).status_code == 201
    assert not CheckIn.objects.of(alice).exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (night(on=dt.date(2026, 11, 20)), "night"),
        (night(on=dt.date(2024, 11, 20)), "night"),
        (night("quiet", counts={"leg-cramp": 2}), "answer"),
        (night("unsure", counts={"leg-cramp": 2}), "answer"),
        (night("yes", counts={"hiccups": 2}), "counts"),
        (night("yes", counts={"burning-tingling": 2}), "counts"),
        (entry(symptom="hiccups"), "symptom"),
        (entry(at=THREE - dt.timedelta(days=400), sent_at=THREE), "at"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stored_nowhere(phone, alice, sent, field):
    status, body = said(phone.send(sent))

    assert (status, list(body["errors"])) == (422, [field])
    assert body["errors"][field].endswith((".", "?", "”?"))
    assert not any(model.objects.ever_of(alice).exists() for model in (Episode, CheckIn))
    assert not Delivery.objects.of(alice).exists()


def test_a_dose_is_stored_and_changed(phone, alice, clock):
    regimen = row_of(Regimen, alice)
    about = {"regimen": regimen.pk, "day": dt.date(2026, 11, 20)}

    assert phone.send(entry("dose", state="taken", **about)).status_code == 201
    assert phone.send(entry("dose", state="skipped", at=clock(minutes=1), **about)).status_code == 201

    dose = Dose.objects.of(alice).get()
    assert (dose.state, dose.day) == ("skipped", about["day"])


def test_the_later_of_two_doses_counts_however_late_the_first_one_arrived(phone, alice, clock):
    about = {"regimen": row_of(Regimen, alice).pk, "day": LAST_NIGHT}
    first, second, third = clock(), clock(hours=1), clock(hours=8)
    phone.send(entry("dose", state="taken", at=first, sent_at=third, **about))

    later = phone.send(entry("dose", state="skipped", at=second, sent_at=third, **about))
    earlier = phone.send(entry("dose", state="taken", at=first, sent_at=third, **about))

    assert (later.status_code, earlier.status_code) == (201, 409)
    dose = Dose.objects.of(alice).get()
    assert (dose.state, dose.answered_at) == ("skipped", second)


def test_what_a_page_said_of_a_dose_is_as_old_as_that(phone, alice, clock):
    regimen = row_of(Regimen, alice)
    about = {"regimen": regimen.pk, "day": LAST_NIGHT}
    phone.send(entry("dose", state="taken", **about))
    now = clock(hours=8)
    phone.client.post(
        reverse("dose-answer", args=[regimen.pk]), {"day": LAST_NIGHT.isoformat(), "state": "skipped"}
    )

    answer = phone.send(entry("dose", state="taken", at=THREE + dt.timedelta(hours=1), sent_at=now, **about))

    assert answer.status_code == 409
    assert (Dose.objects.of(alice).get().state, Dose.objects.of(alice).get().answered_at) == ("skipped", now)


def test_a_dose_of_a_day_that_cannot_be_is_refused(phone, alice):
    regimen = row_of(Regimen, alice)

    for day in (dt.date(2026, 9, 1), dt.date(2026, 11, 21)):
        answer = phone.send(entry("dose", regimen=regimen.pk, day=day, state="taken"))
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["day"])


# Whose it is


def test_without_a_session_it_waits(phone, alice):
    phone.client.logout()

    assert said(phone.send(entry())) == (401, {"error": "sign_in"})
    assert not Episode.objects.exists()


@pytest.mark.parametrize("owner", [None, "", "nobody", "7f2c1f9e-5c1e-4bb4-9d3c-0a6f3a1f0e11"])
def test_an_entry_is_never_sent_as_another(phone, alice, owner):
    assert said(phone.send(entry(), **{"X-Owner": owner})) == (403, {"error": "other_owner"})
    assert not Episode.objects.exists()


def test_what_alice_noted_is_not_stored_for_bob(phone, alice, bob):
    phone.client.force_login(bob)

    assert said(phone.send(entry())) == (403, {"error": "other_owner"})
    assert owner_name(alice) != owner_name(bob)


def test_another_patients_entry_is_not_there(phone, alice, bob):
    sent, regimen = entry(), row_of(Regimen, alice)
    phone.send(sent)
    his = Phone(bob)

    for kind in ("stop", "undo"):
        assert said(his.send(entry(kind, entry=sent["client_id"]))) == (404, {"error": "not_there"})
    dose = entry("dose", regimen=regimen.pk, day=LAST_NIGHT, state="taken")
    assert said(his.send(dose)) == (404, {"error": "not_there"})
    assert his.send(sent).status_code == 201
    assert Episode.objects.of(alice).count() == Episode.objects.of(bob).count() == 1


def test_a_session_without_its_form_token_is_refused_in_json(alice, content, clock):
    phone = Phone(alice)
    phone.client = Visitor(enforce_csrf_checks=True)
    phone.client.force_login(alice)

    assert said(phone.send(entry())) == (403, {"error": "csrf"})

    fresh = phone.client.get(reverse("now-csrf")).json()
    assert said(phone.send(entry(), **{"X-CSRFToken": fresh["token"]}))[0] == 201


def test_only_sending_is_offered(phone):
    assert phone.client.get(reverse("now-entries")).status_code == 405


def test_the_diarys_history_says_who_wrote(token_phone, alice):
    token_phone.send(entry())

    assert Episode.objects.of(alice).get().history.get().history_user == alice
