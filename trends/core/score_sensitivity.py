"""A scored symptom under other assumptions: the twin of `sensitivity`, in points."""

from dataclasses import dataclass

import numpy.typing as npt

from .coverage import check_in_guard
from .minimums import NIGHTS_BEFORE
from .rates import has_own_lead_in
from .score_model import SCORE_BELIEFS, fit_scores
from .scores import HIGHEST_SCORE, ScoreDiaries, guard_in_points
from .sensitivity import five_ways
from .window import one_diary, open_window

NO_TREND, WIDE_TREND = 0.0, 0.6
"""Standard deviations of the natural trend in points per four weeks, in place of the believed one."""


@dataclass(frozen=True)
class ScoreReading:
    """The mean now minus the mean before under one assumption: E, 86 % interval, P(lower) after the check-in guard."""

    change_points: float
    low: float
    high: float
    probability_better: float


@dataclass(frozen=True)
class ScoreSensitivity:
    """One diary read five ways.

    `as_judged`; `lead_in_as_baseline`: the last 14 days before the start are days like others; `no_trend`;
    `wide_trend`: ±0.6 points per four weeks instead of ±0.29; `unanswered_as_zero`: every unanswered day scored 0.
    """

    as_judged: ScoreReading
    lead_in_as_baseline: ScoreReading
    no_trend: ScoreReading
    wide_trend: ScoreReading
    unanswered_as_zero: ScoreReading


def score_sensitivity(
    scores: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
) -> ScoreSensitivity | None:
    """One diary read five ways; arguments as for `assess_scores`, of one patient (nights,).

    None where no read-out or no baseline is reached.

    >>> diary = [6.0, 7.0] * 28 + [5.0, 6.0] * 14 + [2.0, 3.0] * 28
    >>> read = score_sensitivity(diary, 56)
    >>> round(read.as_judged.change_points, 1), round(read.no_trend.change_points, 1)
    (-4.0, -4.1)
    """
    days, shares = one_diary(scores, "scores", taken)
    window = open_window(days, nights_before, taken=shares, readout=readout, highest=HIGHEST_SCORE)
    if not window.reached or window.before < NIGHTS_BEFORE:
        return None
    five, lead_in, drift = five_ways(window, believed=SCORE_BELIEFS.drift_sd, trends=(NO_TREND, WIDE_TREND))
    diaries = ScoreDiaries.of(five)
    fit = fit_scores(
        diaries.week,
        diaries.time,
        diaries.lead_in,
        diaries.exposures,
        with_lead_in=lead_in & has_own_lead_in(five.counts, five.before),
        drift_sd=drift,
    )
    guard = guard_in_points(check_in_guard(five), diaries.week.day_variance)
    columns = (fit.mean, fit.quantile(0.07), fit.quantile(0.93), fit.below(-guard.up))
    return ScoreSensitivity(*(ScoreReading(*map(float, row)) for row in zip(*columns, strict=True)))
