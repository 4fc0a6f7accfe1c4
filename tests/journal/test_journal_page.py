import datetime as dt

import pytest
from django.urls import reverse

from journal.models import CheckIn, DailyScore, Episode, Regimen
from tests.journal.posting import BREAKFAST, LAST_NIGHT
from tests.rows import row_of, symptom

JOURNAL = "/journal/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breakfast")]


def night(back):
    """The night so many nights before this morning; 1 is the last."""
    return LAST_NIGHT - dt.timedelta(days=back - 1)


def cramp(patient, back, clock="03:12", **fields):
    hour, minute = map(int, clock.split(":"))
    morning = night(back) + dt.timedelta(days=1)
    at = dt.datetime(morning.year, morning.month, morning.day, hour, minute, tzinfo=patient.zone)
    return row_of(Episode, patient, at=at, **fields)


def answer(patient, back, said, **fields):
    return row_of(CheckIn, patient, night=night(back), answer=said, **fields)


def cell(page, day):
    """What a screen reader says of one night."""
    start = page.index(f"{day:%a} {day.day} {day:%B}, ")
    return page[start : page.index("</span>", start)]


def read(client, **wish):
    return client.get(JOURNAL, wish).content.decode()


def plain(page):
    return " ".join(page.split())


def test_each_night_says_what_it_was(client, alice):
    cramp(alice, 1, severity=5)
    cramp(alice, 2, severity=2)
    cramp(alice, 2, "04:10", severity=8)
    cramp(alice, 3)
    answer(alice, 4, "quiet")
    answer(alice, 5, "unsure")
    answer(alice, 6, "yes", counts={"leg-cramp": 3})
    answer(alice, 8, "quiet", recalled=True)

    page = read(client)

    assert cell(page, night(1)) == "Thu 19 November, 1 cramp, moderate"
    assert cell(page, night(2)) == "Wed 18 November, 2 cramps, severe"
    assert cell(page, night(3)) == "Tue 17 November, 1 cramp, not rated"
    assert cell(page, night(4)) == "Mon 16 November, quiet"
    assert cell(page, night(5)) == "Sun 15 November, you do not remember"
    assert cell(page, night(6)) == "Sat 14 November, 3 cramps, not rated"
    assert cell(page, night(7)) == "Fri 13 November, no answer"
    assert cell(page, night(8)) == "Thu 12 November, quiet, answered more than 3 days later"
    assert cell(page, night(0)) == "Fri 20 November, still to come"
    assert "×2" in page
    assert "×3" in page


def test_the_sentence_names_its_denominators(client, alice):
    for back in range(3, 21):
        answer(alice, back, "quiet")
    for back in (1, 2):
        cramp(alice, back)
    cramp(alice, 1, "04:00")
    answer(alice, 22, "quiet", recalled=True)
    answer(alice, 40, "quiet")

    page = plain(read(client))

    assert "18 quiet nights of 20 answered</strong> in the last 28. Cramps on 2 nights, 3 in all." in page
    assert "1 more was answered more than 3 days later" in page


def test_a_daytime_cramp_is_shown_but_is_no_cramp_of_the_night(client, alice):
    row_of(Episode, alice, at=dt.datetime(2026, 11, 19, 16, 0, tzinfo=alice.zone))
    answer(alice, 1, "quiet")

    page = read(client)

    assert cell(page, night(1)) == "Thu 19 November, quiet"
    assert "16:00 cramp" in page
    assert "In the daytime: shown here, not counted for the night." in page


def test_the_chosen_night_is_told_in_words(client, alice):
    cramp(
        alice, 1, sites=["left-calf"], duration_minutes=4, woke=True, severity=5, relief_helped=["stretching"]
    )

    page = read(client)

    assert "Night of 19 to 20 November" in page
    assert "03:12 cramp, left calf, 4 minutes, woke you." in page
    assert "Severity 5 of 10, moderate. Stretching helped." in page
    assert reverse("night", args=[LAST_NIGHT]) in page


def test_times_are_those_that_the_patient_saw(client, alice):
    alice.time_zone = "America/New_York"
    alice.save()
    row_of(Episode, alice, at=dt.datetime(2026, 11, 19, 2, 12, tzinfo=dt.UTC), zone="Europe/Berlin")

    assert "03:12 cramp" in read(client, view="list")


def test_an_unanswered_night_is_answered_right_there(client, alice):
    cramp(alice, 1)

    page = read(client, night="2026-11-17")

    assert "Any cramps in the night of 17 to 18 November?" in page
    assert reverse("night-answer", args=["2026-11-17"]) in page


def test_scored_symptoms_and_everything(client, alice):
    row_of(DailyScore, alice, night=night(1), score=7)
    row_of(DailyScore, alice, night=night(2), score=0)
    cramp(alice, 3, severity=5)
    row_of(
        Episode,
        alice,
        at=dt.datetime(2026, 11, 16, 3, 0, tzinfo=alice.zone),
        symptom=symptom("burning-tingling"),
    )

    scores, everything = read(client, symptom="burning-tingling"), read(client, symptom="everything")

    assert cell(scores, night(1)) == "Thu 19 November, 7 of 10, severe"
    assert cell(scores, night(2)) == "Wed 18 November, 0 of 10, none"
    assert cell(scores, night(5)) == "Sun 15 November, logged, no score for the day"
    assert "2 days scored</strong> in the last 28: none on 1, severe on 1." in plain(scores)
    assert cell(everything, night(1)) == "Thu 19 November, burning or tingling, severe"
    assert cell(everything, night(3)) == "Tue 17 November, leg cramp, moderate"


