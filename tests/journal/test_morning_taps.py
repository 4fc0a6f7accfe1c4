"""What breakfast adds with a tap each: what was unusual the day before, and that a carer did the tapping."""

import datetime as dt

import pytest
from django.urls import reverse

from journal.models import CheckIn, DailyScore, Dose, Episode, Regimen
from tests.journal.posting import BREAKFAST, LAST_NIGHT
from tests.rows import row_of

HTMX = {"HTTP_HX_REQUEST": "true"}
BY_CARER = {"entered_by_carer": "on"}
NIGHT = reverse("night-answer", args=[LAST_NIGHT])

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breakfast")]


@pytest.fixture
def answer(alice):
    return row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes", counts={"leg-cramp": 2}, note="restless")


def day_before(client, *ticked, **more):
    return client.post(NIGHT, {"day_before": "1", "contributors": ticked} | more, **HTMX)


def test_the_chips_come_with_the_answer(client):
    card = client.post(NIGHT, {"tap": "1", "answer": "quiet"}, **HTMX).content.decode()

    assert "The day before, anything unusual?" in card
    assert "Drank little" in card
    assert "checked" not in card


def test_a_chip_is_saved_and_leaves_the_answer_alone(client, answer):
    line = day_before(client, "alcohol", "long-sitting", version=answer.version).content.decode()

    answer.refresh_from_db()
    assert "Saved 07:41" in line
    assert (answer.contributors, answer.answer) == (["alcohol", "long-sitting"], "yes")
    assert (answer.counts, answer.note) == ({"leg-cramp": 2}, "restless")


def test_the_page_goes_on_with_the_new_version(client, answer):
    """Undo takes back the chip, not the answer, and the next answer is not refused as stale."""
    line = day_before(client, "alcohol", version=answer.version).content.decode()

    answer.refresh_from_db()
    assert line.count(f'value="{answer.version}" hx-swap-oob="true"') == 2
    assert f'name="undo" value="{answer.version}"' in line


def test_a_chip_on_a_page_from_before_a_change_says_so(client, answer):
    day_before(client, "alcohol", version=answer.version)

    line = day_before(client, "heat", version=answer.version).content.decode()

    answer.refresh_from_db()
    assert "changed on another device" in line
    assert answer.contributors == ["alcohol"]


def test_a_chip_that_does_not_exist_is_refused(client, answer):
    line = day_before(client, "moonlight").content.decode()

    answer.refresh_from_db()
    assert "Please choose from the list." in line
    assert answer.contributors == []


def test_a_late_chip_does_not_make_an_answer_recalled(client, alice, answer, time_machine):
    time_machine.move_to(BREAKFAST + dt.timedelta(days=6), tick=False)

    day_before(client, "alcohol")

    answer.refresh_from_db()
    assert (answer.contributors, answer.recalled) == (["alcohol"], False)


def test_without_scripts_the_chips_are_a_form(client, answer):
    response = client.post(NIGHT, {"day_before": "1", "contributors": ["alcohol"], "next": "/today/"})

    answer.refresh_from_db()
    assert (response.url, answer.contributors) == ("/today/", ["alcohol"])


def test_what_must_be_asked_now_is_a_link_in_the_line(client, answer):
    line = day_before(client, "heat").content.decode()

    assert f"/journal/questions/checkin/{answer.pk}/" in line


def test_without_an_answer_there_is_nothing_to_add_to(client):
    assert day_before(client, "heat").status_code == 404


def test_after_several_cramps_the_morning_asks_how_many(client, alice):
    row_of(Episode, alice, at=dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC), is_several=True)

    card = client.post(NIGHT, {"tap": "1", "answer": "yes"}, **HTMX).content.decode()

    assert "How many cramps?" in card


# The carer's tick


def test_a_carers_taps_are_marked(client, alice):
    cramp = row_of(Episode, alice, at=dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC))
    regimen = row_of(Regimen, alice, started_on=LAST_NIGHT)
    score = reverse("score-answer", args=["burning-tingling", LAST_NIGHT])

    client.post(NIGHT, {"tap": "1", "answer": "quiet", "keep_both": "1"} | BY_CARER, **HTMX)
    client.post(reverse("episode-details", args=[cramp.pk]), {"severity": "5"} | BY_CARER, **HTMX)
    client.post(score, {"score": "4"} | BY_CARER, **HTMX)
    dose = {"day": LAST_NIGHT.isoformat(), "state": "taken"}
    client.post(reverse("dose-answer", args=[regimen.pk]), dose | BY_CARER, **HTMX)

    for model in (CheckIn, Episode, DailyScore, Dose):
        assert model.objects.of(alice).get().entered_by_carer, model


def test_the_patients_own_taps_are_not_marked_and_take_no_mark_back(client, alice):
    client.post(NIGHT, {"tap": "1", "answer": "quiet"}, **HTMX)
    assert not CheckIn.objects.of(alice).get().entered_by_carer

    day_before(client, "heat", **BY_CARER)
    day_before(client, "heat", "alcohol")
    assert CheckIn.objects.of(alice).get().entered_by_carer


@pytest.mark.parametrize("address", [reverse("today"), NIGHT, reverse("episode-new")])
def test_the_tick_is_on_the_morning_and_on_the_pages_of_an_entry(client, address):
    page = client.get(address).content.decode()

    assert 'name="entered_by_carer"' in page
    assert "Entered by a carer" in page
