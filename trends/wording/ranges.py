"""The likely range as chances: in per cent for what is counted, in points for what is scored."""

from __future__ import annotations

from trends.wording.facts import Facts
from trends.wording.numbers import half_points, half_up, halves

NO_CHANGE, TWICE = "no change", "twice as many"
FEWER, MORE, TIMES = " % fewer", " % more", " times as many"
LOWER, HIGHER = " lower", " higher"


def range_sentence(facts: Facts) -> str:
    """The likely range as chances; "" when there is none to show.

    >>> _percents(0.27, 0.74), _points(-3.6, -0.9)
    ('between 25 and 75 % fewer', 'between 1 and 3½ points lower')
    """
    if not facts.has_range:
        return ""
    if facts.is_scored:
        return f"6 chances in 7 that your score lies {_points(facts.low, facts.high)}."
    return f"3 chances in 4 that it lies {_percents(facts.low, facts.high)}."


def range_basis(facts: Facts) -> str:
    """Why the range may look unlike the two figures above it; "" when no range is shown."""
    if not facts.has_range:
        return ""
    also = " It leans towards small changes." if facts.is_scored else ""
    if facts.has("started_at_worst"):
        also = f" It hardly counts the two weeks before the start, which were unusual.{also}"
    return (
        f"The range weighs many {facts.nights} since the start, not only the last four weeks: it may differ from the "
        f"figures.{also}"
    )


def range_ends(facts: Facts) -> tuple[str, str]:
    """The words under the two ends of the range bar, lower end first; ("", "") without a range."""
    if not facts.has_range:
        return "", ""
    change = _point_change if facts.is_scored else _change
    low, high = change(facts.low), change(facts.high)
    better, worse = (LOWER, HIGHER) if facts.is_scored else (FEWER, MORE)
    # On the same side the word is said once, at the far end.
    if low.endswith(better) and high.endswith(better):
        high = high.removesuffix(better.removeprefix(" %"))
    if low.endswith(worse) and high.endswith(worse):
        low = low.removesuffix(worse.removeprefix(" %"))
    return low, high


def _percents(low: float, high: float) -> str:
    """Two rate ratios as plain words, the smaller change first.

    >>> _percents(0.6, 1.2), _percents(1.1, 1.6), _percents(0.8, 1.01), _percents(2, 3.1), _percents(.5, .51)
    ('between 40 % fewer and 20 % more', 'between 10 and 60 % more', 'between no change and 20 % fewer', \
'between twice and 3 times as many', 'around 50 % fewer')
    """
    least, most = _change(low), _change(high)
    if most.endswith(TIMES) and least.endswith((TIMES, TWICE)) and least != most:
        return f"between {least.removesuffix(TIMES).removesuffix(' as many')} and {most}"
    return _between(least, most, (FEWER, MORE))


def _between(least: str, most: str, sides: tuple[str, str]) -> str:
    """The two ends of a range, the smaller change first; what both share is said once."""
    better, worse = sides
    if least == most:
        return f"around {least}"
    if least.endswith(better) and most.endswith(better):
        return f"between {most.removesuffix(better)} and {least}"
    if least.endswith(worse) and most.endswith(worse):
        return f"between {least.removesuffix(worse)} and {most}"
    if most == NO_CHANGE:
        return f"between {most} and {least}"
    return f"between {least} and {most}"


def _change(ratio: float) -> str:
    """One rate ratio in words, rounded to 5 %; from twice as many, as a multiple.

    >>> _change(0.26), _change(1.02), _change(1.31), _change(2.1), _change(2.4), _change(0.001)
    ('75 % fewer', 'no change', '30 % more', 'twice as many', '2½ times as many', '95 % fewer')
    """
    if ratio >= 2.25:
        return halves(ratio) + TIMES
    if ratio > 1.975:
        return TWICE
    per_cent = int(half_up(abs(ratio - 1) * 100, 5))
    if per_cent == 0:
        return NO_CHANGE
    # "100 % fewer" would promise that none will come again.
    return f"{min(per_cent, 95)}{FEWER}" if ratio < 1 else f"{per_cent}{MORE}"


def _points(low: float, high: float) -> str:
    """Two changes of a score as plain words, the smaller change first.

    >>> _points(-1.2, 0.6), _points(-0.4, -0.3), _points(-2, 0.1), _points(0.4, 2.1), _points(-1.6, -0.6)
    ('between 1 point lower and ½ point higher', 'around ½ point lower', 'between no change and 2 points lower', \
'between ½ and 2 points higher', 'between ½ and 1½ points lower')
    """
    least, most = _point_change(low), _point_change(high)
    said = _between(least, most, (LOWER, HIGHER))
    # "between 1 point and 3 points lower": the unit is said once.
    return said.replace(" points and ", " and ").replace(" point and ", " and ")


def _point_change(points: float) -> str:
    """
    >>> _point_change(-0.9), _point_change(0.2), _point_change(2.4), _point_change(-0.5)
    ('1 point lower', 'no change', '2½ points higher', '½ point lower')
    """
    size = half_points(abs(points))
    if size == "0":
        return NO_CHANGE
    unit = "point" if size in ("½", "1") else "points"
    return f"{size} {unit}{LOWER if points < 0 else HIGHER}"
