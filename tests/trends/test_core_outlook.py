"""If it went on like this: the diary continued, and the rates at which the answer would turn."""

import numpy as np
import pytest

from tests.trends.arrays import NAN, clear_improvement, clear_worsening, every, random_diaries
from trends.core import assess, assess_scores
from trends.core.outlook import RATES, moved_to, outlook, score_outlook, spread_evenly


def at_week_8(diary):
    return diary[: 56 + 56]


def test_like_lately_is_the_verdict_on_the_diary_continued_by_its_last_four_weeks():
    diary = random_diaries(1, 1.2, effect=0.5, seed=3)[0][:120]

    ahead = outlook(diary, 56, 84)

    assert ahead.like_lately == assess(np.concatenate([diary, np.resize(diary[-28:], 20)]), 56).verdict
    assert (ahead.nights, ahead.weeks) == (20, 4)
    assert ahead.lately == pytest.approx(7 * np.nanmean(diary[-28:]))


def test_the_limits_are_where_the_answer_turns():
    diary = at_week_8(clear_improvement())

    ahead = outlook(diary, 56, 84)

    def say(rate):
        return assess(np.concatenate([diary, spread_evenly(np.zeros(28), rate / 7)]), 56).verdict

    place = RATES.tolist().index(ahead.improved_up_to)
    assert say(RATES[place]) == "improved"
    assert say(RATES[place + 1]) != "improved"


def test_a_worsening_turns_the_other_way():
    ahead = outlook(at_week_8(clear_worsening()), 56, 84)

    assert ahead.like_lately == "worsened"
    assert ahead.worsened_from < ahead.lately
    assert ahead.improved_up_to is None or ahead.improved_up_to < ahead.worsened_from


@pytest.mark.parametrize(
    ("look", "verdict", "diary"),
    [
        (outlook, "improved", clear_improvement()),
        (outlook, "worsened", clear_worsening()),
        (score_outlook, "improved", np.concatenate([every(6, 7, nights=56), every(2, 3, nights=84)])),
        (score_outlook, "worsened", np.concatenate([every(2, 3, nights=56), every(6, 7, nights=84)])),
    ],
)
def test_what_no_rate_could_turn_any_more_has_no_limit(look, verdict, diary):
    """One night is left: the highest rate that was tried is where the trying ended."""
    ahead = look(diary[: 56 + 83], 56, 84)

    assert ahead.like_lately == verdict
    assert (ahead.improved_up_to, ahead.worsened_from) == (None, None)


def test_answers_that_are_missing_stay_missing_unless_every_night_is_answered():
    before, after = every(1, 1, 0, nights=56), every(0, NAN, NAN, NAN, NAN, NAN, NAN, nights=40)

    ahead = outlook(np.concatenate([before, after]), 56, 56)

    assert ahead.like_lately == "not_enough_data"
    assert ahead.all_answered == "not_enough_data"
    later = outlook(np.concatenate([before, after]), 56, 84)
    assert later.like_lately == "not_enough_data"
    assert later.all_answered != "not_enough_data"


def test_doses_go_on_like_the_nights_that_are_repeated():
    diary = at_week_8(clear_improvement())

    left_out = outlook(diary, 56, 84, taken=np.concatenate([np.ones(28), np.zeros(28)]))

    assert left_out.like_lately == "not_enough_data"


@pytest.mark.parametrize("since", [0, 13, 84])
def test_nothing_to_continue_or_nothing_to_come_is_none(since):
    assert outlook(np.concatenate([np.ones(56), np.ones(since)]), 56, 84) is None
    assert score_outlook(np.concatenate([np.ones(56), np.ones(since)]), 56, 84) is None


def test_weeks_without_an_answer_cannot_be_continued():
    assert outlook(np.concatenate([np.ones(56), np.full(30, NAN)]), 56, 56) is None


def test_scores_go_on_with_their_ups_and_downs():
    rng = np.random.default_rng(2)
    diary = np.concatenate([rng.integers(5, 9, 56), rng.integers(2, 6, 60)]).astype(float)

    ahead = score_outlook(diary, 56, 84)

    told = np.concatenate([diary, np.resize(diary[-28:], 24)])
    assert ahead.like_lately == assess_scores(told[np.newaxis], 56).verdict[0]
    assert 0 < ahead.improved_up_to < 8
    assert ahead.lately == pytest.approx(diary[-28:].mean())


def test_a_moved_score_stays_a_score():
    assert moved_to(np.array([0.0, 10.0, NAN]), 9.0)[:2].tolist() == [4.0, 10.0]


def test_two_dimensions_are_misuse():
    with pytest.raises(ValueError, match="shape"):
        outlook(np.ones((1, 140)), 56, 84)
