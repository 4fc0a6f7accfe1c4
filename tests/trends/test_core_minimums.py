"""Below the data minimums there is no verdict, and each lack has its code."""

import numpy as np
import pytest

from tests.trends.arrays import NAN, clear_improvement, every
from trends.core import assess

THIN = "not_enough_data"


def answered_only(counts, nights):
    """The diary with these nights answered and no others."""
    thinned = np.full(len(counts), NAN)
    thinned[nights] = counts[nights]
    return thinned


@pytest.mark.parametrize(("nights_before", "is_thin"), [(27, True), (28, False)])
def test_28_nights_before_the_start(nights_before, is_thin):
    counts = np.concatenate([np.ones(nights_before), every(0, 0, 1, nights=84)])

    verdict = assess(counts, nights_before)

    assert ("baseline_too_short" in verdict.reasons) == is_thin
    assert (verdict.verdict == THIN) == is_thin


@pytest.mark.parametrize(("answered", "is_thin"), [(9, True), (10, False)])
def test_10_answered_nights_before_the_lead_in(answered, is_thin):
    counts = clear_improvement()
    thinned = answered_only(counts, [*range(answered), *range(42, 140)])

    verdict = assess(thinned, 56)

    assert (verdict.reasons == ("too_few_before",)) == is_thin
    assert verdict.nights_answered_before == answered + 14


@pytest.mark.parametrize(("answered", "is_thin"), [(27, True), (28, False)])
def test_28_answered_nights_after(answered, is_thin):
    counts = clear_improvement()
    thinned = answered_only(counts, [*range(56), *range(140 - answered, 140)])

    verdict = assess(thinned, 56)

    assert (verdict.reasons == ("too_few_after",)) == is_thin
    assert verdict.nights_answered_after == answered


def test_answers_only_in_the_first_weeks_say_nothing_about_the_effect():
    counts = clear_improvement()
    early = answered_only(counts, [*range(56), *range(56, 56 + 28), *range(127, 140)])

    assert assess(early, 56).reasons == ("too_few_after",)
    assert assess(answered_only(counts, [*range(84), *range(126, 140)]), 56).verdict != THIN


@pytest.mark.parametrize(("nights_after", "is_thin"), [(55, True), (56, False)])
def test_56_nights_since_the_start(nights_after, is_thin):
    verdict = assess(clear_improvement()[: 56 + nights_after], 56)

    assert (verdict.reasons == ("too_early",)) == is_thin
    np.testing.assert_equal(verdict.readout, NAN if is_thin else 56)


def test_asking_for_week_12_in_week_9_is_too_early():
    verdict = assess(clear_improvement()[:119], 56, readout=84)

    assert (verdict.verdict, verdict.reasons, verdict.readout) == (THIN, ("too_early",), 84)
    assert verdict.nights_answered_after == 63


@pytest.mark.parametrize(("episodes", "is_thin"), [(7, True), (8, False)])
def test_8_episodes_in_all(episodes, is_thin):
    counts = np.zeros(140)
    counts[:episodes] = 1

    assert (assess(counts, 56).reasons == ("too_few_episodes",)) == is_thin


def test_episodes_outside_the_window_do_not_count():
    counts = np.zeros(300)
    counts[:100] = 1

    assert assess(counts, 200).reasons == ("too_few_episodes",)


def test_every_lack_is_told_at_once():
    verdict = assess(np.full(40, NAN), 20)

    assert verdict.reasons == (
        "baseline_too_short",
        "too_few_before",
        "too_few_after",
        "too_early",
        "too_few_episodes",
    )


def test_a_thin_diary_has_no_number_to_doubt():
    verdict = assess(clear_improvement()[:100], 56)

    numbers = (verdict.rate_ratio, verdict.low, verdict.high, verdict.low_90, verdict.high_90)
    assert np.isnan([*numbers, verdict.probability_better]).all()


@pytest.mark.parametrize(
    ("taken", "is_thin"),
    [
        (np.ones(84), False),
        (np.full(84, NAN), False),
        (every(1, 0, nights=84), False),
        (every(1, 0, 0, nights=84), True),
        (np.concatenate([np.ones(56), np.zeros(28)]), True),
        (np.concatenate([np.ones(69), np.zeros(15)]), True),
        (np.concatenate([np.zeros(40), np.ones(44)]), False),
        (np.where(np.arange(84) == 60, 0.0, NAN), True),
    ],
    ids=["all", "unknown", "half", "a third", "stopped", "15 of 28", "later", "one skipped, else unknown"],
)
def test_under_half_of_the_doses_taken(taken, is_thin):
    verdict = assess(clear_improvement(), 56, taken=taken)

    assert (verdict.reasons == ("mostly_not_taken",)) == is_thin
    assert (verdict.verdict == THIN) == is_thin


def test_doses_after_the_readout_do_not_count():
    counts = np.concatenate([clear_improvement(), np.zeros(100)])
    stopped_later = np.concatenate([np.ones(84), np.zeros(100)])

    assert assess(counts, 56, taken=stopped_later).verdict == "improved"
