"""Scales: days to x, numbers to y, and the few round values worth a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from trends.wording.numbers import month_name, short_day

MONTH_ROOM = 34  # px a month's name needs


@dataclass(frozen=True)
class Tick:
    on: date
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class TimeAxis:
    """Days `first` … `last` (not included) spread over x `left` … `right`."""

    first: date
    last: date
    left: float
    right: float

    @property
    def days(self) -> int:
        return max((self.last - self.first).days, 1)

    @property
    def per_day(self) -> float:
        return (self.right - self.left) / self.days

    def x(self, day: date, offset: float = 0.0) -> float:
        """The x of the start of `day`, plus `offset` days."""
        return self.left + ((day - self.first).days + offset) * self.per_day

    def within(self, day: date) -> bool:
        return self.first <= day < self.last

    def clamped(self, day: date) -> float:
        return min(max(self.x(day), self.left), self.right)

    def ticks(self) -> tuple[Tick, ...]:
        """The firsts of the months, thinned until their names fit; single days when there are no two months."""
        months = self._months()
        if len(months) < 2:
            return self._dates()
        every = next(
            k for k in (1, 2, 3, 6, 12, 24, 60, 600) if 30 * k * self.per_day >= MONTH_ROOM or k == 600
        )
        kept = [day for day in months if (day.year * 12 + day.month - 1) % every == 0]
        return tuple(Tick(day, self._month_words(day)) for day in kept)

    def _months(self) -> list[date]:
        first = self.first if self.first.day == 1 else _next_month(self.first)
        months = []
        while first < self.last:
            months.append(first)
            first = _next_month(first)
        return months

    def _month_words(self, day: date) -> tuple[str, ...]:
        if day.month == 1 and self.first.year != self.last.year:
            return f"{month_name(day)[:3]} {day.year}", str(day.year)
        return (month_name(day)[:3],)

    def _dates(self) -> tuple[Tick, ...]:
        every = max(7 * math.ceil(60 / (7 * self.per_day)), 7)
        days = [self.first + timedelta(days=k) for k in range(0, self.days, every)]
        return tuple(Tick(day, (short_day(day),)) for day in days)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@dataclass(frozen=True)
class ValueAxis:
    """Values `low` … `high` spread over y `bottom` … `top` (y grows downwards)."""

    low: float
    high: float
    bottom: float
    top: float

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def clamped(self, value: float) -> float:
        return min(max(self.y(value), self.top), self.bottom)


def round_steps(largest: float) -> tuple[float, ...]:
    """Up to four round values from 0 that reach `largest`, and 1 at least.

    >>> round_steps(11.2), round_steps(1.4), round_steps(0)
    ((0, 4, 8, 12), (0, 0.5, 1, 1.5), (0, 0.5, 1))
    """
    reach = max(largest, 1.0)
    power = 10 ** math.floor(math.log10(reach / 3))
    candidates = [
        size * power * ten for ten in (1, 10) for size in (1, 2, 4, 5) if size != 4 or power * ten >= 1
    ]
    step = next(size for size in candidates if size * 3 >= reach - 1e-9)
    count = max(math.ceil(reach / step - 1e-9), 1)
    return tuple(_plain(k * step) for k in range(count + 1))


def _plain(value: float) -> float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
