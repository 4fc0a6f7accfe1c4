"""The same diary under other assumptions."""

import numpy as np
import pytest

from tests.trends.arrays import NAN, clear_improvement, every, random_diaries
from trends.core import assess, sensitivity


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
