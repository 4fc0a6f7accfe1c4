"""The verdict on scored symptoms: its rules one by one, and its batches."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trends.arrays import NAN
from trends.core import assess_scores


def scores(*stretches, wobble=1.0, seed=0):
    """A diary of (score, nights) stretches, a little different from day to day."""
    level = np.concatenate([np.full(nights, float(score)) for score, nights in stretches])
    noise = np.random.default_rng(seed).normal(0, wobble, len(level))
    return np.clip(np.round(level + noise), 0, 10)


def judged(diary, before=56, **options):
    return assess_scores(diary[np.newaxis], before, **options)[0]


def test_burning_that_falls_from_six_to_three_has_improved():
    verdict = judged(scores((6, 56), (3, 84)))

    assert verdict.verdict == "improved"
    assert -3.5 < verdict.change_points < -2
    assert verdict.low_90 < verdict.low < verdict.change_points < verdict.high < verdict.high_90 < 0
    assert verdict.probability_better > 0.99
    assert verdict.readout == 84


def test_burning_that_rises_from_three_to_seven_has_worsened():
    verdict = judged(scores((3, 56), (7, 84)))

    assert verdict.verdict == "worsened"
    assert verdict.change_points > 2


def test_a_steady_diary_has_no_clear_change():
    verdict = judged(scores((5, 140)))

    assert verdict.verdict == "no_clear_change"
    assert verdict.low < 0 < verdict.high


def test_a_point_less_of_seven_is_less_than_a_third():
    verdict = judged(scores((7, 56), (5.5, 84), wobble=0.5))

    assert verdict.verdict == "no_clear_change"
    assert verdict.high < 0
    assert {"leaning_better", "less_than_a_third"} <= set(verdict.reasons)


def test_starting_at_the_worst_is_compared_with_the_time_before():
    verdict = judged(scores((4, 42), (8, 14), (4, 84)))

    assert verdict.verdict == "no_clear_change"
    assert abs(verdict.change_points) < 1
    assert "started_at_worst" in verdict.reasons


def test_a_slow_drift_is_no_effect():
    drift = np.round(np.linspace(7, 4, 140) + np.random.default_rng(3).normal(0, 1, 140))

    assert judged(drift).verdict == "no_clear_change"


def test_days_without_a_score_are_left_out():
    diary = scores((6, 56), (3, 84))
    diary[::3] = NAN

    verdict = judged(diary)

    assert verdict.verdict == "improved"
    assert (verdict.nights_answered_before, verdict.nights_answered_after) == (37, 56)


def test_more_days_answered_after_may_explain_lower_scores():
    before, after = scores((5, 56)), scores((4, 84))
    bad_days_only = np.where(before >= 5, before, NAN)
    bad_days_only[::2] = NAN

    verdict = judged(np.concatenate([bad_days_only, after]))

    assert verdict.verdict == "no_clear_change"
    assert "logging_changed" in verdict.reasons


def test_scores_of_zero_are_answers_and_need_no_episodes():
    verdict = judged(np.zeros(140))

    assert verdict.verdict == "no_clear_change"
    assert verdict.change_points == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("diary", "before", "reasons"),
    [
        (np.full(111, 5.0), 27, ("baseline_too_short",)),
        (np.full(111, 5.0), 56, ("too_early",)),
        (np.where(np.arange(140) < 42, NAN, 5.0), 56, ("too_few_before",)),
        (np.where((np.arange(140) >= 56) & (np.arange(140) < 116), NAN, 5.0), 56, ("too_few_after",)),
    ],
)
def test_the_minimums_are_those_of_counts(diary, before, reasons):
    verdict = judged(diary, before)

    assert verdict.verdict == "not_enough_data"
    assert verdict.reasons == reasons
    assert np.isnan([verdict.change_points, verdict.low, verdict.high_90, verdict.probability_better]).all()


def test_doses_mostly_not_taken():
    verdict = judged(scores((6, 56), (3, 84)), taken=np.zeros((1, 84)))

    assert verdict.reasons == ("mostly_not_taken",)


def test_week_8_is_stricter_and_sees_its_own_nights_only():
    diary = scores((6, 56), (4.2, 56), (0, 28), wobble=1.5)

    early = judged(diary, readout=56)

    assert early.readout == 56
    assert early == judged(diary[:112])
    assert judged(diary).change_points < early.change_points


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_a_batch_is_its_rows_to_the_last_bit(seed):
    rng = np.random.default_rng(seed)
    diaries = rng.integers(0, 11, (17, 140)).astype(float)
    diaries[rng.random(diaries.shape) < 0.3] = NAN
    order = rng.permutation(17)

    together, shuffled = assess_scores(diaries, 56), assess_scores(diaries[order], 56)

    for field in dataclasses.fields(together):
        column = getattr(together, field.name)
        assert repr(getattr(shuffled, field.name).tolist()) == repr(column[order].tolist())
    assert [repr(assess_scores(diary[np.newaxis], 56)[0]) for diary in diaries] == [repr(v) for v in together]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=1, max_size=160), st.data())
def test_any_diary_gets_a_verdict_that_agrees_with_itself(days, data):
    diary = np.array([NAN if day is None else day for day in days], dtype=float)
    verdict = judged(diary, data.draw(st.integers(0, len(diary) - 1)))

    if verdict.verdict == "not_enough_data":
        assert np.isnan(verdict.change_points)
        return
    assert verdict.low_90 <= verdict.low <= verdict.change_points <= verdict.high <= verdict.high_90
    assert verdict.verdict != "improved" or verdict.change_points <= -1
    assert verdict.verdict != "worsened" or verdict.change_points >= 1
