"""The diary on paper: the sheet holds nothing of anybody's, and a week of it is typed in at once."""

import datetime as dt
import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from accounts.records import DiaryState
from journal import paper
from journal.models import CheckIn, DailyScore, Episode
from safety.models import ShownNotice
from tests.journal.posting import BREAKFAST, LAST_NIGHT, hidden
from tests.rows import row_of, symptom

SHEET, WEEK = reverse("paper"), reverse("paper-week")
DAY = dt.timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breakfast")]


@pytest.fixture
def grid(client):
    """What the browser holds of an opened grid, before anything is typed."""
    return opened(client)


def opened(client):
    return sent_with(client.get(WEEK))


def sent_with(response):
    """The hidden fields, the two columns of a new diary among them."""
    return hidden(response) | {"column": ["leg-cramp", "burning-tingling"]}


def typed(back, **fields):
    """Fields of the night that many before last, as the page names them."""
    night = LAST_NIGHT - back * DAY
    names = {"answer": f"n{night:%Y%m%d}-answer", "cramps": f"n{night:%Y%m%d}-count_leg-cramp"}
    names |= {name: f"n{night:%Y%m%d}-{name}" for name in ("keep_both", "many_is_right", "record", "version")}
    names |= {"burning": f"s{night:%Y%m%d}-burning-tingling-score"}
    return {names[name]: str(value) for name, value in fields.items()}


def answers(patient):
    return {(LAST_NIGHT - row.night).days: row for row in CheckIn.objects.of(patient)}


def page(response):
    return response.content.decode()


# The sheet


def test_the_sheet_has_a_fortnight_and_the_symptoms_of_this_patient(client, alice):
    row_of(DailyScore, alice, symptom=symptom("numbness"))
    row_of(Episode, alice, symptom=symptom("stabbing-pain"))

    sheet = page(client.get(SHEET))

    assert sheet.count('<th scope="row">') == 14
    assert "Fri 20" in sheet
    assert "to Fri 4 Dec" in sheet
    assert f"How many {symptom('stabbing-pain').plural}?" in sheet
    assert f"{symptom('numbness').name}, worst of the day" in sheet
    assert "How many cramps?" not in sheet


def test_nothing_of_the_diary_is_on_the_sheet(client, alice):
    row_of(CheckIn, alice, night=LAST_NIGHT, note="canary")

    main = (
        page(client.get(f"{SHEET}?from={LAST_NIGHT}"))
        .split('<section class="paper"')[1]
        .split("</section>")[0]
    )

    assert "canary" not in main
    assert alice.name not in main


@pytest.mark.parametrize("first", ["2026-12-28", "nonsense", "9999-99-99", ""])
def test_a_sheet_begins_where_it_is_wanted(client, first):
    sheet = page(client.get(SHEET, {"from": first}))

    assert sheet.count('<th scope="row">') == 14
    assert ("Mon 28" in sheet) == (first == "2026-12-28")


# A week of it


def test_a_week_is_typed_in(client, alice, grid):
    week = typed(6, cramps=0) | typed(5, cramps=2) | typed(4, answer="quiet") | typed(3, answer="unsure")
    week |= typed(2, answer="yes", cramps=1) | typed(1, burning=7) | typed(0, cramps=3, burning=0)

    response = client.post(WEEK, grid | week)

    assert response.url == f"{WEEK}?from={LAST_NIGHT - 6 * DAY}"
    stored = answers(alice)
    assert {back: (row.answer, row.counts.get("leg-cramp")) for back, row in stored.items()} == {
        6: ("quiet", None), 5: ("yes", 2), 4: ("quiet", None), 3: ("unsure", None), 2: ("yes", 1), 0: ("yes", 3)
    }  # fmt: skip
    assert {row.night: row.score for row in DailyScore.objects.of(alice)} == {
        LAST_NIGHT - DAY: 7,
        LAST_NIGHT: 0,
    }
    assert "Saved 6 nights and 2 scores." in page(client.get(response.url))


