"""What the answer would be under other assumptions: for the doctor, beside the verdict and never instead of it."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .count_model import BELIEFS, Beliefs
from .counts import Weekly
from .coverage import check_in_guard
from .minimums import NIGHTS_BEFORE
from .odd_nights import capped
from .rates import has_own_lead_in
from .window import Window, open_window

NO_TREND = replace(BELIEFS, drift_sd=0.0)
WIDE_TREND = replace(BELIEFS, drift_sd=0.25)


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
    (0.34, 0.29)
    >>> sensitivity(diary[:100], 56) is None
    True
    """
    nights = np.asarray(counts, dtype=np.float64)
    if nights.ndim != 1:
        raise ValueError(f"counts must have the shape (nights,), not {nights.shape}")
    shares = None if taken is None else np.asarray(taken, dtype=np.float64)[np.newaxis]
    window = open_window(nights[np.newaxis], nights_before, taken=shares, readout=readout)
    if not window.reached or window.before < NIGHTS_BEFORE:
        return None
    quiet = replace(window, counts=np.where(np.isnan(window.counts), 0.0, window.counts))
    return Sensitivity(
        as_judged=_reading(window),
        lead_in_as_baseline=_reading(window, lead_in=False),
        no_trend=_reading(window, NO_TREND),
        wide_trend=_reading(window, WIDE_TREND),
        unanswered_as_quiet=_reading(quiet),
    )


def _reading(window: Window, beliefs: Beliefs = BELIEFS, *, lead_in: bool = True) -> Reading:
    counts = capped(window.counts)
    own = has_own_lead_in(counts, window.before) & lead_in
    fit = Weekly.of(counts, window, beliefs).fit(np.arange(1), with_lead_in=own, beliefs=beliefs)
    return Reading(
        rate_ratio=float(np.exp(fit.mean[0])),
        low=float(np.exp(fit.quantile(0.125)[0])),
        high=float(np.exp(fit.quantile(0.875)[0])),
        probability_better=float(fit.below(-check_in_guard(window).up)[0]),
    )
