"""Weeks: the 7-night bins that the models of counts and scores are written in.

Bins are aligned on the start: bin 0 begins with the first night on the supplement, bin −1 ends with the night before
it. The first bin may be short; it keeps its nominal centre. Arrays are (bins, patients): patients run along the last
axis and no operation ever mixes them, so the size and the order of a batch change no bit of a result.
"""

from dataclasses import dataclass

import numpy as np

from .result import Floats
from .window import LEAD_IN, WEEK

FOUR_WEEKS = 28
LEAST_WIDTH = 8
"""Never fewer patients side by side: numpy adds up an array of one column in another order than one of several."""


@dataclass(frozen=True)
class Weeks:
    """The bins of a window of `before` + `after` nights."""

    before: int
    after: int

    @property
    def bins_before(self) -> int:
        return -(-self.before // WEEK)

    @property
    def bins(self) -> int:
        return self.bins_before - (-self.after // WEEK)

    @property
    def numbers(self) -> Floats:
        """w = −nb … nf−1, (bins,).

        >>> Weeks(15, 14).numbers.tolist()
        [-3.0, -2.0, -1.0, 0.0, 1.0]
        """
        return np.arange(self.bins, dtype=np.float64) - self.bins_before

    @property
    def time(self) -> Floats:
        """Nominal centres in units of four weeks from the start: t = (w + ½)·7/28, (bins,).

        >>> Weeks(14, 14).time.tolist()
        [-0.375, -0.125, 0.125, 0.375]
        """
        return (self.numbers + 0.5) * (WEEK / FOUR_WEEKS)

    @property
    def lead_in(self) -> Floats:
        """1 in the bins of the last 14 nights before the start, else 0, (bins,).

        >>> Weeks(20, 7).lead_in.tolist()
        [0.0, 1.0, 1.0, 0.0]
        """
        return ((self.numbers >= -(LEAD_IN // WEEK)) & (self.numbers < 0)).astype(np.float64)

    def split(self, nights: Floats, *, fill: float = np.nan) -> Floats:
        """Nights (patients, before + after) as (patients, bins, 7), with `fill` where a bin is short.

        >>> Weeks(1, 8).split(np.arange(9.0)[np.newaxis]).shape
        (1, 3, 7)
        """
        short = self.bins_before * WEEK - self.before, (self.bins - self.bins_before) * WEEK - self.after
        padded = np.pad(nights, ((0, 0), short), constant_values=fill) if any(short) else nights
        return padded.reshape(len(nights), self.bins, WEEK)

    def totals(self, nights: Floats) -> Floats:
        """Sums over each bin, unanswered nights (NaN) left out, (bins, patients).

        >>> Weeks(7, 7).totals(np.array([[1.0, 2.0] * 3 + [np.nan] * 5 + [1.0] * 3])).ravel().tolist()
        [9.0, 3.0]
        """
        split = self.split(nights)
        # Night by night and not `.sum(axis=2)`: seven fast additions of whole arrays, always in the same order.
        total = np.zeros(split.shape[:2])
        for night in range(WEEK):
            part = split[:, :, night]
            total += np.where(np.isnan(part), 0.0, part)
        return np.ascontiguousarray(total.T)


def widened(values: Floats) -> Floats:
    """Patients along the last axis, repeated until there are at least 8 of them.

    >>> widened(np.array([[1.0, 2.0]])).tolist()
    [[1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0]]
    """
    patients = values.shape[-1]
    if patients >= LEAST_WIDTH or not patients:
        return values
    return np.concatenate([values] * -(-LEAST_WIDTH // patients), axis=-1)[..., :LEAST_WIDTH]