def test_what_is_more_than_three_days_old_is_recalled_and_says_so(client, alice, grid):
    response = client.post(WEEK, grid | typed(6, cramps=1, burning=2) | typed(0, cramps=1))

    assert {back: row.recalled for back, row in answers(alice).items()} == {6: True, 0: False}
    assert DailyScore.objects.of(alice).get().recalled
    assert "because it is more than 3 days later: 2." in page(client.get(response.url))


def test_an_empty_week_stores_nothing(client, alice, grid):
    revision = DiaryState.objects.filter(patient=alice).values_list("revision")

    response = client.post(WEEK, grid)

    assert not CheckIn.objects.ever_of(alice).exists()
    assert list(revision) in ([], [(0,)])
    assert "Nothing was changed." in page(client.get(response.url))


def test_the_same_week_sent_twice_is_stored_once(client, alice, grid):
    week = grid | typed(1, cramps=2, burning=3) | typed(0, answer="quiet")

    client.post(WEEK, week)
    client.post(WEEK, week)

    assert CheckIn.objects.ever_of(alice).count() == 2
    assert DailyScore.objects.ever_of(alice).count() == 1
    assert {row.version for row in CheckIn.objects.of(alice)} == {1}


def test_a_deleted_answer_is_not_revived_by_a_late_resend(client, alice, grid):
    week = grid | typed(0, answer="quiet")
    client.post(WEEK, week)
    CheckIn.objects.of(alice).get().discard()

    response = client.post(WEEK, week)

    assert "deleted meanwhile" in page(response)
    assert not CheckIn.objects.of(alice).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cramps": "many"}, "whole number from 0 to 99"),
        ({"cramps": "-1"}, "whole number from 0 to 99"),
        ({"burning": "11"}, "a number from 0 to 10"),
        ({"burning": "3.5"}, "a number from 0 to 10"),
        ({"answer": "maybe"}, "one of these three"),
        ({"answer": "quiet", "cramps": "2"}, "Was it a quiet night"),
        ({"answer": "unsure", "cramps": "2"}, "Which of the two is right?"),
        ({"cramps": "12"}, "12 cramps in one night?"),
    ],
)
def test_one_wrong_night_stores_nothing_and_keeps_everything_typed(client, alice, grid, wrong, sentence):
    response = client.post(WEEK, grid | typed(2, **wrong) | typed(0, cramps=4, burning=6))

    said = page(response)
    assert sentence in said
    assert "Nothing is saved yet." in said
    assert not CheckIn.objects.of(alice).exists()
    for name, value in (typed(2, **wrong) | typed(0, cramps=4, burning=6)).items():
        assert f'name="{name}"' in said
        assert value == "maybe" or f'value="{value}"' in said


def test_many_are_stored_once_confirmed(client, alice, grid):
    client.post(WEEK, grid | typed(0, cramps=12, many_is_right="on"))

    assert answers(alice)[0].counts == {"leg-cramp": 12}


def test_quiet_over_a_logged_cramp_is_asked_back(client, alice, grid):
    row_of(Episode, alice, at=dt.datetime(2026, 11, 20, 2, 12, tzinfo=dt.UTC))

    asked = page(client.post(WEEK, grid | typed(0, answer="quiet")))
    client.post(WEEK, grid | typed(0, answer="quiet", keep_both="on"))

    assert "You logged a cramp at 03:12. Keep both?" in asked
    assert "Logged: 03:12 cramp." in asked
    assert answers(alice)[0].answer == "quiet"


# What is there already


def test_an_existing_answer_is_shown_and_left_alone(client, alice):
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes", counts={"leg-cramp": 2, "muscle-twitching": 5})
    row_of(DailyScore, alice, night=LAST_NIGHT, score=8)
    row_of(Episode, alice, at=dt.datetime(2026, 10, 20, 2, 12, tzinfo=dt.UTC))
    shown = client.get(WEEK)

    client.post(WEEK, sent_with(shown) | typed(0, answer="yes", cramps=2, burning=8) | typed(1, cramps=0))

    assert "In the diary: yes, leg cramp twice and muscle twitching 5 times, burning" in page(shown)
    assert (answers(alice)[0].version, answers(alice)[1].answer) == (1, "quiet")
    assert DailyScore.objects.of(alice).get().version == 1


