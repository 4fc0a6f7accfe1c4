"""The table of weeks: raw numbers with their denominators."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.trends.arrays import NAN, every
from trends.core import (
    before_and_now,
    describe_counts,
    describe_scores,
    rate_interval,
    weekly,
    weekly_scores,
)
from trends.core.describe import weeks


def test_a_week_shows_answered_nights_episodes_nights_with_and_rates():
    (week,) = weekly([2, 0, NAN, 1, 0, NAN, 1], 0, severity=[6, NAN, NAN, 3, NAN, NAN, NAN])

    stretch = week.stretch
    assert (stretch.nights, stretch.answered, stretch.episodes, stretch.nights_with) == (7, 5, 4, 3)
    assert stretch.rate == pytest.approx(4 * 7 / 5)
    assert stretch.nights_with_rate == pytest.approx(3 * 7 / 5)
    assert stretch.coverage == pytest.approx(5 / 7)
    assert stretch.intensity == 4.5


def test_nights_woken_are_nights_not_episodes():
    stretch = describe_counts([3, 1, 0, 1], woken=[1, 1, 0, NAN])

    assert stretch.nights_woken == 2
    assert stretch.woken_rate == 3.5


def test_weeks_are_aligned_on_the_start():
    table = weekly(np.zeros(30), 10)

    assert [(week.number, week.first, week.stretch.nights) for week in table] == [
        (-2, -10, 3),
        (-1, -7, 7),
        (0, 0, 7),
        (1, 7, 7),
        (2, 14, 6),
    ]


def test_an_unanswered_week_has_no_rate_and_a_quiet_one_has_zero():
    silent, quiet = weekly(np.concatenate([np.full(7, NAN), np.zeros(7)]), 7)

    assert math.isnan(silent.stretch.rate)
    assert all(math.isnan(end) for end in silent.stretch.interval)
    assert math.isnan(silent.stretch.intensity)
    assert quiet.stretch.rate == 0
    assert quiet.stretch.interval[0] == 0 < quiet.stretch.interval[1]


def test_before_is_at_most_eight_weeks_and_now_the_last_four():
    counts = np.concatenate([np.full(10, 9.0), np.ones(56), np.zeros(60), np.full(28, 2.0)])

    both = before_and_now(counts, 66)

    assert (both.before.nights, both.before.rate) == (56, 7)
    assert (both.now.nights, both.now.rate) == (28, 14)


def test_now_never_reaches_back_before_the_start():
    both = before_and_now(np.concatenate([np.full(56, 9.0), np.zeros(5)]), 56)

    assert (both.now.nights, both.now.episodes) == (5, 0)


def test_without_a_baseline_before_is_empty_not_zero():
    both = before_and_now(np.ones(20), 0)

    assert both.before.nights == 0
    assert math.isnan(both.before.rate)
    assert math.isnan(both.before.coverage)


@pytest.mark.parametrize("episodes", [1, 2, 3, 5, 10, 30, 100])
def test_the_weekly_interval_is_close_to_the_exact_poisson_one(episodes):
    low, high = rate_interval(episodes, 7)

    exact = stats.chi2.ppf(0.125, 2 * episodes) / 2, stats.chi2.ppf(0.875, 2 * episodes + 2) / 2
    assert low == pytest.approx(exact[0], rel=0.05, abs=0.02)
    assert high == pytest.approx(exact[1], rel=0.01)


def test_no_episode_still_has_an_upper_end():
    low, high = rate_interval(0, 7)

    assert low == 0
    assert high == pytest.approx(-math.log(0.125), rel=0.02)


def test_fewer_answered_nights_make_a_wider_interval():
    narrow, wide = rate_interval(4, 28), rate_interval(1, 7)

    assert wide[0] < narrow[0] < 1 < narrow[1] < wide[1]


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=60), st.integers(0, 60))
def test_the_weeks_add_up_to_the_diary(counts, before):
    diary = np.array([NAN if c is None else c for c in counts], dtype=float)

    table = [week.stretch for week in weekly(diary, before)]
    whole = describe_counts(diary)

    assert sum(week.nights for week in table) == whole.nights
    assert sum(week.answered for week in table) == whole.answered
    assert sum(week.episodes for week in table) == whole.episodes
    assert sum(week.nights_with for week in table) == whole.nights_with


@given(st.integers(0, 200), st.integers(0, 200))
def test_every_week_is_numbered_by_its_distance_from_the_start(nights, before):
    for number, first, rows in weeks(nights, before):
        assert first == rows.start - before
        assert number == math.floor(first / 7)
        assert 1 <= rows.stop - rows.start <= 7


def test_scores_have_a_mean_a_median_and_their_ends():
    stretch = describe_scores([4, 9, NAN, 4, 3])

    assert (stretch.mean, stretch.median, stretch.lowest, stretch.highest) == (5, 4, 3, 9)
    assert stretch.coverage == 0.8


def test_weeks_of_scores_without_an_answer_are_unknown():
    first, second = weekly_scores(np.concatenate([np.full(7, NAN), every(3, 5, nights=7)]), 7)

    assert math.isnan(first.stretch.mean)
    assert first.stretch.answered == 0
    assert (second.number, second.stretch.median) == (0, 3)


@pytest.mark.parametrize("describe", [describe_counts, describe_scores])
def test_a_batch_is_not_one_diary(describe):
    with pytest.raises(ValueError, match="shape"):
        describe(np.zeros((2, 7)))


def test_what_stands_beside_must_have_as_many_nights():
    with pytest.raises(ValueError, match="7 nights"):
        weekly(np.zeros(7), 3, severity=np.zeros(6))
