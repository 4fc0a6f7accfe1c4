"""Scored symptoms (0–10, worst of the last 24 hours): described, not yet judged.

The method for scores comes with the full model. Until then this returns how far the mean moved, and never `improved` or
`worsened`: a difference of two means alone is flagged far too often when people start at their worst. The verdict is
`not_enough_data` below the data minimums and `no_clear_change` ("cannot tell yet") above them; `probability_better` and
the intervals are NaN, which is how a reader recognises a described score.
"""

import numpy as np
import numpy.typing as npt

from .coverage import check_in_guard
from .minimums import NIGHTS_BEFORE, missing
from .rates import started_at_worst, tally
from .result import NO_CLEAR_CHANGE, NOT_ENOUGH_DATA, Flags, Floats, ScoreVerdicts, reason_tuples
from .window import LEAD_IN, WASH_IN, Window, open_window

HIGHEST_SCORE = 10.0


def assess_scores(
    scores: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
) -> ScoreVerdicts:
    """How far the scores of many patients moved after the start.

    `scores` (patients, nights), 0–10, NaN = unanswered; the other arguments as for `assess_many`.
    `change_points`: mean score from the fifth week after the start on, minus the mean before (without the last 14
    nights where those were worse, reason `started_at_worst`). ValueError only for misuse.

    >>> diary = [6.0] * 42 + [5.0] * 28 + [3.0] * 56
    >>> verdicts = assess_scores([diary], 42)
    >>> verdicts[0].verdict, verdicts[0].change_points
    ('no_clear_change', -3.0)
    """
    window = open_window(scores, nights_before, taken=taken, readout=readout, highest=HIGHEST_SCORE)
    fails = missing(window)
    notes: dict[str, Flags] = {}
    moved = np.full(window.patients, np.nan)
    if window.reached and window.before >= NIGHTS_BEFORE:
        at_worst = started_at_worst(window.counts, window.before)
        notes = {"started_at_worst": at_worst, "logging_changed": check_in_guard(window).is_noticeable}
        moved = change_of_mean(window, without_lead_in=at_worst)
    return _described(window, fails, notes, moved)


def change_of_mean(window: Window, *, without_lead_in: Flags) -> Floats:
    """Mean after the first 28 nights minus the mean before, in points, NaN where a side is empty, (patients,).

    >>> diary = open_window([[4.0] * 28 + [np.nan] * 28 + [1.0] * 28], 28)
    >>> change_of_mean(diary, without_lead_in=np.array([False])).tolist()
    [-3.0]
    """
    start, last = window.before, window.counts.shape[1]
    before = _mean(window.counts, 0, start)
    earlier = _mean(window.counts, 0, start - LEAD_IN)
    return _mean(window.counts, start + WASH_IN, last) - np.where(without_lead_in, earlier, before)


def _mean(scores: Floats, first: int, end: int) -> Floats:
    part = tally(scores, first, end)
    mean = np.full(len(scores), np.nan)
    np.divide(part.episodes, part.nights, out=mean, where=part.nights > 0)
    return mean


def _described(
    window: Window, fails: dict[str, Flags], notes: dict[str, Flags], moved: Floats
) -> ScoreVerdicts:
    thin = np.logical_or.reduce(list(fails.values()))
    answered, unknown = window.answered, np.full(window.patients, np.nan)
    return ScoreVerdicts(
        verdict=np.where(thin, NOT_ENOUGH_DATA, NO_CLEAR_CHANGE),
        change_points=np.where(thin, np.nan, moved),
        low=unknown,
        high=unknown,
        low_90=unknown,
        high_90=unknown,
        probability_better=unknown,
        readout=np.full(window.patients, float(window.readout)),
        nights_answered_before=answered[:, : window.before].sum(axis=1),
        nights_answered_after=answered[:, window.before :].sum(axis=1),
        reasons=reason_tuples(
            fails | {code: flags & ~thin for code, flags in notes.items()}, window.patients
        ),
    )
