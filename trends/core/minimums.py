"""The data minimums: below them there is no verdict, only the reasons why (rule 1 of the verdict)."""

import numpy as np

from .result import Flags, Floats
from .window import WASH_IN, Window

NIGHTS_BEFORE = 28
ANSWERED_BEFORE_LEAD_IN = 10
ANSWERED_AFTER = 28
ANSWERED_AFTER_WASH_IN = 14
EPISODES = 8
LEAST_SHARE_TAKEN = 0.5
LATELY = 28
"""Nights that count as lately when asking whether the supplement is still taken."""


def missing(window: Window) -> dict[str, Flags]:
    """Which minimums each diary fails: reason code → flags (patients,).

    28 calendar nights before; 10 answered before the last 14; 28 answered after, 14 of them after the first four
    weeks once the read-out is reached (the effect is read there); the read-out reached; half of the doses taken.

    >>> from .window import open_window
    >>> failed = missing(open_window(np.zeros((1, 60)), 20))
    >>> [code for code, flags in failed.items() if flags[0]]
    ['baseline_too_short', 'too_few_before', 'too_early']
    """
    answered, start = window.answered, window.before
    earlier = answered[:, : window.lead_in_from].sum(axis=1)
    after = answered[:, start:].sum(axis=1)
    settled = answered[:, start + WASH_IN :].sum(axis=1)
    everyone = np.ones(window.patients, dtype=bool)
    return {
        "baseline_too_short": everyone & (start < NIGHTS_BEFORE),
        "too_few_before": earlier < ANSWERED_BEFORE_LEAD_IN,
        "too_few_after": (after < ANSWERED_AFTER) | (window.reached & (settled < ANSWERED_AFTER_WASH_IN)),
        "too_early": everyone & (not window.reached),
        "mostly_not_taken": mostly_not_taken(window.taken, window.patients),
    }


def too_few_episodes(counts: Floats) -> Flags:
    """Fewer than 8 episodes in all, (patients,). `counts` (patients, nights) are capped, NaN = unanswered.

    >>> too_few_episodes(np.array([[3.0, 4.0, np.nan], [4.0, 4.0, 0.0]]))
    array([ True, False])
    """
    return np.asarray(np.nansum(counts, axis=1) < EPISODES)


def mostly_not_taken(taken: Floats | None, patients: int) -> Flags:
    """Under half of the dose taken, over all nights or over the last 28, (patients,).

    `taken` (patients, nights after) are shares 0–1; only nights with a known share are asked, and with none known
    (or `taken` None) nothing is held against the diary.

    >>> mostly_not_taken(np.array([[1.0, 0.0, 0.0], [np.nan, 1.0, np.nan]]), 2)
    array([ True, False])
    """
    if taken is None:
        return np.zeros(patients, dtype=bool)
    return _under_half(taken) | _under_half(taken[:, -LATELY:])


def _under_half(taken: Floats) -> Flags:
    known = (~np.isnan(taken)).sum(axis=1)
    return np.asarray(np.nansum(taken, axis=1) < LEAST_SHARE_TAKEN * known)
