"""Which nights count: at most 56 before the start and 84 after, and what another change cuts off."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .result import Flags, Floats

WEEK_8, WEEK_12 = 56, 84
READOUTS = (WEEK_8, WEEK_12)
"""Nights since the start at which a verdict is given."""
LONGEST_BEFORE = 56
LEAD_IN = 14
"""The last nights before the start: people start at their worst, so these hardly speak for the time before."""
WASH_IN = 28
"""The first nights after the start, in which the effect (time constant about 25 nights) is still developing."""
WEEK = 7
NEAR_BEFORE, NEAR_AFTER = 14, 28
"""Another change this close to the start cannot be told apart from it."""


@dataclass(frozen=True)
class Window:
    """The nights that are tested.

    `counts` (patients, before + after), NaN = unanswered, C-contiguous; `taken` (patients, after) or None. `readout`
    is the read-out meant (56, 84, or NaN when None was asked and none reached); `reached` says whether the diary
    goes that far.
    """

    counts: Floats
    taken: Floats | None
    before: int
    readout: float
    reached: bool

    @property
    def after(self) -> int:
        """Calendar nights since the start inside the window."""
        return int(self.counts.shape[1]) - self.before

    @property
    def patients(self) -> int:
        return int(self.counts.shape[0])

    def of_patients(self, first: int, end: int) -> "Window":
        """The same window for patients `first` up to `end`."""
        taken = None if self.taken is None else self.taken[first:end]
        return replace(self, counts=self.counts[first:end], taken=taken)

    def of_rows(self, rows: npt.NDArray[np.int64]) -> "Window":
        """The same window for some patients, by number."""
        taken = None if self.taken is None else self.taken[rows]
        return replace(self, counts=self.counts[rows], taken=taken)

    @property
    def answered(self) -> Flags:
        """Which nights were answered, (patients, nights)."""
        return ~np.isnan(self.counts)

    @property
    def lead_in_from(self) -> int:
        """Column of the first night of the lead-in."""
        return max(0, self.before - LEAD_IN)


def open_window(
    nights: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
    highest: float = np.inf,
) -> Window:
    """The tested part of many diaries, checked for misuse.

    `nights` (patients, nights) counts or scores, NaN = unanswered; column `nights_before` is the first night on the
    supplement. `taken` (patients, nights after the start): share of the dose taken, 0–1, NaN = unknown.
    `readout` 56, 84 or None = the last one reached. Raises ValueError for a wrong shape, a negative or infinite
    value, a value above `highest`, a start outside the array, or a read-out that does not exist.

    >>> window = open_window(np.zeros((1, 160)), 70)
    >>> window.before, window.after, window.readout
    (56, 84, 84)
    >>> open_window(np.zeros((1, 100)), 30).after
    56
    """
    values = _checked(nights, "nights", highest)
    if isinstance(nights_before, bool) or not isinstance(nights_before, (int, np.integer)):
        raise ValueError("nights_before must be a whole number")
    if not 0 <= nights_before < values.shape[1]:
        raise ValueError(f"the start ({nights_before}) lies outside the diary of {values.shape[1]} nights")
    if readout not in (None, *READOUTS):
        raise ValueError(f"there is no read-out at {readout} nights; choose from {READOUTS}")

    since_start = values.shape[1] - nights_before
    reached = [r for r in READOUTS if r <= since_start and readout in (None, r)]
    meant = readout if readout is not None else (reached[-1] if reached else np.nan)
    before = min(nights_before, LONGEST_BEFORE)
    after = min(since_start, int(reached[-1]) if reached else (readout or WEEK_12))
    return Window(
        counts=np.ascontiguousarray(values[:, nights_before - before : nights_before + after]),
        taken=_checked_taken(taken, values.shape[0], since_start, after),
        before=int(before),
        readout=meant,
        reached=bool(reached),
    )


def one_diary(nights: npt.ArrayLike, name: str, taken: npt.ArrayLike | None) -> tuple[Floats, Floats | None]:
    """One diary (nights,) and its shares taken as a batch of one. ValueError, by this name, for another shape.

    >>> one_diary([1, 0, 2], "counts", [1.0])[0].shape
    (1, 3)
    """
    values = np.asarray(nights, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"{name} must have the shape (nights,), not {values.shape}")
    return values[np.newaxis], None if taken is None else np.asarray(taken, dtype=np.float64)[np.newaxis]


def _checked(nights: npt.ArrayLike, name: str, highest: float) -> Floats:
    values = np.asarray(nights, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError(f"{name} must have the shape (patients, nights), not {values.shape}")
    with np.errstate(invalid="ignore"):
        if np.any(values < 0) or np.any(np.isinf(values)) or np.any(values > highest):
            raise ValueError(f"{name} must be between 0 and {highest}, or NaN for an unanswered night")
    return values


def _checked_taken(taken: npt.ArrayLike | None, patients: int, since_start: int, after: int) -> Floats | None:
    if taken is None:
        return None
    shares = _checked(taken, "taken", 1.0)
    if shares.shape != (patients, since_start):
        raise ValueError(f"taken must have the shape {(patients, since_start)}, not {shares.shape}")
    return np.ascontiguousarray(shares[:, :after])


@dataclass(frozen=True)
class Cut:
    """What other changes do to a window. Offsets are nights from the start (0 = first night, −1 = night before).

    Nights from `first` up to, not including, `end` may be tested; None = not cut on that side. `near` are the
    offsets that cannot be told apart from the start.
    """

    first: int | None
    end: int | None
    near: tuple[int, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes to add to a verdict. A cut before night 56 also means its read-out cannot be met.

        >>> cut_window([3, 70]).reasons
        ('other_change', 'window_cut')
        """
        is_cut = self.first is not None or self.end is not None
        return ("other_change",) * bool(self.near) + ("window_cut",) * is_cut


def cut_window(changes: Iterable[int]) -> Cut:
    """What is left of the window when other things started at these nights from the start.

    Within 14 nights before or 28 after: the outcome stays but its cause cannot be told apart. More than 28 after:
    the window ends there. In the 56 nights before, but more than 14: the window begins there. Others lie outside.

    >>> cut_window([-40, -20, 9, 61])
    Cut(first=-20, end=61, near=(9,))
    """
    offsets = sorted(set(changes))
    earlier = [o for o in offsets if -LONGEST_BEFORE <= o < -NEAR_BEFORE]
    later = [o for o in offsets if NEAR_AFTER < o < WEEK_12]
    return Cut(
        first=max(earlier, default=None),
        end=min(later, default=None),
        near=tuple(o for o in offsets if -NEAR_BEFORE <= o <= NEAR_AFTER),
    )
