"""From an entry to the red flag that must be read: through the pages."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from journal.models import CheckIn, DailyScore, Episode
from safety.models import ShownNotice
from tests.journal.posting import BREAKFAST, LAST_NIGHT, send
from tests.rows import row_of

NEW = "/journal/episodes/new/"
NOTICES = "/notices/"
ALWAYS_SAID = "No one watches this diary between visits; a warning here is not sent to your doctor: call."
CRAMP = {"symptom": "leg-cramp", "started_at_0": "2026-11-20T03:12"}
BURNING_FOOT = {"symptom": "burning-tingling", "started_at_0": "2026-11-20T03:12", "sites": ["left-foot"]}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def breakfast(content, time_machine, alice, client):
    time_machine.move_to(BREAKFAST, tick=False)
    client.force_login(alice)


def shown(patient):
    return {notice.notice for notice in ShownNotice.objects.of(patient)}


def onward(address):
    return parse_qs(urlsplit(address).query)["next"][0]


def notice(patient, **fields):
    words = {"notice": "foot-drop", "notice_version": 1, "urgency": "same_day", "title": "Foot drop"}
    place = {"advice": "Call a doctor today.", "entry_kind": "episode", "entry_id": 1, "about_on": LAST_NIGHT}
    return ShownNotice.objects.create(patient=patient, **(words | place | fields))


def test_a_ticked_sign_is_shown_at_once_with_what_to_do(client, alice):
    response = send(client, NEW, **CRAMP, signs=["breathless-with-leg"], next="/today/")

    assert response.url == f"{NOTICES}?next=%2Ftoday%2F"
    page = client.get(response.url).content.decode()
    assert ALWAYS_SAID in page
    assert "Emergency: now" in page
    assert "Call 112 now." in page
    assert 'href="tel:112"' in page
    assert Episode.objects.of(alice).get().signs == ["breathless-with-leg"]


def test_reading_leads_on_to_where_the_person_was_going(client, alice):
    response = send(client, NEW, **CRAMP, signs=["breathless-with-leg", "one-leg-swollen"], next="/today/")
    first, second = ShownNotice.objects.of(alice).order_by("pk")

    on = client.post(
        reverse("notice-read", args=[first.pk]), {"next": "/today/", "what_you_did": "called 112"}
    )
    assert on.url == response.url
    on = client.post(reverse("notice-read", args=[second.pk]), {"next": "/today/"})
    assert on.url == "/today/"

    first.refresh_from_db()
    assert (first.read_at, first.patient_note) == (BREAKFAST, "called 112")
    assert not ShownNotice.objects.of(alice).unread().exists()
    assert "called 112" in client.get(NOTICES).content.decode()


def test_a_cramp_of_14_minutes_still_going_on_is_a_same_day_matter(client, alice):
    send(client, NEW, symptom="leg-cramp", started_at_0="2026-11-20T07:27", still_going="on")

    assert "cramp-over-10-minutes" in shown(alice)


def test_a_burning_foot_at_night_asks_one_question(client, alice):
    response = send(client, NEW, **BURNING_FOOT)

    page = client.get(response.url).content.decode()
    assert "One question about this" in page
    assert "Does hanging the leg out of bed ease it?" in page
    assert not shown(alice)


def test_yes_shows_the_notice_and_then_asks_what_follows_from_it(client, alice):
    question = send(client, NEW, **BURNING_FOOT, next="/today/").url

    warned = client.post(question, {"sign": "foot-eased-by-hanging"}).url

    assert shown(alice) == {"foot-eased-by-hanging"}
    assert Episode.objects.of(alice).get().signs == ["foot-eased-by-hanging"]
    assert "Call a doctor today" in client.get(warned).content.decode()

    read = ShownNotice.objects.of(alice).get()
    asked = client.post(reverse("notice-read", args=[read.pk]), {"next": onward(warned)}).url
    page = client.get(asked).content.decode()
    assert "Is the foot or leg cold, pale or blue compared with the other one?" in page
    assert "Does hanging the leg out of bed" not in page
    assert client.post(asked, {"none": "1"}).url == "/today/"


def test_no_leads_on_and_is_not_asked_again(client, alice):
    question = send(client, NEW, **BURNING_FOOT, next="/today/").url

    assert client.post(question, {"none": "1"}).url == "/today/"

    episode = Episode.objects.of(alice).get()
    again = send(
        client, reverse("episode-edit", args=[episode.pk]), **BURNING_FOOT, severity="4", next="/today/"
    )
    assert again.url == "/today/"
    assert not shown(alice)


def test_an_edit_that_makes_a_sign_plausible_asks(client, alice):
    send(client, NEW, **CRAMP)
    episode = Episode.objects.of(alice).get()

    response = send(client, reverse("episode-edit", args=[episode.pk]), **CRAMP, duration_minutes="15")

    page = client.get(response.url).content.decode()
    assert "Is one leg swollen, warm or red compared with the other?" in page
    assert "None of these" in page


def test_signs_that_the_entry_makes_plausible_are_asked_first_on_the_form(client):
    page = client.get(f"{NEW}?symptom=muscle-weakness").content.decode()

    first, rest = page.split("Other warning signs")
    assert "The front of my foot drags" in first
    assert "Ill after heat" in rest


def test_a_check_in_raises_and_asks_too(client, alice):
    address = reverse("night-answer", args=[LAST_NIGHT])

    asked = send(client, address, answer="quiet", contributors=["heat"], next="/today/")
    assert "hot and no longer sweating?" in client.get(asked.url).content.decode()

    client.post(asked.url, {"sign": "heat-confusion"})
    assert shown(alice) == {"heat-confusion"}
    assert CheckIn.objects.of(alice).get().signs == ["heat-confusion"]


def test_a_tap_in_place_is_led_to_the_question(client, alice):
    address = reverse("score-answer", args=["low-mood", LAST_NIGHT])

    response = client.post(address, {"score": "8"}, HTTP_HX_REQUEST="true")

    assert response["HX-Redirect"].startswith(NOTICES)
    assert shown(alice) == {"low-mood"}
    score = DailyScore.objects.of(alice).get()
    questions = client.get(reverse("entry-questions", args=["score", score.pk])).content.decode()
    assert "thoughts of harming yourself" in questions


def test_the_same_entry_sent_twice_warns_once(client, alice):
    form = CRAMP | {"signs": ["one-leg-swollen"], "client_id": "6f4f1a52-3d4e-4d61-9c84-9d4c8f0a7f10"}

    first, second = client.post(NEW, form), client.post(NEW, form)

    assert first.url == second.url, "the second one, too, must be read"
    assert ShownNotice.objects.of(alice).count() == 1


def test_no_notice_without_its_entry(client, alice):
    send(client, NEW, **(CRAMP | {"signs": ["one-leg-swollen"], "severity": "99"}))

    assert not shown(alice)


def test_no_entry_without_its_notice(client, alice, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the rules could not be read")

    monkeypatch.setattr("journal.actions.watch", fail)

    with pytest.raises(RuntimeError):
        send(client, NEW, **CRAMP)
    assert not Episode.objects.of(alice).exists()


def test_cramps_on_eight_nights_suggest_an_appointment(client, alice):
    for back in range(1, 8):
        row_of(Episode, alice, at=BREAKFAST - dt.timedelta(days=back, hours=4))

    send(client, NEW, **CRAMP, woke="yes")

    assert shown(alice) == {"cramps-disturb-sleep"}


def test_the_most_urgent_comes_first(client, alice):
    notice(alice, notice="low-mood", urgency="see_doctor", title="Third")
    notice(alice, urgency="same_day", title="Second")
    notice(alice, notice="dark-urine", urgency="emergency", title="First")

    page = client.get(NOTICES).content.decode()

    assert page.index("First") < page.index("Second") < page.index("Third")


def test_a_foreign_notice_is_not_there(client, bob):
    theirs = notice(bob)

    assert client.post(reverse("notice-read", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert "Foot drop" not in client.get(NOTICES).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("x" * 301, "Please keep this to 300 characters."), ("a\x00b", "This text holds a character")],
)
def test_what_one_did_is_checked_like_every_text(client, alice, typed, sentence):
    row = notice(alice)

    response = client.post(reverse("notice-read", args=[row.pk]), {"what_you_did": typed})

    assert sentence in response.content.decode()
    row.refresh_from_db()
    assert row.read_at is None


def test_reading_stays_on_this_site(client, alice):
    row = notice(alice)

    response = client.post(reverse("notice-read", args=[row.pk]), {"next": "https://evil.example/"})

    assert response.url == reverse("today")


def test_an_unknown_kind_of_entry_has_no_questions(client):
    assert client.get("/journal/questions/user/1/").status_code == 404


def test_notices_make_few_queries(client, alice, django_assert_max_num_queries):
    for number in range(40):
        notice(alice, entry_id=number, read_at=BREAKFAST if number % 2 else None)

    with django_assert_max_num_queries(6):
        client.get(NOTICES)
