"""Background, the weekly question, impressions and appointments, through the pages."""

import datetime as dt

import pytest
from django.utils import timezone

from journal.choices import CHANGES, CONDITIONS, EXAMINATIONS, HIGH_DOSE_CAUTIONS, MEDICINE_CLASSES
from journal.models import (
    Appointment,
    Change,
    Condition,
    Examination,
    Impression,
    Medicine,
    Regimen,
    WeekAnswer,
)
from journal.weeks import week_of, week_question
from tests.rows import row_of, symptom

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)
ID = "11111111-1111-4111-8111-111111111111"
HTMX = {"HX-Request": "true"}
GOOD = {
    "medicine": {"name": "Omeprazole", "dose": "20 mg", "kind": "ppi", "started_on": "2026-09-28"},
    "change": {"kind": "stretching", "what": "Calf stretching", "started_on": "2026-10-01"},
    "examination": {"kind": "emg", "done_on": "2026-10-05", "note": "Slower than usual."},
}
MODELS = {"medicine": Medicine, "change": Change, "examination": Examination, "condition": Condition}


@pytest.fixture(autouse=True)
def signed_in(client, alice, content):
    client.force_login(alice)


# Adding, changing, deleting


@pytest.mark.parametrize("noun", GOOD)
def test_adding_changing_deleting_and_undo(client, alice, noun):
    model = MODELS[noun]
    page = client.post(f"/background/{noun}/new/", GOOD[noun] | {"client_id": ID}, follow=True)
    row = model.objects.of(alice).get()
    assert str(row) in page.content.decode()

    client.post(f"/background/{noun}/{row.pk}/", GOOD[noun] | {"note": "changed", "version": row.version})
    assert model.objects.of(alice).get().note == "changed"

    page = client.post(f"/background/{noun}/{row.pk}/delete/", follow=True).content.decode()
    assert not model.objects.of(alice).exists()
    assert f"/journal/restore/{noun}/{row.pk}/" in page

    client.post(f"/journal/restore/{noun}/{row.pk}/")
    assert model.objects.of(alice).get() == row


@pytest.mark.parametrize("noun", GOOD)
def test_sending_twice_stores_once(client, alice, noun):
    for _ in range(2):
        assert client.post(f"/background/{noun}/new/", GOOD[noun] | {"client_id": ID}).status_code == 302

    assert MODELS[noun].objects.ever_of(alice).count() == 1


