"""Rates of stretches of nights, and what they say about the time before the start.

Nothing here decides a verdict; the model does. These are the questions asked beside it: did the patient start at the
worst, was the rate falling already, how much more than by chance do weeks differ?
Source: McCullagh & Nelder, Generalized Linear Models, ch. 9 (overdispersion).
"""

from dataclasses import dataclass

import numpy as np

from .result import Flags, Floats
from .window import LEAD_IN, WASH_IN, WEEK

PRIOR_DISPERSION, PRIOR_BINS = 1.5, 8.0
"""A handful of bins says little, so φ is averaged with a guess of 1.5 worth 8 bins."""
LEAST_EARLIER = 7
"""Answered nights before the lead-in that are needed to tell whether the lead-in was worse."""


@dataclass(frozen=True)
class Tally:
    """Episodes in answered nights, both (patients,)."""

    episodes: Floats
    nights: Floats

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.episodes + other.episodes, self.nights + other.nights)

    @property
    def log_rate(self) -> Floats:
        """log((c + ½)/n); NaN without an answered night."""
        return np.log(self.episodes + 0.5) - _log(self.nights)


def _log(values: Floats) -> Floats:
    return np.log(np.where(values > 0, values, np.nan))


def tally(counts: Floats, first: int, end: int) -> Tally:
    """Episodes and answered nights of columns `first` up to `end` of counts (patients, nights), NaN = unanswered.

    >>> part = tally(np.array([[1.0, np.nan, 2.0, 0.0]]), 0, 3)
    >>> part.episodes.tolist(), part.nights.tolist()
    ([3.0], [2.0])
    """
    part = counts[:, first:end]
    answered = ~np.isnan(part)
    return Tally(np.where(answered, part, 0.0).sum(axis=1), answered.sum(axis=1).astype(np.float64))


def dispersion(counts: Floats, before: int) -> Floats:
    """φ ≥ 1 of 7-night bins about the rate of their own phase, (patients,).

    `counts` (patients, nights), capped, NaN = unanswered; `before` ≥ 28 nights precede the start, more than 28 follow.

    φ = (Σ (c − e)²/e + 8 · 1.5) / (Σ (bins − 1) + 8), over the answered bins of the four phases.

    >>> float(dispersion(np.ones((1, 140)), 56).round(3)[0])
    1.0
    >>> weeks_on_and_off = np.tile([3.0] * 7 + [0.0] * 7, (1, 10))
    >>> float(dispersion(weeks_on_and_off, 56).round(2)[0])
    9.25
    """
    lead, settled, end = before - LEAD_IN, before + WASH_IN, counts.shape[1]
    chi2 = np.zeros(len(counts))
    freedom = np.zeros(len(counts))
    for first, last in ((0, lead), (lead, before), (before, settled), (settled, end)):
        whole = tally(counts, first, last)
        rate = whole.episodes / np.maximum(whole.nights, 1)
        bins = [tally(counts, *edges) for edges in _bins(first, last, before)]
        for week in bins:
            expected = week.nights * rate
            off = (week.episodes - expected) ** 2
            chi2 += np.divide(off, expected, out=np.zeros_like(off), where=expected > 0)
        freedom += np.maximum(sum(week.nights > 0 for week in bins) - 1.0, 0.0)
    return np.maximum(1.0, (chi2 + PRIOR_BINS * PRIOR_DISPERSION) / (freedom + PRIOR_BINS))


def _bins(first: int, end: int, start: int) -> list[tuple[int, int]]:
    """Columns of the 7-night bins aligned on the start; the first of a phase may be short.

    >>> _bins(0, 18, 32)
    [(0, 4), (4, 11), (11, 18)]
    """
    edges = [column for column in range(first + 1, end) if (column - start) % WEEK == 0]
    return list(zip([first, *edges], [*edges, end], strict=True))


def started_at_worst(counts: Floats, before: int) -> Flags:
    """Was the rate of the last 14 nights before the start above the earlier rate, (patients,)?

    Only where at least 7 earlier nights are answered. `counts` (patients, nights), NaN = unanswered.

    >>> calm_then_bad = np.array([[0.0] * 20 + [1.0] * 14 + [0.0] * 56])
    >>> started_at_worst(calm_then_bad, 34).tolist()
    [True]
    """
    earlier, lead = tally(counts, 0, before - LEAD_IN), tally(counts, before - LEAD_IN, before)
    return (lead.episodes * earlier.nights > earlier.episodes * lead.nights) & (
        earlier.nights >= LEAST_EARLIER
    )


def has_own_lead_in(counts: Floats, before: int) -> Flags:
    """Whether the last 14 nights before the start get a term of their own, (patients,).

    They do where they were strictly worse than the nights before them, or where fewer than 7 of those are answered:
    a calm lead-in is ordinary baseline. Arguments as for `started_at_worst`.

    >>> calm_then_bad, bad_then_calm = [0.0] * 20 + [1.0] * 14, [1.0] * 20 + [0.0] * 14
    >>> has_own_lead_in(np.array([calm_then_bad, bad_then_calm]), 34).tolist()
    [True, False]
    """
    earlier = tally(counts, 0, before - LEAD_IN)
    return started_at_worst(counts, before) | (earlier.nights < LEAST_EARLIER)


def already_falling(counts: Floats, before: int, *, ratio: float, z: float) -> Flags:
    """Had the rate fallen inside the baseline, before anything was taken, (patients,)?

    A described check, no part of the verdict: the second half of the nights before is at or below `ratio` times the
    first, by more than `z` standard errors (overdispersed as above).

    >>> falling = np.array([[2.0] * 28 + [1.0] * 112])
    >>> already_falling(falling, 56, ratio=0.7, z=1.15).tolist()
    [True]
    """
    first, second = tally(counts, 0, before // 2), tally(counts, before // 2, before)
    change = second.log_rate - first.log_rate
    variance = dispersion(counts, before) * (1 / (first.episodes + 0.5) + 1 / (second.episodes + 0.5))
    return np.asarray((change <= np.log(ratio)) & (change <= -z * np.sqrt(variance)))
