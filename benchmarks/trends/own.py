"""The method itself as one more way at week 12, with one threshold that can be moved like a peer's.

The verdict asks several questions, each with its threshold. Its evidence here is the least of the answers, every one in
standard normal units beyond its own threshold: above 0 the diary is called improved, and one number moves all
thresholds together. What is no probability (enough data, the 30 % rule, in both fits) is asked as ever.
"""

import numpy as np
from scipy import stats

from trends.core import counts as count_rules
from trends.core import scores as score_rules
from trends.core.count_model import STIFF
from trends.core.coverage import check_in_guard
from trends.core.minimums import missing, too_few_episodes
from trends.core.odd_nights import capped, without_highest_night
from trends.core.rates import has_own_lead_in
from trends.core.score_model import STIFF_SCORES
from trends.core.window import WEEK_12, open_window

from .peers import Finding

NAME = "this method"
WORTH_ASKING = 0.5
"""No further question is put to a diary whose first answer is below this."""


def _beyond(probability: np.ndarray, threshold: float) -> np.ndarray:
    return stats.norm.ppf(np.clip(probability, 1e-12, 1 - 1e-12)) - stats.norm.ppf(threshold)


def count_finding(nights: np.ndarray, before: int) -> Finding:
    """Evidence of each diary of counts; the size is left to the method, which has asked for its 30 % already."""
    window = open_window(nights, before, readout=WEEK_12)
    counts, guard = capped(window.counts), check_in_guard(window)
    lead_in, weekly = has_own_lead_in(counts, window.before), count_rules.Weekly.of(counts, window)
    fit = weekly.fit(np.arange(window.patients), with_lead_in=lead_in)
    thin = np.logical_or.reduce([*missing(window).values(), too_few_episodes(counts)])
    first = fit.below(-guard.up)
    is_large = np.exp(fit.mean + guard.up) <= count_rules.BETTER_RATIO
    rows = np.flatnonzero(is_large & ~thin & (first >= WORTH_ASKING))
    stiff = weekly.fit(rows, with_lead_in=lead_in, beliefs=STIFF)
    without = count_rules.Weekly.of(without_highest_night(counts[rows]), window.of_rows(rows))
    left_out = without.fit(np.arange(len(rows)), with_lead_in=lead_in[rows])
    up = guard.up[rows]
    answers = [
        _beyond(first[rows], count_rules.BETTER_THRESHOLD[WEEK_12]),
        _beyond(stiff.below(-up), count_rules.STIFF_THRESHOLD[WEEK_12]),
        _beyond(left_out.below(-up), count_rules.LEAVE_OUT_THRESHOLD[WEEK_12]),
    ]
    is_large_too = np.exp(stiff.mean + up) <= count_rules.BETTER_RATIO
    return _finding(window.patients, rows, np.where(is_large_too, np.min(answers, axis=0), -np.inf))


def score_finding(nights: np.ndarray, before: int) -> Finding:
    """Evidence of each diary of scores."""
    window = open_window(nights, before, readout=WEEK_12, highest=score_rules.HIGHEST_SCORE)
    lead_in, diaries = has_own_lead_in(window.counts, window.before), score_rules.ScoreDiaries.of(window)
    limits = score_rules.Limits.of(window, diaries.week)
    everyone = np.arange(window.patients)
    fit = diaries.fit(everyone, with_lead_in=lead_in)
    thin = np.logical_or.reduce(list(missing(window).values()))
    rows = np.flatnonzero(limits.is_better(fit, everyone, WORTH_ASKING) & ~thin)
    stiff, up = diaries.fit(rows, with_lead_in=lead_in, beliefs=STIFF_SCORES), limits.guard.up[rows]
    answers = [
        _beyond(fit.below(-limits.guard.up)[rows], score_rules.THRESHOLD[WEEK_12]),
        _beyond(stiff.below(-up), score_rules.STIFF_THRESHOLD[WEEK_12]),
    ]
    is_large_too = limits.is_better(stiff, rows, 0.0)
    return _finding(window.patients, rows, np.where(is_large_too, np.min(answers, axis=0), -np.inf))


def _finding(patients: int, rows: np.ndarray, evidence: np.ndarray) -> Finding:
    found = np.full(patients, -np.inf)
    found[rows] = evidence
    return Finding(found, np.full(patients, -np.inf))
