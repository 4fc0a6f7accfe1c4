"""What changed logging may explain: unlogged nights may have been quiet ones."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .result import Flags, Floats
from .window import Window

LEAST_SHARE = 0.02
NOTICEABLE = 0.05
"""A guard of 5 % or more is worth telling the reader about; a smaller one only shifts the arithmetic."""


@dataclass(frozen=True)
class Guard:
    """How far changed logging alone could have moved the log rate ratio, both ≥ 0, (patients,).

    `up`: more nights answered after the start, so the time before may look too bad. `dn`: fewer.
    """

    up: Floats
    dn: Floats

    def of(self, rows: npt.NDArray[np.int64]) -> "Guard":
        """For these patients only."""
        return Guard(self.up[rows], self.dn[rows])

    @property
    def is_noticeable(self) -> Flags:
        """Whether the reader should know (reason `logging_changed`)."""
        return np.maximum(self.up, self.dn) >= NOTICEABLE


def check_in_guard(window: Window) -> Guard:
    """The log ratio of the answered shares, as far as it exceeds one standard error.

    f0, f1 = share of the calendar nights answered before and after, clipped to .02–1;
    se² = (1−f0)/(f0 n0) + (1−f1)/(f1 n1). Without nights on one side there is nothing to compare: both 0.

    >>> from .window import open_window
    >>> diary = np.zeros((1, 84))
    >>> diary[0, :28:2] = np.nan
    >>> guard = check_in_guard(open_window(diary, 28))
    >>> round(float(guard.up[0]), 3), float(guard.dn[0])
    (0.504, 0.0)
    """
    n0, n1 = window.before, window.after
    if not n0 or not n1:
        return Guard(np.zeros(window.patients), np.zeros(window.patients))
    answered = window.answered
    f0 = np.clip(answered[:, :n0].sum(axis=1) / n0, LEAST_SHARE, 1)
    f1 = np.clip(answered[:, n0:].sum(axis=1) / n1, LEAST_SHARE, 1)
    shift = np.log(f1) - np.log(f0)
    se = np.sqrt((1 - f0) / (f0 * n0) + (1 - f1) / (f1 * n1))
    return Guard(up=np.maximum(0, shift - se), dn=np.maximum(0, -shift - se))
