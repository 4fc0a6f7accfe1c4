"""The same diary under other assumptions."""

import numpy as np
import pytest

from tests.trends.arrays import NAN, clear_improvement, every, random_diaries
from trends.core import assess, assess_scores, sensitivity
from trends.core.score_sensitivity import score_sensitivity


def width(reading):
    return np.log(reading.high) - np.log(reading.low)


def test_as_judged_is_the_verdict():
    diary = random_diaries(1, 1.0, effect=0.6, seed=5)[0]

    read, verdict = sensitivity(diary, 56).as_judged, assess(diary, 56)

    assert (read.rate_ratio, read.low, read.high) == (verdict.rate_ratio, verdict.low, verdict.high)
    assert read.probability_better == verdict.probability_better


def test_a_stiffer_trend_is_surer_and_a_wider_one_less_so():
    read = sensitivity(clear_improvement(), 56)

    assert width(read.no_trend) < width(read.as_judged) < width(read.wide_trend)


def test_a_bad_fortnight_as_baseline_makes_the_fall_look_larger():
    diary = np.concatenate([np.ones(42), np.full(14, 4.0), np.ones(84)])

    read = sensitivity(diary, 56)

    assert read.lead_in_as_baseline.rate_ratio < read.as_judged.rate_ratio


def test_unanswered_nights_as_quiet_ones_shrink_the_rate_where_they_are():
    diary = np.concatenate([every(1, 1, nights=56), every(1, NAN, nights=84)])

    read = sensitivity(diary, 56)

    assert read.unanswered_as_quiet.rate_ratio < 0.75 < read.as_judged.rate_ratio


@pytest.mark.parametrize("before", [20, 56])
def test_nothing_to_read_is_none(before):
    assert sensitivity(np.ones(before + 50), before) is None


def test_no_baseline_is_none_and_two_dimensions_are_misuse():
    assert sensitivity(np.ones(120), 20) is None
    with pytest.raises(ValueError, match="shape"):
        sensitivity(np.ones((1, 140)), 56)


def bad_days(before=56, after=84, seed=4):
    rng = np.random.default_rng(seed)
    days = np.concatenate([rng.integers(5, 9, before), rng.integers(2, 6, after)]).astype(float)
    days[::6] = NAN
    return days


def test_scores_as_judged_are_the_verdict():
    read = score_sensitivity(bad_days(), 56).as_judged
    verdict = assess_scores(bad_days()[np.newaxis], 56)[0]

    assert read.change_points == pytest.approx(verdict.change_points, abs=1e-12)
    assert (read.low, read.high) == pytest.approx((verdict.low, verdict.high), abs=1e-9)
    assert read.probability_better == pytest.approx(verdict.probability_better, abs=1e-12)


def test_scores_with_a_wider_trend_are_less_sure():
    read = score_sensitivity(bad_days(), 56)

    spans = [found.high - found.low for found in (read.no_trend, read.as_judged, read.wide_trend)]
    assert spans == sorted(spans)


def test_days_without_a_score_as_zero_lower_where_they_are():
    days = np.concatenate([np.full(56, 6.0), every(6, NAN, nights=84)])

    read = score_sensitivity(days, 56)

    assert read.unanswered_as_zero.change_points < -1 < read.as_judged.change_points


def test_scores_without_a_read_out_are_none_and_two_dimensions_are_misuse():
    assert score_sensitivity(np.ones(100), 56) is None
    assert score_sensitivity(np.ones(140), 20) is None
    with pytest.raises(ValueError, match="shape"):
        score_sensitivity(np.ones((1, 140)), 56)
