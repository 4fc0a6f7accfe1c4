"""Doses: taken, skipped or unknown, in one tap; corrected later; checked against the plan."""

import datetime as dt

import pytest
from django.utils import timezone

from journal.answers import put_answer
from journal.models import Dose, Ingredient, Phase, Regimen, Supplement
from tests.rows import row_of

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)
ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(autouse=True)
def signed_in(client, alice, content):
    client.force_login(alice)


@pytest.fixture
def regimen(alice):
    return daily(alice)


def daily(patient, since=10, frequency="daily", **fields):
    product = row_of(Supplement, patient, name="Vitamin D3")
    row_of(Ingredient, patient, supplement=product)
    start = TODAY() - since * DAY
    regimen = row_of(Regimen, patient, supplement=product, started_on=start, **fields)
    row_of(Phase, patient, regimen=regimen, starts_on=start, frequency=frequency)
    return regimen


def answer(client, regimen, state, day=None, **more):
    day = TODAY() if day is None else day
    posted = {"day": day if isinstance(day, str) else day.isoformat(), "state": state}
    headers = {"HX-Request": "true"} if more.pop("htmx", False) else {}
    return client.post(f"/supplements/{regimen.pk}/dose/", posted | more, headers=headers)


def states(patient):
    return dict(Dose.objects.of(patient).values_list("day", "state"))


def test_the_page_asks_about_today_and_prefers_no_answer(client, regimen):
    page = client.get("/supplements/").content.decode()

    assert "Taken today" in page
    assert "Skipped" in page
    assert 'aria-pressed="true"' not in page
    assert "No dose is answered yet." in page


def test_one_tap_answers_today(client, alice, regimen):
    answer(client, regimen, "taken")

    assert states(alice) == {TODAY(): "taken"}
    page = client.get("/supplements/").content.decode()
    assert "1 taken of 1 answered." in page
    assert "10 doses have no answer." in page


def test_the_last_tap_counts_and_there_is_one_row(client, alice, regimen):
    for state in ("taken", "skipped", "skipped"):
        answer(client, regimen, state)

    assert states(alice) == {TODAY(): "skipped"}
    assert Dose.objects.ever_of(alice).count() == 1


def test_undo_makes_it_unknown_again(client, alice, regimen):
    answer(client, regimen, "skipped")
    answer(client, regimen, "unknown")

    assert states(alice) == {}
    assert "No dose is answered yet." in client.get("/supplements/").content.decode()


def test_undoing_what_was_never_answered_does_nothing(client, alice, regimen):
    assert answer(client, regimen, "unknown").status_code == 302
    assert not Dose.objects.ever_of(alice).exists()


def test_a_double_tap_is_one_dose(client, alice, regimen):
    answer(client, regimen, "taken", client_id=ID)
    answer(client, regimen, "taken", client_id=ID)

    assert Dose.objects.ever_of(alice).count() == 1


def test_a_late_resend_does_not_revive_what_was_taken_back(client, alice, regimen):
    answer(client, regimen, "taken", client_id=ID)
    answer(client, regimen, "unknown")
    answer(client, regimen, "taken", client_id=ID)

    assert states(alice) == {}


def test_two_taps_at_the_same_moment_leave_one_answer(alice, regimen, monkeypatch):
    about = {"regimen": regimen, "day": TODAY()}
    slow = Dose.objects.of
    calls = []

    def of(patient):
        # The first look finds nothing, and then the other tap is stored.
        rows = slow(patient)
        if not calls:
            calls.append("first")
            Dose.objects.create(patient=patient, **about, state="taken")
            return rows.none()
        return rows

    monkeypatch.setattr(Dose.objects, "of", of)

    stored = put_answer(Dose, alice, about, state="skipped")

    assert stored.state == "skipped"
    assert Dose.objects.filter(patient=alice).count() == 1


def test_the_piece_comes_back_alone(client, regimen):
    piece = answer(client, regimen, "taken", htmx=True).content.decode()

    assert "<html" not in piece
    assert "Saved: taken." in piece
    assert piece.count('aria-pressed="true"') == 1
    assert 'hx-swap-oob="true"' in piece
    assert "1 taken of 1 answered." in piece


