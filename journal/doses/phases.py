"""A dosing plan: its phases and the days they plan.

A plan is a list of phases; anything with the attributes of `Phase` will do. A phase gives `amount` of `unit` a dose.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

DAILY, N_A_WEEK, WEEKLY, MONTHLY, ONCE, EVERY_N_DAYS = (
    "daily",
    "n_a_week",
    "weekly",
    "monthly",
    "once",
    "every_n_days",
)
DAY, WEEK, MONTH = 1, 7, 31


class PhaseLike(Protocol):
    """One stretch of a plan: `amount` in `unit` a dose, in one rhythm, from `starts_on` to `ends_on` (None = open)."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def frequency(self) -> str: ...
    @property
    def every(self) -> int | None: ...
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date | None: ...


@dataclass(frozen=True)
class Phase:
    """A phase as a plain value. `every` is the n of "n a week" and "every n days", else None."""

    amount: Decimal
    unit: str
    frequency: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    every: int | None = None


def in_order(phases: Iterable[PhaseLike]) -> list[PhaseLike]:
    """Phases by their start."""
    return sorted(phases, key=lambda phase: phase.starts_on)


def overlap(phases: Iterable[PhaseLike]) -> tuple[PhaseLike, PhaseLike] | None:
    """The first two phases that share a day, None when none do. An open phase shares every later day.

    >>> spring = Phase(Decimal(1), "mg", "daily", dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    >>> overlap([spring, Phase(Decimal(2), "mg", "daily", dt.date(2026, 4, 1))]) is None
    True
    """
    ordered = in_order(phases)
    for phase, following in zip(ordered, ordered[1:], strict=False):
        if phase.ends_on is None or phase.ends_on >= following.starts_on:
            return phase, following
    return None


def phase_on(phases: Iterable[PhaseLike], day: dt.date) -> PhaseLike | None:
    """The phase that holds on a day, None before, between and after."""
    return next((phase for phase in phases if phase.starts_on <= day <= (phase.ends_on or day)), None)


def cut_at(phases: Iterable[PhaseLike], last: dt.date) -> list[Phase]:
    """The plan as it stands when it was ended early: nothing after `last`.

    >>> open_end = Phase(Decimal(1), "mg", "daily", dt.date(2026, 3, 1))
    >>> cut_at([open_end], dt.date(2026, 3, 9))[0].ends_on
    datetime.date(2026, 3, 9)
    """
    return [
        Phase(p.amount, p.unit, p.frequency, p.starts_on, min(p.ends_on or last, last), p.every)
        for p in in_order(phases)
        if p.starts_on <= last
    ]


def cover(phase: PhaseLike) -> int:
    """For how many days one dose counts: 1 daily, 7 weekly and n a week, 31 monthly and once, n every n days.

    >>> cover(Phase(Decimal(1), "mg", "every_n_days", dt.date(2026, 3, 1), every=3))
    3
    """
    fixed = {DAILY: DAY, N_A_WEEK: WEEK, WEEKLY: WEEK, MONTHLY: MONTH, ONCE: MONTH}
    return fixed.get(phase.frequency) or phase.every or 1


def dose_days(phases: Iterable[PhaseLike], first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The planned days of dosing from `first` to `last`, both included, in order.

    "n a week" is spread evenly from the first day, because the patient chooses the days. A monthly dose of the 31st
    falls on the last day of shorter months.

    >>> capsule = Phase(Decimal(50000), "IU", "weekly", dt.date(2026, 9, 19), dt.date(2026, 11, 7))
    >>> len(list(dose_days([capsule], dt.date(2026, 9, 1), dt.date(2026, 12, 31))))
    8
    """
    for phase in in_order(phases):
        end = min(phase.ends_on or last, last)
        for day in _days_of(phase, end):
            if day >= first:
                yield day


def _days_of(phase: PhaseLike, end: dt.date) -> Iterator[dt.date]:
    place = 0
    while (day := _nth_day(phase, place)) <= end:
        yield day
        if phase.frequency == ONCE:
            return
        place += 1


def _nth_day(phase: PhaseLike, place: int) -> dt.date:
    start, every = phase.starts_on, phase.every or 1
    if phase.frequency == MONTHLY:
        years, month = divmod(start.month - 1 + place, 12)
        year = start.year + years
        return dt.date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    days = {WEEKLY: WEEK * place, N_A_WEEK: WEEK * place // min(every, WEEK), EVERY_N_DAYS: every * place}
    return start + dt.timedelta(days.get(phase.frequency, place))


def is_due(phases: Iterable[PhaseLike], day: dt.date) -> bool:
    """Whether the plan has a dose on this day."""
    return any(dose_days(phases, day, day))


def next_dose_on(phases: Iterable[PhaseLike], after: dt.date) -> dt.date | None:
    """The first planned day later than `after`, None when the plan is over.

    >>> next_dose_on([Phase(Decimal(1), "mg", "weekly", dt.date(2026, 3, 2))], dt.date(2026, 3, 2))
    datetime.date(2026, 3, 9)
    """
    plan = in_order(phases)
    far = max([after, *(phase.starts_on for phase in plan)]) + dt.timedelta(400)
    return next(dose_days(plan, after + dt.timedelta(1), far), None)
