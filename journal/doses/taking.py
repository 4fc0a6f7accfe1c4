"""What was taken of a plan: adherence, night by night, and what does not fit the plan.

Doses are days with "taken" or "skipped"; a day that is missing is unknown, never "not taken".
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from .phases import N_A_WEEK, ONCE, WEEK, PhaseLike, cover, cut_at, dose_days, in_order, phase_on

TAKEN, SKIPPED = "taken", "skipped"
Doses = Mapping[dt.date, str]

TOO_OFTEN, PAST_THE_END = "too_often", "past_the_end"
RHYTHMS = 4
"""Rhythms counted together: one capsule too many in four weeks may be a shifted day, two are not."""


@dataclass(frozen=True)
class Adherence:
    """Doses `taken` of those `answered`, and how many were `planned`."""

    taken: int
    answered: int
    planned: int

    @property
    def share(self) -> float:
        """Taken ÷ answered, 0–1; NaN when nothing was answered."""
        return self.taken / self.answered if self.answered else nan

    @property
    def unanswered(self) -> int:
        """Planned doses without an answer."""
        return max(0, self.planned - self.answered)


def adherence(phases: Sequence[PhaseLike], doses: Doses, first: dt.date, last: dt.date) -> Adherence:
    """How much was taken from `first` to `last`, both included.

    >>> from journal.doses import Phase
    >>> daily = Phase(1, "mg", "daily", dt.date(2026, 3, 1))
    >>> doses = {dt.date(2026, 3, 1): "taken", dt.date(2026, 3, 3): "skipped"}
    >>> adherence([daily], doses, dt.date(2026, 3, 1), dt.date(2026, 3, 4))
    Adherence(taken=1, answered=2, planned=4)
    """
    states = [state for day, state in doses.items() if first <= day <= last]
    return Adherence(states.count(TAKEN), len(states), sum(1 for _ in dose_days(phases, first, last)))


def taken_by_night(
    phases: Sequence[PhaseLike], doses: Doses, start: dt.date, nights: int, *, ended_on: dt.date | None = None
) -> list[float]:
    """The share of the dose that was working on each of `nights` nights from `start`, 0–1, NaN = unknown.

    A dose counts for its whole rhythm: a weekly capsule for 7 nights, a monthly one for 31. For "n a week" the share
    is taken ÷ n over the last 7 days. After the plan's end, and in a gap, nothing is taken: 0. After the 31 nights of
    a single dose nothing more was due: unknown. `ended_on` is the day of the last dose, whatever was planned.

    >>> from journal.doses import Phase
    >>> weekly = Phase(50000, "IU", "weekly", dt.date(2026, 3, 1))
    >>> taken_by_night([weekly], {dt.date(2026, 3, 2): "taken"}, dt.date(2026, 3, 1), 10)
    [nan, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, nan, nan]
    """
    plan = cut_at(phases, ended_on) if ended_on else in_order(phases)
    return [_share_on(plan, doses, start + dt.timedelta(night), ended_on) for night in range(nights)]


def _share_on(plan: Sequence[PhaseLike], doses: Doses, night: dt.date, ended_on: dt.date | None) -> float:
    begun = [phase for phase in plan if phase.starts_on <= night]
    if not begun:
        return 0.0 if ended_on and night > ended_on else nan
    phase = phase_on(begun, night) or begun[-1]
    states = [doses[day] for day in _days_covering(phase, night) if day in doses]
    if states:
        return _share(phase, states.count(TAKEN), len(states))
    return nan if phase_on(begun, night) or _is_still_covered(phase, night) else 0.0


def _share(phase: PhaseLike, taken: int, answered: int) -> float:
    if phase.frequency != N_A_WEEK:
        return 1.0 if taken else 0.0
    return min(1.0, taken / min(answered, phase.every or 1))


def _days_covering(phase: PhaseLike, night: dt.date) -> Iterator[dt.date]:
    """The days on which a dose would still count on this night."""
    return (night - dt.timedelta(days) for days in range(cover(phase)))


def _is_still_covered(phase: PhaseLike, night: dt.date) -> bool:
    return phase.frequency == ONCE or night < (phase.ends_on or night) + dt.timedelta(cover(phase))


@dataclass(frozen=True)
class Misfit:
    """Doses marked as taken that do not fit the plan: `too_often` or `past_the_end`, on these `days`."""

    code: str
    days: tuple[dt.date, ...]


def misfits(phases: Sequence[PhaseLike], doses: Doses) -> tuple[Misfit, ...]:
    """Check the doses taken against the plan: a weekly capsule taken daily, a course taken past its end.

    Too often: two doses less than half a rhythm apart, or more than one dose too many in four rhythms (for "n a
    week": in one week). Past the end: on a day after a phase ended that no other phase covers, unless it is only the
    last dose taken late. An empty tuple when everything fits.

    >>> from journal.doses import Phase
    >>> weekly = Phase(50000, "IU", "weekly", dt.date(2026, 3, 1))
    >>> daily = {dt.date(2026, 3, day): "taken" for day in (1, 2, 3)}
    >>> misfits([weekly], daily)[0].code
    'too_often'
    """
    plan = in_order(phases)
    taken = sorted(day for day, state in doses.items() if state == TAKEN)
    found = {
        TOO_OFTEN: [day for phase in plan for day in _too_often(phase, taken)],
        PAST_THE_END: [day for day in taken if _is_past_the_end(plan, taken, day)],
    }
    return tuple(Misfit(code, tuple(days)) for code, days in found.items() if days)


def _too_often(phase: PhaseLike, taken: Sequence[dt.date]) -> Iterator[dt.date]:
    days = [day for day in taken if phase_on([phase], day)]
    rhythm, doses = cover(phase), (phase.every or 1) if phase.frequency == N_A_WEEK else 1
    for place, day in enumerate(days):
        if phase.frequency == ONCE:
            is_close = place > 0
        elif phase.frequency == N_A_WEEK:
            is_close = _number_since(days, day, WEEK) > doses + 1
        else:
            is_close = place > 0 and (day - days[place - 1]).days * 2 < rhythm
        if is_close or (rhythm > 1 and _number_since(days, day, RHYTHMS * rhythm) > RHYTHMS * doses + 1):
            yield day


def _number_since(days: Sequence[dt.date], last: dt.date, window: int) -> int:
    return sum(last - dt.timedelta(window) < day <= last for day in days)


def _is_past_the_end(plan: Sequence[PhaseLike], taken: Sequence[dt.date], day: dt.date) -> bool:
    ended = [phase for phase in plan if phase.ends_on and phase.ends_on < day]
    if not ended or phase_on(plan, day):
        return False
    phase = max(ended, key=lambda phase: phase.ends_on or day)
    planned = sum(1 for _ in dose_days([phase], phase.starts_on, day))
    so_far = sum(phase.starts_on <= other < day for other in taken)
    is_late = (day - (phase.ends_on or day)).days * 2 <= cover(phase)
    return not (is_late and so_far < planned)
