"""Counted symptoms: is the rate per answered night lower, or higher, now than before the start?

The model is in `count_model`; this file asks it the questions in their order: enough data? improved? worsened?
otherwise no clear change. What the rules cost and what they protect from is measured: docs/validation.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .count_model import BELIEFS, STIFF, Beliefs, Design, fit_counts
from .coverage import Guard, check_in_guard
from .minimums import NIGHTS_BEFORE, missing, too_few_episodes
from .mixture import Mixture, Rows, asked_again, shown
from .normal import Z_75
from .odd_nights import capped, without_highest_night
from .rates import already_falling, has_own_lead_in, started_at_worst
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
from .wash_in import exposure
from .weeks import Weeks
from .window import WEEK_8, WEEK_12, Window, one_diary, open_window

BETTER_THRESHOLD = {WEEK_8: 0.96, WEEK_12: 0.875}
WORSE_THRESHOLD = {WEEK_8: 0.94, WEEK_12: 0.90}
STIFF_THRESHOLD = {WEEK_8: 0.975, WEEK_12: 0.91}
"""Asked of the second opinion, which believes in next to no trend and is therefore surer."""
LEAVE_OUT_THRESHOLD = {WEEK_8: 0.90, WEEK_12: 0.80}
WORSE_LEAVE_OUT_THRESHOLD = {WEEK_8: 0.93, WEEK_12: 0.88}
"""Probabilities to reach; stricter at week 8, because looking twice is two chances to be wrong."""
BETTER_RATIO, WORSE_RATIO = 0.70, 1.30
"""IMMPACT's 30 % in both directions."""
LEANING = 0.75
CHUNK = 4096
"""Patients worked on at once: enough that Python itself costs little, few enough to stay small."""


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
    ('improved', 84, 0.33)
    >>> assess(diary[:100], 56).reasons
    ('too_early',)
    """
    nights, shares = one_diary(counts, "counts", taken)
    return assess_many(nights, nights_before, taken=shares, readout=readout)[0]


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
class Weekly:
    """Diaries as the model sees them: episodes and answered nights per week, (bins, patients), and the design."""

    episodes: Floats
    nights: Floats
    design: Design

    @classmethod
    def of(cls, counts: Floats, window: Window, beliefs: Beliefs = BELIEFS) -> "Weekly":
        weeks = Weeks(window.before, window.after)
        taus = {tau for tau, _ in beliefs.wash_ins} | {beliefs.mode_wash_in}
        design = Design(weeks.time, weeks.lead_in, {tau: exposure(weeks, tau, window.taken) for tau in taus})
        return cls(weeks.totals(counts), weeks.totals(np.where(np.isnan(counts), np.nan, 1.0)), design)

    def fit(self, rows: Rows, *, with_lead_in: Flags, beliefs: Beliefs = BELIEFS) -> Mixture:
        """The posterior of b for these patients. `with_lead_in` is (patients,), of all."""
        return fit_counts(
            np.ascontiguousarray(self.episodes[:, rows]),
            np.ascontiguousarray(self.nights[:, rows]),
            self.design.of(rows),
            with_lead_in=with_lead_in[rows],
            beliefs=beliefs,
        )


@dataclass(frozen=True)
class Finding:
    """What the fits say, before thin diaries are taken out. `notes` are reason codes with flags (patients,)."""

    outcome: npt.NDArray[np.str_]
    fit: Mixture | None
    probability_better: Floats
    notes: dict[str, Flags]


def _assess_window(window: Window) -> Verdicts:
    counts = capped(window.counts)
    fails = missing(window) | {"too_few_episodes": too_few_episodes(counts)}
    can_fit = window.reached and window.before >= NIGHTS_BEFORE
    return _verdicts(window, fails, _find(window, counts) if can_fit else _nothing(window.patients))


def _find(window: Window, counts: Floats) -> Finding:
    """The rules in their order. `counts` are the window's, capped; the window is reached and long enough to fit."""
    readout = int(window.readout)
    guard, lead_in = check_in_guard(window), has_own_lead_in(counts, window.before)
    weekly = Weekly.of(counts, window)
    fit = weekly.fit(np.arange(window.patients), with_lead_in=lead_in)

    def without_highest(rows: Rows) -> Mixture:
        left_out = Weekly.of(without_highest_night(counts[rows]), window.of_rows(rows))
        return left_out.fit(np.arange(len(rows)), with_lead_in=lead_in[rows])

    def better_without_drift(rows: Rows) -> Flags:
        stiff = weekly.fit(rows, with_lead_in=lead_in, beliefs=STIFF)
        return _is_better(stiff, guard.of(rows), STIFF_THRESHOLD[readout])

    def better_without_highest(rows: Rows) -> Flags:
        return without_highest(rows).below(-guard.up[rows]) >= LEAVE_OUT_THRESHOLD[readout]

    def worse_with_lead_in_as_baseline(rows: Rows) -> Flags:
        return _is_worse(weekly.fit(rows, with_lead_in=np.zeros_like(lead_in)), guard.of(rows), readout)

    def worse_without_highest(rows: Rows) -> Flags:
        return 1 - without_highest(rows).below(guard.dn[rows]) >= WORSE_LEAVE_OUT_THRESHOLD[readout]

    better = asked_again(_is_better(fit, guard, BETTER_THRESHOLD[readout]), better_without_drift)
    worse = asked_again(_is_worse(fit, guard, readout), worse_with_lead_in_as_baseline)
    improved = asked_again(better, better_without_highest)
    worsened = asked_again(worse, worse_without_highest)
    probability = fit.below(-guard.up)
    unclear = ~improved & ~worsened
    probable = unclear & (probability >= BETTER_THRESHOLD[readout])
    return Finding(
        outcome=np.select([improved, worsened], [IMPROVED, WORSENED], NO_CLEAR_CHANGE),
        fit=fit,
        probability_better=probability,
        notes={
            "started_at_worst": started_at_worst(counts, window.before),
            "already_falling": already_falling(counts, window.before, ratio=BETTER_RATIO, z=Z_75),
            "logging_changed": guard.is_noticeable,
            "one_odd_night": (counts < window.counts).any(axis=1) | ((better | worse) & unclear),
            "leaning_better": unclear & (probability >= LEANING),
            "less_than_a_third": probable & (np.exp(fit.mean + guard.up) > BETTER_RATIO),
        },
    )


