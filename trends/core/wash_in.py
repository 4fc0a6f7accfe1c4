"""How much of the effect there is in each week: it builds up over weeks, and only while the supplement is taken.

With a wash-in time constant τ the exposure of night d since the start is e(d) = 1 − exp(−(d+1)/τ) when every dose is
taken, and otherwise E(d) = E(d−1)·exp(−1/τ) + taken(d)·(1 − exp(−1/τ)), E(−1) = 0, which is the same when all are.
x is its mean over the calendar nights of a bin, divided by what full adherence gives in the last bin: the effect on
the log rate is b·x, so exp(b) is the rate at the end against before, for somebody who takes the supplement.
(25(OH)D, the form of vitamin D in the blood, has a half-life of two to three weeks: τ = 25 nights is 2.5 weeks'
half-life; Jones, Am J Clin Nutr 2008;88:582S. A supplement that works at once has τ = 4.)
"""

import math

import numpy as np

from .result import Floats
from .weeks import Weeks
from .window import LEAD_IN, WEEK


def exposure(weeks: Weeks, tau: float, taken: Floats | None = None) -> Floats:
    """x per bin, (bins, 1), or (bins, patients) with `taken` (patients, after): 0 before the start.

    `taken` are shares of the dose, 0–1; NaN is filled by `usual_share`.

    >>> exposure(Weeks(14, 21), 25.0).ravel().round(2).tolist()
    [0.0, 0.0, 0.28, 0.69, 1.0]
    >>> half = np.full((1, 21), 0.5)
    >>> exposure(Weeks(14, 21), 25.0, half).ravel().round(2).tolist()
    [0.0, 0.0, 0.14, 0.35, 0.5]
    """
    full = _weekly(weeks, _accumulated(np.ones((weeks.after, 1)), tau))
    if taken is None:
        return full / full[-1]
    return _weekly(weeks, _accumulated(np.ascontiguousarray(usual_share(taken).T), tau)) / full[-1]


def _accumulated(taken: Floats, tau: float) -> Floats:
    """E(d) of each night, from shares (nights, patients)."""
    kept = math.exp(-1 / tau)
    level = np.zeros(taken.shape[1])
    nights = np.empty_like(taken)
    for night, share in enumerate(taken):
        level = level * kept + share * (1 - kept)
        nights[night] = level
    return nights


def _weekly(weeks: Weeks, nights: Floats) -> Floats:
    bins = np.zeros((weeks.bins, nights.shape[1]))
    for number in range(weeks.bins - weeks.bins_before):
        part = nights[number * WEEK : (number + 1) * WEEK]
        total = np.zeros(nights.shape[1])
        for night in part:
            total = total + night
        bins[weeks.bins_before + number] = total / len(part)
    return bins


def usual_share(taken: Floats) -> Floats:
    """Shares (patients, nights) with every unknown night filled.

    An unknown night gets the mean of the known ones among the 14 nights before it; with none known there, the mean of
    all known ones; somebody who never answered is taken at their word that they take it: 1.

    >>> usual_share(np.array([[1.0, 0.0, np.nan], [np.nan, 0.5, np.nan]])).tolist()
    [[1.0, 0.0, 0.5], [0.5, 0.5, 0.5]]
    >>> usual_share(np.full((1, 2), np.nan)).tolist()
    [[1.0, 1.0]]
    """
    known = ~np.isnan(taken)
    if known.all():
        return taken
    shares = np.where(known, taken, 0.0)
    sums = np.pad(np.cumsum(shares, axis=1), ((0, 0), (LEAD_IN + 1, 0)))
    numbers = np.pad(np.cumsum(known, axis=1), ((0, 0), (LEAD_IN + 1, 0)))
    nights = taken.shape[1]
    lately = sums[:, LEAD_IN : LEAD_IN + nights] - sums[:, :nights]
    answered = numbers[:, LEAD_IN : LEAD_IN + nights] - numbers[:, :nights]
    overall = np.where(numbers[:, -1] > 0, sums[:, -1] / np.maximum(numbers[:, -1], 1), 1.0)
    usual = np.where(answered > 0, lately / np.maximum(answered, 1), overall[:, np.newaxis])
    return np.where(known, taken, np.clip(usual, 0.0, 1.0))