def test_an_existing_answer_that_was_shown_is_changed(client, alice):
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes", counts={"leg-cramp": 2, "muscle-twitching": 5})
    week = opened(client) | typed(0, answer="yes", cramps=3)

    client.post(WEEK, week)
    client.post(WEEK, week)

    assert answers(alice)[0].counts == {"leg-cramp": 3, "muscle-twitching": 5}
    assert answers(alice)[0].version == 2


def test_an_answer_that_came_meanwhile_is_shown_before_it_is_overwritten(client, alice, grid):
    row_of(CheckIn, alice, night=LAST_NIGHT, answer="unsure")
    row_of(DailyScore, alice, night=LAST_NIGHT, score=8)
    mine = typed(0, cramps=2, burning=1)

    refused = client.post(WEEK, grid | mine)
    assert "You have already answered for this night." in page(refused)
    assert "In the diary: I don’t remember, burning or tingling 8 of 10." in page(refused)
    assert (answers(alice)[0].answer, DailyScore.objects.of(alice).get().score) == ("unsure", 8)

    client.post(WEEK, sent_with(refused) | mine)
    assert (answers(alice)[0].answer, answers(alice)[0].counts) == ("yes", {"leg-cramp": 2})
    assert DailyScore.objects.of(alice).get().score == 1


@pytest.mark.parametrize("there", [True, False])
def test_an_answer_that_nobody_typed_here_is_never_put_back(client, alice, there):
    """Another device spoke while the grid was open: the line as it was shown is not a word on that night."""
    shown = typed(0)
    row_of(Episode, alice, at=dt.datetime(2026, 10, 20, 2, 12, tzinfo=dt.UTC))
    if there:
        row_of(CheckIn, alice, night=LAST_NIGHT, answer="yes", counts={"leg-cramp": 2})
        row_of(DailyScore, alice, night=LAST_NIGHT, score=8)
        shown = typed(0, answer="yes", cramps=2, burning=8)
    opened_before = opened(client)
    CheckIn.objects.update_or_create(
        patient=alice, night=LAST_NIGHT, defaults={"answer": "unsure", "counts": {}, "answered_at": BREAKFAST}
    )
    DailyScore.objects.update_or_create(
        patient=alice, night=LAST_NIGHT, symptom=symptom("burning-tingling"),
        defaults={"score": 1, "answered_at": BREAKFAST},
    )  # fmt: skip

    refused = client.post(WEEK, opened_before | shown | typed(1, cramps="many"))
    again = sent_with(refused) | typed(0, answer="unsure", burning=1) | typed(1, cramps=3)
    for _ in range(2):
        client.post(WEEK, opened_before | shown | typed(1, cramps=3))
    client.post(WEEK, again)

    assert page(refused).count("field-errors") == 1
    assert (answers(alice)[0].answer, DailyScore.objects.of(alice).get().score) == ("unsure", 1)
    assert answers(alice)[1].counts == {"leg-cramp": 3}


def test_what_was_typed_into_a_column_is_kept_when_the_columns_of_a_new_page_differ(client, alice, grid):
    row_of(DailyScore, alice, symptom=symptom("fatigue"), night=LAST_NIGHT)

    client.post(WEEK, grid | typed(0, cramps=2, burning=1))

    assert answers(alice)[0].counts == {"leg-cramp": 2}
    assert DailyScore.objects.of(alice).get(symptom=symptom("burning-tingling")).score == 1


def test_a_score_is_not_emptied_here(client, alice):
    row_of(DailyScore, alice, night=LAST_NIGHT, score=8)

    response = client.post(WEEK, opened(client) | typed(0, burning=""))

    assert "a number from 0 to 10" in page(response)
    assert DailyScore.objects.of(alice).get().score == 8


# Undo


def undo_address(response):
    return unescape(re.search(r'action="([^"]*undo=[^"]*)"', page(response))[1])


