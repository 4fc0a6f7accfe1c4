"""The table of weeks that is stored: whole numbers in columns, from which rates and ranges are made when read."""

from math import isnan
from typing import Any

import numpy as np

from trends.batch.asked import Asked
from trends.batch.outcomes import Outcomes
from trends.batch.stretches import Totals
from trends.columns import Ints
from trends.core.result import Floats
from trends.core.window import WEEK

WEEKS_BEFORE, WEEKS_AFTER, NEWEST_WEEKS = 12, 26, 14
"""Of a long diary these weeks are kept: around the start, and the newest."""


def week_columns(asked: Asked, outcomes: Outcomes, totals: Totals) -> list[dict[str, list]]:
    """One dict of columns a question: `first` night from the start, `nights`, `answered`, and what they held.

    Weeks are aligned on the start; the first and the last may be short.
    """
    question, first, last = _weeks(asked)
    begin, end = asked.cell[question] + first, asked.cell[question] + last
    scored = asked.is_scored[question]
    columns = {
        "first": first.tolist(),
        "nights": (last - first).tolist(),
        "answered": totals.answered(begin, end).tolist(),
        "sum": totals.sum(begin, end).tolist(),
    }
    if scored.any():
        # Both pass over what is not a number.
        extremes = {"lowest": np.fmin, "highest": np.fmax}
        columns |= {name: _extreme(outcomes.nights, begin, end, of) for name, of in extremes.items()}
    edges = np.searchsorted(question, np.arange(len(asked) + 1)).tolist()
    names = (["first", "nights", "answered", "sum"], [*columns])
    return [
        {name: columns[name][edges[number] : edges[number + 1]] for name in names[is_scored]}
        for number, is_scored in enumerate(asked.is_scored.tolist())
    ]


def _weeks(asked: Asked) -> tuple[Ints, Ints, Ints]:
    """Question, first night and end of each week, nights from the start."""
    reach = np.minimum(asked.before, WEEKS_BEFORE * WEEK)
    weeks_before, weeks_after = -(-reach // WEEK), -(-asked.after // WEEK)
    weeks = weeks_before + weeks_after
    question = np.repeat(np.arange(len(asked)), weeks)
    number = np.arange(len(question)) - np.repeat(np.cumsum(weeks) - weeks + weeks_before, weeks)
    kept = (number < WEEKS_AFTER) | (number >= weeks_after[question] - NEWEST_WEEKS)
    question, number = question[kept], number[kept]
    first = np.maximum(number * WEEK, -reach[question])
    last = np.minimum(number * WEEK + WEEK, asked.after[question])
    return question, first, last


def _extreme(nights: Floats, begin: Ints, end: Ints, of: Any) -> list[int | None]:
    """The lowest or highest answered night of each week."""
    # One more night lets the last week end.
    found = of.reduceat(np.append(nights, np.nan), np.stack([begin, end], axis=1).ravel())[::2]
    return [None if isnan(value) else int(value) for value in found.tolist()]
