"""What stretches of nights say beside the model: dispersion, odd nights, the guard, the time before the start."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.trends.arrays import NAN, every, random_diaries
from trends.core.coverage import check_in_guard
from trends.core.normal import Z_75, Z_86, Z_90, cdf
from trends.core.odd_nights import capped, highest_night, symptom_median, without_highest_night
from trends.core.rates import already_falling, dispersion, has_own_lead_in, started_at_worst
from trends.core.window import open_window


def test_bad_weeks_are_dispersion_and_bad_nights_within_a_week_are_not():
    weeks = np.tile([2.0] * 7 + [0.0] * 7, 10)[np.newaxis]
    nights = every(2, 0, nights=140)[np.newaxis]

    assert dispersion(weeks, 56)[0] > 4
    assert dispersion(nights, 56)[0] == pytest.approx(1, abs=0.1)


def test_dispersion_of_poisson_nights_is_about_one():
    counts = random_diaries(400, 2.0, missing=0.2)

    assert dispersion(counts, 56).min() == 1
    assert 1.0 <= np.median(dispersion(counts, 56)) < 1.4


def test_an_unanswered_diary_does_not_divide_by_zero():
    assert dispersion(np.full((1, 140), NAN), 56)[0] == 1.5


@given(st.floats(-8, 8))
def test_the_normal_distribution_is_scipys(x):
    assert cdf([x])[0] == pytest.approx(stats.norm.cdf(x), rel=1e-12)


def test_the_interval_widths_are_scipys():
    assert pytest.approx(stats.norm.ppf([0.875, 0.93, 0.95])) == [Z_75, Z_86, Z_90]


def test_the_normal_distribution_keeps_unknowns_and_emptiness():
    assert np.isnan(cdf([NAN])[0])
    assert cdf([]).shape == (0,)


def test_started_at_worst_compares_rates_of_answered_nights():
    worse = np.concatenate([np.full(42, 1.0), np.full(14, 2.0), np.zeros(84)])
    same = np.ones(140)
    few_answers = worse.copy()
    few_answers[6:42] = NAN

    flags = started_at_worst(np.stack([worse, same, few_answers]), 56)

    assert flags.tolist() == [True, False, False]


def test_a_lead_in_that_cannot_be_compared_has_its_own_term_too():
    worse = np.concatenate([np.full(42, 1.0), np.full(14, 2.0), np.zeros(84)])
    calmer = np.concatenate([np.full(42, 2.0), np.full(14, 1.0), np.zeros(84)])
    few_answers = calmer.copy()
    few_answers[6:42] = NAN

    flags = has_own_lead_in(np.stack([worse, calmer, few_answers]), 56)

    assert flags.tolist() == [True, False, True]


def test_seven_earlier_answers_are_enough_to_tell():
    counts = np.concatenate([np.ones(7), np.full(35, NAN), np.full(14, 2.0), np.zeros(84)])

    assert started_at_worst(counts[np.newaxis], 56).tolist() == [True]


def test_a_fall_inside_the_baseline_is_seen_and_a_wobble_is_not():
    falling = np.concatenate([np.full(28, 2.0), np.full(28, 1.0), np.ones(84)])
    wobble = np.concatenate([every(1, 1, 1, 0, nights=28), every(1, 1, 0, nights=28), np.ones(84)])

    flags = already_falling(np.stack([falling, wobble]), 56, ratio=0.7, z=Z_75)

    assert flags.tolist() == [True, False]


def test_odd_nights_are_held_to_the_cap():
    typing_error = np.array([[1.0, 0.0, 40.0, NAN, 1.0], [4.0, 4.0, 19.0, 21.0, 0.0]])

    assert capped(typing_error).tolist()[0][:3] == [1, 0, 6]
    # The median night with symptoms is 11.5, so 21 in a night is not odd for this patient.
    assert capped(typing_error).tolist()[1] == [4, 4, 19, 21, 0]


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=40))
def test_the_median_is_numpys(nights):
    counts = np.array([NAN if n is None else n for n in nights], dtype=float)
    with_symptoms = counts[counts > 0]

    expected = np.median(with_symptoms) if with_symptoms.size else 1
    assert symptom_median(counts[np.newaxis])[0] == expected


def test_the_highest_night_is_the_earliest_of_equals():
    counts = np.array([[0.0, 3.0, NAN, 3.0], [NAN, 0.0, 0.0, 0.0]])

    assert highest_night(counts).tolist() == [1, 1]
    np.testing.assert_array_equal(without_highest_night(counts)[0], [0, NAN, NAN, 3])


def guard_of(answered_before, answered_after):
    """The guard of 56 + 84 nights with so many answered."""
    counts = np.full((1, 140), NAN)
    counts[0, :answered_before] = 0
    counts[0, 56 : 56 + answered_after] = 0
    return check_in_guard(open_window(counts, 56))


def test_the_guard_follows_its_formula():
    guard = guard_of(28, 84)

    f0, f1 = 0.5, 1.0
    se = math.sqrt((1 - f0) / (f0 * 56) + (1 - f1) / (f1 * 84))
    assert guard.up[0] == pytest.approx(math.log(f1 / f0) - se)
    assert guard.dn[0] == 0


def test_the_guard_works_both_ways_and_ignores_chance():
    assert guard_of(56, 42).dn[0] > 0.4
    assert guard_of(50, 74).up[0] == guard_of(50, 74).dn[0] == 0
    assert not guard_of(50, 74).is_noticeable[0]


def test_the_guard_is_finite_without_any_answer():
    assert np.isfinite(guard_of(0, 84).up[0])
    assert np.isfinite(guard_of(56, 0).dn[0])
    assert check_in_guard(open_window(np.zeros((1, 30)), 0)).up[0] == 0
