"""Scored symptoms (0–10): a linear regression on weekly means, like that of counts but exact.

Week w has n_w answered days with mean ȳ_w: z_w = ȳ_w − c = a + g·t_w + l·L_w + b·x_w + u_w + e_w in points, c the mean
of all answered days, e_w ~ N(0, s²/n_w), and

- a ~ N(0, 5²); g ~ N(0, .305²) per four weeks;
- l ~ N(0, max(2v, e)²) in the last 14 days before the start, v the standard deviation of such a fortnight's mean,
  v² = s²(1/12 + k²(1 + om·ρ)/2), e the excess of its mean over m0: people start at their worst, the worst of a calm
  diary is not far off, and a real flare is no ordinary fortnight;
- b ~ N(0, (.75·m0)²), m0 the mean before the lead-in, held to 2–10: who has more to lose may lose more;
- u: how weeks wander, k·s with a share om lingering (correlation ρ a week, more where weeks wander further) and the
  rest on its own.

s² is the variance of days within their weeks. How sticky days are tells how far weeks wander: with correlation q from
day to day the mean of 7 days has h(q) of a day's variance, h = (1 + 2 Σ (1 − j/7) qʲ)/7, days differ within a week by
v = (1 − h)·7/6, and neighbours by 1 − q; so r = (½ mean squared step)/s² should be (1 − q)/v, while
k = √(max(h − v/7, 0)/v). Each setting of k is reweighted by how well the diary's r fits.
"""

from dataclasses import dataclass, replace

import numpy as np

from .linear_model import posterior, whiten
from .mixture import Mixture, total
from .result import Flags, Floats
from .weeks import widened
from .window import WEEK

NO_DAYS = 1e-9
"""Stands for zero answered days: a week without answers says nothing."""
USUAL_LEAD_IN_DAYS = 12.0
"""Answered days of the 14 before the start, as a rule."""


@dataclass(frozen=True)
class ScoreWander:
    """One way weeks may wander: by k·s, a share om of the variance lingering."""

    k: float
    share: float
    weight: float
    correlation: float


@dataclass(frozen=True)
class ScoreBeliefs:
    """What is believed before a diary is read (standard deviations in points, prior weights)."""

    level_sd: float = 5.0
    drift_sd: float = 0.305
    effect_share: float = 0.75
    lead_in_spreads: float = 2.0
    day_sd: float = 1.0
    day_weight: float = 6.0
    wash_ins: tuple[tuple[float, float], ...] = ((25.0, 0.8), (4.0, 0.2))
    wanders: tuple[ScoreWander, ...] = (
        ScoreWander(0.1, 0.5, 0.35, 0.2),
        ScoreWander(0.5, 0.9, 0.35, 0.3),
        ScoreWander(1.2, 0.9, 0.15, 0.4),
        ScoreWander(1.7, 0.9, 0.15, 0.8),
    )
    stickiness_sd: float = 0.16


SCORE_BELIEFS = ScoreBeliefs()
STIFF_SCORES = replace(SCORE_BELIEFS, drift_sd=0.05)


@dataclass(frozen=True)
class ScoreWeeks:
    """Diaries as the model sees them. `means` (of answered days, 0 where none) and `days` answered, (bins, patients).

    `day_variance` is s²; `step_ratio` is r, (patients,); `level` is c and `before` m0.
    """

    means: Floats
    days: Floats
    day_variance: Floats
    step_ratio: Floats
    level: Floats
    before: Floats

    def of(self, rows: np.ndarray) -> "ScoreWeeks":
        """For these patients only."""
        return ScoreWeeks(
            np.ascontiguousarray(self.means[:, rows]),
            np.ascontiguousarray(self.days[:, rows]),
            self.day_variance[rows],
            self.step_ratio[rows],
            self.level[rows],
            self.before[rows],
        )


def summed_up(
    sums: Floats,
    squares: Floats,
    days: Floats,
    steps: Floats,
    pairs: Floats,
    before: Floats,
    beliefs: ScoreBeliefs = SCORE_BELIEFS,
) -> ScoreWeeks:
    """Weekly sums, sums of squares and answered days, (bins, patients), as the model wants them.

    `steps` Σ(y_{d+1} − y_d)² over `pairs` of neighbouring days inside one week; `before` is m0; all (patients,).
    s² = (6·1² + Σ(Q − S²/n))/(6 + Σ max(n − 1, 0)); r = ((steps/2 + 2)/(pairs + 2))/s², held to .2–2.

    >>> week = summed_up(*(np.array([[v]]) for v in (14.0, 30.0, 7.0)), *(np.array([v]) for v in (4.0, 6.0, 2.0)))
    >>> week.day_variance.round(3).tolist(), week.step_ratio.round(3).tolist()
    ([0.667], [0.75])
    """
    means = sums / np.maximum(days, 1.0)
    within = total(np.maximum(squares - sums * means, 0.0))
    freedom = total(np.maximum(days - 1.0, 0.0))
    s2 = (beliefs.day_weight * beliefs.day_sd**2 + within) / (beliefs.day_weight + freedom)
    ratio = np.clip((steps / 2 + 2.0) / (pairs + 2.0) / s2, 0.2, 2.0)
    level = total(sums) / np.maximum(total(days), 1.0)
    return ScoreWeeks(means, days, s2, ratio, level, before)


