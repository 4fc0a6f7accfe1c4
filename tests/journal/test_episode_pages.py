import datetime as dt
import uuid

import pytest
from django.urls import reverse

from journal.models import Episode
from safety.models import ShownNotice
from tests.journal.posting import LAST_NIGHT, hidden, send
from tests.rows import row_of

NEW = "/journal/episodes/new/"
CRAMP = {"symptom": "leg-cramp", "started_at_0": "2026-11-20T03:12"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breakfast")]


def stored(patient):
    return Episode.objects.of(patient).get()


def test_symptom_and_time_are_enough(client, alice):
    response = send(client, NEW, **CRAMP)

    assert response.status_code == 302
    episode = stored(alice)
    assert episode.night == LAST_NIGHT
    assert episode.in_night_hours
    assert episode.zone == "Europe/Berlin"
    assert (episode.severity, episode.woke, episode.soreness, episode.sites) == (None, None, None, [])


def test_nothing_but_the_time_is_there_before_the_patient(client):
    page = client.get(NEW).content.decode()

    assert "2026-11-20T07:41" in page
    assert " checked" not in page


def test_everything_of_an_episode_is_kept(client, alice):
    send(
        client,
        NEW,
        **CRAMP,
        severity="5",
        sites=["left-calf", "left-foot"],
        duration_minutes="4",
        woke="yes",
        words=["hard knot"],
        relief=["massage"],
        relief_helped=["stretching"],
        hints=["at-rest"],
        urge_to_move="no",
        walking_distance_m="200",
        soreness="yes",
        note="after the garden",
        entered_by_carer="on",
    )

    episode = stored(alice)
    assert (episode.severity, episode.duration_minutes, episode.woke) == (5, 4, True)
    assert episode.sites == ["left-calf", "left-foot"]
    assert (episode.words, episode.hints) == (["hard knot"], ["at-rest"])
    assert (episode.relief, episode.relief_helped) == (["stretching", "massage"], ["stretching"])
    assert (episode.urge_to_move, episode.soreness, episode.walking_distance_m) == (False, True, 200)
    assert (episode.note, episode.entered_by_carer) == ("after the garden", True)


def test_an_end_instead_of_minutes(client, alice):
    send(client, NEW, **CRAMP, ended_at_0="2026-11-20T03:18")

    assert stored(alice).duration_minutes == 6


def test_still_going_on_has_no_duration_yet(client, alice):
    send(client, NEW, symptom="leg-cramp", started_at_0="2026-11-20T07:38", still_going="on")

    episode = stored(alice)
    assert episode.still_going
    assert episode.duration_minutes is None


BAD = {
    "no symptom": ({"symptom": ""}, "Please choose what it was."),
    "an unknown symptom": ({"symptom": "hiccups"}, "Please choose one of these."),
    "no time": ({"started_at_0": ""}, "Please say when it started."),
    "no such time": ({"started_at_0": "yesterday"}, "Please give a date and a time"),
    "severity above ten": ({"severity": "11"}, "Please choose a number from 0 to 10."),
    "severity below zero": ({"severity": "-1"}, "Please choose a number from 0 to 10."),
    "the future": ({"started_at_0": "2026-11-20T08:00"}, "This lies in the future."),
    "before birth": ({"started_at_0": "1957-01-01T03:12"}, "before the date of birth"),
    "end before start": ({"ended_at_0": "2026-11-20T03:02"}, "The end lies before the start."),
    "a negative duration": ({"duration_minutes": "-4"}, "The end lies before the start."),
    "longer than a day": ({"duration_minutes": "3000"}, "That is longer than 24 hours."),
    "an end to come": ({"duration_minutes": "600"}, "This end lies in the future."),
    "minutes in words": ({"duration_minutes": "four"}, "Please give the minutes as a number"),
    "no number at all": ({"duration_minutes": "NaN"}, "Please give the minutes as a number"),
    "two different ends": (
        {"duration_minutes": "4", "ended_at_0": "2026-11-20T03:42"},
        "The minutes and this time do not agree.",
    ),
    "ended and still going": (
        {"duration_minutes": "4", "still_going": "on"},
        "You also gave an end. Please choose one of the two.",
    ),
    "an unknown place": ({"sites": ["left-ear"]}, "Please choose from the list."),
    "a long note": ({"note": "x" * 20_000}, "Please keep the note to 4,000 characters; this one has 20,000."),
    "NUL in a note": ({"note": "after\x00dinner"}, "This text holds a character that cannot be stored."),
    "a walk round the world": (
        {"walking_distance_m": "40000000"},
        "Please give a whole number from 0 to 100,000.",
    ),
}


@pytest.mark.parametrize(("wrong", "sentence"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_said_at_its_field_and_nothing_is_lost(client, alice, wrong, sentence):
    response = send(client, NEW, **(CRAMP | {"words": ["tight"], "walking_distance_m": "150"} | wrong))

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert not Episode.objects.of(alice).exists()
    for name, typed in wrong.items():
        if name in ("duration_minutes", "started_at_0", "ended_at_0"):
            assert f'value="{typed}"' in page
    assert 'value="tight" id="id_words_0" checked' in page


@pytest.mark.parametrize("raw", [b"note=%ED%A0%80", b"note=%00", b"note=%FF%FE"])
def test_bytes_that_are_no_text_are_refused(client, alice, raw):
    body = b"symptom=leg-cramp&started_at_0=2026-11-20T03:12&" + raw

    response = client.post(NEW, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert "This text holds a character that cannot be stored." in response.content.decode()
    assert not Episode.objects.of(alice).exists()


def test_an_escape_typed_as_text_is_only_text(client, alice):
    send(client, NEW, **CRAMP, note=r"\ud800 \u0000")

    assert stored(alice).note == r"\ud800 \u0000"


def test_sending_twice_stores_once(client, alice):
    form = hidden(client.get(NEW)) | CRAMP

    first, second = client.post(NEW, form), client.post(NEW, form)

    assert first.status_code == second.status_code == 302
    assert Episode.objects.of(alice).count() == 1


def test_the_same_id_with_other_values_is_not_swallowed(client, alice):
    form = hidden(client.get(NEW)) | CRAMP
    client.post(NEW, form)

    response = client.post(NEW, form | {"severity": "9"})

    assert "This entry is already stored with other values." in response.content.decode()
    assert stored(alice).severity is None


def test_editing_keeps_the_night_and_the_second(client, alice):
    at = dt.datetime(2026, 11, 20, 2, 12, 34, tzinfo=dt.UTC)
    episode = row_of(Episode, alice, at=at, night=dt.date(2026, 11, 1))
    address = reverse("episode-edit", args=[episode.pk])

    send(client, address, **CRAMP, severity="6")

    episode.refresh_from_db()
    assert (episode.severity, episode.started_at) == (6, at)
    assert episode.night == dt.date(2026, 11, 1), "the night moves only with the time"


def test_a_new_time_moves_the_night_on_the_clocks_of_then(client, alice):
    at = dt.datetime(2026, 11, 12, 15, 0, tzinfo=dt.UTC)
    episode = row_of(Episode, alice, at=at)
    Episode.objects.of(alice).update(zone="Asia/Tokyo")
    address = reverse("episode-edit", args=[episode.pk])
    assert "2026-11-13T00:00" in client.get(address).content.decode()

    send(client, address, symptom="leg-cramp", started_at_0="2026-11-15T02:00", started_at_1="540")

    episode.refresh_from_db()
    assert episode.started_at == dt.datetime(2026, 11, 14, 17, 0, tzinfo=dt.UTC)
    assert (episode.night, episode.zone) == (dt.date(2026, 11, 14), "Asia/Tokyo")


def test_a_stale_edit_is_said_and_keeps_what_was_typed(client, alice):
    episode = row_of(Episode, alice, at=dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC))
    address = reverse("episode-edit", args=[episode.pk])
    opened = hidden(client.get(address)) | CRAMP
    send(client, address, **CRAMP, note="from the phone")

    response = client.post(address, opened | {"note": "from the desk"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "changed on another device" in page
    assert "from the desk" in page
    assert stored(alice).note == "from the phone"

    again = client.post(address, hidden(response) | CRAMP | {"note": "from the desk"})

    assert again.status_code == 302
    assert stored(alice).note == "from the desk"


def test_a_timer_forgotten_in_the_night_is_not_taken_as_still_going(client, alice):
    episode = row_of(Episode, alice, at=dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC), still_going=True)

    send(client, reverse("episode-edit", args=[episode.pk]), **CRAMP, severity="4")

    episode.refresh_from_db()
    assert (episode.still_going, episode.duration_minutes) == (False, None)
    assert not ShownNotice.objects.of(alice).exists()


def test_delete_is_one_tap_and_undo_another(client, alice):
    episode = row_of(Episode, alice, at=dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC))

    page = client.post(reverse("episode-delete", args=[episode.pk]), follow=True).content.decode()

    undo = reverse("record-restore", args=["episode", episode.pk])
    assert "Deleted the cramp of 03:12." in page
    assert undo in page
    assert not Episode.objects.of(alice).exists()

    client.post(undo)

    assert stored(alice) == episode


def test_undo_of_a_new_entry_takes_it_away(client, alice):
    send(client, NEW, **CRAMP)
    episode = stored(alice)

    client.post(reverse("record-undo", args=["episode", episode.pk, episode.version]))

    assert not Episode.objects.of(alice).exists()


def test_undo_of_a_change_brings_back_what_it_said_and_only_once(client, alice):
    send(client, NEW, **CRAMP, severity="3")
    episode = stored(alice)
    send(client, reverse("episode-edit", args=[episode.pk]), **CRAMP, severity="8")
    episode.refresh_from_db()
    undo = reverse("record-undo", args=["episode", episode.pk, episode.version])

    client.post(undo)
    client.post(undo)

    assert stored(alice).severity == 3


def test_a_near_duplicate_is_a_hint_and_never_a_block(client, alice):
    send(client, NEW, **CRAMP, sites=["left-calf"])

    response = send(
        client, NEW, symptom="leg-cramp", started_at_0="2026-11-20T03:13", sites=["left-calf", "left-foot"]
    )

    page = client.get(response.url).content.decode()
    assert "This looks like the cramp of 03:12, which you logged before." in page
    assert Episode.objects.of(alice).count() == 2


@pytest.mark.parametrize(
    ("at", "sites"), [("2026-11-20T03:13", ["right-calf"]), ("2026-11-20T03:20", ["left-calf"])]
)
def test_another_leg_or_another_time_is_another_cramp(client, at, sites):
    send(client, NEW, **CRAMP, sites=["left-calf"])

    response = send(client, NEW, symptom="leg-cramp", started_at_0=at, sites=sites)

    assert "This looks like" not in client.get(response.url).content.decode()


@pytest.mark.parametrize("name", ["episode-edit", "episode-delete"])
def test_a_foreign_entry_is_not_there(client, bob, alice, name):
    episode = row_of(Episode, bob)

    response = client.post(reverse(name, args=[episode.pk]), CRAMP)

    assert response.status_code == 404
    assert Episode.objects.of(bob).get() == episode


@pytest.mark.parametrize("name", ["record-restore", "record-undo", "entry-questions"])
def test_nothing_foreign_is_undone_or_asked(client, bob, name):
    episode = row_of(Episode, bob)
    more = [episode.version] if name == "record-undo" else []

    assert client.post(reverse(name, args=["episode", episode.pk, *more])).status_code == 404


@pytest.mark.parametrize("kind", ["user", "historicalepisode", "nonsense"])
def test_only_diary_rows_can_be_brought_back(client, alice, kind):
    assert client.post(reverse("record-restore", args=[kind, alice.pk])).status_code == 404


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_the_way_back_stays_on_this_site(client, next_page):
    response = send(client, NEW, **CRAMP, next=next_page)

    assert response.url == "/journal/?night=2026-11-19"


def test_the_way_back_is_where_the_person_came_from(client):
    assert send(client, NEW, **CRAMP, next="/today/").url == "/today/"


def test_adding_to_a_night_asks_for_a_moment_of_it(client):
    page = client.get(f"{NEW}?night=2026-11-12&symptom=leg-cramp").content.decode()

    assert 'min="2026-11-12T12:00"' in page
    assert 'max="2026-11-13T12:00"' in page
    assert "2026-11-20T07:41" not in page


def test_the_form_makes_a_bounded_number_of_queries(client, alice, django_assert_max_num_queries):
    for minute in range(30):
        row_of(Episode, alice, at=dt.datetime(2026, 11, 10, 2, minute, tzinfo=dt.UTC))

    with django_assert_max_num_queries(22):
        client.get(NEW)
    with django_assert_max_num_queries(45):
        client.post(NEW, CRAMP | {"client_id": str(uuid.uuid4())})


def test_an_episode_told_after_three_days_is_kept_as_recalled_and_says_so(client, alice):
    response = send(client, NEW, **CRAMP | {"started_at_0": "2026-11-12T03:12"})

    assert stored(alice).recalled
    assert "kept as recalled" in client.get(response.url).content.decode()


def test_an_episode_of_this_week_counts(client, alice):
    send(client, NEW, **CRAMP)

    assert not stored(alice).recalled
