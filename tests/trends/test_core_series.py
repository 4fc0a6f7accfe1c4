"""Published series of counts through the same model."""

import numpy as np
import pytest

from trends.core import assess_series

MONTHS = np.full(48, 1000.0)


def series(before, after, *, months=24, seed=0, drift=0.0):
    rng = np.random.default_rng(seed)
    rates = np.concatenate([np.full(months, before), np.full(months, after)]) * np.exp(
        drift * np.arange(2 * months)
    )
    return rng.poisson(rates * 1000).astype(float)


def test_a_rate_that_halves_has_halved():
    effect = assess_series(series(0.2, 0.1), MONTHS, 24)

    assert effect.rate_ratio == pytest.approx(0.5, abs=0.08)
    assert effect.low_90 < effect.low < effect.rate_ratio < effect.high < effect.high_90 < 1
    assert effect.probability_lower > 0.99


def test_a_steady_rate_and_a_steady_drift_are_no_effect():
    for drift in (0.0, -0.01):
        effect = assess_series(series(0.2, 0.2, drift=drift), MONTHS, 24)

        assert effect.low_90 < 1 < effect.high_90


def test_a_rate_is_per_exposure():
    counts = series(0.2, 0.2)
    counts[24:] = np.round(counts[24:] / 2)

    effect = assess_series(counts, np.where(np.arange(48) < 24, 1000.0, 500.0), 24)

    assert effect.low_90 < 1 < effect.high_90


def test_months_not_observed_are_left_out():
    counts, exposure = series(0.2, 0.1), MONTHS.copy()
    counts[5], exposure[30] = np.nan, 0

    effect = assess_series(counts, exposure, 24)

    assert effect.rate_ratio == pytest.approx(
        assess_series(series(0.2, 0.1), MONTHS, 24).rate_ratio, abs=0.03
    )


def test_an_effect_that_builds_up_is_read_at_the_end():
    shares = np.where(np.arange(48) < 24, 0.0, 1 - np.exp(-(np.arange(48) - 23.5) / 6))
    counts = np.round(200 * (1 - 0.5 * shares))

    slow, sudden = assess_series(counts, MONTHS, 24, wash_in=6), assess_series(counts, MONTHS, 24)

    assert slow.rate_ratio == pytest.approx(0.5, abs=0.05)
    assert sudden.rate_ratio > slow.rate_ratio


def test_bad_months_before_the_start_can_be_set_apart():
    counts = np.full(48, 100.0)
    counts[21:24] = 200

    without, apart = assess_series(counts, MONTHS, 24), assess_series(counts, MONTHS, 24, lead_in=3)

    assert abs(np.log(apart.rate_ratio)) < abs(np.log(without.rate_ratio))


@pytest.mark.parametrize(
    ("counts", "exposure", "start"),
    [
        ([1, 2], [1], 1),
        ([1, 2], [1, 1], 0),
        ([1, 2], [1, 1], 2),
        ([-1, 2], [1, 1], 1),
        ([1, 2], [1, np.nan], 1),
        ([[1, 2]], [[1, 1]], 1),
    ],
)
def test_what_is_no_series_is_misuse(counts, exposure, start):
    with pytest.raises(ValueError):
        assess_series(counts, exposure, start)
