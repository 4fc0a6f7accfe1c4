"""The night page: one tap stores what is happening, and nobody else's night is there to be seen."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import DiaryState
from guides.models import Notice
from journal.models import Episode
from safety.models import ShownNotice
from tests.conftest import Visitor

THREE = dt.datetime(2026, 11, 20, 2, 12, 30, tzinfo=dt.UTC)
"""03:12 in Berlin."""


@pytest.fixture
def night(client, alice, content, time_machine):
    """Alice, awake at 03:12; returns the clock."""
    time_machine.move_to(THREE, tick=False)
    client.force_login(alice)
    return time_machine


def tap(client, symptom="leg-cramp", client_id=None, **more):
    sent = {"symptom": symptom, "client_id": client_id or str(uuid.uuid4()), **more}
    return client.post(reverse("now-log"), sent)


def after(night, **span):
    night.move_to(THREE + dt.timedelta(**span), tick=False)


def stop(client, episode):
    return client.post(reverse("now-stop", args=[episode.client_id]))


def running(client, episode):
    return client.get(reverse("now-running", args=[episode.client_id]))


def test_one_tap_stores_the_moment(client, alice, night):
    answer = tap(client)

    episode = Episode.objects.of(alice).get()
    assert episode.started_at == THREE
    assert (episode.symptom.slug, episode.zone, episode.night) == (
        "leg-cramp", "Europe/Berlin", dt.date(2026, 11, 19),
    )  # fmt: skip
    assert (episode.still_going, episode.severity, episode.sites, episode.woke) == (True, None, [], None)
    assert answer.url == reverse("now-running", args=[episode.client_id])
    assert "03:12" in running(client, episode).content.decode()


def test_the_same_tap_twice_is_one_entry(client, alice, night):
    tapped = str(uuid.uuid4())
    tap(client, client_id=tapped)
    revision = DiaryState.objects.get(patient=alice).revision
    after(night, seconds=2)

    answer = tap(client, client_id=tapped)

    assert Episode.objects.of(alice).get().started_at == THREE
    assert answer.url == reverse("now-running", args=[tapped])
    assert DiaryState.objects.get(patient=alice).revision == revision


def test_a_tap_that_was_undone_is_not_revived_by_a_late_resend(client, alice, night):
    tapped = str(uuid.uuid4())
    tap(client, client_id=tapped)
    client.post(reverse("now-undo", args=[tapped]))

    answer = tap(client, client_id=tapped)

    assert answer.status_code in (302, 404)
    assert not Episode.objects.of(alice).exists()


def test_the_page_has_a_fresh_id_for_every_button(client, night):
    ids = [button["client_id"] for _ in range(2) for button in client.get(reverse("now")).context["buttons"]]

    assert len(set(ids)) == len(ids) >= 4


def test_a_strangers_page_is_the_same_for_everybody_and_holds_no_data(client, alice, night):
    tap(client)
    after(night, minutes=50)

    page = Visitor().get(reverse("now"))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Sign in once, then one tap saves" in text
    assert not any(word in text for word in ("Alice", "alice", "02:12", "03:12"))


def test_a_strangers_tap_stores_nothing_and_asks_to_sign_in(night, alice):
    answer = tap(Visitor())

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url
    assert not Episode.objects.exists()


def test_stopping_gives_the_duration(client, alice, night):
    tap(client)
    after(night, minutes=4, seconds=24)

    stop(client, Episode.objects.of(alice).get())

    episode = Episode.objects.of(alice).get()
    assert (episode.still_going, episode.duration_minutes) == (False, Decimal("4.4"))


def test_a_long_cramp_that_stopped_is_remembered_with_the_notice_the_page_had_shown(client, alice, night):
    tap(client)
    after(night, minutes=14)

    answer = stop(client, Episode.objects.of(alice).get())

    assert answer.url == reverse("notices")
    assert ShownNotice.objects.of(alice).get().notice == "cramp-over-10-minutes"


def test_stopping_twice_is_stopping_once(client, alice, night):
    tap(client)
    after(night, minutes=4)
    stop(client, Episode.objects.of(alice).get())
    after(night, minutes=90)

    assert stop(client, Episode.objects.of(alice).get()).status_code == 302

    assert Episode.objects.of(alice).get().duration_minutes == 4


def test_a_forgotten_timer_is_unknown_and_never_hours(client, alice, night):
    tap(client)
    after(night, hours=5)

    stop(client, Episode.objects.of(alice).get())

    episode = Episode.objects.of(alice).get()
    assert (episode.still_going, episode.duration_minutes) == (False, None)
    assert "How long is not known, and that is fine." in running(client, episode).content.decode()
    assert not ShownNotice.objects.of(alice).exists()


def test_over_ten_minutes_the_page_says_what_to_do(client, alice, night):
    tap(client)
    episode = Episode.objects.of(alice).get()
    assert 'role="alert" data-after-minutes="10" hidden' in running(client, episode).content.decode()

    after(night, minutes=14)

    assert 'role="alert" data-after-minutes="10">' in running(client, episode).content.decode()


def test_a_red_flag_at_the_end_is_shown_at_once_and_remembered(client, alice, night):
    Notice.objects.filter(slug="cramp-over-10-minutes").update(
        fires_when={"fact": "duration_minutes", "at_least": 10}
    )
    tap(client)
    episode = Episode.objects.of(alice).get()
    after(night, minutes=14)

    answer = stop(client, episode)

    assert answer.url == reverse("notices")
    assert "Please read this" in client.get(answer.url).content.decode()
    assert ShownNotice.objects.of(alice).filter(notice="cramp-over-10-minutes", entry_id=episode.pk).exists()


def test_undo_takes_it_back(client, alice, night):
    tap(client)
    episode = Episode.objects.of(alice).get()

    answer = client.post(reverse("now-undo", args=[episode.client_id]))

    assert answer.url == reverse("now")
    assert not Episode.objects.of(alice).exists()
    assert Episode.objects.ever_of(alice).get().deleted_at


def test_several_is_one_tap_without_a_timer(client, alice, night):
    tap(client, several="1")

    episode = Episode.objects.of(alice).get()
    assert (episode.is_several, episode.still_going) == (True, False)
    page = running(client, episode).content.decode()
    assert "Several cramps tonight" in page
    assert 'data-do="stop" hidden' in page


def test_tingling_is_logged_as_an_episode(client, alice, night):
    tap(client, symptom="burning-tingling")

    assert Episode.objects.of(alice).about("burning-tingling").exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"symptom": "leg-cramp"}, 400),
        ({"symptom": "leg-cramp", "client_id": "not-a-uuid"}, 400),
        ({"symptom": "leg-cramp", "client_id": "\x00"}, 400),
        ({"symptom": "no-such", "client_id": str(uuid.uuid4())}, 404),
        ({"client_id": str(uuid.uuid4())}, 404),
        ({"symptom": "leg\x00cramp", "client_id": str(uuid.uuid4())}, 404),
    ],
)
def test_a_broken_tap_is_refused_and_stores_nothing(client, alice, night, sent, status):
    assert client.post(reverse("now-log"), sent).status_code == status
    assert not Episode.objects.of(alice).exists()


def test_another_patients_entry_is_not_there(client, alice, bob, night):
    tap(client)
    episode = Episode.objects.of(alice).get()
    client.force_login(bob)

    assert running(client, episode).status_code == 404
    for name in ("now-stop", "now-undo"):
        assert client.post(reverse(name, args=[episode.client_id])).status_code == 404
    episode.refresh_from_db()
    assert (episode.still_going, episode.deleted_at) == (True, None)


def test_two_patients_phones_may_pick_the_same_id(client, alice, bob, night):
    tapped = str(uuid.uuid4())
    tap(client, client_id=tapped)
    client.force_login(bob)

    tap(client, client_id=tapped)

    assert Episode.objects.of(alice).count() == Episode.objects.of(bob).count() == 1


def test_without_content_the_page_still_opens(client, db):
    assert client.get(reverse("now")).status_code == 200


def test_who_tapped_before_signing_in_comes_back_to_the_night_page(client, alice):
    client.force_login(alice)

    assert client.get(reverse("now-log")).url == reverse("now")


def test_the_running_notice_names_the_number_to_call(client, alice, night):
    tap(client)

    page = running(client, Episode.objects.of(alice).get()).content.decode()

    assert "{emergency_number}" not in page
    assert "faint, call 112" in page
