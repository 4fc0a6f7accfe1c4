"""What the diary shows, week by week, beside any verdict: nothing here is tested, capped or corrected.

Weeks are 7 nights aligned on the start: week 0 begins with the first night on the supplement, week −1 ends with
the night before it. Rates are per 7 **answered** nights. Counts of one diary (nights,), NaN = unanswered.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .normal import Z_75
from .result import Floats
from .window import LONGEST_BEFORE, WEEK

LATEST = 28
"""Nights that are called now: the last four weeks."""


@dataclass(frozen=True)
class Stretch:
    """A run of nights. `nights` in the calendar, `answered` of them; `episodes` and `nights_with` any.

    `rate`, `nights_with_rate`, `woken_rate`: per 7 answered nights, NaN when none is answered. `intensity`: mean
    severity 0–10 of the nights that have one, NaN without. `nights_woken`: nights the symptom woke the patient.
    """

    nights: int
    answered: int
    episodes: int
    nights_with: int
    intensity: float
    nights_woken: int

    @property
    def coverage(self) -> float:
        """Share of the nights that were answered, 0–1; NaN for no nights."""
        return self.answered / self.nights if self.nights else math.nan

    @property
    def rate(self) -> float:
        return per_week(self.episodes, self.answered)

    @property
    def nights_with_rate(self) -> float:
        return per_week(self.nights_with, self.answered)

    @property
    def woken_rate(self) -> float:
        return per_week(self.nights_woken, self.answered)

    @property
    def interval(self) -> tuple[float, float]:
        """75 % interval of `rate`, see `rate_interval`."""
        return rate_interval(self.episodes, self.answered)


@dataclass(frozen=True)
class Week:
    """One week of the table: `number` from the start (−1 = the week before), `first` night in nights from the start."""

    number: int
    first: int
    stretch: Stretch


def per_week(number: float, answered: int) -> float:
    """A number of things in answered nights as a number per 7 answered nights; NaN for none answered.

    >>> per_week(6, 14), per_week(0, 0)
    (3.0, nan)
    """
    return number * WEEK / answered if answered else math.nan


def rate_interval(episodes: int, answered: int, z: float = Z_75) -> tuple[float, float]:
    """Interval (default 75 %) of the rate per 7 answered nights, if episodes came at random.

    (NaN, NaN) without an answered night. Byar's approximation to the exact Poisson limits (Breslow & Day 1987,
    vol. II, §2.3).

    >>> low, high = rate_interval(4, 7)
    >>> round(low, 1), round(high, 1)
    (1.9, 7.6)
    """
    if not answered:
        return math.nan, math.nan
    low = episodes * (1 - 1 / (9 * episodes) - z / (3 * math.sqrt(episodes))) ** 3 if episodes else 0.0
    above = episodes + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return per_week(low, answered), per_week(high, answered)


def describe_counts(
    counts: npt.ArrayLike, *, severity: npt.ArrayLike | None = None, woken: npt.ArrayLike | None = None
) -> Stretch:
    """Sum up a run of nights.

    `counts` (nights,) episodes, NaN = unanswered; `severity` (nights,) mean severity of that night's episodes, NaN =
    none given; `woken` (nights,) 1 = woke the patient, 0 or NaN otherwise. ValueError for another shape.

    >>> describe_counts([1, 0, np.nan, 3], severity=[4, np.nan, np.nan, 6], woken=[1, 0, np.nan, 1])
    Stretch(nights=4, answered=3, episodes=4, nights_with=2, intensity=5.0, nights_woken=2)
    """
    nights = _one_diary(counts)
    severities, wakings = _beside(severity, nights), _beside(woken, nights)
    rated = severities[~np.isnan(severities)]
    return Stretch(
        nights=len(nights),
        answered=int((~np.isnan(nights)).sum()),
        episodes=int(np.nansum(nights)),
        nights_with=int((nights > 0).sum()),
        intensity=float(rated.mean()) if rated.size else math.nan,
        nights_woken=int((wakings > 0).sum()),
    )


def weekly(
    counts: npt.ArrayLike,
    nights_before: int,
    *,
    severity: npt.ArrayLike | None = None,
    woken: npt.ArrayLike | None = None,
) -> tuple[Week, ...]:
    """The table of weeks over the whole diary; the first and the last may be short. Arguments as for `describe_counts`.

    >>> table = weekly([1, 1] + [2] * 7 + [0] * 8, 9)
    >>> [(week.number, week.first, week.stretch.nights, week.stretch.rate) for week in table]
    [(-2, -9, 2, 7.0), (-1, -7, 7, 14.0), (0, 0, 7, 0.0), (1, 7, 1, 0.0)]
    """
    nights = _one_diary(counts)
    severities, wakings = _beside(severity, nights), _beside(woken, nights)
    return tuple(
        Week(number, first, describe_counts(nights[rows], severity=severities[rows], woken=wakings[rows]))
        for number, first, rows in weeks(len(nights), nights_before)
    )


def weeks(nights: int, nights_before: int) -> Iterator[tuple[int, int, slice]]:
    """Number, first night from the start, and columns of each 7-night bin of a diary of `nights` nights.

    >>> list(weeks(10, 2))
    [(-1, -2, slice(0, 2, None)), (0, 0, slice(2, 9, None)), (1, 7, slice(9, 10, None))]
    """
    edges = sorted({0, nights, *range(nights_before % WEEK, nights, WEEK)})
    for first, end in zip(edges, edges[1:], strict=False):
        yield (first - nights_before) // WEEK, first - nights_before, slice(first, end)


@dataclass(frozen=True)
class BeforeAndNow:
    """The two stretches people compare: up to 56 nights before the start, and the last four weeks since."""

    before: Stretch
    now: Stretch


def before_and_now(
    counts: npt.ArrayLike,
    nights_before: int,
    *,
    severity: npt.ArrayLike | None = None,
    woken: npt.ArrayLike | None = None,
) -> BeforeAndNow:
    """Raw numbers before the start and in the last 28 nights of the diary (fewer if it began later).

    >>> both = before_and_now([1] * 28 + [0] * 84, 28)
    >>> both.before.rate, both.now.rate, both.now.nights
    (7.0, 0.0, 28)
    """
    nights = _one_diary(counts)
    severities, wakings = _beside(severity, nights), _beside(woken, nights)
    before = slice(max(0, nights_before - LONGEST_BEFORE), nights_before)
    now = slice(max(nights_before, len(nights) - LATEST), len(nights))
    return BeforeAndNow(
        *(
            describe_counts(nights[rows], severity=severities[rows], woken=wakings[rows])
            for rows in (before, now)
        )
    )


@dataclass(frozen=True)
class ScoreStretch:
    """A run of nights of a symptom scored 0–10. The four figures are NaN when no night is answered."""

    nights: int
    answered: int
    mean: float
    median: float
    lowest: float
    highest: float

    @property
    def coverage(self) -> float:
        """Share of the nights that were answered, 0–1; NaN for no nights."""
        return self.answered / self.nights if self.nights else math.nan


@dataclass(frozen=True)
class ScoreWeek:
    """As `Week`, for a scored symptom."""

    number: int
    first: int
    stretch: ScoreStretch


def describe_scores(scores: npt.ArrayLike) -> ScoreStretch:
    """Sum up a run of scores (nights,), 0–10, NaN = unanswered.

    >>> describe_scores([4, np.nan, 7, 4])
    ScoreStretch(nights=4, answered=3, mean=5.0, median=4.0, lowest=4.0, highest=7.0)
    """
    nights = _one_diary(scores)
    known = nights[~np.isnan(nights)]
    if not known.size:
        return ScoreStretch(len(nights), 0, math.nan, math.nan, math.nan, math.nan)
    figures = (float(f(known)) for f in (np.mean, np.median, np.min, np.max))
    return ScoreStretch(len(nights), len(known), *figures)


def weekly_scores(scores: npt.ArrayLike, nights_before: int) -> tuple[ScoreWeek, ...]:
    """The table of weeks of a scored symptom, aligned on the start.

    >>> [(week.number, week.stretch.mean) for week in weekly_scores([6] * 7 + [3] * 7, 7)]
    [(-1, 6.0), (0, 3.0)]
    """
    nights = _one_diary(scores)
    return tuple(
        ScoreWeek(number, first, describe_scores(nights[rows]))
        for number, first, rows in weeks(len(nights), nights_before)
    )


def _one_diary(values: npt.ArrayLike) -> Floats:
    nights = np.asarray(values, dtype=np.float64)
    if nights.ndim != 1:
        raise ValueError(f"one diary has the shape (nights,), not {nights.shape}")
    return nights


def _beside(values: npt.ArrayLike | None, nights: Floats) -> Floats:
    if values is None:
        return np.full(len(nights), np.nan)
    beside = _one_diary(values)
    if beside.shape != nights.shape:
        raise ValueError(f"expected {len(nights)} nights, not {len(beside)}")
    return beside
