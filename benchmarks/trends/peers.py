"""The usual ways, many diaries at once: what each would call improved, on the same diaries as the method.

Every function takes nights (patients, before + after), NaN = unanswered, and gives a `Finding`: how strong the evidence
is (one-sided z-like: larger = lower after) and the size of the change. The formulas are the textbooks': they agree with
scipy and statsmodels (a test compares the two where statsmodels is installed).
"""

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

LAGS = 7


@dataclass(frozen=True)
class Finding:
    """`evidence` (patients,): larger = stronger for a fall; `size` (patients,): log ratio, or difference in points."""

    evidence: np.ndarray
    size: np.ndarray


def parts(nights, before):
    return nights[:, :before], nights[:, before:]


def _moments(part):
    number = (~np.isnan(part)).sum(axis=1)
    mean = np.nansum(part, axis=1) / np.maximum(number, 1)
    spread = np.nansum((part - mean[:, None]) ** 2, axis=1) / np.maximum(number - 1, 1)
    return np.maximum(number, 1), mean, spread


def log_ratio(nights, before):
    """log of the mean after over the mean before, half an episode added to each."""
    a, b = parts(nights, before)
    (n0, m0, _), (n1, m1, _) = _moments(a), _moments(b)
    return np.log((m1 * n1 + 0.5) / n1) - np.log((m0 * n0 + 0.5) / n0)


def mean_down(nights, before):
    """The mean down by 30 %: no test at all. Evidence is the fall itself."""
    size = log_ratio(nights, before)
    return Finding(-size, size)


def welch(nights, before):
    """Welch's t, as the z of its p-value."""
    a, b = parts(nights, before)
    (n0, m0, v0), (n1, m1, v1) = _moments(a), _moments(b)
    se2 = v0 / n0 + v1 / n1 + 1e-12
    freedom = se2**2 / (
        (v0 / n0) ** 2 / np.maximum(n0 - 1, 1) + (v1 / n1) ** 2 / np.maximum(n1 - 1, 1) + 1e-30
    )
    z = stats.norm.isf(np.clip(stats.t.sf((m0 - m1) / np.sqrt(se2), np.maximum(freedom, 1)), 1e-300, 1))
    return Finding(z, log_ratio(nights, before))


def mann_whitney(nights, before):
    """Mann–Whitney with ties, normal approximation with continuity correction."""
    filled = np.where(np.isnan(nights), np.inf, nights)
    ranks = stats.rankdata(filled, axis=1)
    answered = ~np.isnan(nights)
    n0, n1 = answered[:, :before].sum(axis=1), answered[:, before:].sum(axis=1)
    u0 = (ranks * answered)[:, :before].sum(axis=1) - n0 * (n0 + 1) / 2
    number = n0 + n1
    ties = np.zeros(len(nights))
    for value in np.unique(nights[answered]):
        t = (nights == value).sum(axis=1)
        ties += t**3 - t
    variance = n0 * n1 / 12 * (number + 1 - ties / np.maximum(number * (number - 1), 1))
    return Finding((u0 - n0 * n1 / 2 - 0.5) / np.sqrt(variance + 1e-12), log_ratio(nights, before))


def poisson(nights, before):
    """Poisson regression on a step: the z of the log rate ratio."""
    size = log_ratio(nights, before)
    sums = [np.nansum(part, axis=1) + 0.5 for part in parts(nights, before)]
    return Finding(-size / np.sqrt(1 / sums[0] + 1 / sums[1]), size)


def negative_binomial(nights, before):
    """Negative binomial (NB2) regression on a step; dispersion by maximum likelihood, given the means of the phases."""
    a, b = parts(nights, before)
    (n0, m0, _), (n1, m1, _) = _moments(a), _moments(b)
    mean = np.concatenate(
        [np.broadcast_to(m0[:, None], a.shape), np.broadcast_to(m1[:, None], b.shape)], axis=1
    )
    answered = ~np.isnan(nights)
    y = np.where(answered, nights, 0)

    def likelihood(log_alpha):
        r = np.exp(-log_alpha)[:, None]
        terms = (
            special.gammaln(y + r)
            - special.gammaln(r)
            + r * np.log(r / (r + mean))
            + special.xlogy(y, mean / (r + mean))
        )
        return (terms * answered).sum(axis=1)

    low, high = np.full(len(y), -9.0), np.full(len(y), 4.0)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(28):
        x1, x2 = high - golden * (high - low), low + golden * (high - low)
        left = likelihood(x1) > likelihood(x2)
        low, high = np.where(left, low, x1), np.where(left, x2, high)
    alpha = np.exp((low + high) / 2)
    size = log_ratio(nights, before)
    m0, m1 = np.maximum(m0, 0.5 / n0), np.maximum(m1, 0.5 / n1)
    return Finding(-size / np.sqrt((1 / m0 + alpha) / n0 + (1 / m1 + alpha) / n1), size)


def _packed(nights, *regressors):
    """Answered nights moved together, as a regression after dropping the others sees them; weights 0 beyond the end."""
    order = np.argsort(np.isnan(nights), axis=1, kind="stable")
    answered = np.take_along_axis(~np.isnan(nights), order, axis=1)
    moved = [np.take_along_axis(np.broadcast_to(x, nights.shape), order, axis=1) for x in regressors]
    return np.where(answered, np.take_along_axis(nights, order, axis=1), 0.0), answered.astype(float), moved


