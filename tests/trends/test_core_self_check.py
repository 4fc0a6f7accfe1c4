"""The self-check on arrays: invented starts as in the benchmark, and when a share of false alarms is itself one."""

import numpy as np
import pytest
from scipy import stats

from tests.trends.arrays import clear_improvement, clear_worsening, sticky_diaries
from trends.core import assess_scores
from trends.core.self_check import (
    ALARM,
    QUIET,
    TOO_FEW,
    Share,
    Tally,
    candidates,
    judge,
    random_start,
    tally,
    worst_start,
)

SAME = (0, 1, 0, 2, 1, 0, 0)


def starts(diaries, seed=1):
    rng = np.random.default_rng(seed)
    return [random_start(nights, rng) for nights in diaries]


@pytest.mark.parametrize(("hits", "of"), [(1, 300), (12, 200), (18, 200), (300, 5000), (200, 200)])
def test_the_lower_limit_is_the_exact_one(hits, of):
    exact = stats.beta.ppf(0.025, hits, of - hits + 1)

    assert Share(hits, of).lower_limit == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(
    ("hits", "of", "said"),
    [
        (0, 0, TOO_FEW),
        (199, 199, TOO_FEW),
        (0, 200, QUIET),
        (10, 200, QUIET),  # 5 %
        (16, 200, QUIET),  # 8 %, but 4.6 % is possible
        (17, 200, ALARM),
        (300, 5000, QUIET),  # surely above 5 %, but not above 6 %
        (301, 5000, ALARM),
    ],
)
def test_an_alarm_needs_a_high_share_and_certainty(hits, of, said):
    assert judge(Share(hits, of)) == said


@pytest.mark.parametrize("diaries", [200, 1000, 5000])
def test_a_method_that_keeps_its_promise_hardly_ever_gives_alarm(diaries):
    least = next(hits for hits in range(diaries) if judge(Share(hits, diaries)) == ALARM)

    assert stats.binom.sf(least - 1, diaries, 0.05) < 0.025
    assert stats.binom.sf(least - 1, diaries, 0.10) > 0.75


def test_a_start_has_28_nights_before_it_and_84_after():
    assert candidates(111) == range(28, 28)
    assert candidates(112) == range(28, 29)
    assert candidates(500) == range(360, 417)


def test_a_diary_that_is_too_short_has_no_start():
    short = np.ones(111)

    assert random_start(short, np.random.default_rng(1)) is None
    assert worst_start(short) is None


def test_random_starts_reach_every_candidate():
    rng = np.random.default_rng(1)

    assert {random_start(np.ones(115), rng) for _ in range(200)} == {28, 29, 30, 31}


def test_the_worst_start_follows_the_worst_two_weeks():
    nights = np.tile([0.0, 1.0], 98)
    nights[70:84] = 3.0

    assert worst_start(nights) == 84


def test_unanswered_nights_are_left_out_of_the_worst_mean():
    nights = np.tile([1.0, 1.5], 98)
    nights[60:74] = [2.0, np.nan] * 7

    assert worst_start(nights) == 74


def test_an_unanswered_stretch_has_no_worst_night():
    nights = np.full(112, np.nan)
    nights[:8] = 1.0

    assert worst_start(nights) is None


def test_the_worst_start_is_the_benchmarks():
    diaries = sticky_diaries(50, 1.0, before=56, after=140, missing=0.0)
    sums = np.cumsum(np.pad(diaries, ((0, 0), (1, 0))), axis=1)
    nights = np.arange(56, 113)

    assert [worst_start(one) for one in diaries] == (
        56 + np.argmax(sums[:, nights] - sums[:, nights - 14], axis=1)
    ).tolist()


def test_false_verdicts_are_counted_among_diaries_that_got_one():
    better, worse = clear_improvement(), clear_worsening()
    same, thin = np.resize(SAME, 140).astype(float), np.full(140, np.nan)

    found = tally([better, worse, same, thin, better], [56, 56, 56, 56, None])

    assert found == Tally(diaries=3, improved=1, worsened=1)


def test_either_read_out_counts():
    relapsed = clear_improvement()
    relapsed[56 + 56 :] = 3.0

    assert tally([relapsed], [56]).improved == 1


def test_scores_are_asked_of_their_own_method():
    scores = np.concatenate([np.tile([6.0, 7.0, 6.0], 14), np.tile([2.0, 3.0], 42)])

    assert tally([scores], [42], assess_scores) == Tally(1, 1, 0)


def test_diaries_of_several_lengths_are_checked_as_they_would_be_alone():
    diaries = [*sticky_diaries(20, 1.0), *sticky_diaries(20, 1.0, before=30, seed=2)]
    columns = starts(diaries)

    alone = sum((tally([one], [start]) for one, start in zip(diaries, columns, strict=True)), Tally())
    assert tally(diaries, columns) == alone
    assert alone.diaries > 30


@pytest.mark.parametrize("rate", [0.3, 1.0])
def test_steady_diaries_leave_the_method_quiet(rate):
    diaries = list(sticky_diaries(1000, rate, before=56, after=140, seed=5))

    by_chance = tally(diaries, starts(diaries))
    at_worst = tally(diaries, [worst_start(one) for one in diaries])

    assert min(by_chance.diaries, at_worst.diaries) > 900
    assert judge(Share(by_chance.improved, by_chance.diaries)) == QUIET
    assert judge(Share(at_worst.improved, at_worst.diaries)) == QUIET


def test_diaries_that_fall_by_themselves_give_alarm():
    # Two of ten get better without anything having been started: the method would credit any start with it.
    rng = np.random.default_rng(3)
    rates = np.where(np.arange(140) < 56, 1.5, np.where(np.arange(300) < 60, 0.3, 1.5)[:, np.newaxis])
    diaries = list(rng.poisson(rates).astype(float))

    found = tally(diaries, [56] * 300)

    assert judge(Share(found.improved, found.diaries)) == ALARM
