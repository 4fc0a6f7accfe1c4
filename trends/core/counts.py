"""Counted symptoms: is the rate per answered night lower, or higher, now than before the start?

The arithmetic is in `rates`; this file asks it the questions in their order: enough data? improved?
worsened? otherwise no clear change. Why these rules: docs/decisions/0005-verdict-of-the-first-release.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .coverage import Guard, check_in_guard
from .minimums import NIGHTS_BEFORE, missing, too_few_episodes
from .normal import Z_75, Z_90
from .odd_nights import capped, without_highest_night
from .rates import Fit, already_falling, fit_rates, started_at_worst
from .result import (
    IMPROVED,
    NO_CLEAR_CHANGE,
    NOT_ENOUGH_DATA,
    WORSENED,
    Flags,
    Floats,
    Verdict,
    Verdicts,
    joined,
    reason_tuples,
)
from .window import WEEK_8, WEEK_12, Window, open_window

BETTER_THRESHOLD = {WEEK_8: 0.94, WEEK_12: 0.875}
WORSE_THRESHOLD = {WEEK_8: 0.94, WEEK_12: 0.90}
LEAVE_OUT_THRESHOLD = {WEEK_8: 0.88, WEEK_12: 0.80}
"""Probabilities to reach; stricter at week 8, because looking twice is two chances to be wrong."""
BETTER_RATIO, WORSE_RATIO = 0.70, 1.30
"""IMMPACT's 30 % in both directions."""
LEANING = 0.75
CHUNK = 8192
"""Patients worked on at once: enough to be fast, few enough to stay small."""


def assess(
    counts: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
) -> Verdict:
    """Did one symptom of one patient change after the start? `assess_many` of one diary.

    `counts` (nights,): episodes per night, NaN = unanswered; column `nights_before` is the first night on the
    supplement. `taken` (nights after the start,): share of the dose taken, NaN = unknown. `readout` 56, 84 or None =
    the last one reached; asking for one not reached gives `not_enough_data`. ValueError only for misuse.

    >>> diary = [1, 0, 2, 1] * 14 + [1, 0, 0, 1, 0, 0, 0] * 12
    >>> verdict = assess(diary, 56)
    >>> verdict.verdict, verdict.readout, round(verdict.rate_ratio, 2)
    ('improved', 84, 0.38)
    >>> assess(diary[:100], 56).reasons
    ('too_early',)
    """
    nights = np.asarray(counts, dtype=np.float64)
    if nights.ndim != 1:
        raise ValueError(f"counts must have the shape (nights,), not {nights.shape}")
    shares = None if taken is None else np.asarray(taken, dtype=np.float64)[np.newaxis]
    return assess_many(nights[np.newaxis], nights_before, taken=shares, readout=readout)[0]


def assess_many(
    counts: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
) -> Verdicts:
    """As `assess` for many diaries of one length: `counts` (patients, nights), `taken` (patients, nights after).

    Every result depends on its own row only, to the last bit, whatever the batch.

    >>> verdicts = assess_many([[1, 0, 2, 1] * 35, [1, 0] * 42 + [3, 1] * 28], 56)
    >>> verdicts.verdict.tolist()
    ['no_clear_change', 'worsened']
    """
    window = open_window(counts, nights_before, taken=taken, readout=readout)
    firsts = range(0, max(window.patients, 1), CHUNK)
    return joined([_assess_window(window.of_patients(first, first + CHUNK)) for first in firsts])


@dataclass(frozen=True)
class Finding:
    """What the fits say, before thin diaries are taken out. `notes` are reason codes with flags (patients,)."""

    outcome: npt.NDArray[np.str_]
    fit: Fit
    probability_better: Floats
    notes: dict[str, Flags]


def _assess_window(window: Window) -> Verdicts:
    counts = capped(window.counts)
    fails = missing(window) | {"too_few_episodes": too_few_episodes(counts)}
    can_fit = window.reached and window.before >= NIGHTS_BEFORE
    return _verdicts(window, fails, _find(window, counts) if can_fit else _nothing(window.patients))


def _find(window: Window, counts: Floats) -> Finding:
    """The rules in their order. `counts` are the window's, capped; the window is reached and long enough to fit."""
    readout, before = int(window.readout), window.before
    guard, at_worst = check_in_guard(window), started_at_worst(counts, before)
    fit = fit_rates(counts, before, without_lead_in=at_worst)
    plain = fit_rates(counts, before, without_lead_in=np.zeros_like(at_worst))
    left_out = fit_rates(without_highest_night(counts), before, without_lead_in=at_worst)

    better = _is_better(fit, guard, readout)
    worse = _is_worse(fit, guard, readout) & _is_worse(plain, guard, readout)
    improved = better & (left_out.probability_below(guard.up) >= LEAVE_OUT_THRESHOLD[readout])
    worsened = worse & (1 - left_out.probability_below(-guard.dn) >= LEAVE_OUT_THRESHOLD[readout])
    unclear = ~improved & ~worsened
    probability = fit.probability_below(guard.up)
    probable = unclear & (probability >= BETTER_THRESHOLD[readout])
    return Finding(
        outcome=np.select([improved, worsened], [IMPROVED, WORSENED], NO_CLEAR_CHANGE),
        fit=fit,
        probability_better=probability,
        notes={
            "started_at_worst": at_worst,
            "already_falling": already_falling(counts, before, ratio=BETTER_RATIO, z=Z_75),
            "logging_changed": guard.is_noticeable,
            "one_odd_night": (counts < window.counts).any(axis=1) | ((better | worse) & unclear),
            "leaning_better": unclear & (probability >= LEANING),
            "less_than_a_third": probable & (np.exp(fit.b + guard.up) > BETTER_RATIO),
        },
    )


def _nothing(patients: int) -> Finding:
    unknown = np.full(patients, np.nan)
    return Finding(np.full(patients, NOT_ENOUGH_DATA), Fit(unknown, unknown), unknown, {})


def _is_better(fit: Fit, guard: Guard, readout: int) -> Flags:
    sure = fit.probability_below(guard.up) >= BETTER_THRESHOLD[readout]
    return sure & (np.exp(fit.b + guard.up) <= BETTER_RATIO)


def _is_worse(fit: Fit, guard: Guard, readout: int) -> Flags:
    sure = 1 - fit.probability_below(-guard.dn) >= WORSE_THRESHOLD[readout]
    return sure & (np.exp(fit.b - guard.dn) >= WORSE_RATIO)


def _verdicts(window: Window, fails: dict[str, Flags], found: Finding) -> Verdicts:
    """Everything in one result. A thin diary has no number to doubt: its estimates are NaN and its notes dropped."""
    thin = np.logical_or.reduce(list(fails.values()))
    fit, answered = found.fit, window.answered
    notes = {code: flags & ~thin for code, flags in found.notes.items()}

    def unless_thin(values: Floats) -> Floats:
        return np.where(thin, np.nan, values)

    return Verdicts(
        verdict=np.where(thin, NOT_ENOUGH_DATA, found.outcome),
        rate_ratio=unless_thin(fit.ratio()),
        low=unless_thin(fit.ratio(-Z_75)),
        high=unless_thin(fit.ratio(Z_75)),
        low_90=unless_thin(fit.ratio(-Z_90)),
        high_90=unless_thin(fit.ratio(Z_90)),
        probability_better=unless_thin(found.probability_better),
        readout=np.full(window.patients, float(window.readout)),
        nights_answered_before=answered[:, : window.before].sum(axis=1),
        nights_answered_after=answered[:, window.before :].sum(axis=1),
        reasons=reason_tuples(fails | notes, window.patients),
    )