def test_the_morning_cards_piece_keeps_its_heading(client, regimen):
    piece = answer(client, regimen, "taken", htmx=True, heading="yes").content.decode()

    assert "Today’s vitamin D3" in piece
    assert "1,000 IU (25 mcg), daily" in piece


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (1, "lies in the future"),
        (-11, "before the first dose"),
        ("", "Please give the day"),
        ("yesterday", "Please give a day"),
        ("0001-01-01", "too far back"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_day_that_cannot_be_answered(client, alice, regimen, day, sentence, htmx):
    day = TODAY() + day * DAY if isinstance(day, int) else day

    reply = answer(client, regimen, "taken", day, htmx=htmx)
    page = reply if htmx else client.get(reply.url)

    assert sentence in page.content.decode()
    assert states(alice) == {}


def test_a_day_after_the_last_dose_is_refused(client, alice, regimen):
    Regimen.objects.of(alice).update(ended_on=TODAY() - 2 * DAY)

    assert "after the last dose" in answer(client, regimen, "taken", htmx=True).content.decode()


@pytest.mark.parametrize("state", ["", "maybe", "TAKEN"])
def test_a_state_that_does_not_exist(client, alice, regimen, state):
    assert answer(client, regimen, state, htmx=True).status_code == 200
    assert states(alice) == {}


def test_the_button_leads_back_only_to_our_own_pages(client, regimen):
    posted = {"day": TODAY().isoformat(), "state": "taken", "next": "https://evil.example/"}

    reply = client.post(f"/supplements/{regimen.pk}/dose/", posted)

    assert reply.url == "/supplements/"


def test_a_weekly_dose_asks_while_it_still_counts(client, alice):
    daily(alice, since=8, frequency="weekly")
    yesterday = TODAY() - DAY

    page = client.get("/supplements/").content.decode()

    assert f"{yesterday:%A} {yesterday.day} {yesterday:%B}: 1,000 IU" in page
    assert "Taken today" not in page


def test_an_answered_weekly_dose_says_when_the_next_one_is(client, alice):
    regimen = daily(alice, since=8, frequency="weekly")
    answer(client, regimen, "taken", TODAY() - DAY)
    next_on = TODAY() + 6 * DAY

    page = client.get("/supplements/").content.decode()

    assert f"{next_on:%A} {next_on.day} {next_on:%B}" in page
    assert "Taken today" not in page


# Earlier days


def test_earlier_days_are_listed_latest_first(client, regimen):
    days = [question.day for question in client.get(f"/supplements/{regimen.pk}/doses/").context["questions"]]

    assert days == [TODAY() - n * DAY for n in range(11)]


def test_earlier_days_are_answered_in_place(client, alice, regimen):
    piece = answer(client, regimen, "skipped", TODAY() - 3 * DAY, htmx=True, look="day").content.decode()

    assert piece.strip().startswith("<li")
    assert states(alice) == {TODAY() - 3 * DAY: "skipped"}


def test_a_dose_on_a_day_without_a_plan(client, alice):
    regimen = daily(alice, since=8, frequency="weekly")
    day = TODAY() - 4 * DAY

    client.post(f"/supplements/{regimen.pk}/doses/", {"day": day.isoformat(), "state": "taken"})

    assert states(alice) == {day: "taken"}
    assert day in [q.day for q in client.get(f"/supplements/{regimen.pk}/doses/").context["questions"]]


def test_another_day_keeps_what_was_typed_when_it_is_refused(client, alice, regimen):
    tomorrow = (TODAY() + DAY).isoformat()

    page = client.post(
        f"/supplements/{regimen.pk}/doses/", {"day": tomorrow, "state": "taken"}
    ).content.decode()

    assert "lies in the future" in page
    assert f'value="{tomorrow}"' in page
    assert states(alice) == {}


@pytest.mark.parametrize("until", ["nonsense", "2026-99-99", "9999-12-31", "0001-01-01"])
def test_nonsense_in_the_address_shows_a_page(client, regimen, until):
    assert client.get(f"/supplements/{regimen.pk}/doses/?until={until}").status_code == 200


def test_five_weeks_a_page(client, alice):
    regimen = daily(alice, since=50)

    newest = client.get(f"/supplements/{regimen.pk}/doses/").context
    older = client.get(f"/supplements/{regimen.pk}/doses/?until={newest['earlier']}").context

    assert (len(newest["questions"]), len(older["questions"])) == (35, 16)
    assert older["earlier"] is None


# What does not fit


def test_a_weekly_capsule_taken_daily_is_noted(client, alice):
    regimen = daily(alice, since=14, frequency="weekly")
    for ago in (14, 13, 12):
        row_of(Dose, alice, regimen=regimen, day=TODAY() - ago * DAY)

    page = client.get("/supplements/").content.decode()

    assert "More doses than the plan has" in page
    assert "ask your doctor or pharmacist" in page


def test_doses_past_the_end_of_a_course_are_noted(client, alice):
    regimen = daily(alice, since=20)
    Phase.objects.of(alice).update(ends_on=TODAY() - 10 * DAY)
    row_of(Dose, alice, regimen=regimen, day=TODAY() - 2 * DAY)

    page = client.get("/supplements/").content.decode()

    assert "Doses after the plan ended" in page
    assert "The plan has ended" in page


def test_another_patient_answers_nothing_of_alices(client, alice, bob, regimen):
    client.force_login(bob)

    assert answer(client, regimen, "taken").status_code == 404
    assert not Dose.objects.exists()
