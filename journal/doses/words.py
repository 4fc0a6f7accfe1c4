"""A dosing plan in words."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from .amounts import in_unit
from .phases import (
    DAILY,
    EVERY_N_DAYS,
    MONTHLY,
    N_A_WEEK,
    ONCE,
    WEEK,
    WEEKLY,
    PhaseLike,
    cover,
    dose_days,
    in_order,
)

ROUND_FROM = 100
"""An average from this on is said without a fraction."""
UNIT_WORDS = {
    "IU": "units (IU)",
    "mcg": "micrograms (mcg)",
    "mg": "milligrams (mg)",
    "tablet": "tablets or capsules",
}


def amount_words(amount: Decimal, unit: str) -> str:
    """An amount with thousands and without trailing zeros, which have been read as tenfold doses.

    >>> amount_words(Decimal("50000.000"), "IU"), amount_words(Decimal("2.50"), "mg")
    ('50,000 IU', '2.5 mg')
    """
    text = f"{amount:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {unit}{'s' if unit == 'tablet' and amount != 1 else ''}"


def rounded_words(amount: Decimal, unit: str) -> str:
    """An amount a day, no more exact than it is known.

    >>> rounded_words(Decimal(50000) / 7, "IU"), rounded_words(Decimal("2.04"), "mg")
    ('7,143 IU', '2 mg')
    """
    return amount_words(amount.quantize(Decimal(1) if amount >= ROUND_FROM else Decimal("0.1")), unit)


def both_units(amount: Decimal, unit: str, iu_per_mcg: Decimal | None) -> str:
    """An amount with its other unit, for a substance that has IU: the two are mixed up with grave results.

    >>> both_units(Decimal(1000), "IU", Decimal(40)), both_units(Decimal(300), "mg", None)
    ('1,000 IU (25 mcg)', '300 mg')
    """
    said = amount_words(amount, unit)
    other = {"IU": "mcg", "mcg": "IU"}.get(unit)
    if other is None or not iu_per_mcg:
        return said
    return f"{said} ({amount_words(in_unit(amount, unit, other, iu_per_mcg=iu_per_mcg), other)})"


def rhythm_words(phase: PhaseLike) -> str:
    """How often, as a short label: "daily", "twice a week"."""
    return _rhythm(phase, weekly="weekly", monthly="monthly")


def phase_words(phase: PhaseLike) -> str:
    """A phase as a short label.

    >>> from journal.doses import Phase
    >>> phase_words(Phase(Decimal(50000), "IU", "weekly", dt.date(2026, 9, 19)))
    '50,000 IU weekly'
    """
    return f"{amount_words(phase.amount, phase.unit)} {rhythm_words(phase)}"


def plan_words(phases: Iterable[PhaseLike], iu_per_mcg: Decimal | None = None) -> str:
    """A whole plan as one sentence without its full stop; "" without a phase. With `iu_per_mcg` in both units.

    >>> from journal.doses import Phase
    >>> loading = Phase(Decimal(50000), "IU", "weekly", dt.date(2026, 9, 19), dt.date(2026, 11, 13))
    >>> plan_words([loading, Phase(Decimal(1000), "IU", "daily", dt.date(2026, 11, 14))])
    '50,000 IU every week for 8 weeks, then 1,000 IU daily'
    """
    ordered = in_order(phases)
    words = [_long_words(phase, iu_per_mcg) for phase in ordered]
    for place in range(1, len(ordered)):
        gap = _gap(ordered[place - 1], ordered[place])
        then = (
            "then" if gap < cover(ordered[place - 1]) else f"then from {_day_words(ordered[place].starts_on)}"
        )
        words[place] = f"{then} {words[place]}"
    return ", ".join(words)


def _long_words(phase: PhaseLike, iu_per_mcg: Decimal | None) -> str:
    rhythm = _rhythm(phase, weekly="every week", monthly="every month")
    return f"{both_units(phase.amount, phase.unit, iu_per_mcg)} {rhythm}{_length_words(phase)}"


def _rhythm(phase: PhaseLike, *, weekly: str, monthly: str) -> str:
    every = phase.every or 1
    return {
        DAILY: "daily",
        WEEKLY: weekly,
        MONTHLY: monthly,
        ONCE: "once",
        N_A_WEEK: f"{'once' if every == 1 else 'twice' if every == 2 else f'{every} times'} a week",
        EVERY_N_DAYS: "every day"
        if every == 1
        else "every other day"
        if every == 2
        else f"every {every} days",
    }[phase.frequency]


def _length_words(phase: PhaseLike) -> str:
    if phase.ends_on is None or phase.frequency == ONCE:
        return ""
    if phase.frequency == MONTHLY:
        return _number_of(len(list(dose_days([phase], phase.starts_on, phase.ends_on))), "month")
    days = (phase.ends_on - phase.starts_on).days + 1
    # A weekly course that ends on the day of its eighth capsule is a course of eight weeks.
    if phase.frequency in (WEEKLY, N_A_WEEK) or days % WEEK == 0:
        return _number_of(-(-days // WEEK), "week")
    return _number_of(days, "day")


def _number_of(number: int, thing: str) -> str:
    return f" for {number} {thing}{'' if number == 1 else 's'}"


def _day_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _gap(phase: PhaseLike, following: PhaseLike) -> int:
    """Days without a phase between two of them."""
    return (following.starts_on - phase.ends_on).days - 1 if phase.ends_on else 0
