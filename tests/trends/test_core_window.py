"""Which nights count, and what is misuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trends.arrays import NAN
from trends.core import assess, assess_many, assess_scores, cut_window
from trends.core.window import Cut, open_window

DAYS = np.zeros((1, 200))


def test_at_most_56_nights_before_and_84_after_are_tested():
    nights = np.arange(200.0)[np.newaxis]

    window = open_window(nights, 100)

    assert window.counts[0, 0] == 44
    assert window.counts[0, -1] == 183
    assert (window.before, window.after) == (56, 84)


@pytest.mark.parametrize(
    ("nights_after", "readout"), [(1, NAN), (55, NAN), (56, 56), (83, 56), (84, 84), (300, 84)]
)
def test_the_last_readout_reached_is_meant_unless_one_is_asked_for(nights_after, readout):
    window = open_window(np.zeros((1, 40 + nights_after)), 40)

    np.testing.assert_equal(window.readout, readout)
    assert window.reached == (nights_after >= 56)


def test_week_8_never_looks_at_later_nights():
    counts = np.concatenate([np.ones(140), np.full(30, 9.0)])[np.newaxis]

    window = open_window(counts, 56, readout=56)

    assert window.after == 56
    assert window.counts.max() == 1


def test_a_readout_asked_for_too_soon_is_not_reached():
    window = open_window(np.zeros((1, 110)), 40, readout=84)

    assert not window.reached
    assert window.readout == 84


def test_doses_are_cut_to_the_same_nights():
    taken = np.linspace(0, 1, 160)[np.newaxis]

    window = open_window(np.zeros((1, 200)), 40, taken=taken)

    assert window.taken.shape == (1, 84)
    assert window.taken[0, 0] == 0


@pytest.mark.parametrize(
    "counts",
    [np.zeros(5), np.zeros((1, 2, 3)), [[1, -1]], [[1, np.inf]], 7, [[]]],
    ids=["one diary", "three dimensions", "negative", "infinite", "a number", "no nights"],
)
def test_arrays_that_are_no_diaries_are_misuse(counts):
    with pytest.raises(ValueError):
        assess_many(counts, 0)


@pytest.mark.parametrize("start", [-1, 200, 1000, True, 1.5, "3"])
def test_a_start_outside_the_diary_is_misuse(start):
    with pytest.raises(ValueError):
        assess_many(DAYS, start)


@pytest.mark.parametrize("readout", [0, 7, 55, 85, "56"])
def test_a_readout_that_does_not_exist_is_misuse(readout):
    with pytest.raises(ValueError, match="read-out"):
        assess_many(DAYS, 60, readout=readout)


@pytest.mark.parametrize(
    "taken", [np.ones((1, 139)), np.ones(140), np.full((1, 140), 1.1), np.full((1, 140), -0.1)]
)
def test_doses_of_the_wrong_shape_or_size_are_misuse(taken):
    with pytest.raises(ValueError, match="taken"):
        assess_many(DAYS, 60, taken=taken)


def test_a_score_above_ten_is_misuse_and_a_count_is_not():
    with pytest.raises(ValueError, match="10"):
        assess_scores(np.full((1, 200), 11.0), 60)

    assert assess(np.full(200, 11.0), 60).verdict == "no_clear_change"


def test_one_diary_has_one_dimension():
    with pytest.raises(ValueError, match="shape"):
        assess(np.zeros((1, 200)), 60)


@pytest.mark.parametrize("nights_before", range(0, 60, 7))
@pytest.mark.parametrize("nights_after", [1, 30, 56, 60, 84, 90])
def test_thin_data_is_a_verdict_and_never_an_exception(nights_before, nights_after):
    unanswered = np.full(nights_before + nights_after, NAN)

    verdict = assess(unanswered, nights_before)

    assert verdict.verdict == "not_enough_data"
    assert verdict.reasons
    assert np.isnan([verdict.rate_ratio, verdict.low, verdict.high, verdict.probability_better]).all()


def test_a_change_near_the_start_cannot_be_told_apart():
    assert cut_window([-14, 0, 15, 28]) == Cut(first=None, end=None, near=(-14, 0, 15, 28))
    assert cut_window([-14]).reasons == ("other_change",)


def test_a_later_change_ends_the_window_and_an_earlier_one_begins_it():
    cut = cut_window([-50, -15, 29, 70])

    assert (cut.first, cut.end, cut.near) == (-15, 29, ())
    assert cut.reasons == ("window_cut",)


def test_changes_far_away_change_nothing():
    assert cut_window([-57, 84, 400]) == Cut(first=None, end=None, near=())
    assert cut_window([]).reasons == ()


@given(st.lists(st.integers(-100, 200)))
def test_what_is_left_of_a_window_always_holds_the_start(changes):
    cut = cut_window(changes)

    assert cut.first is None or -56 <= cut.first < -14
    assert cut.end is None or 28 < cut.end < 84
    assert all(-14 <= change <= 28 for change in cut.near)
