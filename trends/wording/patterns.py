"""Patterns in words: when, on which day, where, and the day before. Described with both numbers, never tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trends.wording.numbers import counted, decimal, listing, long_day, sentence_case

ENOUGH_TIMED, ENOUGH_PLACED = 8, 8
ENOUGH_A_WEEKDAY, ENOUGH_TICKED = 4, 5
WINDOW_HOURS = 3
NOT_TESTED = (
    "Described, not tested: with so few nights, differences like these come by chance all the time, "
    "and what goes together need not belong together."
)
EVERY_DAY = "The same on every day of the week"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Share:
    """`number` of `of`: nights with the symptom of answered nights, or episodes of episodes."""

    label: str
    number: int
    of: int


@dataclass(frozen=True)
class Mean:
    """An average score and the days it rests on; None without any."""

    label: str
    value: float | None
    days: int


@dataclass(frozen=True)
class Beside:
    """Nights with something ticked for the day before, and answered nights without that tick."""

    label: str
    ticked: Share
    not_ticked: Share


@dataclass(frozen=True)
class Patterns:
    """What one symptom looked like from night `first` to `last`, as `trends.patterns` counted it.

    `hours` are (hour, episodes) in the order of a night; `weekdays` begin with Monday (Shares, or Means of a score);
    `sites` are episodes that name the place, of the `placed` that name any; `logged` episodes in all.
    """

    plural: str
    first: date
    last: date
    answered: int
    scored: bool = False
    logged: int = 0
    hours: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[Share | Mean, ...] = ()
    placed: int = 0
    sites: tuple[Share, ...] = ()
    day_before: tuple[Beside, ...] = ()

    @property
    def nights(self) -> int:
        return (self.last - self.first).days + 1


def basis(found: Patterns) -> str:
    """Which nights it rests on."""
    night = "days" if found.scored else "nights"
    span = f"{long_day(found.first, found.last)} to {long_day(found.last, found.last)}"
    return f"{sentence_case(span)}: {found.answered} of {found.nights} {night} answered."


def busiest_hours(hours: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
    """The three hours in a row with the most: from, to, and how many; the earliest on ties.

    >>> busiest_hours([(20, 0), (21, 1), (22, 0), (23, 4), (0, 2), (1, 3), (2, 0)])
    (23, 2, 9)
    """
    sums = [
        sum(number for _, number in hours[place : place + WINDOW_HOURS])
        for place in range(len(hours) - WINDOW_HOURS + 1)
    ]
    best = sums.index(max(sums))
    return hours[best][0], (hours[best][0] + WINDOW_HOURS) % 24, sums[best]


def clock(hour: int) -> str:
    """
    >>> clock(2), clock(22)
    ('02:00', '22:00')
    """
    return f"{hour:02}:00"


def time_of_night(found: Patterns) -> tuple[str, bool]:
    """One line, and whether there is enough to draw."""
    timed = sum(number for _, number in found.hours)
    if timed < ENOUGH_TIMED:
        return _too_few(f"logged with a time; from {ENOUGH_TIMED} on the hours are shown", timed), False
    first, end, number = busiest_hours(found.hours)
    return f"{number} of {timed} between {clock(first)} and {clock(end)}", True


def day_of_week(found: Patterns) -> tuple[str, bool]:
    if found.scored:
        means = [day for day in found.weekdays if isinstance(day, Mean)]
        if min((day.days for day in means), default=0) < ENOUGH_A_WEEKDAY:
            return _too_few_weeks(), False
        values = [(day.value or 0.0, day.label) for day in means]
        low, high = min(values), max(values)
        if decimal(low[0]) == decimal(high[0]):
            return EVERY_DAY, True
        return f"Average {decimal(low[0])} on {low[1]}s to {decimal(high[0])} on {high[1]}s", True
    shares = [day for day in found.weekdays if isinstance(day, Share)]
    if min((day.of for day in shares), default=0) < ENOUGH_A_WEEKDAY:
        return _too_few_weeks(), False
    low_day, high_day = min(shares, key=_part), max(shares, key=_part)
    if _part(low_day) == _part(high_day):
        return EVERY_DAY, True
    return f"{_of(low_day)} {low_day.label}s to {_of(high_day)} {high_day.label}s", True


def _part(share: Share) -> float:
    return share.number / share.of if share.of else 0.0


def _of(share: Share) -> str:
    return f"{share.number} of {share.of}"


def where(found: Patterns) -> tuple[str, bool]:
    if found.placed < ENOUGH_PLACED:
        return _too_few(f"with a place; from {ENOUGH_PLACED} on the places are shown", found.placed), False
    named = [f"{share.label.lower()} {share.number}" for share in found.sites[:2]]
    return f"{sentence_case(listing(named))}, of {found.placed} with a place", True


def day_before(found: Patterns) -> tuple[str, bool]:
    shown = enough_ticked(found)
    if not shown:
        most = max((beside.ticked.of for beside in found.day_before), default=0)
        if not most:
            return "Nothing ticked for a day before yet", False
        return f"Nothing ticked on {ENOUGH_TICKED} answered nights yet; the most is {most}", False
    more = f", and {len(shown) - 1} more" if len(shown) > 1 else ""
    return f"{sentence_case(beside_words(shown[0], found.plural))}{more}", True


def enough_ticked(found: Patterns) -> tuple[Beside, ...]:
    """What was ticked often enough to be put side by side, in the order of the catalogue."""
    return tuple(beside for beside in found.day_before if beside.ticked.of >= ENOUGH_TICKED)


def beside_words(beside: Beside, plural: str) -> str:
    """ "after alcohol: 5 of 9 nights with cramps; without: 21 of 60"""
    ticked = f"after “{beside.label.lower()}”: {counted_of(beside.ticked, plural)}"
    return f"{ticked}; not ticked: {beside.not_ticked.number} of {beside.not_ticked.of}"


def counted_of(share: Share, plural: str) -> str:
    """
    >>> counted_of(Share("Alcohol", 5, 9), "cramps"), counted_of(Share("Heat", 0, 1), "cramps")
    ('5 of 9 nights with cramps', '0 of 1 night with cramps')
    """
    return f"{share.number} of {counted(share.of, 'night', 'nights')} with {plural}"


def hours_description(found: Patterns) -> str:
    """The picture of the hours for people who do not see it."""
    said = [f"{clock(hour)} {number}" for hour, number in found.hours if number]
    return f"{sentence_case(found.plural)} by the hour they began: {listing(said)}."


def _too_few(what: str, number: int) -> str:
    return f"{number or 'None'} {what}"


def _too_few_weeks() -> str:
    return f"Shown once every day of the week has {ENOUGH_A_WEEKDAY} answers"