def _nothing(patients: int) -> Finding:
    return Finding(np.full(patients, NOT_ENOUGH_DATA), None, np.full(patients, np.nan), {})


def _is_better(fit: Mixture, guard: Guard, threshold: float) -> Flags:
    sure = fit.below(-guard.up) >= threshold
    return sure & (np.exp(fit.mean + guard.up) <= BETTER_RATIO)


def _is_worse(fit: Mixture, guard: Guard, readout: int) -> Flags:
    sure = 1 - fit.below(guard.dn) >= WORSE_THRESHOLD[readout]
    return sure & (np.exp(fit.mean - guard.dn) >= WORSE_RATIO)


def _verdicts(window: Window, fails: dict[str, Flags], found: Finding) -> Verdicts:
    """Everything in one result. A thin diary has no number to doubt: its estimates are NaN and its notes dropped."""
    thin = np.logical_or.reduce(list(fails.values()))
    answered = window.answered
    notes = {code: flags & ~thin for code, flags in found.notes.items()}
    low_90, low, ratio, high, high_90 = np.exp(shown(found.fit, thin, (0.05, 0.125, 0.875, 0.95)))
    return Verdicts(
        verdict=np.where(thin, NOT_ENOUGH_DATA, found.outcome),
        rate_ratio=ratio,
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        probability_better=np.where(thin, np.nan, found.probability_better),
        readout=np.full(window.patients, float(window.readout)),
        nights_answered_before=answered[:, : window.before].sum(axis=1),
        nights_answered_after=answered[:, window.before :].sum(axis=1),
        reasons=reason_tuples(fails | notes, window.patients),
    )
