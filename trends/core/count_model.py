"""Counted symptoms: a Poisson regression on weeks, with a natural trend, a bad time before the start, and wandering.

Week w has c_w episodes in n_w answered nights: c_w ~ Poisson(n_w·exp(η_w)), η_w = a + g·t_w + l·L_w + b·x_w + u_w,

- a ~ N(log((Σc + ½)/(Σn + 1)), 1.5²): the level;
- g ~ N(0, .12²) per four weeks: a rate drifts without any supplement, and seasons turn;
- l ~ N(0, min(.9, max(1.75v, e))²): L marks the last 14 nights before the start. People start at their worst, so those
  nights tell little of what the time before was like: they may be off by 1.75 times the standard deviation v of such a
  fortnight, v² = 1/(its expected episodes) + σ²(1 + om·ρ)/2, or by the excess e of their log rate over the earlier one,
  if that is more: a real flare is not the worst of many ordinary fortnights;
- b ~ N(0, 1.25²): exp(b) is the rate now against before; x is the wash-in (`wash_in`), with τ = 25 or 4 nights;
- u: good and bad weeks, σ²(1 − om) on each week alone and σ²·om lingering with correlation ρ a week: what wanders far
  also lingers longer.

Everything is normal but the counts, so the posterior is found by Laplace's approximation: one mode by Newton's method,
at middling settings, where the counts become pseudo-data z = f + (c − μ)/μ with variance 1/μ (iteratively reweighted
least squares; McCullagh & Nelder 1989, §2.5; Rasmussen & Williams, Gaussian Processes, §3.4). Then, for each of 10
settings of (τ, σ), exact normal algebra gives the evidence and b's mean and standard deviation; the posterior of b
is their mixture. `tests/trends/dense.py` has the same in matrices, and by importance sampling without approximation.
"""

from dataclasses import dataclass, replace

import numpy as np

from .linear_model import posterior, smoothing_error, whiten
from .mixture import Mixture
from .result import Flags, Floats
from .weeks import widened

NUGGET = 1e-4
NO_NIGHTS = 1e-9
"""Stands for zero answered nights, and for the least expected count: a week without answers says nothing."""
LEAST_EXPECTED = 0.5
LONGEST_STEP = 2.0
HIGHEST_LOG_MU = 7.0


@dataclass(frozen=True)
class Wander:
    """One way weeks may differ from each other: standard deviation σ, its lingering share om, correlation ρ a week."""

    sd: float
    share: float
    weight: float
    correlation: float


@dataclass(frozen=True)
class Beliefs:
    """What is believed before a diary is read (standard deviations of log rates, prior weights)."""

    level_sd: float = 1.5
    drift_sd: float = 0.12
    effect_sd: float = 1.25
    lead_in_sd: float = 0.9
    lead_in_spreads: float = 1.75
    """The lead-in may be off by so many standard deviations of a fortnight, or its excess, but at most `lead_in_sd`."""
    wash_ins: tuple[tuple[float, float], ...] = ((25.0, 0.85), (4.0, 0.15))
    """(τ in nights, weight)."""
    wanders: tuple[Wander, ...] = (
        Wander(0.0, 0.0, 0.28, 0.0),
        Wander(0.2, 0.6, 0.35, 0.4),
        Wander(0.4, 0.6, 0.20, 0.5),
        Wander(0.6, 0.9, 0.09, 0.8),
        Wander(1.1, 0.6, 0.08, 0.8),
    )
    mode_wander: Wander = Wander(0.25, 0.6, 1.0, 0.5)
    mode_wash_in: float = 12.0
    newton_steps: int = 5


BELIEFS = Beliefs()
STIFF = replace(BELIEFS, drift_sd=0.02)
"""The second opinion: a trend of next to nothing, so that no improvement rests on a supposed rise."""


