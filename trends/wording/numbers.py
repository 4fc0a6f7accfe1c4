"""Numbers and dates as people say them: halves, never decimals that the diary cannot know."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TypeGuard

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def known(number: float | None) -> TypeGuard[float]:
    """Whether a number was measured at all: not None, not NaN, not infinite."""
    return number is not None and math.isfinite(number)


def month_name(day: date) -> str:
    return MONTHS[day.month - 1]


def short_day(day: date) -> str:
    """
    >>> short_day(date(2026, 9, 19))
    '19 Sep'
    """
    return f"{day.day} {month_name(day)[:3]}"


def long_day(day: date, today: date | None = None) -> str:
    """A date in full; the year is left out when it is within about half a year of `today`.

    >>> long_day(date(2026, 12, 12)), long_day(date(2026, 12, 12), today=date(2026, 11, 20))
    ('12 December 2026', '12 December')
    """
    words = f"{day.day} {month_name(day)}"
    if today is not None and abs((day - today).days) < 180:
        return words
    return f"{words} {day.year}"


def in_days(days: int) -> str:
    """
    >>> in_days(0), in_days(1), in_days(22)
    ('today', 'tomorrow', 'in 22 days')
    """
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def half_up(value: float, step: float = 1.0) -> float:
    """Rounded to the nearest `step`, halves upwards, so that the same number always reads the same."""
    return math.floor(value / step + 0.5) * step


def halves(value: float) -> str:
    """A quantity rounded to halves below 5, to whole numbers below 20, to fives above.

    >>> halves(2.62), halves(0.4), halves(7.1), halves(43.0), halves(0.1)
    ('2½', '½', '7', '45', 'under ½')
    """
    if 0 < value < 0.25:
        return "under ½"
    if value >= 20:
        return f"{half_up(value, 5):.0f}"
    if value >= 5:
        return f"{half_up(value):.0f}"
    rounded = half_up(value, 0.5)
    whole, is_half = int(rounded), rounded != int(rounded)
    return f"{whole or ''}½" if is_half else str(whole)


def about(value: float) -> str:
    """
    >>> about(6.9), about(0), about(0.1)
    ('about 7', 'none', 'under ½')
    """
    if value == 0:
        return "none"
    words = halves(value)
    return words if words.startswith("under") else f"about {words}"


def half_points(value: float) -> str:
    """A score, or a change of one, to the half point: a whole point on a scale of ten would hide a real change.

    >>> half_points(6.24), half_points(0.4), half_points(0.1), half_points(5.6)
    ('6', '½', '0', '5½')
    """
    whole, is_half = divmod(half_up(value, 0.5), 1.0)
    return f"{whole:.0f}{'½' if is_half else ''}" if whole or not is_half else "½"


def counted(number: int, singular: str, plural: str) -> str:
    """
    >>> counted(1, "night", "nights"), counted(3, "night", "nights")
    ('1 night', '3 nights')
    """
    return f"{number} {singular if number == 1 else plural}"


def count_word(number: int) -> str:
    """
    >>> count_word(2), count_word(14)
    ('two', '14')
    """
    return COUNTS[number] if 0 <= number < len(COUNTS) else str(number)


def listing(things: Sequence[str]) -> str:
    """
    >>> listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def sentence_case(words: str) -> str:
    """
    >>> sentence_case("cramps per week")
    'Cramps per week'
    """
    return words[:1].upper() + words[1:]


def mid_sentence(name: str) -> str:
    """A name as it stands inside a sentence: capitals that belong to it are kept.

    >>> mid_sentence("Vitamin D3"), mid_sentence("B12"), mid_sentence("MagnesiPlus")
    ('vitamin D3', 'B12', 'MagnesiPlus')
    """
    first = name.partition(" ")[0]
    return name[:1].lower() + name[1:] if first[1:].islower() else name


def decimal(value: float, places: int = 1) -> str:
    """
    >>> decimal(7.04), decimal(-0.01)
    ('7.0', '0.0')
    """
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text


def thousands(value: float) -> str:
    """
    >>> thousands(50000), thousands(7142.9), thousands(2.5)
    ('50,000', '7,143', '2.5')
    """
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.1f}".removesuffix(".0")
