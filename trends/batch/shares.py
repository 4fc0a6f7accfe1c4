"""What was taken, for many starts at once: `journal.doses.taken_by_night` in arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from journal.doses import Phase, cover
from journal.doses.phases import N_A_WEEK, ONCE
from trends.columns import Ints
from trends.core.result import Flags, Floats

LONG_AGO, NEVER = np.int64(0), np.int64(10**7)


@dataclass(frozen=True)
class Plans:
    """All phases of all starts: phase k belongs to start `of[k]` and is its `rank[k]`-th by its first day."""

    of: Ints
    rank: Ints
    starts_on: Ints
    ends_on: Ints
    cover: Ints
    times_a_week: Ints
    is_once: Flags

    @classmethod
    def made_of(cls, plans: Sequence[Sequence[Phase]]) -> "Plans":
        """`plans[start]` are the phases of that start, in order."""
        flat = [(start, rank, phase) for start, plan in enumerate(plans) for rank, phase in enumerate(plan)]
        columns = [
            [start for start, _, _ in flat],
            [rank for _, rank, _ in flat],
            [phase.starts_on.toordinal() for _, _, phase in flat],
            [phase.ends_on.toordinal() if phase.ends_on else NEVER for _, _, phase in flat],
            [cover(phase) for _, _, phase in flat],
            [(phase.every or 1) if phase.frequency == N_A_WEEK else 0 for _, _, phase in flat],
        ]
        once = np.array([phase.frequency == ONCE for _, _, phase in flat], dtype=bool)
        return cls(*(np.array(column, dtype=np.int64) for column in columns), is_once=once)


def shares_taken(
    starts_on: Ints, ends_on: Ints, nights: int, plans: Plans, of: Ints, days: Ints, taken: Ints
) -> Floats:
    """The share of the dose on each of the first `nights` nights of each start, 0–1, NaN = unknown, (starts, nights).

    Dose i was answered for start `of[i]` on day `days[i]`: `taken[i]` 1, or 0 for skipped. `ends_on`
    are the days of the last doses, NEVER where they go on; the phases end there too.
    """
    longest = int(plans.cover.max(initial=1))
    answered_until, taken_until = _sums(starts_on, nights, longest, of, days, taken)
    night = starts_on[:, np.newaxis] + np.arange(nights)
    phase, is_on = _phases(plans, night)
    unplanned = np.where(night > ends_on[:, np.newaxis], 0.0, np.nan)
    if not len(plans.of):
        return unplanned
    end = longest + 1 + np.arange(nights) + np.zeros_like(phase)
    begin = end - plans.cover[phase]
    answered, of_it = (
        np.take_along_axis(sums, end, axis=1) - np.take_along_axis(sums, begin, axis=1)
        for sums in (answered_until, taken_until)
    )
    times = plans.times_a_week[phase]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(
            times > 0, np.minimum(1.0, of_it / np.minimum(answered, times)), np.where(of_it > 0, 1.0, 0.0)
        )
    still = is_on | plans.is_once[phase] | (night < plans.ends_on[phase] + plans.cover[phase])
    silent = np.where(still, np.nan, 0.0)
    return np.where(phase < 0, unplanned, np.where(answered > 0, share, silent))


def _sums(starts_on: Ints, nights: int, longest: int, of: Ints, days: Ints, taken: Ints) -> tuple[Ints, Ints]:
    """Doses answered and taken up to, not including, each day from `longest` days before the start."""
    width = longest + nights + 1
    column = days - starts_on[of] + longest + 1
    inside = (column > 0) & (column < width)
    cell = (of * width + column)[inside]
    shape = (len(starts_on), width)
    answered = np.bincount(cell, minlength=shape[0] * width).reshape(shape)
    swallowed = np.bincount(cell[taken[inside] > 0], minlength=shape[0] * width).reshape(shape)
    return np.cumsum(answered, axis=1), np.cumsum(swallowed, axis=1)


def _phases(plans: Plans, night: Ints) -> tuple[Ints, Flags]:
    """The phase that holds on each night, or else the last one begun (−1 = none yet), and whether it holds."""
    holds, begun = np.full(night.shape, -1), np.full(night.shape, -1)
    for rank in range(int(plans.rank.max(initial=-1)) + 1):
        phases = np.flatnonzero(plans.rank == rank)
        of, number = plans.of[phases], phases[:, np.newaxis]
        has_begun = plans.starts_on[number] <= night[of]
        begun[of] = np.where(has_begun, number, begun[of])
        is_on = has_begun & (night[of] <= plans.ends_on[number]) & (holds[of] < 0)
        holds[of] = np.where(is_on, number, holds[of])
    return np.where(holds >= 0, holds, begun), holds >= 0