@pytest.mark.parametrize(
    ("noun", "over", "sentence"),
    [
        ("medicine", {"name": ""}, "Please give the name on the box."),
        ("medicine", {"name": "x" * 200}, "at most 120 characters"),
        ("medicine", {"name": "nul \x00"}, "cannot be stored"),
        ("medicine", {"kind": "magic"}, "Select a valid choice"),
        ("medicine", {"stopped_on": "2026-09-01"}, "The end lies before the start."),
        ("medicine", {"started_on": "1950-01-01"}, "before the date of birth"),
        ("medicine", {"started_on": "2099-01-01"}, "more than a year away"),
        ("medicine", {"started_on": "last spring"}, "Please give a day, like"),
        ("medicine", {"note": "x" * 20_000}, "at most 4000 characters"),
        ("change", {"kind": ""}, "Please choose one."),
        ("change", {"what": ""}, "Please say in a few words what changed."),
        ("change", {"started_on": ""}, "Please give the day."),
        ("change", {"ended_on": "2026-09-01"}, "The end lies before the start."),
        ("examination", {"kind": ""}, "Please choose one."),
        ("examination", {"done_on": ""}, "Please give the day."),
        ("examination", {"done_on": "2099-01-01"}, "lies in the future"),
        ("examination", {"note": "x" * 20_000}, "at most 4000 characters"),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_the_words(client, noun, over, sentence):
    answer = client.post(f"/background/{noun}/new/", GOOD[noun] | {"note": "kept words"} | over)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert sentence in page
    assert "kept words" in page or "note" in over
    assert not MODELS[noun].objects.exists()


def test_a_stale_edit_keeps_what_was_typed(client, alice):
    medicine = row_of(Medicine, alice)
    stale = medicine.version
    Medicine.objects.get(pk=medicine.pk).save()

    page = client.post(
        f"/background/medicine/{medicine.pk}/", {"name": "Typed here", "version": stale}
    ).content.decode()

    assert "changed on another device" in page
    assert 'value="Typed here"' in page
    assert Medicine.objects.of(alice).get().name == "Omeprazole"


@pytest.mark.parametrize("noun", MODELS)
def test_another_patients_rows_are_not_found(client, alice, bob, noun):
    row = row_of(MODELS[noun], alice)
    client.force_login(bob)

    assert client.get(f"/background/{noun}/{row.pk}/").status_code == 404
    assert client.post(f"/background/{noun}/{row.pk}/", {}).status_code == 404
    assert client.post(f"/background/{noun}/{row.pk}/delete/").status_code == 404
    assert client.post(f"/journal/restore/{noun}/{row.pk}/").status_code == 404
    assert MODELS[noun].objects.of(alice).exists()


@pytest.mark.parametrize("kind", ["user", "substance", "nonsense", "historicalmedicine"])
def test_only_diary_rows_can_be_brought_back(client, kind):
    assert client.post(f"/journal/restore/{kind}/1/").status_code == 404


def test_the_page_names_everything(client, alice):
    row_of(Medicine, alice)
    row_of(Medicine, alice, name="Quinine", stopped_on=TODAY() - DAY)
    row_of(Change, alice)
    row_of(Examination, alice)
    row_of(Appointment, alice, question="Is it the statin?")

    page = client.get("/background/").content.decode()

    for words in (
        "Omeprazole",
        "Taken before (1)",
        "Quinine",
        "evening walks",
        "MRI scan",
        "Is it the statin?",
    ):
        assert words in page


def test_the_page_makes_a_bounded_number_of_queries(client, alice, django_assert_max_num_queries):
    for model in (Medicine, Change, Examination, Appointment):
        for _ in range(5):
            row_of(model, alice)

    with django_assert_max_num_queries(12):
        client.get("/background/")


def test_something_else_opens_the_form_at_that_kind(client):
    page = client.get("/background/change/new/?kind=other").content.decode()

    assert 'value="other" id="id_kind_' in page
    assert page.count(" checked") == 1


# Conditions


def say(client, kind, answer, **headers):
    return client.post(f"/background/conditions/{kind}/", {"answer": answer}, headers=headers)


def test_every_condition_is_offered_and_none_is_said(client):
    page = client.get("/background/").content.decode()

    assert all(f'id="condition-{kind}"' in page for kind in CONDITIONS)
    assert 'aria-pressed="true"' not in page


def test_yes_no_and_not_said(client, alice):
    say(client, "diabetes", "yes")
    assert Condition.objects.of(alice).get().has_it

    say(client, "diabetes", "no")
    assert not Condition.objects.of(alice).get().has_it

    say(client, "diabetes", "unsaid")
    assert not Condition.objects.of(alice).exists()


def test_the_same_answer_twice_is_one_row(client, alice):
    say(client, "diabetes", "yes")
    say(client, "diabetes", "yes")

    assert Condition.objects.ever_of(alice).count() == 1


def test_only_the_row_comes_back(client):
    row = say(client, "diabetes", "yes", **HTMX).content.decode()

    assert row.count("<li") == 1
    assert 'aria-pressed="true"' in row
    assert "Add since when" in row


@pytest.mark.parametrize("answer", ["", "perhaps", "True"])
def test_nonsense_is_not_an_answer(client, alice, answer):
    say(client, "diabetes", answer)

    assert not Condition.objects.of(alice).exists()


def test_an_unknown_condition_is_not_found(client):
    assert say(client, "unicorn-fever", "yes").status_code == 404


def test_details_of_a_condition(client, alice):
    condition = row_of(Condition, alice)

    page = client.post(
        f"/background/condition/{condition.pk}/", {"since": "2020-05-01", "until": "2019-05-01"}
    ).content.decode()
    assert "The end lies before the start." in page

    client.post(f"/background/condition/{condition.pk}/", {"since": "2020-05-01"})
    assert Condition.objects.of(alice).get().since == dt.date(2020, 5, 1)


def test_a_deleted_answer_does_not_come_back_over_a_new_one(client, alice):
    old = row_of(Condition, alice)
    old.discard()
    say(client, "diabetes", "no")

    page = client.post(f"/journal/restore/condition/{old.pk}/", follow=True).content.decode()

    assert "Nothing was brought back" in page
    assert Condition.objects.of(alice).get().has_it is False


# Anything else new this week?


def tap(client, kind, **headers):
    return client.post("/background/week/", {"kind": kind}, headers=headers)


def test_one_tap_notes_a_change_from_today_and_the_week(client, alice):
    tap(client, "travel")

    change = Change.objects.of(alice).get()
    assert (change.kind, change.what, change.started_on) == ("travel", "Travel", TODAY())
    assert WeekAnswer.objects.of(alice).get().anything_new


def test_nothing_else_is_an_answer_too(client, alice):
    assert week_question(alice, TODAY()).is_due

    piece = tap(client, "nothing", **HTMX).content.decode()

    assert "Nothing else new this week." in piece
    assert not week_question(alice, TODAY()).is_due
    assert not Change.objects.of(alice).exists()


def test_it_is_due_again_next_week(client, alice):
    tap(client, "nothing")

    assert week_question(alice, week_of(TODAY()) + 7 * DAY).is_due


def test_undo_takes_the_change_and_the_week_back(client, alice):
    tap(client, "illness")
    change = Change.objects.of(alice).get()

    client.post("/background/week/undo/", {"change": change.pk}, headers=HTMX)

    assert not Change.objects.of(alice).exists()
    assert week_question(alice, TODAY()).is_due


def test_undo_of_one_of_two_keeps_the_week(client, alice):
    tap(client, "illness")
    tap(client, "travel")

    client.post("/background/week/undo/", {"change": Change.objects.of(alice).get(kind="illness").pk})

    assert [change.kind for change in Change.objects.of(alice)] == ["travel"]
    assert not week_question(alice, TODAY()).is_due


def test_a_double_tap_is_one_change(client, alice):
    for _ in range(2):
        client.post("/background/week/", {"kind": "travel", "client_id": ID})

    assert Change.objects.ever_of(alice).count() == 1


@pytest.mark.parametrize("kind", ["", "unicorn", "nul\x00"])
def test_an_unknown_kind_notes_nothing(client, alice, kind):
    assert tap(client, kind).status_code == 302
    assert not Change.objects.of(alice).exists()
    assert not WeekAnswer.objects.of(alice).exists()


@pytest.mark.parametrize("change", ["9" * 30, "²", "-1", "x"])
def test_an_undo_of_nonsense_undoes_nothing(client, alice, change):
    tap(client, "travel")

    assert client.post("/background/week/undo/", {"change": change}).status_code in (302, 404)
    assert Change.objects.of(alice).exists()


@pytest.mark.parametrize("path", ["/supplements/{}/", "/background/medicine/{}/", "/appointments/{}/"])
def test_a_number_too_long_for_the_database_is_not_found(client, path):
    assert client.get(path.format("9" * 30)).status_code == 404


def test_the_undo_finds_only_ones_own(client, alice, bob):
    change = row_of(Change, alice)
    client.force_login(bob)

    assert client.post("/background/week/undo/", {"change": change.pk}).status_code == 404


# Impressions


@pytest.fixture
def regimen(alice):
    return row_of(Regimen, alice, started_on=TODAY() - 30 * DAY, main_symptom=symptom())


def test_seven_points_and_nothing_chosen(client, regimen):
    page = client.get(f"/supplements/{regimen.pk}/impression/").content.decode()

    assert page.count('name="change"') == 7
    assert " checked" not in page
    assert page.index("Very much improved") < page.index("No change") < page.index("Very much worse")


def test_an_impression_is_stored_with_undo(client, alice, regimen):
    page = client.post(
        f"/supplements/{regimen.pk}/impression/", {"change": "2"}, follow=True
    ).content.decode()

    impression = Impression.objects.of(alice).get()
    assert (impression.change, impression.given_on, impression.regimen) == (2, TODAY(), regimen)
    assert f"/impressions/{impression.pk}/delete/" in page

    client.post(f"/impressions/{impression.pk}/delete/")
    assert not Impression.objects.of(alice).exists()


def test_a_second_answer_on_a_day_replaces_the_first(client, alice, regimen):
    for change in ("2", "4"):
        client.post(f"/supplements/{regimen.pk}/impression/", {"change": change})

    assert [one.change for one in Impression.objects.of(alice)] == [4]


@pytest.mark.parametrize("change", ["", "0", "8", "better"])
def test_an_impression_outside_the_scale(client, alice, regimen, change):
    answer = client.post(f"/supplements/{regimen.pk}/impression/", {"change": change, "x": "y"})

    assert answer.status_code == 200
    assert "Please choose the one that fits best." in answer.content.decode()
    assert not Impression.objects.of(alice).exists()


def test_no_impression_before_the_start_or_of_somebody_else(client, alice, bob, regimen):
    later = row_of(Regimen, alice, started_on=TODAY() + DAY)
    assert client.get(f"/supplements/{later.pk}/impression/").status_code == 404

    impression = row_of(Impression, alice, regimen=regimen)
    client.force_login(bob)
    assert client.get(f"/supplements/{regimen.pk}/impression/").status_code == 404
    assert client.post(f"/impressions/{impression.pk}/delete/").status_code == 404


# Appointments


def visit(**over):
    return {"at_0": "2026-12-03T09:30", "with_whom": "Dr Chen", "question": "Through the winter?"} | over


def test_an_appointment_in_the_patients_own_time(client, alice):
    client.post("/appointments/new/", visit())

    stored = Appointment.objects.of(alice).get()
    assert stored.at == dt.datetime(2026, 12, 3, 8, 30, tzinfo=dt.UTC)
    page = client.get("/appointments/").content.decode()
    assert "3 December, 09:30" in page
    assert "Through the winter?" in page


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"at_0": ""}, "Please give the day and the time."),
        ({"at_0": "soon"}, "Please give a date and a time"),
        ({"at_0": "2099-01-01T10:00"}, "more than five years away"),
        ({"at_0": "1901-01-01T10:00"}, "before the date of birth"),
        ({"at_0": "9999-12-31T23:59"}, "more than five years away"),
        ({"question": "x" * 20_000}, "at most 1000 characters"),
        ({"with_whom": "nul \x00"}, "cannot be stored"),
    ],
)
def test_an_appointment_that_cannot_be(client, alice, over, sentence):
    answer = client.post("/appointments/new/", visit(**over))

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "Dr Chen" in answer.content.decode() or "with_whom" in over
    assert not Appointment.objects.of(alice).exists()