def stickiness_table() -> tuple[Floats, Floats]:
    """k and the step ratio R of 40 day-to-day correlations q = 0 … .95, both (40,).

    >>> k, ratio = stickiness_table()
    >>> k[[0, -1]].round(2).tolist(), ratio[[0, -1]].round(2).tolist()
    ([0.0, 2.64], [1.0, 0.4])
    """
    q = np.linspace(0.0, 0.95, 40)
    h = (1 + 2 * total(np.stack([(1 - j / WEEK) * q**j for j in range(1, WEEK)]))) / WEEK
    v = (1 - h) * WEEK / (WEEK - 1)
    return np.sqrt(np.maximum(h - v / WEEK, 0.0) / v), (1 - q) / v


def fit_scores(
    week: ScoreWeeks,
    time: Floats,
    lead_in: Floats,
    exposures: dict[float, Floats],
    *,
    with_lead_in: Flags,
    beliefs: ScoreBeliefs = SCORE_BELIEFS,
    drift_sd: Floats | None = None,
) -> Mixture:
    """The posterior of the change b in points of each patient.

    `time` and `lead_in` (bins,), `exposures` x per τ (bins, patients or 1), `with_lead_in` (patients,); `drift_sd`
    (patients,) replaces the trend that `beliefs` expect.

    >>> days = np.full((4, 1), 7.0)
    >>> flat = summed_up(days * 5, days * 26, days, np.array([14.0]), np.array([24.0]), np.array([5.0]))
    >>> x = np.array([[0.0], [0.0], [0.7], [1.0]])
    >>> time, lead_in = np.array([-0.375, -0.125, 0.125, 0.375]), np.array([0.0, 1.0, 0.0, 0.0])
    >>> found = fit_scores(flat, time, lead_in, {25.0: x, 4.0: x}, with_lead_in=np.array([False]))
    >>> bool(abs(found.mean[0]) < 1e-9)
    True
    """
    patients = week.means.shape[1]
    if not patients:
        empty = np.zeros((len(beliefs.wanders) * len(beliefs.wash_ins), 0))
        return Mixture(empty, empty, empty)
    s2, days = widened(week.day_variance), widened(week.days)
    z = np.where(days > 0, widened(week.means) - widened(week.level), 0.0)
    one = np.ones_like(z)
    x = [widened(np.ascontiguousarray(exposures[tau] * np.ones(patients))) for tau, _ in beliefs.wash_ins]
    columns = np.stack([z, one, time[:, np.newaxis] * one, lead_in[:, np.newaxis] * one, *x], axis=1)
    white, _ = whiten(columns, *_covariance(s2, days, beliefs))
    flags = lead_in[:, np.newaxis]
    lead_in_mean = total(z * days * flags) / np.maximum(total(days * flags), 1.0)
    excess = lead_in_mean + widened(week.level - week.before)
    own = widened(with_lead_in.astype(np.float64))
    drift = beliefs.drift_sd if drift_sd is None else widened(drift_sd)
    sds = _prior_sds(widened(week.before), _lead_in_sds(excess, s2, beliefs) * own, drift, beliefs)
    fits = [posterior(white, [1, 2, 3, 4 + place], sds) for place in range(len(beliefs.wash_ins))]
    sticky = _stickiness(widened(week.step_ratio), beliefs)
    logs = [
        fit.log_evidence + np.log([[w.weight * weight] for w in beliefs.wanders]) + sticky
        for fit, (_, weight) in zip(fits, beliefs.wash_ins, strict=True)
    ]
    mixture = Mixture.from_log_weights(
        np.concatenate([fit.mean for fit in fits]),
        np.concatenate([fit.sd for fit in fits]),
        np.concatenate(logs),
    )
    return mixture if z.shape[1] == patients else mixture.of(np.arange(patients))


def _covariance(s2: Floats, days: Floats, beliefs: ScoreBeliefs) -> tuple[Floats, Floats, Floats]:
    """Noise (bins, wanders, patients), lingering variance (wanders, patients) and correlation (wanders, 1)."""
    own = s2 / np.where(days > 0, days, NO_DAYS)
    alone = np.array([[w.k**2 * (1 - w.share)] for w in beliefs.wanders]) * s2
    sticky = np.array([[w.k**2 * w.share] for w in beliefs.wanders]) * s2
    return own[:, np.newaxis] + alone, sticky, np.array([[w.correlation] for w in beliefs.wanders])


def _lead_in_sds(excess: Floats, s2: Floats, beliefs: ScoreBeliefs) -> Floats:
    """How far the lead-in may be off, (wanders, patients), from its `excess` over m0 and s², both (patients,)."""
    fortnight = [
        [1 / USUAL_LEAD_IN_DAYS + w.k**2 * (1 + w.share * w.correlation) / 2] for w in beliefs.wanders
    ]
    return np.maximum(beliefs.lead_in_spreads * np.sqrt(np.array(fortnight) * s2), excess)


def _prior_sds(
    before: Floats, lead_in_sds: Floats, drift_sd: Floats | float, beliefs: ScoreBeliefs
) -> Floats:
    """Standard deviations of a, g, l, b, (4, wanders, patients); l is left out where its own is 0."""
    one = np.ones_like(lead_in_sds)
    effect = beliefs.effect_share * np.clip(before, 2.0, 10.0)
    return np.stack([beliefs.level_sd * one, drift_sd * one, lead_in_sds, effect * one])


def _stickiness(ratio: Floats, beliefs: ScoreBeliefs) -> Floats:
    """How well the diary's steps fit each wander: −((log r − log R(k))/.16)²/2, (wanders, patients)."""
    expected = np.interp([w.k for w in beliefs.wanders], *stickiness_table())
    off = (np.log(ratio) - np.log(expected)[:, np.newaxis]) / beliefs.stickiness_sd
    return -0.5 * off * off
