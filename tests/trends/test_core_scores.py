"""Scored symptoms are described, never judged, in this version."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trends.arrays import NAN
from trends.core import assess_scores


def scores(*stretches):
    """A diary of (score, nights) stretches."""
    return np.concatenate([np.full(nights, float(score)) for score, nights in stretches])


def test_the_change_is_in_points_from_before_to_the_fifth_week_on():
    diary = scores((6, 56), (5, 28), (3, 56))

    verdicts = assess_scores(diary[np.newaxis], 56)

    assert verdicts.change_points.tolist() == [-3.0]
    assert verdicts[0].readout == 84


def test_however_large_the_change_it_is_not_called_improved_or_worsened():
    better, worse = scores((10, 56), (0, 84)), scores((0, 56), (10, 84))

    verdicts = assess_scores(np.stack([better, worse]), 56)

    assert verdicts.verdict.tolist() == ["no_clear_change"] * 2
    assert verdicts.change_points.tolist() == [-10, 10]


def test_a_described_score_has_no_interval_and_no_probability():
    verdict = assess_scores(scores((6, 56), (3, 84))[np.newaxis], 56)[0]

    assert np.isnan([verdict.low, verdict.high, verdict.low_90, verdict.high_90]).all()
    assert np.isnan(verdict.probability_better)


def test_starting_at_the_worst_is_compared_with_the_time_before():
    diary = scores((4, 42), (8, 14), (4, 84))

    verdict = assess_scores(diary[np.newaxis], 56)[0]

    assert verdict.change_points == 0
    assert verdict.reasons == ("started_at_worst",)


def test_days_without_a_score_are_left_out():
    diary = scores((6, 56), (3, 84))
    diary[::3] = NAN

    verdict = assess_scores(diary[np.newaxis], 56)[0]

    assert verdict.change_points == -3
    assert (verdict.nights_answered_before, verdict.nights_answered_after) == (37, 56)


def test_scores_of_zero_are_answers_and_need_no_episodes():
    verdict = assess_scores(np.zeros((1, 140)), 56)[0]

    assert (verdict.verdict, verdict.change_points) == ("no_clear_change", 0)


@pytest.mark.parametrize(
    ("diary", "before", "reasons"),
    [
        (scores((5, 27), (5, 84)), 27, ("baseline_too_short",)),
        (scores((5, 56), (5, 55)), 56, ("too_early",)),
        (np.concatenate([scores((NAN, 42), (5, 14)), scores((5, 84))]), 56, ("too_few_before",)),
        (np.concatenate([scores((5, 56), (NAN, 60)), scores((5, 24))]), 56, ("too_few_after",)),
    ],
)
def test_the_minimums_are_those_of_counts(diary, before, reasons):
    verdict = assess_scores(diary[np.newaxis], before)[0]

    assert verdict.verdict == "not_enough_data"
    assert verdict.reasons == reasons
    assert np.isnan(verdict.change_points)


def test_doses_mostly_not_taken():
    verdict = assess_scores(scores((6, 56), (3, 84))[np.newaxis], 56, taken=np.zeros((1, 84)))[0]

    assert verdict.reasons == ("mostly_not_taken",)


@given(st.integers(0, 1000))
def test_a_batch_is_its_rows(seed):
    rng = np.random.default_rng(seed)
    diaries = rng.integers(0, 11, (5, 140)).astype(float)
    diaries[rng.random(diaries.shape) < 0.3] = NAN

    together = assess_scores(diaries, 56)

    alone = [assess_scores(diary[np.newaxis], 56).change_points[0] for diary in diaries]
    np.testing.assert_array_equal(together.change_points, alone)
