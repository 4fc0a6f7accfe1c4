"""What the answer would be under other assumptions: for the doctor, beside the verdict and never instead of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .count_model import BELIEFS, fit_counts
from .counts import Weekly
from .coverage import check_in_guard
from .minimums import NIGHTS_BEFORE
from .odd_nights import capped
from .rates import has_own_lead_in
from .result import Flags, Floats
from .window import Window, one_diary, open_window

NO_TREND, WIDE_TREND = 0.0, 0.25
"""Standard deviations of the natural trend, in place of the believed one."""


@dataclass(frozen=True)
class Reading:
    """The rate now against before under one assumption: E, 75 % interval, P(fewer) after the check-in guard."""

    rate_ratio: float
    low: float
    high: float
    probability_better: float


@dataclass(frozen=True)
class Sensitivity:
    """One diary read five ways.

    `as_judged`; `lead_in_as_baseline`: the last 14 nights before the start are nights like others; `no_trend`;
    `wide_trend`: ±25 % per four weeks instead of ±12; `unanswered_as_quiet`: every unanswered night had no episode.
    """

    as_judged: Reading
    lead_in_as_baseline: Reading
    no_trend: Reading
    wide_trend: Reading
    unanswered_as_quiet: Reading


def sensitivity(
    counts: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
) -> Sensitivity | None:
    """One diary read five ways; arguments as for `assess`. None where no read-out or no baseline is reached.

    >>> diary = [1, 0, 2, 1] * 14 + [1, 0, 0, 1, 0, 0, 0] * 12
    >>> read = sensitivity(diary, 56)
    >>> round(read.as_judged.rate_ratio, 2), round(read.no_trend.rate_ratio, 2)
    (0.33, 0.29)
    >>> sensitivity(diary[:100], 56) is None
    True
    """
    nights, shares = one_diary(counts, "counts", taken)
    window = open_window(nights, nights_before, taken=shares, readout=readout)
    if not window.reached or window.before < NIGHTS_BEFORE:
        return None
    five, lead_in, drift = five_ways(window, believed=BELIEFS.drift_sd, trends=(NO_TREND, WIDE_TREND))
    counts = capped(five.counts)
    week = Weekly.of(counts, five)
    fit = fit_counts(
        week.episodes,
        week.nights,
        week.design,
        with_lead_in=lead_in & has_own_lead_in(counts, five.before),
        drift_sd=drift,
    )
    columns = (
        np.exp(fit.mean),
        np.exp(fit.quantile(0.125)),
        np.exp(fit.quantile(0.875)),
        fit.below(-check_in_guard(five).up),
    )
    return Sensitivity(*(Reading(*map(float, row)) for row in zip(*columns, strict=True)))


def five_ways(
    window: Window, *, believed: float, trends: tuple[float, float]
) -> tuple[Window, Flags, Floats]:
    """One diary as five patients, in the order of `Sensitivity`: nights, who may have a lead-in, whose trend is what.

    >>> five, lead_in, drift = five_ways(open_window([[1.0, np.nan]], 1), believed=0.1, trends=(0.0, 0.2))
    >>> five.counts[:, 1].tolist(), lead_in.tolist(), drift.tolist()
    ([nan, nan, nan, nan, 0.0], [True, False, True, True, True], [0.1, 0.1, 0.0, 0.2, 0.1])
    """
    five = window.of_rows(np.zeros(5, dtype=np.int64))
    # Of rows gives copies: the fifth may be filled.
    five.counts[4] = np.nan_to_num(five.counts[4])
    return five, np.array([True, False, True, True, True]), np.array([believed, believed, *trends, believed])