def test_the_main_symptom_comes_first(client, alice):
    cramp(alice, 1)
    row_of(Regimen, alice, main_symptom=symptom("numbness"))

    page = read(client)

    assert page.index(">Numbness</a>") < page.index(">Cramps</a>") < page.index(">Everything</a>")


def test_months_and_years_are_paged(client, alice):
    cramp(alice, 1)
    cramp(alice, 60, severity=5)
    answer(alice, 61, "quiet")

    assert cell(read(client, month="2026-09"), night(60)) == "Mon 21 September, 1 cramp, moderate"
    assert cell(read(client, night="2026-09-21"), night(60)) == "Mon 21 September, 1 cramp, moderate"
    year = plain(read(client, year="2026"))
    assert "1 quiet of 2 answered, 1 cramp" in year
    assert "January" not in year, "months before the diary began are left out"


@pytest.mark.parametrize(
    "wish",
    [
        {"night": "yesterday"}, {"night": "0001-01-01"}, {"night": "9999-12-31"}, {"month": "2026-13"},
        {"month": "0001-01"}, {"year": "99999"}, {"year": "2199"}, {"year": "-1"}, {"symptom": "hiccups"},
        {"symptom": "\x00"}, {"view": "list", "page": "900"}, {"view": "list", "page": "x"}, {"view": "sideways"},
        {"view": "list", "first": "never", "severity": "awful", "woke": "maybe", "symptom": "hiccups"},
    ],
)  # fmt: skip
def test_a_strange_address_is_still_a_page(client, alice, wish):
    cramp(alice, 1)

    assert client.get(JOURNAL, wish).status_code == 200


def test_a_new_diary_says_what_to_do_first(client):
    page = read(client)

    assert "Your calendar of nights begins here" in page
    assert "Last night, any cramps?" in page
    assert "No entries yet" in read(client, view="list")


def test_the_list_is_filtered_and_searched(client, alice):
    cramp(alice, 1, severity=8, woke=True, sites=["left-calf"])
    cramp(alice, 2, severity=2, woke=False, note="After the long walk at the lake")
    row_of(Episode, alice, at=dt.datetime(2026, 10, 1, 3, 0, tzinfo=alice.zone), symptom=symptom("numbness"))
    answer(alice, 3, "quiet", note="Thunder over the lake")

    def found(**wish):
        page = read(client, view="list", **wish)
        return [
            word
            for word in ("03:12 cramp, left calf, woke you.", "long walk", "spell of numbness", "Thunder")
            if word in page
        ]

    assert len(found()) == 4
    assert found(severity="severe") == ["03:12 cramp, left calf, woke you."]
    assert found(woke="no") == ["long walk"]
    assert found(symptom="numbness") == ["spell of numbness"]
    assert found(last="2026-10-31") == ["spell of numbness"]
    assert found(first="2026-11-01", q="LAKE") == ["long walk", "Thunder"]
    assert found(q="calf") == ["03:12 cramp, left calf, woke you."]
    assert found(q="numb") == ["spell of numbness"]
    assert found(q="100%") == []
    assert "Nothing fits" in read(client, view="list", q="sauna")


def test_a_wrong_filter_is_said_at_its_field(client, alice):
    cramp(alice, 1)

    page = read(client, view="list", first="2026-11-19", last="2026-11-01", q="a\x00b")

    assert "This day lies before the first one." in page
    assert "This text holds a character that cannot be stored." in page


def test_nothing_of_another_patient_is_in_the_journal(client, bob):
    cramp(bob, 1, note="bob's own words")
    answer(bob, 2, "quiet", note="bob's own words")

    for wish in (
        {},
        {"view": "list"},
        {"view": "list", "q": "own"},
        {"year": "2026"},
        {"night": "2026-11-19"},
    ):
        page = read(client, **wish)
        assert "bob" not in page
        assert "03:12" not in page


@pytest.mark.parametrize("wish", [{}, {"month": "2026-09"}, {"year": "2026"}, {"night": "2026-05-05"}])
def test_the_calendar_makes_few_queries_however_long_the_diary(
    client, alice, django_assert_max_num_queries, wish
):
    fill(alice)

    with django_assert_max_num_queries(12):
        client.get(JOURNAL, wish)


@pytest.mark.parametrize("wish", [{}, {"q": "calf"}, {"severity": "mild", "page": "3"}])
def test_the_list_makes_few_queries_however_long_the_diary(
    client, alice, django_assert_max_num_queries, wish
):
    fill(alice)

    with django_assert_max_num_queries(12):
        client.get(JOURNAL, {"view": "list"} | wish)


def fill(patient):
    """Half a year of nights."""
    for back in range(1, 180):
        cramp(patient, back, severity=back % 11, sites=["left-calf"])
    CheckIn.objects.bulk_create(
        CheckIn(patient=patient, night=night(back), answer="quiet", note="words", answered_at=BREAKFAST)
        for back in range(1, 180)
    )
    DailyScore.objects.bulk_create(
        DailyScore(patient=patient, night=night(back), symptom=sy, score=3, answered_at=BREAKFAST)
        for sy in (symptom("numbness"), symptom("burning-tingling"))
        for back in range(1, 180)
    )


def test_a_night_from_before_the_diary_is_not_shown_as_unanswered(client, alice):
    alice.date_joined = BREAKFAST - dt.timedelta(days=1)
    alice.save()
    answer(alice, 1, "quiet")

    page = client.get(JOURNAL).content.decode()

    assert "before this diary" in cell(page, night(3))
    assert "no answer" in cell(page, night(2))
    assert "quiet" in cell(page, night(1))
