import datetime as dt

import pytest
from django.urls import reverse

from accounts.records import DiaryState
from journal.models import CheckIn, DailyScore, Dose, Episode, Regimen
from tests.journal.posting import BREAKFAST, LAST_NIGHT, hidden, send
from tests.rows import row_of, symptom

HTMX = {"HTTP_HX_REQUEST": "true"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breakfast")]


def page_of(night=LAST_NIGHT):
    return reverse("night-answer", args=[night])


def score_page(night=LAST_NIGHT, slug="burning-tingling"):
    return reverse("score-answer", args=[slug, night])


def cramp(patient, hour=2, minute=12, **fields):
    return row_of(Episode, patient, at=dt.datetime(2026, 11, 20, hour, minute, tzinfo=dt.UTC), **fields)


def answer_of(patient):
    return CheckIn.objects.of(patient).get()


# One tap


def test_one_tap_answers_the_night(client, alice):
    response = client.post(page_of(), {"tap": "1", "answer": "quiet", "next": "/today/"})

    answer = answer_of(alice)
    assert response.url == "/today/"
    assert (answer.night, answer.answer, answer.recalled) == (LAST_NIGHT, "quiet", False)
    assert answer.answered_at == BREAKFAST


def test_one_tap_in_place_gives_back_the_card_with_its_undo(client, alice):
    response = client.post(page_of(), {"tap": "1", "answer": "quiet"}, **HTMX)

    card = response.content.decode()
    assert "<html" not in card
    assert "Saved 07:41" in card
    assert 'name="undo" value="1"' in card
    assert response["HX-Trigger"] == "night-answered"


def test_yes_to_cramps_is_at_least_one_and_asks_how_many(client, alice):
    card = client.post(page_of(), {"tap": "1", "answer": "yes"}, **HTMX).content.decode()

    assert answer_of(alice).counts == {"leg-cramp": 1}
    assert "How many cramps?" in card

    client.post(page_of(), _hidden_of(card) | {"answer": "yes", "count_leg-cramp": "3"}, **HTMX)

    assert answer_of(alice).counts == {"leg-cramp": 3}


def test_yes_with_a_logged_cramp_needs_no_number(client, alice):
    cramp(alice)

    card = client.post(page_of(), {"tap": "1", "answer": "yes"}, **HTMX).content.decode()

    assert answer_of(alice).counts == {}
    assert "Yes, 1 cramp at 03:12" in card
    assert "How many cramps?" not in card


def test_quiet_over_a_logged_cramp_asks_and_keeps_both(client, alice):
    cramp(alice)

    asked = client.post(page_of(), {"tap": "1", "answer": "quiet"}, **HTMX).content.decode()

    assert "You logged a cramp at 03:12. Keep both?" in asked
    assert not CheckIn.objects.of(alice).exists()

    client.post(page_of(), _hidden_of(asked) | {"answer": "quiet", "keep_both": "1"}, **HTMX)

    assert answer_of(alice).answer == "quiet"
    assert Episode.objects.of(alice).count() == 1


def test_undo_of_the_first_tap_leaves_the_night_open(client, alice):
    card = client.post(page_of(), {"tap": "1", "answer": "unsure"}, **HTMX).content.decode()

    client.post(page_of(), {"undo": "1", "next": "/today/"})

    assert "I don’t remember" in card
    assert not CheckIn.objects.of(alice).exists()


def test_undo_of_a_second_tap_brings_the_first_answer_back_once(client, alice):
    first = client.post(page_of(), {"tap": "1", "answer": "yes"}, **HTMX).content.decode()
    client.post(page_of(), _hidden_of(first) | {"answer": "quiet"}, **HTMX)
    assert answer_of(alice).answer == "quiet"
    version = answer_of(alice).version

    for _ in range(2):
        client.post(page_of(), {"undo": version}, **HTMX)

    assert answer_of(alice).answer == "yes"
    assert answer_of(alice).counts == {"leg-cramp": 1}


def test_the_same_tap_sent_twice_is_one_answer(client, alice):
    tap = {"tap": "1", "answer": "quiet", "client_id": "6f4f1a52-3d4e-4d61-9c84-9d4c8f0a7f10"}

    for _ in range(2):
        assert client.post(page_of(), tap).status_code == 302

    assert CheckIn.objects.of(alice).count() == 1


def test_a_tap_on_a_card_that_did_not_know_the_answer_says_so(client, alice):
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes")

    response = client.post(page_of(), {"tap": "1", "answer": "quiet"})

    assert response.status_code == 200
    assert "You have already answered for this night." in response.content.decode()
    assert answer_of(alice).answer == "yes"


def test_a_nonsense_tap_says_what_can_be_chosen(client, alice):
    response = client.post(page_of(), {"tap": "1", "answer": "splendid"})

    assert "Please choose one of these three." in response.content.decode()
    assert not CheckIn.objects.of(alice).exists()


# The whole answer


def test_everything_about_a_night_is_kept(client, alice):
    send(
        client,
        page_of(),
        answer="yes",
        **{"count_leg-cramp": "2", "count_muscle-twitching": "1"},
        sleep_quality="4",
        awakenings="3",
        contributors=["alcohol", "long-standing"],
        pain_medicine="no",
        note="thunder",
        entered_by_carer="on",
    )

    answer = answer_of(alice)
    assert answer.counts == {"leg-cramp": 2, "muscle-twitching": 1}
    assert (answer.sleep_quality, answer.awakenings, answer.pain_medicine) == (4, 3, False)
    assert set(answer.contributors) == {"long-standing", "alcohol"}
    assert (answer.note, answer.entered_by_carer) == ("thunder", True)


def test_answering_again_opens_the_answer_and_changes_it(client, alice):
    send(client, page_of(), answer="quiet", note="slept well")

    page = client.get(page_of()).content.decode()
    send(client, page_of(), answer="unsure", note="slept well")

    assert "slept well" in page
    assert answer_of(alice).answer == "unsure"
    assert answer_of(alice).version == 2


def test_a_second_answer_for_a_night_is_refused_with_its_sentence(client, alice):
    opened = hidden(client.get(page_of()))
    send(client, page_of(), answer="quiet")

    response = client.post(page_of(), {"answer": "yes", "note": "from the desk"} | opened | {"client_id": ""})

    page = response.content.decode()
    assert response.status_code == 200
    assert "You have already answered for this night." in page
    assert "Open the answer you gave" in page
    assert "from the desk" in page
    assert answer_of(alice).answer == "quiet"


def test_a_stale_answer_is_said_and_keeps_what_was_typed(client, alice):
    send(client, page_of(), answer="quiet")
    opened = hidden(client.get(page_of()))
    send(client, page_of(), answer="unsure")

    response = client.post(page_of(), opened | {"answer": "yes", "note": "from the desk"})

    page = response.content.decode()
    assert "changed on another device" in page
    assert "from the desk" in page
    assert answer_of(alice).answer == "unsure"


def test_quiet_over_a_logged_cramp_on_the_page(client, alice):
    cramp(alice)
    cramp(alice, minute=40)

    asked = send(client, page_of(), answer="quiet", note="quiet otherwise")

    page = asked.content.decode()
    assert "You logged a cramp at 03:12 and a cramp at 03:40. Keep both?" in page
    assert "quiet otherwise" in page
    assert not CheckIn.objects.of(alice).exists()

    send(client, page_of(), answer="quiet", note="quiet otherwise", keep_both="1")

    assert answer_of(alice).answer == "quiet"


def test_many_cramps_are_asked_back(client, alice):
    asked = send(client, page_of(), answer="yes", **{"count_leg-cramp": "12"})

    assert "12 cramps in one night?" in asked.content.decode()
    assert not CheckIn.objects.of(alice).exists()

    send(client, page_of(), answer="yes", many_is_right="1", **{"count_leg-cramp": "12"})

    assert answer_of(alice).counts == {"leg-cramp": 12}


BAD = {
    "nothing chosen": ({"answer": ""}, "Please choose one."),
    "sleep above ten": ({"sleep_quality": "11"}, "Please choose a number from 0 to 10."),
    "a hundred awakenings": ({"awakenings": "100"}, "Please give a number up to 50."),
    "half an awakening": ({"awakenings": "1.5"}, "Please give a number up to 50."),
    "a number that no night holds": ({"count_leg-cramp": "100"}, "Please give a whole number from 0 to 99."),
    "less than none": ({"count_leg-cramp": "-1"}, "Please give a whole number from 0 to 99."),
    "an unknown contributor": ({"contributors": ["moonlight"]}, "Please choose from the list."),
    "a long note": ({"note": "x" * 20_000}, "Please keep the note to 4,000 characters; this one has 20,000."),
    "NUL in a note": ({"note": "a\x00b"}, "This text holds a character that cannot be stored."),
    "quiet, and a number": ({"answer": "quiet", "count_leg-cramp": "2"}, "You gave a number below."),
}


@pytest.mark.parametrize(("wrong", "sentence"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_said_at_its_field_and_nothing_is_lost(client, alice, wrong, sentence):
    response = send(client, page_of(), **({"answer": "yes", "count_muscle-twitching": "4"} | wrong))

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert 'value="4"' in page
    assert not CheckIn.objects.of(alice).exists()


@pytest.mark.parametrize("night", ["2026-11-21", "2026-11-20", "2027-03-01"])
def test_a_night_to_come_is_refused(client, alice, night):
    response = client.post(page_of(night), {"answer": "quiet"})

    assert response.status_code == 200
    assert "This night has not begun yet." in response.content.decode()
    assert not CheckIn.objects.of(alice).exists()


def test_a_night_before_birth_is_refused(client, alice):
    response = client.post(page_of("1957-01-01"), {"answer": "quiet"})

    assert "This night lies before the date of birth in your settings." in response.content.decode()
    assert not CheckIn.objects.of(alice).exists()


@pytest.mark.parametrize("night", ["2026-02-30", "0001-01-01", "9999-12-31", "tomorrow"])
def test_a_night_that_is_none_is_no_page(client, night):
    assert client.get(f"/journal/nights/{night}/answer/").status_code == 404
    assert client.get(f"/journal/night/{night}/").status_code == 404


def test_after_three_days_an_answer_is_recalled_and_says_so(client, alice):
    in_time, late = dt.date(2026, 11, 16), dt.date(2026, 11, 15)

    client.post(page_of(in_time), {"tap": "1", "answer": "quiet"})
    page = client.post(page_of(late), {"tap": "1", "answer": "quiet"}, follow=True).content.decode()

    assert not CheckIn.objects.of(alice).get(night=in_time).recalled
    assert CheckIn.objects.of(alice).get(night=late).recalled
    assert "kept as recalled: shown in the journal, not counted in trends" in page


def test_adding_a_note_late_does_not_make_an_answer_recalled_but_changing_it_does(
    client, alice, time_machine
):
    send(client, page_of(), answer="quiet")
    time_machine.move_to(BREAKFAST + dt.timedelta(days=9))

    send(client, page_of(), answer="quiet", note="it was the wine")
    assert (answer_of(alice).recalled, answer_of(alice).note) == (False, "it was the wine")

    send(client, page_of(), answer="yes", note="it was the wine")
    assert answer_of(alice).recalled


# Scores


def test_one_tap_scores_the_day_and_another_changes_it(client, alice):
    card = client.post(score_page(), {"score": "4"}, **HTMX).content.decode()
    assert "4 of 10, moderate. Saved 07:41" in card

    client.post(score_page(), _hidden_of(card) | {"score": "0"}, **HTMX)

    score = DailyScore.objects.of(alice).get()
    assert (score.score, score.night, score.recalled) == (0, LAST_NIGHT, False)

    client.post(score_page(), {"undo": score.version}, **HTMX)

    assert DailyScore.objects.of(alice).get().score == 4


@pytest.mark.parametrize("wrong", ["11", "-1", "", "four"])
def test_a_score_outside_the_scale_is_refused(client, alice, wrong):
    response = client.post(score_page(), {"score": wrong})

    assert "Please choose a number from 0 to 10." in response.content.decode()
    assert not DailyScore.objects.of(alice).exists()


def test_a_second_score_for_a_day_is_refused_with_its_sentence(client, alice):
    client.post(score_page(), {"score": "4"})

    response = client.post(score_page(), {"score": "9"})

    assert "You have already given a score for this day." in response.content.decode()
    assert DailyScore.objects.of(alice).get().score == 4


def test_a_late_score_is_recalled(client, alice):
    client.post(score_page(dt.date(2026, 11, 10)), {"score": "4"})

    assert DailyScore.objects.of(alice).get().recalled


@pytest.mark.parametrize("slug", ["leg-cramp", "hiccups"])
def test_only_scored_symptoms_are_scored(client, slug):
    assert client.post(score_page(slug=slug), {"score": "4"}).status_code == 404


# The page of a night


def test_the_night_page_tells_everything_about_it(client, alice):
    cramp(alice, sites=["left-calf"], severity=5, relief_helped=["stretching"], relief=["stretching"])
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes", counts={"leg-cramp": 2}, awakenings=2)
    row_of(DailyScore, alice, night=LAST_NIGHT, score=7)
    row_of(Dose, alice, day=LAST_NIGHT, regimen=row_of(Regimen, alice))

    page = client.get(reverse("night", args=[LAST_NIGHT])).content.decode()

    assert "Night of 19 to 20 November" in page
    assert "03:12 cramp, left calf." in page
    assert "Severity 5 of 10, moderate. Stretching helped." in page
    assert "Answered: yes, leg cramp twice." in page
    assert "Woke up 2 times." in page
    assert "7 of 10, severe" in page
    assert "Vitamin D3" in page
    assert "Add what is missing from this night" in page


def test_a_dose_goes_with_its_deleted_supplement(client, alice):
    regimen = row_of(Regimen, alice)
    row_of(Dose, alice, day=LAST_NIGHT, regimen=regimen)

    regimen.discard()

    assert "Vitamin D3" not in client.get(reverse("night", args=[LAST_NIGHT])).text


def test_how_an_entry_came_to_be_is_told(client, alice):
    episode = cramp(alice)
    episode.severity, episode.sites = 6, ["left-calf"]
    episode.save()
    episode.discard()

    page = client.get(reverse("night", args=[LAST_NIGHT])).content.decode()

    assert "Severity: not said → 6" in page
    assert "Sites: not said → left calf" in page
    assert "Cramp of 03:12" in page
    assert "Deleted" in page


def test_nothing_of_another_patient_is_on_a_night(client, alice, bob):
    cramp(bob, note="bob's own words")
    row_of(CheckIn, bob, night=LAST_NIGHT, answer="yes", note="bob's own words")

    page = client.get(reverse("night", args=[LAST_NIGHT])).content.decode()

    assert "bob" not in page
    assert "A quiet night" in page


def test_a_foreign_answer_is_never_opened_by_its_number(client, alice, bob):
    theirs = row_of(CheckIn, bob, night=LAST_NIGHT, answer="yes")

    send(client, page_of(), answer="quiet", record=str(theirs.pk))

    theirs.refresh_from_db()
    assert theirs.answer == "yes"
    assert answer_of(alice).answer == "quiet"


def test_each_saving_counts_the_diary_up(client, alice):
    send(client, page_of(), answer="quiet")
    client.post(score_page(), {"score": "3"})

    assert DiaryState.objects.get(patient=alice).revision == 2


def test_night_pages_make_a_bounded_number_of_queries(client, alice, django_assert_max_num_queries):
    for minute in range(30):
        cramp(alice, minute=minute)
        row_of(CheckIn, alice, night=dt.date(2026, 6, 1) + dt.timedelta(days=minute))
        row_of(
            DailyScore,
            alice,
            night=dt.date(2026, 6, 1) + dt.timedelta(days=minute),
            symptom=symptom("numbness"),
        )

    with django_assert_max_num_queries(14):
        client.get(reverse("night", args=[LAST_NIGHT]))
    with django_assert_max_num_queries(22):
        client.get(page_of())
    with django_assert_max_num_queries(45):
        client.post(page_of(), {"answer": "yes"})


def _hidden_of(html):
    class Page:
        content = html.encode()

    return hidden(Page)


def test_a_changed_entry_says_so_and_leads_to_what_it_said_before(client, alice):
    episode = cramp(alice, severity=3)
    fresh = client.get(reverse("episode-edit", args=[episode.pk])).content.decode()
    episode.severity = 6
    episode.save()

    changed = client.get(reverse("episode-edit", args=[episode.pk])).content.decode()
    page = client.get(reverse("night", args=[LAST_NIGHT])).content.decode()

    assert "Changed since it was entered" not in fresh
    assert "Changed since it was entered, last on 20 November 2026, 07:41." in changed
    assert f"/journal/night/{LAST_NIGHT}/#history" in changed
    assert 'id="history"' in page
    assert "Severity: 3 → 6" in page


def test_a_change_without_a_beginning_is_not_called_entered(client, alice):
    episode = cramp(alice)
    Episode.history.all().delete()
    episode.severity = 6
    episode.save()

    page = client.get(reverse("night", args=[LAST_NIGHT])).content.decode()

    assert "Changed; what it said before is not known" in page
    assert "Entered" not in page
