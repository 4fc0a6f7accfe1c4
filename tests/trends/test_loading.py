import datetime as dt

import numpy as np
import pytest

from journal.models import Change, CheckIn, Condition, DailyScore, Episode, Medicine
from tests.rows import row_of, symptom
from trends.loading import load

pytestmark = pytest.mark.django_db
NIGHT = dt.date(2026, 11, 10)
AT = dt.datetime(2026, 11, 11, 2, tzinfo=dt.UTC)


def diary_of(patient, until=dt.date(2026, 11, 30)):
    return load(lambda model: model.objects.of(patient), until)


def count(patient, slug="leg-cramp", night=NIGHT):
    return diary_of(patient).night(symptom(slug), night)


def test_a_night_without_a_word_is_unknown(alice, content):
    assert np.isnan(count(alice))


def test_a_quiet_answer_is_zero_for_every_symptom(alice, content):
    row_of(CheckIn, alice, night=NIGHT)

    assert count(alice) == 0
    assert count(alice, "muscle-twitching") == 0


def test_an_episode_answers_its_night_for_its_own_symptom_only(alice, content):
    row_of(Episode, alice, at=AT)

    assert count(alice) == 1
    assert np.isnan(count(alice, "muscle-twitching"))


def test_the_number_said_in_the_morning_beats_fewer_taps(alice, content):
    row_of(Episode, alice, at=AT)
    row_of(CheckIn, alice, night=NIGHT, answer="yes", counts={"leg-cramp": 3})

    assert count(alice) == 3


def test_quiet_over_a_logged_episode_counts_the_episode(alice, content):
    row_of(Episode, alice, at=AT)
    row_of(CheckIn, alice, night=NIGHT, answer="quiet")

    assert count(alice) == 1


def test_several_counts_two_until_the_morning_says_more(alice, content):
    row_of(Episode, alice, at=AT, is_several=True)

    assert count(alice) == 2


def test_a_recalled_answer_is_shown_but_not_tested(alice, content):
    row_of(CheckIn, alice, night=NIGHT, recalled=True)

    assert np.isnan(count(alice))


def test_an_episode_told_days_later_is_shown_but_not_tested(alice, content):
    row_of(Episode, alice, at=AT, recalled=True)

    assert np.isnan(count(alice))


def test_a_cramp_outside_night_hours_is_not_a_night_cramp(alice, content):
    row_of(Episode, alice, at=dt.datetime(2026, 11, 10, 14, tzinfo=dt.UTC))

    assert np.isnan(count(alice))


def test_deleted_entries_count_for_nothing(alice, content):
    row_of(Episode, alice, at=AT).discard()

    assert np.isnan(count(alice))


def test_a_score_is_its_own_outcome_and_an_episode_never_becomes_one(alice, content):
    burning = symptom("burning-tingling")
    row_of(DailyScore, alice, night=NIGHT, score=7)
    row_of(Episode, alice, at=AT + dt.timedelta(days=1), symptom=burning)

    assert count(alice, "burning-tingling") == 7
    assert np.isnan(count(alice, "burning-tingling", NIGHT + dt.timedelta(days=1)))


def test_everything_else_that_began_is_another_change(alice, content):
    row_of(Medicine, alice, name="Omeprazole", started_on=NIGHT, stopped_on=NIGHT + dt.timedelta(days=9))
    row_of(Change, alice, what="evening walks", started_on=NIGHT)
    row_of(Condition, alice, kind="thyroid", since=NIGHT)

    labels = [change.label for change in diary_of(alice).changes]

    assert labels == ["Omeprazole", "evening walks", "Thyroid disease", "Omeprazole stopped"]


def test_somebody_elses_diary_is_not_read(alice, bob, content):
    row_of(CheckIn, bob, night=NIGHT)

    assert np.isnan(count(alice))


def test_loading_takes_a_fixed_number_of_queries(alice, content, django_assert_max_num_queries):
    for day in range(40):
        row_of(CheckIn, alice, night=NIGHT - dt.timedelta(days=day))
        row_of(Episode, alice, at=AT - dt.timedelta(days=day))

    with django_assert_max_num_queries(12):
        diary_of(alice)