@dataclass(frozen=True)
class Design:
    """What is known of each week beside its counts: `time` and `lead_in` (bins,), x per τ (bins, patients or 1)."""

    time: Floats
    lead_in: Floats
    exposures: dict[float, Floats]

    def of(self, rows: np.ndarray) -> "Design":
        """For these patients only."""
        return replace(
            self,
            exposures={tau: x if x.shape[1] == 1 else x[:, rows] for tau, x in self.exposures.items()},
        )


def fit_counts(
    episodes: Floats,
    nights: Floats,
    design: Design,
    *,
    with_lead_in: Flags,
    beliefs: Beliefs = BELIEFS,
    drift_sd: Floats | None = None,
) -> Mixture:
    """The posterior of the log rate ratio b of each patient.

    `episodes` and `nights` (answered) are (bins, patients); `with_lead_in` (patients,) says for whom the lead-in has
    its own term; `drift_sd` (patients,) replaces the trend that `beliefs` expect.

    >>> from .wash_in import exposure
    >>> from .weeks import Weeks
    >>> weeks = Weeks(28, 56)
    >>> design = Design(weeks.time, weeks.lead_in, {t: exposure(weeks, t) for t in (25.0, 4.0, 12.0)})
    >>> halved = np.array([[8.0] * 4 + [7, 6, 5, 5, 4, 4, 4, 4]]).T
    >>> found = fit_counts(halved, np.full((12, 1), 7.0), design, with_lead_in=np.array([True]))
    >>> round(float(np.exp(found.mean[0])), 2), round(float(found.below(np.array([0.0]))[0]), 2)
    (0.53, 0.93)
    """
    patients = episodes.shape[1]
    if not patients:
        empty = np.zeros((len(beliefs.wanders) * len(beliefs.wash_ins), 0))
        return Mixture(empty, empty, empty)
    fixed = widened(np.ascontiguousarray(design.time[:, np.newaxis] * np.ones(patients)))
    lead_in = widened(np.ascontiguousarray(design.lead_in[:, np.newaxis] * np.ones(patients)))
    x = {tau: _for_all(values, patients) for tau, values in design.exposures.items()}
    c, n = widened(episodes), np.maximum(widened(nights), NO_NIGHTS)
    start = np.log((_sum(c) + 0.5) / (_sum(widened(nights)) + 1.0))
    own = widened(with_lead_in.astype(np.float64))
    before, excess = np.exp(start) * _sum(n * lead_in), _excess(c, n, lead_in, fixed)
    drift = beliefs.drift_sd if drift_sd is None else widened(drift_sd)
    middling = _lead_in_sds(before, excess, (beliefs.mode_wander,), beliefs) * own
    z, mu = _pseudo_data(
        c,
        np.log(n) + start,
        [np.ones_like(fixed), fixed, lead_in, x[beliefs.mode_wash_in]],
        _prior_sds(middling, drift, beliefs),
        beliefs,
    )
    sds = _prior_sds(_lead_in_sds(before, excess, beliefs.wanders, beliefs) * own, drift, beliefs)
    shared = [z, np.ones_like(z), fixed, lead_in]
    columns = np.stack([*shared, *(x[tau] for tau, _ in beliefs.wash_ins)], axis=1)
    white, _ = whiten(columns, *_covariance(mu, beliefs.wanders))
    means, sd, logs = [], [], []
    for place, (_, weight) in enumerate(beliefs.wash_ins):
        found = posterior(white, [1, 2, 3, 4 + place], sds)
        means.append(found.mean)
        sd.append(found.sd)
        logs.append(found.log_evidence + np.log([[w.weight * weight] for w in beliefs.wanders]))
    mixture = Mixture.from_log_weights(np.concatenate(means), np.concatenate(sd), np.concatenate(logs))
    return mixture if z.shape[1] == patients else mixture.of(np.arange(patients))


def _for_all(values: Floats, patients: int) -> Floats:
    return widened(np.ascontiguousarray(np.broadcast_to(values, (len(values), patients))))


def _sum(bins: Floats) -> Floats:
    total = bins[0]
    for week in bins[1:]:
        total = total + week
    return total