def test_a_week_is_undone_with_one_press(client, alice):
    kept = row_of(CheckIn, alice, night=LAST_NIGHT, answer="unsure")
    response = client.post(WEEK, opened(client) | typed(1, cramps=2, burning=3) | typed(0, answer="quiet"))

    client.post(undo_address(client.get(response.url)))

    assert {back: row.answer for back, row in answers(alice).items()} == {0: "unsure"}
    assert answers(alice)[0].pk == kept.pk
    assert not DailyScore.objects.of(alice).exists()


def test_undo_twice_is_once_and_spares_what_was_changed_since(client, alice, grid):
    response = client.post(WEEK, grid | typed(1, cramps=2) | typed(0, cramps=1))
    address = undo_address(client.get(response.url))
    later = answers(alice)[1]
    later.note = "and a note"
    later.save()

    client.post(address)
    client.post(address)

    assert {back: row.note for back, row in answers(alice).items()} == {1: "and a note"}


@pytest.mark.parametrize("undo", ["", "n1", "x1v1", "n99999999999999999v1", "n1v1.n1v1"])
def test_nobody_undoes_anothers_week(client, bob, undo):
    theirs = row_of(CheckIn, bob, night=LAST_NIGHT)

    response = client.post(f"{WEEK}?from=nonsense&undo={undo}.n{theirs.pk}v1")

    theirs.refresh_from_db()
    assert response.status_code == 302
    assert (theirs.version, theirs.deleted_at) == (1, None)


# Around it


def test_earlier_weeks_are_paged_and_no_night_to_come_is_asked(client):
    earlier = page(client.get(f"{WEEK}?from=2026-11-06"))
    ahead = page(client.get(f"{WEEK}?from=2027-01-01"))

    assert earlier.count("paper-night") == 7
    assert "?from=2026-11-13" in earlier
    assert ahead.count("paper-night") == 1
    assert "Thu 19" in ahead


@pytest.mark.parametrize("first", ["nonsense", "1900-01-01", "2199-12-31", "0001-01-01", ""])
def test_a_strange_week_is_still_a_page(client, first):
    assert client.get(WEEK, {"from": first}).status_code == 200
    assert client.post(f"{WEEK}?from={first}", {}).status_code in (200, 302)


def test_a_carers_week_is_marked(client, alice, grid):
    client.post(WEEK, grid | typed(1, cramps=1, burning=2) | {"entered_by_carer": "on"})

    assert CheckIn.objects.of(alice).get().entered_by_carer
    assert DailyScore.objects.of(alice).get().entered_by_carer


def test_what_must_be_read_comes_first(client, alice, grid, monkeypatch):
    notices = ShownNotice.objects
    monkeypatch.setattr("journal.views.leading_on.unread_about", lambda entry: notices.of(entry.patient))
    ShownNotice.objects.create(
        patient=alice, notice="x", notice_version=1, urgency="same_day", title="t", advice="a", short="s",
        entry_kind="checkin", entry_id=1, about_on=LAST_NIGHT,
    )  # fmt: skip

    response = client.post(WEEK, grid | typed(0, cramps=1))

    assert response.url.startswith(reverse("notices"))


def test_nobody_types_into_anothers_diary(client, alice, bob, grid):
    theirs = row_of(CheckIn, bob, night=LAST_NIGHT, answer="quiet", client_id=uuid.uuid4())

    client.post(WEEK, grid | typed(0, cramps=2, record=theirs.pk, version=1))

    theirs.refresh_from_db()
    assert (theirs.answer, theirs.version) == ("quiet", 1)
    assert answers(alice)[0].counts == {"leg-cramp": 2}


def test_a_race_leaves_all_or_nothing(client, alice, grid, monkeypatch):
    """The last line collides with an answer that came between the check and the saving."""
    real = paper.store

    def store(form):
        if form.instance.night == LAST_NIGHT and not CheckIn.objects.of(alice).filter(night=LAST_NIGHT):
            row_of(CheckIn, alice, night=LAST_NIGHT, answer="unsure")
        return real(form)

    monkeypatch.setattr(paper, "store", store)

    response = client.post(WEEK, grid | typed(1, cramps=1) | typed(0, cramps=2))

    assert response.status_code == 200
    assert "You have already answered for this night." in page(response)
    assert 1 not in answers(alice)