def test_changing_deleting_and_undo_of_an_appointment(client, alice):
    client.post("/appointments/new/", visit())
    stored = Appointment.objects.of(alice).get()

    client.post(f"/appointments/{stored.pk}/", visit(with_whom="Dr Diaz"))
    assert Appointment.objects.of(alice).get().with_whom == "Dr Diaz"

    client.post(f"/appointments/{stored.pk}/delete/")
    assert not Appointment.objects.of(alice).exists()

    client.post(f"/journal/restore/appointment/{stored.pk}/")
    assert Appointment.objects.of(alice).exists()


def test_an_appointment_without_any_ahead_says_what_to_do(client):
    assert "Note the next one with the question" in client.get("/appointments/").content.decode()


def test_another_patients_appointment_is_not_found(client, alice, bob):
    stored = row_of(Appointment, alice)
    client.force_login(bob)

    assert client.get(f"/appointments/{stored.pk}/").status_code == 404
    assert client.post(f"/appointments/{stored.pk}/delete/").status_code == 404


# Words


def test_cautions_are_about_known_conditions_and_medicines():
    assert set(HIGH_DOSE_CAUTIONS) <= set(CONDITIONS) | set(MEDICINE_CLASSES)


def test_the_words_of_the_domain_are_there():
    assert {"nerve-conduction", "emg", "mri", "ct"} <= set(EXAMINATIONS)
    assert {"sunlight", "diet"} <= set(CHANGES)