def _newey_west(scores):
    """Σ over lags up to 7, Bartlett weights, of cross-products of scores (patients, nights, k): (patients, k, k)."""
    meat = np.einsum("pti,ptj->pij", scores, scores)
    for lag in range(1, LAGS + 1):
        cross = np.einsum("pti,ptj->pij", scores[:, lag:], scores[:, :-lag])
        meat += (1 - lag / (LAGS + 1)) * (cross + cross.transpose(0, 2, 1))
    return meat


def _regressors(nights, before, *, segmented):
    time = np.arange(nights.shape[1]) - before
    after = (time >= 0).astype(float)
    columns = [np.ones(len(time)), after]
    if segmented:
        columns += [time / 28.0, time / 28.0 * after]
    return columns


def _regression(nights, before, *, segmented, counts):
    """Coefficients and Newey–West covariance: Poisson with a log link for counts, least squares for scores."""
    y, weight, columns = _packed(nights, *_regressors(nights, before, segmented=segmented))
    x = np.stack(columns, axis=2)
    eye = 1e-9 * np.eye(x.shape[2])
    beta = np.zeros((len(y), x.shape[2]))
    if counts:
        beta[:, 0] = np.log((y.sum(axis=1) + 0.5) / np.maximum(weight.sum(axis=1), 1))
    for _ in range(25 if counts else 1):
        linear = np.einsum("pti,pi->pt", x, beta)
        mu = np.exp(np.clip(linear, -12, 8)) * weight if counts else linear * weight
        bread = np.einsum("pt,pti,ptj->pij", mu if counts else weight, x, x) + eye
        step = np.linalg.solve(bread, np.einsum("pt,pti->pi", y - mu, x)[..., None])[..., 0]
        beta += np.clip(step, -2, 2) if counts else step
    linear = np.einsum("pti,pi->pt", x, beta)
    mu = np.exp(np.clip(linear, -12, 8)) * weight if counts else linear * weight
    bread = np.linalg.inv(np.einsum("pt,pti,ptj->pij", mu if counts else weight, x, x) + eye)
    meat = _newey_west((y - mu)[..., None] * x)
    return beta, bread @ meat @ bread


def hac(nights, before, *, counts=True):
    """A step with Newey–West standard errors, 7 lags."""
    beta, covariance = _regression(nights, before, segmented=False, counts=counts)
    return Finding(-beta[:, 1] / np.sqrt(np.maximum(covariance[:, 1, 1], 1e-12)), beta[:, 1])


def segmented_hac(nights, before, *, counts=True):
    """Level and slope before and after, Newey–West: evidence is the stronger of a fall in level or in slope.

    The size is the change at the last night against what level and slope before foretell.
    """
    beta, covariance = _regression(nights, before, segmented=True, counts=counts)
    z = [-beta[:, j] / np.sqrt(np.maximum(covariance[:, j, j], 1e-12)) for j in (1, 3)]
    last = (nights.shape[1] - before - 1) / 28.0
    return Finding(np.maximum(*z), beta[:, 1] + beta[:, 3] * last)


def ar1_gls(nights, before):
    """Scores: a step with AR(1) errors, feasible generalised least squares over answered days in order."""
    y, weight, (one, after) = _packed(nights, *_regressors(nights, before, segmented=False))
    x = np.stack([one * weight, after * weight], axis=2)
    rho = np.zeros(len(y))
    for _ in range(6):
        pair = weight[:, 1:] * weight[:, :-1]
        yy = np.concatenate(
            [(y * np.sqrt(1 - rho**2)[:, None])[:, :1], (y[:, 1:] - rho[:, None] * y[:, :-1]) * pair], axis=1
        )
        xx = np.concatenate(
            [
                (x * np.sqrt(1 - rho**2)[:, None, None])[:, :1],
                (x[:, 1:] - rho[:, None, None] * x[:, :-1]) * pair[..., None],
            ],
            axis=1,
        )
        bread = np.linalg.inv(np.einsum("pti,ptj->pij", xx, xx) + 1e-9 * np.eye(2))
        beta = np.einsum("pij,ptj,pt->pi", bread, xx, yy)
        rest = (y - np.einsum("pti,pi->pt", x, beta)) * weight
        rho = (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / np.maximum(
            (rest[:, :-1] ** 2 * pair).sum(axis=1), 1e-9
        )
        rho = np.clip(rho, -0.95, 0.98)
    noise = yy - np.einsum("pti,pi->pt", xx, beta)
    variance = (noise**2).sum(axis=1) / np.maximum(weight.sum(axis=1) - 2, 1)
    return Finding(-beta[:, 1] / np.sqrt(variance * bread[:, 1, 1] + 1e-12), beta[:, 1])


def points(finding_of):
    """A count peer used on scores: its size in points."""

    def scored(nights, before):
        a, b = parts(nights, before)
        return Finding(finding_of(nights, before).evidence, _moments(b)[1] - _moments(a)[1])

    return scored


COUNT_PEERS = {
    "mean down 30 %": mean_down,
    "Welch t": welch,
    "Mann–Whitney": mann_whitney,
    "Poisson GLM step": poisson,
    "negative binomial GLM step": negative_binomial,
    "Poisson + HAC(7)": hac,
    "segmented + HAC(7)": segmented_hac,
}
SCORE_PEERS = {
    "Welch t": points(welch),
    "OLS + HAC(7)": lambda nights, before: hac(nights, before, counts=False),
    "AR(1) GLS": ar1_gls,
    "segmented + HAC(7)": lambda nights, before: segmented_hac(nights, before, counts=False),
}
ONE_SIDED_5 = float(stats.norm.isf(0.025))
"""p < .05 two-sided, and a fall."""
