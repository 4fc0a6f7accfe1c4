"""Any equally spaced series of counts with a change at a known time: the model of counts without the diary.

For interrupted time series as they are published: so many events per month in so many person-months. The model is that
of `count_model` with time in bins, no lead-in unless asked for, and weeks' wandering replaced by bins'.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .count_model import Beliefs, Design, Wander, fit_counts
from .result import Floats

SUDDEN = 0.0
"""Time constant of an effect that is there in full from the first bin."""
WANDERS = (
    Wander(0.0, 0.0, 0.2, 0.5),
    Wander(0.05, 0.3, 0.2, 0.5),
    Wander(0.1, 0.3, 0.2, 0.5),
    Wander(0.2, 0.3, 0.2, 0.5),
    Wander(0.4, 0.3, 0.2, 0.5),
)
"""Counts in the hundreds show small wandering, so the steps are finer than a diary's."""


@dataclass(frozen=True)
class SeriesEffect:
    """The rate at the end against before, had nothing changed but the intervention; 75 % and 90 % intervals.

    `probability_lower` is P(rate ratio < 1).
    """

    rate_ratio: float
    low: float
    high: float
    low_90: float
    high_90: float
    probability_lower: float


def assess_series(
    counts: npt.ArrayLike,
    exposure: npt.ArrayLike,
    start_index: int,
    *,
    wash_in: float | None = None,
    lead_in: int = 0,
    drift: float = 0.03,
) -> SeriesEffect:
    """How far a rate changed at the start of bin `start_index`, after a natural trend and lingering ups and downs.

    `counts` (bins,) events, NaN = not observed; `exposure` (bins,) what they are counted in (nights, person-months),
    0 where not observed. `wash_in`: time constant in bins with which the effect builds up, None = at once. `lead_in`:
    so many bins before the start may differ for the reason that led to it. `drift`: standard deviation of the natural
    change of the log rate per bin. ValueError for unequal lengths, negative numbers, or no bin on one side.

    Falls on a ward, per month and 1,000 bed-days (invented): 24 months, low beds from month 12 on.

    >>> falls = [31, 27, 35, 30, 29, 33, 28, 34, 30, 32, 29, 31, 24, 22, 19, 21, 23, 18, 20, 22, 19, 21, 20, 18]
    >>> effect = assess_series(falls, [4.1] * 24, 12)
    >>> round(effect.rate_ratio, 2), round(effect.low_90, 2), round(effect.high_90, 2)
    (0.71, 0.55, 0.92)
    """
    c, n = _checked(counts, exposure, start_index)
    tau = SUDDEN if wash_in is None else float(wash_in)
    if tau < 0 or not 0 <= lead_in < start_index:
        raise ValueError("wash_in must be positive and lead_in shorter than the time before the start")
    number = np.arange(len(c), dtype=np.float64) - start_index
    beliefs = Beliefs(
        drift_sd=drift,
        lead_in_spreads=np.inf,
        wash_ins=((tau, 1.0),),
        mode_wash_in=tau,
        wanders=WANDERS,
    )
    design = Design(
        time=number + 0.5,
        lead_in=((number < 0) & (number >= -lead_in)).astype(np.float64),
        exposures={tau: _built_up(number, tau)[:, np.newaxis]},
    )
    fit = fit_counts(
        c[:, np.newaxis], n[:, np.newaxis], design, with_lead_in=np.array([lead_in > 0]), beliefs=beliefs
    )
    low_90, low, high, high_90 = (float(np.exp(fit.quantile(p)[0])) for p in (0.05, 0.125, 0.875, 0.95))
    return SeriesEffect(
        rate_ratio=float(np.exp(fit.mean[0])),
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        probability_lower=float(fit.below(np.zeros(1))[0]),
    )


def _built_up(number: Floats, tau: float) -> Floats:
    """Mean of 1 − exp(−s/τ) over each bin since the start, divided by its value in the last bin; 0 before."""
    after = np.maximum(number, 0)
    mean = np.ones(len(number)) if tau == SUDDEN else 1 - tau * np.exp(-after / tau) * (1 - np.exp(-1 / tau))
    return np.where(number < 0, 0.0, mean / mean[-1])


def _checked(counts: npt.ArrayLike, exposure: npt.ArrayLike, start_index: int) -> tuple[Floats, Floats]:
    c, n = np.asarray(counts, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    if c.ndim != 1 or c.shape != n.shape:
        raise ValueError("counts and exposure must be two rows of the same length")
    if not 0 < start_index < len(c):
        raise ValueError("at least one bin before and one after the start are needed")
    if np.any(c < 0) or not np.all(n >= 0) or np.any(np.isinf(c)) or np.any(np.isinf(n)):
        raise ValueError("counts and exposure must be finite and not negative")
    observed = ~np.isnan(c) & (n > 0)
    return np.where(observed, c, 0.0), np.where(observed, n, 0.0)
