"""The formulas of both models once more: one diary at a time, in full matrices, without a thought for speed.

Written from docs/validation.md's method page and not from `trends.core`, which it is there to check.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import linalg, stats


@dataclass(frozen=True)
class Answer:
    """A mixture of normals: weights, means and standard deviations, (10,) or (8,)."""

    weights: np.ndarray
    means: np.ndarray
    sds: np.ndarray

    @property
    def mean(self):
        return float(self.weights @ self.means)

    def below(self, limit):
        return float(self.weights @ stats.norm.cdf((limit - self.means) / self.sds))


def weeks_of(before, after):
    return np.arange(-math.ceil(before / 7), after // 7)


def in_weeks(values, before):
    """A list of the values of each week, first the (short) earliest."""
    return [
        [values[before + 7 * w + d] for d in range(7) if 0 <= before + 7 * w + d < len(values)]
        for w in weeks_of(before, len(values) - before)
    ]


def exposure(before, after, tau, taken=None):
    full = [1 - math.exp(-(d + 1) / tau) for d in range(after)]
    level, nights = 0.0, []
    for d in range(after):
        share = 1 if taken is None else taken[d]
        level = level * math.exp(-1 / tau) + share * (1 - math.exp(-1 / tau))
        nights.append(level)
    x = [0.0 if w < 0 else np.mean(nights[7 * w : 7 * w + 7]) for w in weeks_of(before, after)]
    return np.array(x) / np.mean(full[-7:])


def trend_and_lead_in(before, after):
    w = weeks_of(before, after)
    return (w + 0.5) * 7 / 28, np.where((w >= -2) & (w < 0), 1.0, 0.0), abs(w[:, None] - w[None])


def wandering(apart, sd, share, correlation):
    return sd**2 * ((1 - share) * np.eye(len(apart)) + share * correlation**apart)


def weighted(rows):
    logs, means, variances = np.array(rows).T
    weights = np.exp(logs - logs.max())
    return Answer(weights / weights.sum(), means, np.sqrt(variances))


# ── Counts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

COUNT_GRID = [
    (tau, sd, share, rho, p_tau * p)
    for tau, p_tau in ((25, 0.85), (4, 0.15))
    for sd, share, rho, p in (
        (0, 0, 0, 0.28),
        (0.2, 0.6, 0.4, 0.35),
        (0.4, 0.6, 0.5, 0.20),
        (0.6, 0.9, 0.8, 0.09),
        (1.1, 0.6, 0.8, 0.08),
    )
]


def count_prior(before, after, c, n, level, x, *, lead_in, drift, sd, share, rho):
    t, lead, apart = trend_and_lead_in(before, after)
    fortnight = wandering(apart, sd, share, rho)[:2, :2].mean() + 1 / max(math.exp(level) * (n @ lead), 0.5)
    is_early = (t < 0) & (lead == 0)
    in_lead, earlier = ((c @ part + 0.5) / (n @ part + 1) for part in (lead, is_early))
    own = lead_in * min(0.9, max(1.75 * math.sqrt(fortnight), math.log(in_lead / earlier)))
    k = 1.5**2 + drift**2 * np.outer(t, t) + 1.25**2 * np.outer(x, x) + own**2 * np.outer(lead, lead)
    return k + wandering(apart, sd, share, rho) + 1e-4 * np.eye(len(t))


def bins(nights, before):
    weeks = in_weeks(nights, before)
    episodes = np.array([sum(y for y in week if not math.isnan(y)) for week in weeks], dtype=float)
    answered = np.array([sum(not math.isnan(y) for y in week) for week in weeks], dtype=float)
    level = math.log((episodes.sum() + 0.5) / (answered.sum() + 1))
    return episodes, np.where(answered == 0, 1e-9, answered), level


def count_posterior(nights, before, *, lead_in, drift=0.12, taken=None):
    """The posterior of b as the method has it."""
    after = len(nights) - before
    c, n, level = bins(nights, before)
    top = max(7, math.log(2 * max(c.max(), 1)))

    def expected(f):
        return np.maximum(np.exp(np.minimum(np.log(n) + level + f, top)), 1e-9)

    x = exposure(before, after, 12, taken)
    k = count_prior(before, after, c, n, level, x, lead_in=lead_in, drift=drift, sd=0.25, share=0.6, rho=0.5)
    f = np.zeros(len(c))
    for _ in range(5):
        mu = expected(f)
        z = f + (c - mu) / mu
        step = k @ np.linalg.solve(k + np.diag(1 / mu), z) - f
        f = f + step * min(1, 2 / max(abs(step).max(), 1e-9))
    mu = expected(f)
    z, root = f + (c - mu) / mu, np.sqrt(mu)

    rows = []
    for tau, sd, share, rho, weight in COUNT_GRID:
        x = exposure(before, after, tau, taken)
        k = count_prior(
            before, after, c, n, level, x, lead_in=lead_in, drift=drift, sd=sd, share=share, rho=rho
        )
        factor = linalg.cholesky(np.eye(len(c)) + root[:, None] * k * root, lower=True)
        y = linalg.solve_triangular(factor, root * z, lower=True)
        v = 1.25**2 * linalg.solve_triangular(factor, root * x, lower=True)
        log_evidence = -y @ y / 2 - np.log(np.diag(factor)).sum()
        rows.append((log_evidence + math.log(weight), v @ y, 1.25**2 - v @ v))
    return weighted(rows)


def count_posterior_by_sampling(nights, before, *, lead_in, draws=4000, seed=0):
    """E[b] and P(b < 0) without Laplace: importance sampling of η from a Student t, with exact Poisson likelihoods.

    Each grid point has its own mode and curvature; its evidence is the mean importance weight.
    """
    rng, after = np.random.default_rng(seed), len(nights) - before
    c, n, level = bins(nights, before)
    logs, means, tails = [], [], []
    for tau, sd, share, rho, weight in COUNT_GRID:
        x = exposure(before, after, tau)
        k = count_prior(
            before, after, c, n, level, x, lead_in=lead_in, drift=0.12, sd=sd, share=share, rho=rho
        )
        f = np.zeros(len(c))
        for _ in range(40):
            mu = n * np.exp(level + f)
            step = k @ np.linalg.solve(k + np.diag(1 / mu), f + (c - mu) / mu) - f
            f = f + step * min(1, 1 / max(abs(step).max(), 1e-9))
        mu = n * np.exp(level + f)
        spread = k - k @ np.linalg.solve(k + np.diag(1 / mu), k)
        proposal = stats.multivariate_t(
            f, 1.3 * (spread + spread.T) / 2 + 1e-12 * np.eye(len(c)), df=6, seed=rng
        )
        eta = proposal.rvs(draws)
        log_w = (c * eta - n * np.exp(level + eta)).sum(axis=1) + stats.multivariate_normal(cov=k).logpdf(eta)
        log_w -= proposal.logpdf(eta)
        w = np.exp(log_w - log_w.max())
        # b given η is normal: b ~ N(0, 1.25²) and Cov(b, η) = 1.25² x.
        per = 1.25**2 * np.linalg.solve(k, x)
        mean, sd_b = eta @ per, math.sqrt(1.25**2 - 1.25**2 * x @ per)
        logs.append(math.log(weight) + log_w.max() + math.log(w.mean()))
        means.append(w @ mean / w.sum())
        tails.append(w @ stats.norm.cdf(-mean / sd_b) / w.sum())
    weights = np.exp(np.array(logs) - max(logs))
    weights /= weights.sum()
    return float(weights @ means), float(weights @ tails)


# ── Scores ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SCORE_GRID = [
    (tau, k, share, rho, p_tau * p)
    for tau, p_tau in ((25, 0.8), (4, 0.2))
    for k, share, rho, p in (
        (0.1, 0.5, 0.2, 0.35),
        (0.5, 0.9, 0.3, 0.35),
        (1.2, 0.9, 0.4, 0.15),
        (1.7, 0.9, 0.8, 0.15),
    )
]


def expected_ratio(k):
    """R(k): interpolated over correlations q from one day to the next."""
    ks, ratios = [], []
    for q in np.linspace(0, 0.95, 40):
        h = (1 + 2 * sum((1 - j / 7) * q**j for j in range(1, 7))) / 7
        v = (1 - h) * 7 / 6
        ks.append(math.sqrt(max(h - v / 7, 0) / v))
        ratios.append((1 - q) / v)
    return float(np.interp(k, ks, ratios))


def score_posterior(scores, before, *, lead_in, drift=0.305, taken=None):
    """The posterior of b in points as the method has it, and s²."""
    after = len(scores) - before
    weeks = [[y for y in week if not math.isnan(y)] for week in in_weeks(scores, before)]
    n = np.array([len(week) for week in weeks])
    within = sum(len(week) * float(np.var(week)) for week in weeks if week)
    s2 = (6 + within) / (6 + sum(max(len(week) - 1, 0) for week in weeks))
    pairs = [
        (week[i], week[i + 1])
        for week in in_weeks(scores, before)
        for i in range(len(week) - 1)
        if not math.isnan(week[i] + week[i + 1])
    ]
    dd = sum((later - earlier) ** 2 for earlier, later in pairs)
    r = min(max((dd / 2 + 2) / (len(pairs) + 2) / s2, 0.2), 2)
    everything = [y for week in weeks for y in week]
    z = np.array([np.mean(week) - np.mean(everything) if week else 0.0 for week in weeks])
    earlier = [y for y in scores[: before - 14] if not math.isnan(y)]
    m0 = np.mean(earlier) if earlier else 0
    fortnight_scores = [y for y in scores[before - 14 : before] if not math.isnan(y)]
    in_lead = np.mean(fortnight_scores) if fortnight_scores else np.mean(everything)
    excess = in_lead - m0
    sd_b = 0.75 * min(max(m0, 2), 10)

    t, lead, apart = trend_and_lead_in(before, after)
    rows = []
    for tau, k, share, rho, weight in SCORE_GRID:
        x = exposure(before, after, tau, taken)
        wander = wandering(apart, k * math.sqrt(s2), share, rho)
        fortnight = math.sqrt(s2 / 12 + wander[:2, :2].mean())
        own = lead_in * max(2 * fortnight, excess)
        v = 25 + drift**2 * np.outer(t, t) + sd_b**2 * np.outer(x, x) + own**2 * np.outer(lead, lead)
        v = v + wander + np.diag(s2 / np.where(n > 0, n, 1e-9))
        factor = linalg.cholesky(v, lower=True)
        y = linalg.solve_triangular(factor, z, lower=True)
        u = linalg.solve_triangular(factor, sd_b**2 * x, lower=True)
        sticky = -(((math.log(r) - math.log(expected_ratio(k))) / 0.16) ** 2) / 2
        log_weight = math.log(weight) - y @ y / 2 - np.log(np.diag(factor)).sum() + sticky
        rows.append((log_weight, u @ y, sd_b**2 - u @ u))
    return weighted(rows), s2
