"""Hours, weekdays, places and the day before: counted with their denominators, only where something was answered."""

import datetime as dt

import pytest

from journal.models import CheckIn, DailyScore, Episode
from tests.rows import row_of, symptom
from tests.trends.diaries import LAST, keep_diary
from trends.loading import load
from trends.patterns import NIGHTS, patterns
from trends.wording import patterns as words


def found(patient, slug="leg-cramp", until=LAST):
    def rows(model):
        return model.objects.of(patient)

    return patterns(rows, load(rows, until), symptom(slug), "cramps")


def cramp(patient, night, hour, **fields):
    at = dt.datetime.combine(night + dt.timedelta(days=hour < 12), dt.time(hour, 10), dt.UTC)
    return row_of(
        Episode,
        patient,
        night=night,
        started_at=at,
        zone="UTC",
        in_night_hours=True,
        symptom=symptom(),
        **fields,
    )


def ago(days):
    return LAST - dt.timedelta(days=days)


def test_nights_with_cramps_are_counted_among_answered_nights_of_each_weekday(alice, content):
    keep_diary(alice, [1, 0, 0, None, 0, 0, 0] * 6)

    shares = {share.label: share for share in found(alice).weekdays}

    first = (LAST - dt.timedelta(days=41)).weekday()
    assert (shares[words.WEEKDAYS[first]].number, shares[words.WEEKDAYS[first]].of) == (6, 6)
    assert shares[words.WEEKDAYS[(first + 3) % 7]].of == 0


def test_only_the_last_twelve_weeks_count(alice, content):
    keep_diary(alice, [1] * 200)

    seen = found(alice)

    assert (seen.nights, seen.answered) == (NIGHTS, NIGHTS)


def test_hours_are_those_of_the_clock_the_patient_saw(alice, content):
    row = cramp(alice, ago(3), 2)
    Episode.objects.filter(pk=row.pk).update(zone="Asia/Tokyo")

    assert dict(found(alice).hours).get(2) == 0


def test_hours_run_through_the_night(alice, content):
    cramp(alice, ago(3), 2)
    cramp(alice, ago(3), 22)

    seen = found(alice)

    assert [hour for hour, number in seen.hours if number] == [22, 2]
    assert seen.hours[0][0] == 20


def test_an_episode_may_name_several_places_and_those_without_are_not_counted(alice, content):
    cramp(alice, ago(1), 2, sites=["left-calf", "right-calf"])
    cramp(alice, ago(2), 2, sites=["left-calf"])
    cramp(alice, ago(4), 2)

    seen = found(alice)

    assert [(share.label, share.number, share.of) for share in seen.sites] == [
        ("Left calf", 2, 2),
        ("Right calf", 1, 2),
    ]


def test_the_day_before_is_compared_only_where_it_could_be_ticked(alice, content):
    keep_diary(alice, [1, 0] * 6)
    CheckIn.objects.of(alice).filter(night__gte=ago(3)).update(contributors=["alcohol"])
    cramp(alice, ago(30), 2)

    alcohol = next(one for one in found(alice).day_before if one.label == "Alcohol")

    assert (alcohol.ticked.number, alcohol.ticked.of) == (2, 4)
    assert (alcohol.not_ticked.number, alcohol.not_ticked.of) == (4, 8)


def test_what_was_recalled_late_is_not_counted(alice, content):
    cramp(alice, ago(3), 2, sites=["left-calf"])
    Episode.objects.of(alice).update(recalled=True)

    assert found(alice) is None


def test_a_score_has_means_by_weekday(alice, content):
    for day in range(14):
        row_of(
            DailyScore, alice, night=ago(day), score=2 if day % 7 else 8, symptom=symptom("burning-tingling")
        )

    seen = found(alice, "burning-tingling")

    assert {(mean.value, mean.days) for mean in seen.weekdays} == {(8.0, 2), (2.0, 2)}
    assert seen.day_before == ()


def test_an_empty_diary_has_no_patterns(alice, content):
    assert found(alice) is None


# In words

NOBODY = words.Patterns("cramps", LAST, LAST, 1)


def test_too_little_is_said_instead_of_drawn():
    assert words.time_of_night(NOBODY) == ("None logged with a time; from 8 on the hours are shown", False)
    assert not words.day_of_week(NOBODY)[1]
    assert not words.where(NOBODY)[1]
    assert words.day_before(NOBODY) == ("Nothing ticked for a day before yet", False)


def test_equal_days_of_the_week_are_not_set_against_each_other():
    nights = tuple(words.Share(day, 6 + place, 12 + 2 * place) for place, day in enumerate(words.WEEKDAYS))
    scores = tuple(words.Mean(day, 4.0 + place / 1000, 12) for place, day in enumerate(words.WEEKDAYS))
    counted = words.Patterns("cramps", LAST, LAST, 90, weekdays=nights)
    scored = words.Patterns("burning", LAST, LAST, 90, scored=True, weekdays=scores)
    uneven = (words.Share("Monday", 1, 12), *nights[1:])

    assert words.day_of_week(counted) == words.day_of_week(scored) == (words.EVERY_DAY, True)
    assert words.day_of_week(words.Patterns("cramps", LAST, LAST, 90, weekdays=uneven))[0].startswith(
        "1 of 12 Mondays"
    )


def test_the_day_before_has_both_denominators_in_one_line():
    alcohol = words.Beside("Alcohol", words.Share("Alcohol", 5, 9), words.Share("Alcohol", 21, 60))
    heat = words.Beside("Heat", words.Share("Heat", 1, 2), words.Share("Heat", 25, 67))

    line, is_enough = words.day_before(words.Patterns("cramps", LAST, LAST, 1, day_before=(alcohol, heat)))

    assert is_enough
    assert line == "After “alcohol”: 5 of 9 nights with cramps; not ticked: 21 of 60"


@pytest.mark.parametrize("word", ["cause", "trigger", "significant", "because", "due to"])
def test_no_word_says_why(word):
    alcohol = words.Beside("Alcohol", words.Share("Alcohol", 5, 9), words.Share("Alcohol", 21, 60))
    full = words.Patterns(
        "cramps", LAST, LAST, 80, logged=20, hours=((20, 3), (21, 9), (22, 4), (23, 1)), placed=9,
        weekdays=tuple(words.Share(day, 4, 9) for day in words.WEEKDAYS),
        sites=(words.Share("Left calf", 5, 9),), day_before=(alcohol,),
    )  # fmt: skip

    said = [words.basis(full), words.NOT_TESTED, words.hours_description(full)]
    said += [
        part(full)[0] for part in (words.time_of_night, words.day_of_week, words.where, words.day_before)
    ]

    assert word not in " ".join(said).lower()