def _excess(c: Floats, n: Floats, lead_in: Floats, time: Floats) -> Floats:
    """How far the log rate of the lead-in lies above that of the nights before it, (patients,)."""
    earlier = (time < 0) * (1.0 - lead_in)
    rates = [(_sum(c * part) + 0.5) / (_sum(n * part) + 1.0) for part in (lead_in, earlier)]
    return np.log(rates[0]) - np.log(rates[1])


def _lead_in_sds(expected: Floats, excess: Floats, wanders: tuple[Wander, ...], beliefs: Beliefs) -> Floats:
    """How far the lead-in may be off, (wanders, patients).

    From its `expected` episodes and the `excess` of its log rate over the nights before it, both (patients,).
    """
    wandering = np.array([[w.sd**2 * (1 + w.share * w.correlation) / 2] for w in wanders])
    spread = np.sqrt(1.0 / np.maximum(expected, LEAST_EXPECTED) + wandering)
    return np.minimum(beliefs.lead_in_sd, np.maximum(beliefs.lead_in_spreads * spread, excess))


def _prior_sds(lead_in_sds: Floats, drift_sd: Floats | float, beliefs: Beliefs) -> Floats:
    """Standard deviations of a, g, l, b, (4, wanders, patients); l is left out where its own is 0."""
    one = np.ones_like(lead_in_sds)
    return np.stack([beliefs.level_sd * one, drift_sd * one, lead_in_sds, beliefs.effect_sd * one])


def _covariance(mu: Floats, wanders: tuple[Wander, ...]) -> tuple[Floats, Floats, Floats]:
    """Noise (bins, wanders, patients), lingering variance and correlation (wanders, 1)."""
    alone = np.array([[w.sd**2 * (1 - w.share) + NUGGET] for w in wanders])
    sticky = np.array([[w.sd**2 * w.share] for w in wanders])
    return (1.0 / mu)[:, np.newaxis] + alone, sticky, np.array([[w.correlation] for w in wanders])


def _pseudo_data(
    counts: Floats, log_nights: Floats, regressors: list[Floats], sds: Floats, beliefs: Beliefs
) -> tuple[Floats, Floats]:
    """z and μ at the mode of f = η − E[a], both (bins, patients); `log_nights` is log n + E[a].

    Newton's step is f ← K(K + W⁻¹)⁻¹z = z − W⁻¹V⁻¹z with V = K + W⁻¹; V⁻¹z = V₀⁻¹(z − Xθ̂), V₀ without regressors.
    """
    f = np.zeros_like(counts)
    highest = np.maximum(HIGHEST_LOG_MU, np.log(2 * np.maximum(_highest(counts), 1.0)))
    for _ in range(beliefs.newton_steps):
        z, mu = _linearised(f, counts, log_nights, highest)
        noise, sticky, correlation = _covariance(mu, (beliefs.mode_wander,))
        white, trace = whiten(np.stack([z, *regressors], axis=1), noise, sticky, correlation)
        theta = posterior(white, [1, 2, 3, 4], sds).coefficients
        left = []
        for innovation in trace.innovations:
            rest = innovation[:, 0]
            for j in range(4):
                rest = rest - innovation[:, j + 1] * theta[:, j]
            left.append(rest)
        step = z - smoothing_error(trace, left, correlation)[:, 0] / mu - f
        f = f + step * np.minimum(1.0, LONGEST_STEP / np.maximum(_highest(np.abs(step)), NO_NIGHTS))
    return _linearised(f, counts, log_nights, highest)


def _highest(bins: Floats) -> Floats:
    return np.asarray(bins.max(axis=0))


def _linearised(f: Floats, counts: Floats, log_nights: Floats, highest: Floats) -> tuple[Floats, Floats]:
    mu = np.maximum(np.exp(np.minimum(log_nights + f, highest)), NO_NIGHTS)
    return f + (counts - mu) / mu, mu
