"""Scored symptoms (0–10, worst of the last 24 hours): is the score lower, or higher, now than before the start?

The model is in `score_model`; the rules are those of counts in points: at least a point and 30 % of the level before,
with the same two read-outs. What they cost and protect from is measured: docs/validation.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .coverage import Guard, check_in_guard
from .minimums import NIGHTS_BEFORE, missing
from .mixture import Mixture, Rows, asked_again, shown
from .rates import has_own_lead_in, started_at_worst, tally
from .result import (
    IMPROVED,
    NO_CLEAR_CHANGE,
    NOT_ENOUGH_DATA,
    WORSENED,
    Flags,
    Floats,
    ScoreVerdicts,
    joined,
    reason_tuples,
)
from .score_model import SCORE_BELIEFS, STIFF_SCORES, ScoreBeliefs, ScoreWeeks, fit_scores, summed_up
from .wash_in import exposure
from .weeks import Weeks
from .window import LEAD_IN, WEEK_8, WEEK_12, Window, open_window

HIGHEST_SCORE = 10.0
THRESHOLD = {WEEK_8: 0.99, WEEK_12: 0.93}
WORSE_THRESHOLD = {WEEK_8: 0.99, WEEK_12: 0.945}
STIFF_THRESHOLD = {WEEK_8: 0.99, WEEK_12: 0.94}
"""Asked of the second opinion, which believes in next to no trend and is therefore surer."""
LEAST_POINTS, LEAST_SHARE = 1.0, 0.30
GUARD_SDS = 1.5
"""Unlogged days may have been better by up to one and a half of the day-to-day standard deviation."""
LEANING = 0.75
CHUNK = 4096


def assess_scores(
    scores: npt.ArrayLike,
    nights_before: int,
    *,
    taken: npt.ArrayLike | None = None,
    readout: int | None = None,
) -> ScoreVerdicts:
    """Did the scores of many patients change after the start?

    `scores` (patients, nights), 0–10, NaN = unanswered; the other arguments as for `assess_many`. `change_points` is
    E[b], the mean now minus the mean before (negative = lower), with its 86 % and 90 % intervals. Every result depends
    on its own row only, to the last bit. ValueError only for misuse.

    >>> diary = [6.0, 7.0] * 21 + [5.0, 6.0] * 14 + [2.0, 3.0] * 28
    >>> verdict = assess_scores([diary], 42)[0]
    >>> verdict.verdict, round(verdict.change_points, 1)
    ('improved', -3.9)
    """
    window = open_window(scores, nights_before, taken=taken, readout=readout, highest=HIGHEST_SCORE)
    firsts = range(0, max(window.patients, 1), CHUNK)
    return joined([_assess_window(window.of_patients(first, first + CHUNK)) for first in firsts])


@dataclass(frozen=True)
class ScoreDiaries:
    """Diaries as the model sees them, and how it is asked about some of them."""

    week: ScoreWeeks
    time: Floats
    lead_in: Floats
    exposures: dict[float, Floats]

    @classmethod
    def of(cls, window: Window, beliefs: ScoreBeliefs = SCORE_BELIEFS) -> "ScoreDiaries":
        weeks, scores = Weeks(window.before, window.after), window.counts
        answered = np.where(np.isnan(scores), np.nan, 1.0)
        steps, pairs = _steps(weeks.split(scores))
        before = tally(scores, 0, window.before - LEAD_IN)
        return cls(
            week=summed_up(
                weeks.totals(scores),
                weeks.totals(scores * scores),
                weeks.totals(answered),
                steps,
                pairs,
                before.episodes / np.maximum(before.nights, 1.0),
                beliefs,
            ),
            time=weeks.time,
            lead_in=weeks.lead_in,
            exposures={tau: exposure(weeks, tau, window.taken) for tau, _ in beliefs.wash_ins},
        )

    def fit(self, rows: Rows, *, with_lead_in: Flags, beliefs: ScoreBeliefs = SCORE_BELIEFS) -> Mixture:
        """The posterior of b for these patients. `with_lead_in` is (patients,), of all."""
        x = {
            tau: values if values.shape[1] == 1 else values[:, rows] for tau, values in self.exposures.items()
        }
        return fit_scores(
            self.week.of(rows), self.time, self.lead_in, x, with_lead_in=with_lead_in[rows], beliefs=beliefs
        )


def _steps(weeks: Floats) -> tuple[Floats, Floats]:
    """Σ(y_{d+1} − y_d)² and their number over neighbouring days both answered inside one week, (patients,).

    `weeks` is (patients, bins, 7), NaN = unanswered.

    >>> _steps(np.array([[[1.0, 3.0, np.nan, 2.0, 2.0, 2.0, 5.0]]]))
    (array([13.]), array([4.]))
    """
    differences = weeks[:, :, 1:] - weeks[:, :, :-1]
    known = ~np.isnan(differences)
    squares = np.where(known, differences * differences, 0.0)
    return squares.sum(axis=2).sum(axis=1), known.sum(axis=(1, 2)).astype(np.float64)


@dataclass(frozen=True)
class Limits:
    """What a verdict on scores asks for, per patient: the guard in points, the gate, the probability."""

    guard: Guard
    gate: Floats
    threshold: float
    stiff_threshold: float
    worse_threshold: float

    @classmethod
    def of(cls, window: Window, week: ScoreWeeks) -> "Limits":
        return cls(
            guard=guard_in_points(check_in_guard(window), week.day_variance),
            gate=np.maximum(LEAST_POINTS, LEAST_SHARE * week.before),
            threshold=THRESHOLD[int(window.readout)],
            stiff_threshold=STIFF_THRESHOLD[int(window.readout)],
            worse_threshold=WORSE_THRESHOLD[int(window.readout)],
        )

    def is_better(self, fit: Mixture, rows: Rows, threshold: float) -> Flags:
        up = self.guard.up[rows]
        return (fit.mean + up <= -self.gate[rows]) & (fit.below(-up) >= threshold)

    def is_worse(self, fit: Mixture, rows: Rows) -> Flags:
        dn = self.guard.dn[rows]
        return (fit.mean - dn >= self.gate[rows]) & (1 - fit.below(dn) >= self.worse_threshold)


def guard_in_points(guard: Guard, day_variance: Floats) -> Guard:
    """What changed logging may explain, in points: 1.5 s (1 − exp(−shift)), both directions.

    >>> moved = guard_in_points(Guard(np.array([0.5]), np.array([0.0])), np.array([4.0]))
    >>> moved.up.round(2).tolist(), moved.dn.tolist()
    ([1.18], [0.0])
    """
    s = np.sqrt(day_variance)
    return Guard(
        up=GUARD_SDS * s * (1 - np.exp(-guard.up)) + 0.0, dn=GUARD_SDS * s * (1 - np.exp(-guard.dn)) + 0.0
    )


@dataclass(frozen=True)
class ScoreFinding:
    """What the fits say, before thin diaries are taken out."""

    outcome: npt.NDArray[np.str_]
    fit: Mixture | None
    probability_better: Floats
    notes: dict[str, Flags]


def _assess_window(window: Window) -> ScoreVerdicts:
    fails = missing(window)
    can_fit = window.reached and window.before >= NIGHTS_BEFORE
    found = _find(window) if can_fit else _nothing(window.patients)
    return _verdicts(window, fails, found)


def _nothing(patients: int) -> ScoreFinding:
    return ScoreFinding(np.full(patients, NOT_ENOUGH_DATA), None, np.full(patients, np.nan), {})


def _find(window: Window) -> ScoreFinding:
    """The rules in their order; the window is reached and long enough to fit."""
    everyone, lead_in = np.arange(window.patients), has_own_lead_in(window.counts, window.before)
    diaries = ScoreDiaries.of(window)
    limits = Limits.of(window, diaries.week)
    fit = diaries.fit(everyone, with_lead_in=lead_in)
    probability = fit.below(-limits.guard.up)

    def still_better(rows: Rows) -> Flags:
        stiff = diaries.fit(rows, with_lead_in=lead_in, beliefs=STIFF_SCORES)
        return limits.is_better(stiff, rows, limits.stiff_threshold)

    def still_worse(rows: Rows) -> Flags:
        return limits.is_worse(diaries.fit(rows, with_lead_in=np.zeros_like(lead_in)), rows)

    better, worse = limits.is_better(fit, everyone, limits.threshold), limits.is_worse(fit, everyone)
    improved, worsened = asked_again(better, still_better), asked_again(worse, still_worse)
    unclear = ~improved & ~worsened
    probable = unclear & (probability >= limits.threshold)
    return ScoreFinding(
        outcome=np.select([improved, worsened], [IMPROVED, WORSENED], NO_CLEAR_CHANGE),
        fit=fit,
        probability_better=probability,
        notes={
            "started_at_worst": started_at_worst(window.counts, window.before),
            "logging_changed": check_in_guard(window).is_noticeable,
            "leaning_better": unclear & (probability >= LEANING),
            "less_than_a_third": probable & (fit.mean + limits.guard.up > -limits.gate),
        },
    )


def _verdicts(window: Window, fails: dict[str, Flags], found: ScoreFinding) -> ScoreVerdicts:
    thin = np.logical_or.reduce(list(fails.values()))
    answered = window.answered
    low_90, low, middle, high, high_90 = shown(found.fit, thin, (0.05, 0.07, 0.93, 0.95))
    return ScoreVerdicts(
        verdict=np.where(thin, NOT_ENOUGH_DATA, found.outcome),
        change_points=middle,
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        probability_better=np.where(thin, np.nan, found.probability_better),
        readout=np.full(window.patients, float(window.readout)),
        nights_answered_before=answered[:, : window.before].sum(axis=1),
        nights_answered_after=answered[:, window.before :].sum(axis=1),
        reasons=reason_tuples(
            fails | {code: flags & ~thin for code, flags in found.notes.items()}, window.patients
        ),
    )
