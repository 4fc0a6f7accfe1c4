"""How much: between units, a day on average, and all products of one substance group together."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .phases import (
    DAILY,
    EVERY_N_DAYS,
    MONTHLY,
    N_A_WEEK,
    ONCE,
    WEEK,
    WEEKLY,
    PhaseLike,
    dose_days,
    in_order,
    phase_on,
)
from .taking import TAKEN, Doses

DAYS_A_MONTH = Decimal("30.4375")
MCG_A_MG = Decimal(1000)


def in_unit(amount: Decimal, unit: str, wanted: str, *, iu_per_mcg: Decimal | None = None) -> Decimal:
    """An amount in another unit. IU only for a substance that has them (`iu_per_mcg`); ValueError for any other pair.

    >>> in_unit(Decimal(25), "mcg", "IU", iu_per_mcg=Decimal(40)), in_unit(Decimal(500), "mcg", "mg")
    (Decimal('1000'), Decimal('0.5'))
    """
    if unit == wanted:
        return amount
    mcg_in_one = {"mcg": Decimal(1), "mg": MCG_A_MG} | ({"IU": 1 / iu_per_mcg} if iu_per_mcg else {})
    if unit not in mcg_in_one or wanted not in mcg_in_one:
        raise ValueError(f"{unit} of this substance cannot be read in {wanted}")
    if wanted == "IU" and iu_per_mcg:
        # Multiplied, not divided by a rounded fraction: 25 mcg are 1,000 IU exactly.
        return amount * mcg_in_one[unit] * iu_per_mcg
    if unit == "IU" and iu_per_mcg:
        return amount / iu_per_mcg / mcg_in_one[wanted]
    return amount * mcg_in_one[unit] / mcg_in_one[wanted]


def rate_per_day(phase: PhaseLike) -> Decimal:
    """What a phase comes to a day while it lasts, in its own unit; a single dose comes to nothing lasting.

    >>> from journal.doses import Phase
    >>> round(rate_per_day(Phase(Decimal(50000), "IU", "weekly", dt.date(2026, 9, 19))))
    7143
    """
    every = Decimal(phase.every or 1)
    doses_a_day = {
        DAILY: Decimal(1),
        N_A_WEEK: every / WEEK,
        WEEKLY: Decimal(1) / WEEK,
        MONTHLY: 1 / DAYS_A_MONTH,
        ONCE: Decimal(0),
        EVERY_N_DAYS: 1 / every,
    }
    return phase.amount * doses_a_day[phase.frequency]


def planned_per_day(phases: Sequence[PhaseLike], first: dt.date, last: dt.date) -> Decimal:
    """Average a day over the window `first` to `last` if every planned dose is taken. All phases in one unit.

    ValueError for mixed units or an empty window.

    >>> from journal.doses import Phase
    >>> weekly = Phase(Decimal(7000), "IU", "weekly", dt.date(2026, 3, 1))
    >>> planned_per_day([weekly], dt.date(2026, 3, 1), dt.date(2026, 3, 28))
    Decimal('1000')
    """
    return _average(phases, list(dose_days(phases, first, last)), first, last)


def taken_per_day(phases: Sequence[PhaseLike], doses: Doses, first: dt.date, last: dt.date) -> Decimal:
    """Average a day over the window of what was marked as taken, at the amounts planned for those days.

    A dose taken after the plan's end counts with the last amount: it was swallowed all the same.

    >>> from journal.doses import Phase
    >>> weekly = Phase(Decimal(7000), "IU", "weekly", dt.date(2026, 3, 1))
    >>> doses = {dt.date(2026, 3, 1): "taken", dt.date(2026, 3, 8): "skipped"}
    >>> taken_per_day([weekly], doses, dt.date(2026, 3, 1), dt.date(2026, 3, 14))
    Decimal('500')
    """
    days = [day for day, state in doses.items() if state == TAKEN and first <= day <= last]
    return _average(phases, days, first, last)


def _average(phases: Sequence[PhaseLike], days: Iterable[dt.date], first: dt.date, last: dt.date) -> Decimal:
    if last < first or len({phase.unit for phase in phases}) > 1:
        raise ValueError("an average needs a window of days and one unit")
    phases_then = (_phase_at(phases, day) for day in days)
    total = sum((phase.amount for phase in phases_then if phase), Decimal(0))
    return total / ((last - first).days + 1)


def _phase_at(phases: Sequence[PhaseLike], day: dt.date) -> PhaseLike | None:
    """The phase that holds on a day, or the latest that began before it."""
    begun = [phase for phase in in_order(phases) if phase.starts_on <= day]
    return phase_on(begun, day) or (begun[-1] if begun else None)


@dataclass(frozen=True)
class Source:
    """One product's share of a substance group: `per_day` in the group's unit."""

    product: str
    per_day: Decimal
    is_prescribed: bool = False


@dataclass(frozen=True)
class GroupTotal:
    """All sources of a substance group together, against its limit a day (None = none known), in one unit."""

    per_day: Decimal
    limit: Decimal | None
    sources: tuple[Source, ...]

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.per_day > self.limit

    @property
    def self_directed(self) -> Decimal:
        """What is taken without a prescription."""
        return sum((source.per_day for source in self.sources if not source.is_prescribed), Decimal(0))

    @property
    def needs_warning(self) -> bool:
        """Over the limit by one's own choice. A prescribed excess is stated, never scolded."""
        return self.limit is not None and self.self_directed > self.limit


def group_total(sources: Iterable[Source], limit: Decimal | None) -> GroupTotal:
    """The total a day of one substance group over all products, largest first.

    >>> total = group_total([Source("Multivitamin", Decimal(400)), Source("D3", Decimal(4000))], Decimal(4000))
    >>> total.per_day, total.is_over, total.sources[0].product
    (Decimal('4400'), True, 'D3')
    """
    ordered = tuple(sorted(sources, key=lambda source: -source.per_day))
    return GroupTotal(sum((source.per_day for source in ordered), Decimal(0)), limit, ordered)
