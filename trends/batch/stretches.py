"""Runs of nights summed up, for many questions at once: the figures of `trends.core.describe` from running totals."""

from typing import Any

import numpy as np

from trends.batch.asked import Asked
from trends.batch.outcomes import Outcomes
from trends.columns import Ints
from trends.core.describe import LATEST
from trends.core.result import Floats
from trends.core.window import LONGEST_BEFORE, WEEK


class Totals:
    """Running totals over `Outcomes`: of nights `begin` up to, not including, `end`, both cells (questions,)."""

    def __init__(self, outcomes: Outcomes):
        nights = outcomes.nights
        self._answered = _running(~np.isnan(nights))
        self._sum = _running(np.nan_to_num(nights))
        self._with = _running(nights > 0)
        self._woken = _running(outcomes.woken)

    def answered(self, begin: Ints, end: Ints) -> Ints:
        return self._answered[end] - self._answered[begin]

    def sum(self, begin: Ints, end: Ints) -> Ints:
        """Episodes, or points."""
        return self._sum[end] - self._sum[begin]

    def nights_with(self, begin: Ints, end: Ints) -> Ints:
        return self._with[end] - self._with[begin]

    def woken(self, begin: Ints, end: Ints) -> Ints:
        return self._woken[end] - self._woken[begin]


def _running(values: Any) -> Ints:
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


def before(asked: Asked) -> tuple[Ints, Ints]:
    """The cells of the nights that are called before: at most 56, and none that another change cuts off."""
    return asked.cell - np.minimum(asked.tested_before, LONGEST_BEFORE), asked.cell


def now(asked: Asked) -> tuple[Ints, Ints]:
    """The cells of the nights that are called now: the last four weeks since the start."""
    end = asked.cell + asked.after
    return end - np.minimum(asked.after, LATEST), end


def sum_up(asked: Asked, outcomes: Outcomes, totals: Totals, begin: Ints, end: Ints) -> list[dict[str, Any]]:
    """One dict a question: rates per 7 answered nights, or mean and median of a score; None = nothing answered."""
    answered, sums = totals.answered(begin, end), totals.sum(begin, end)
    figures = {"nights": (end - begin).tolist(), "answered": answered.tolist()}
    counted = figures | {
        "episodes": sums.tolist(),
        "rate": _a_week(sums, answered),
        "nights_with": _a_week(totals.nights_with(begin, end), answered),
        "woken": _a_week(totals.woken(begin, end), answered),
        "intensity": _means(outcomes.severity, begin, end),
    }
    scored = figures | {
        "rate": _known(_divided(sums, answered)),
        "median": _medians(outcomes.nights, begin, end),
    }
    by_kind = [_rows(counted), _rows(scored)]
    return [by_kind[kind][question] for question, kind in enumerate(asked.is_scored.astype(int).tolist())]


def _rows(columns: dict[str, list]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _a_week(number: Ints, answered: Ints) -> list[float | None]:
    return _known(_divided(number * WEEK, answered))


def _divided(number: Any, answered: Ints) -> Floats:
    return np.divide(number, answered, out=np.full(len(answered), np.nan), where=answered > 0)


def _known(values: Floats) -> list[float | None]:
    return np.where(np.isnan(values), None, values).tolist()


def nights_between(values: Any, begin: Ints, end: Ints, longest: int, fill: float) -> Floats:
    """Cells `begin` up to `end` of each question side by side, (questions, longest), `fill` behind the end."""
    cell = begin[:, np.newaxis] + np.arange(longest)
    inside = cell < end[:, np.newaxis]
    return np.where(inside, values[np.where(inside, cell, 0)], fill)


def _means(values: Floats, begin: Ints, end: Ints) -> list[float | None]:
    cells = nights_between(values, begin, end, LONGEST_BEFORE, np.nan)
    known = ~np.isnan(cells)
    total = np.zeros(len(begin))
    # Night by night: always added in the same order, whatever the batch.
    for night in np.where(known, cells, 0.0).T:
        total += night
    return _known(_divided(total, known.sum(axis=1)))


def _medians(values: Floats, begin: Ints, end: Ints) -> list[float | None]:
    cells = np.sort(nights_between(values, begin, end, LONGEST_BEFORE, np.nan), axis=1)
    number = (~np.isnan(cells)).sum(axis=1)
    middle = [
        np.take_along_axis(cells, np.maximum(place, 0)[:, np.newaxis], axis=1)[:, 0]
        for place in ((number - 1) // 2, number // 2)
    ]
    return _known(np.where(number > 0, (middle[0] + middle[1]) / 2, np.nan))
