"""Invented nights: repeatable, and shaped as the course says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.people import CAST, MORE, SEED, crowd
from demo.simulator import Course, developed, simulate_counts, simulate_scores

LONG = 4000
seeds = st.integers(0, 2**32 - 1)
courses = st.builds(
    Course,
    nights=st.integers(1, 200),
    start=st.integers(0, 200),
    mean=st.floats(0.05, 9),
    effect=st.floats(-0.95, 2),
    answered=st.floats(0, 1),
    spell=st.integers(0, 30),
    spell_factor=st.floats(1, 3),
)


def counts(course, seed=1):
    return simulate_counts(np.random.default_rng(seed), course)


def scores(course, seed=1):
    return simulate_scores(np.random.default_rng(seed), course)


@given(courses, seeds)
@settings(max_examples=60)
def test_counts_are_whole_and_never_below_zero(course, seed):
    nights = counts(course, seed)
    said = nights[~np.isnan(nights)]

    assert nights.shape == (course.nights,)
    assert (said >= 0).all()
    assert (said == np.round(said)).all()


@given(courses, seeds)
@settings(max_examples=60)
def test_scores_are_whole_and_stay_between_0_and_10(course, seed):
    days = scores(course, seed)
    said = days[~np.isnan(days)]

    assert days.shape == (course.nights,)
    assert np.isin(said, np.arange(11)).all()


@given(courses, seeds)
@settings(max_examples=20)
def test_one_seed_tells_one_story(course, seed):
    assert np.array_equal(counts(course, seed), counts(course, seed), equal_nan=True)
    assert np.array_equal(scores(course, seed), scores(course, seed), equal_nan=True)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.9, 1.0])
def test_the_share_of_answered_nights_is_as_asked(share):
    nights = counts(Course(LONG, LONG, 1.0, answered=share))

    assert np.mean(~np.isnan(nights)) == pytest.approx(share, abs=0.03)


def test_an_effect_lowers_the_rate_after_the_start_and_only_then():
    half = LONG // 2
    nights = counts(Course(LONG, half, 1.0, effect=-0.6, answered=1))
    before, after = nights[:half].mean(), nights[half:].mean()

    assert after / before == pytest.approx(0.4, abs=0.08)


def test_an_effect_takes_weeks_to_develop():
    share = developed(Course(100, 20, 1.0))

    assert (share[:20] == 0).all()
    assert (np.diff(share[20:]) > 0).all()
    assert 0 < share[20] < 0.1
    assert share[20 + 24] == pytest.approx(1 - np.exp(-1))


def test_nights_are_more_uneven_than_chance_alone():
    nights = counts(Course(LONG, LONG, 1.0, answered=1))

    assert nights.var() > 1.2 * nights.mean()


def test_a_bad_spell_ends_where_the_supplement_starts():
    nights = counts(Course(LONG, LONG // 2, 1.0, answered=1, spell=500, spell_factor=2.5))
    start = LONG // 2

    spell = nights[start - 500 : start].mean()
    assert spell > 1.8 * nights[: start - 500].mean()
    assert spell > 1.8 * nights[start:].mean()


def test_the_crowd_is_the_same_every_time():
    first, second = (crowd(np.random.default_rng(SEED)) for _ in range(2))

    assert first == second
    assert len({person.login for person in [*first, *CAST]}) == MORE + len(CAST) == 45
